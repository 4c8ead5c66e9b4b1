/* bench_kubernetes.c - the table of 5,000 pods, in pages, twice.
 *
 * The second answer is compared with the first: that is what every refresh
 * costs. A page comes in pieces of 16 KiB; its end is a turn of its own, the
 * last one's end puts all pods into the model.
 * usage: bench_kubernetes
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "model/kubernetes.h"
#include "source/kubernetes.h"
#include "tests/support/ask.h"

enum { PODS = 5000, PAGE = 500, PIECE = 16384, TIMES = 20 };

struct figures {
    double cpu_us, longest_piece_us, longest_end_us;
};

/* Processor time: what others do on the machine is not our turn's length. */
static double now_us(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void write_page(struct buf *out, int first)
{
    buf_reset(out);
    (void)buf_printf(out, "{\"kind\":\"Table\",\"metadata\":{%s},",
                     first + PAGE < PODS ? "\"continue\":\"next\"" : "");
    (void)buf_add_str(
        out, "\"columnDefinitions\":[{\"name\":\"Name\"},{\"name\":\"Ready\"},"
             "{\"name\":\"Status\"},{\"name\":\"Restarts\"},{\"name\":\"Age\"},"
             "{\"name\":\"IP\"},{\"name\":\"Node\"},{\"name\":\"Nominated "
             "Node\"},{\"name\":\"Readiness Gates\"}],\"rows\":[");
    for (int i = first; i < first + PAGE; i++)
        (void)buf_printf(
            out,
            "%s{\"cells\":[\"workload-%03d-7d4b9c6f58-x%04d\",\"2/2\","
            "\"Running\",\"%d (5h2m ago)\",\"5d3h\",\"10.1.%d.%d\","
            "\"node-%d.example\",\"<none>\",\"<none>\"],\"object\":null}",
            i > first ? "," : "", i / 50, i, i % 3, i / 250, i % 250, i % 100);
    (void)buf_add_str(out, "]}");
}

/* Returns 1 while there is another page, -1 on a failure. */
static int answer(struct kubernetes_source *source, const struct buf *page,
                  struct figures *figures)
{
    const struct question *question =
        ask_question(kubernetes_questions, KUBERNETES_QUESTIONS, "pods");
    const struct question_answer told = {.status = 200, .now_ms = 1};
    double begun = now_us(), start, took;
    void *reader = question->begin(source, 200);
    struct err err = {0};
    int rc = 0;

    for (size_t at = 0; at < page->length && rc == 0; at += PIECE) {
        size_t length = page->length - at < PIECE ? page->length - at : PIECE;

        start = now_us();
        rc = question->feed(reader, page->bytes + at, length, &err);
        took = now_us() - start;
        if (took > figures->longest_piece_us)
            figures->longest_piece_us = took;
    }
    start = now_us();
    if (rc == 0)
        rc = question->finish(reader, &told, &err);
    else
        question->drop(reader);
    took = now_us() - start;
    if (took > figures->longest_end_us)
        figures->longest_end_us = took;
    figures->cpu_us += now_us() - begun;
    if (rc < 0)
        (void)fprintf(stderr, "%s\n", err.text);
    return rc;
}

int main(void)
{
    struct changes changes = {0};
    struct kubernetes_source *source =
        kubernetes_source_new("observability", &changes);
    struct figures figures = {0};
    struct rusage before, after;
    struct buf page;
    int rc = 0;

    buf_init(&page, (size_t)1 << 20);
    (void)getrusage(RUSAGE_SELF, &before);
    for (int time = 0; time < TIMES && rc >= 0; time++)
        for (int first = 0; first < PODS && rc >= 0; first += PAGE) {
            write_page(&page, first);
            rc = answer(source, &page, &figures);
        }
    (void)getrusage(RUSAGE_SELF, &after);
    (void)printf("%zu pods in pages of %d, %d times: %.2f ms CPU each time, "
                 "longest piece %.2f ms, longest end %.2f ms, "
                 "%ld KiB more RSS\n",
                 kubernetes_source_get(source)->pods.count, PAGE, TIMES,
                 figures.cpu_us / TIMES / 1e3, figures.longest_piece_us / 1e3,
                 figures.longest_end_us / 1e3,
                 after.ru_maxrss - before.ru_maxrss);
    kubernetes_source_free(source);
    changes_clear(&changes);
    buf_clear(&page);
    return rc < 0 ? 1 : 0;
}
