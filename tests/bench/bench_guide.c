/* bench_guide.c - a guide read and judged: whole, and a slice a turn.
 *
 * The first time is what a start of the dashboard costs, the best of the rest
 * what the work itself does. A large guide is the same one over and over.
 * usage: bench_guide FILE [MEBIBYTES]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "base/paths.h"
#include "runbook/guide.h"
#include "runbook/lint.h"

enum { TIMES = 20, RUNBOOKS = 4, FENCES = 12 }; /* as in app_runbooks.c */

struct figures {
    double read_ms, steps_ms, lint_ms, turn_ms; /* the longest */
};

/* Processor time: what others do on the machine is not our turn's length. */
static double now_ms(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Ends a turn that began at `*start`. Returns how long it was. */
static double end_turn(struct figures *figures, double *start)
{
    double now = now_ms();
    double took = now - *start;

    if (took > figures->turn_ms)
        figures->turn_ms = took;
    *start = now;
    return took;
}

static int measure(const struct buf *page, const char *name,
                   struct figures *figures)
{
    struct lint_report report = {0};
    struct guide guide;
    struct err err = {0};
    double start = now_ms();
    bool is_more;
    int rc;

    memset(figures, 0, sizeof(*figures));
    rc = guide_begin(&guide, name, page->bytes, page->length, &err);
    figures->read_ms = end_turn(figures, &start);
    do {
        rc = rc < 0 ? rc : guide_more(&guide, RUNBOOKS, &err);
        figures->read_ms += end_turn(figures, &start);
    } while (rc > 0);
    for (size_t i = 0; rc == 0 && i < guide.count; i++) {
        (void)runbook_steps(&guide.runbooks[i]);
        figures->steps_ms += end_turn(figures, &start);
    }
    is_more = rc == 0;
    if (is_more)
        lint_begin(&report, &guide);
    while (is_more) {
        is_more = lint_more(&report, FENCES);
        figures->lint_ms += end_turn(figures, &start);
    }
    if (rc < 0)
        (void)fprintf(stderr, "%s\n", err.text);
    lint_clear(&report);
    guide_clear(&guide);
    return rc;
}

static void take_best(struct figures *best, const struct figures *figures)
{
    if (figures->read_ms < best->read_ms)
        best->read_ms = figures->read_ms;
    if (figures->steps_ms < best->steps_ms)
        best->steps_ms = figures->steps_ms;
    if (figures->lint_ms < best->lint_ms)
        best->lint_ms = figures->lint_ms;
    if (figures->turn_ms < best->turn_ms)
        best->turn_ms = figures->turn_ms;
}

static void show(const char *words, const struct figures *figures)
{
    (void)printf("%s: %.2f ms CPU to read, %.2f for all steps, %.2f to judge; "
                 "longest turn %.2f\n",
                 words, figures->read_ms, figures->steps_ms, figures->lint_ms,
                 figures->turn_ms);
}

int main(int argc, char **argv)
{
    size_t most = argc > 2 ? strtoul(argv[2], NULL, 10) << 20 : 0;
    struct figures first, best, figures;
    struct rusage before, after;
    char *bytes = NULL;
    size_t length = 0;
    struct err err = {0};
    struct buf page;
    int rc;

    if (argc < 2 || paths_read_file(argv[1], MARKDOWN_BYTES_MAX, &bytes,
                                    &length, &err) < 0) {
        (void)fprintf(stderr, "usage: bench_guide FILE [MEBIBYTES] %s\n",
                      err.text);
        return 1;
    }
    buf_init(&page, MARKDOWN_BYTES_MAX);
    do
        (void)buf_add(&page, bytes, length);
    while (page.length + length <= most);
    (void)getrusage(RUSAGE_SELF, &before);
    rc = measure(&page, argv[1], &first);
    (void)getrusage(RUSAGE_SELF, &after);
    best = first;
    for (int i = 1; i < (most ? 5 : TIMES) && rc == 0; i++) {
        rc = measure(&page, argv[1], &figures);
        take_best(&best, &figures);
    }
    (void)printf("%s, %zu bytes, %ld KiB more RSS\n", argv[1], page.length,
                 after.ru_maxrss - before.ru_maxrss);
    show("  the first time", &first);
    show("  the best time", &best);
    buf_clear(&page);
    free(bytes);
    return rc < 0 ? 1 : 0;
}
