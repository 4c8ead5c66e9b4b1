/* bench_elasticsearch.c - a 20 MB answer to _nodes/stats, in pieces of 16 KiB.
 *
 * As a proxy that drops filter_path would let it through: each node with its
 * indices, pipelines and clients, which nobody here wants.
 * usage: bench_elasticsearch
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "model/elasticsearch.h"
#include "source/elasticsearch.h"
#include "tests/support/ask.h"

enum { SIZE = 20 << 20, PIECE = 16384, PIPELINES = 200 };

/* Processor time: what others do on the machine is not our turn's length. */
static double now_us(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void add_node(struct buf *out, int number)
{
    (void)buf_printf(
        out,
        "\"id%020d\":{\"timestamp\":1622732353195,\"name\":\"es-data-%d\","
        "\"host\":\"10.0.0.1\",\"roles\":[\"data_hot\",\"ingest\"],\"indices\":"
        "{\"docs\":{\"count\":%d,\"deleted\":0},\"store\":{\"size_in_bytes\":"
        "22296}},\"ingest\":{\"pipelines\":{",
        number, number, number);
    for (int i = 0; i < PIPELINES; i++)
        (void)buf_printf(out,
                         "%s\"pipeline-%d\":{\"count\":123456,"
                         "\"time_in_millis\":98765,\"current\":0,\"failed\":0,"
                         "\"processors\":[{\"script\":{\"type\":\"script\","
                         "\"stats\":{\"count\":5,\"time_in_millis\":1}}}]}",
                         i ? "," : "", i);
    (void)buf_printf(
        out,
        "}},\"os\":{\"cpu\":{\"percent\":37}},\"jvm\":{\"mem\":{"
        "\"heap_used_percent\":%d}},\"thread_pool\":{\"write\":{\"queue\":1,"
        "\"rejected\":%d},\"search\":{\"queue\":0,\"rejected\":0}},\"fs\":{"
        "\"data\":[{\"path\":\"/data\",\"total_in_bytes\":1000000,"
        "\"available_in_bytes\":%d}]},\"breakers\":{\"parent\":{\"tripped\":0}"
        "}}",
        number % 100, number, 100000 + number);
}

int main(void)
{
    struct elasticsearch_source *source = elasticsearch_source_new(NULL);
    const struct question *question =
        ask_question(elasticsearch_questions, ELASTICSEARCH_QUESTIONS, "nodes");
    const struct question_answer answer = {.status = 200, .now_ms = 1};
    struct rusage before, after;
    struct err err = {0};
    double cpu, longest = 0;
    struct buf body;
    void *reader;
    int nodes = 0;

    buf_init(&body, (size_t)SIZE * 2);
    (void)buf_add_str(&body, "{\"_nodes\":{\"failed\":0},\"nodes\":{");
    while (body.length < SIZE) {
        if (nodes > 0)
            (void)buf_add_char(&body, ',');
        add_node(&body, nodes++);
    }
    (void)buf_add_str(&body, "}}");
    (void)getrusage(RUSAGE_SELF, &before);
    cpu = now_us();
    reader = question->begin(source, 200);
    for (size_t at = 0; at < body.length; at += PIECE) {
        size_t length = body.length - at < PIECE ? body.length - at : PIECE;
        double start = now_us(), took;

        if (question->feed(reader, body.bytes + at, length, &err) < 0)
            break;
        took = now_us() - start;
        longest = took > longest ? took : longest;
    }
    if (question->finish(reader, &answer, &err) < 0) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    cpu = now_us() - cpu;
    (void)getrusage(RUSAGE_SELF, &after);
    (void)printf("%zu bytes, %d nodes: %.1f ms CPU, longest piece %.2f ms, "
                 "%ld KiB more RSS, %zu nodes kept\n",
                 body.length, nodes, cpu / 1e3, longest / 1e3,
                 after.ru_maxrss - before.ru_maxrss,
                 elasticsearch_source_get(source)->nodes.count);
    elasticsearch_source_free(source);
    buf_clear(&body);
    return 0;
}
