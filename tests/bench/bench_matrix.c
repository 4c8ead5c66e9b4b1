/* bench_matrix.c - how fast a large matrix answer is decoded, and into what.
 *
 * Makes the answer of query_range for 10,000 series of 240 samples, a piece of
 * 64 KiB at a time, and times (processor time) only what takes the
 * pieces: the decoder with a sink that counts, then with a series set, empty
 * and filled. The fastest of ROUNDS is told where rounds can be repeated.
 * usage: bench_matrix
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "data/series.h"
#include "source/matrix.h"

enum { SERIES = 10000, SAMPLES = 240, PIECE = 65536, STEP_S = 15, ROUNDS = 5 };
enum { START_S = 1795380165, END_S = START_S + SAMPLES * STEP_S };

/* What the values and times look like. */
struct flavour {
    const char *name;
    bool has_fractions; /* times with decimals */
    bool has_rates;     /* values of 17 digits, else integers */
};

struct run {
    struct matrix_decoder *decoder;
    size_t bytes;
    int64_t total_ns;
    int64_t longest_ns;
    size_t series;
    size_t samples;
    double sum;
};

static const struct flavour flavours[] = {
    {"whole times, counters", false, false},
    {"times with decimals, counters", true, false},
    {"whole times, rates", false, true},
    {"times with decimals, rates", true, true},
};

static void count(const struct flavour *flavour);
static void fill(const struct flavour *flavour);
static void report(const char *flavour, const char *how, const struct run *run);
static long most_resident_kib(void);
static void measure(const struct flavour *flavour, const struct matrix_sink *to,
                    struct run *run);
static void add_series(struct buf *buf, const struct flavour *flavour,
                       size_t index);
static void flush(struct run *run, struct buf *buf, bool is_last);
static int64_t now_ns(void);

static void count_series(void *owner, const struct label_text *pairs,
                         size_t count)
{
    struct run *run = owner;
    (void)pairs;
    (void)count;

    run->series++;
}

static void count_sample(void *owner, int64_t at_ms, double value)
{
    struct run *run = owner;

    run->samples++;
    run->sum += value + (double)at_ms;
}

int main(void)
{
    for (size_t i = 0; i < sizeof(flavours) / sizeof(flavours[0]); i++)
        count(&flavours[i]);
    fill(&flavours[0]);
    fill(&flavours[3]);
    return 0;
}

static void count(const struct flavour *flavour)
{
    struct run best = {0};

    for (int i = 0; i < ROUNDS; i++) {
        struct run run = {0};
        const struct matrix_sink sink = {
            .owner = &run, .series = count_series, .sample = count_sample};

        measure(flavour, &sink, &run);
        if (i == 0 || run.total_ns < best.total_ns)
            best = run;
    }
    report(flavour->name, "counted", &best);
}

static void set_series(void *owner, const struct label_text *pairs,
                       size_t count)
{
    series_set_series(owner, pairs, count);
}

static void set_sample(void *owner, int64_t at_ms, double value)
{
    series_set_sample(owner, at_ms, value);
}

static void fill(const struct flavour *flavour)
{
    const struct series_spec spec = {.step_ms = (int64_t)STEP_S * 1000,
                                     .capacity = SAMPLES + 1,
                                     .limit = SERIES,
                                     .headline = HEADLINE_SUM};
    struct symtab *table = symtab_new();
    struct series_set *set = series_set_new(table, &spec);
    const struct matrix_sink sink = {
        .owner = set, .series = set_series, .sample = set_sample};
    long before_kib = most_resident_kib(), grown_kib;
    size_t rings = SERIES * ring_bytes(spec.capacity);

    for (int round = 0; round < 2; round++) {
        struct run run = {0};
        int64_t start;

        series_set_begin(set, (int64_t)START_S * 1000, (int64_t)END_S * 1000);
        measure(flavour, &sink, &run);
        start = now_ns();
        series_set_commit(set);
        report(flavour->name, round ? "into the full set" : "into a new set",
               &run);
        printf("    commit %.3f ms, %zu series kept\n",
               (double)(now_ns() - start) / 1e6, series_set_count(set));
    }
    grown_kib = most_resident_kib() - before_kib;
    printf("    grown by %ld KiB at most: %.2f of the rings (%zu KiB), labels "
           "%zu KiB\n",
           grown_kib, (double)grown_kib * 1024 / (double)rings, rings / 1024,
           symtab_bytes(table) / 1024);
    series_set_free(set);
    symtab_free(table);
}

static void report(const char *flavour, const char *how, const struct run *run)
{
    printf("%-28s %-18s %5.1f MB %6.1f MB/s %5.1f ns/sample, longest piece "
           "%.3f ms\n",
           flavour, how, (double)run->bytes / 1e6,
           (double)run->bytes * 1e3 / (double)run->total_ns,
           (double)run->total_ns / (double)SERIES / SAMPLES,
           (double)run->longest_ns / 1e6);
}

static long most_resident_kib(void)
{
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void measure(const struct flavour *flavour, const struct matrix_sink *to,
                    struct run *run)
{
    struct matrix_totals totals;
    struct err err;
    struct buf buf;

    buf_init(&buf, (size_t)4 * PIECE);
    run->decoder = matrix_decoder_new(to);
    (void)buf_add_str(&buf, "{\"status\":\"success\",\"data\":{\"resultType\":"
                            "\"matrix\",\"result\":[");
    for (size_t i = 0; i < SERIES; i++) {
        add_series(&buf, flavour, i);
        flush(run, &buf, false);
    }
    (void)buf_add_str(&buf, "]}}");
    flush(run, &buf, true);
    if (matrix_decoder_finish(run->decoder, &totals, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    matrix_decoder_free(run->decoder);
    buf_clear(&buf);
}

static void add_series(struct buf *buf, const struct flavour *flavour,
                       size_t index)
{
    double value = 1 + (double)index;

    (void)buf_printf(
        buf,
        "%s{\"metric\":{\"__name__\":\"otelcol_receiver_accepted_spans_total\","
        "\"cluster\":\"eu-west-1\",\"container\":\"otel-collector\","
        "\"instance\":\"10.42.%zu.%zu:8888\",\"job\":\"otel-collector\","
        "\"namespace\":\"observability\","
        "\"pod\":\"otel-collector-gateway-7c9d8f6b5d-%05zu\","
        "\"receiver\":\"otlp\",\"transport\":\"grpc\"},\"values\":[",
        index ? "," : "", index / 256, index % 256, index);
    for (int i = 0; i < SAMPLES; i++) {
        value += flavour->has_rates ? sin(value) : 17;
        (void)buf_printf(buf, "%s[%d%s,\"%.*g\"]", i ? "," : "",
                         START_S + i * STEP_S,
                         flavour->has_fractions ? ".38" : "",
                         flavour->has_rates ? 17 : 9, value);
    }
    (void)buf_add_str(buf, "]}");
}

static void flush(struct run *run, struct buf *buf, bool is_last)
{
    while (buf->length >= PIECE || (is_last && buf->length)) {
        size_t length = buf->length < PIECE ? buf->length : PIECE;
        int64_t start = now_ns(), took;
        struct err err;

        if (matrix_decoder_feed(run->decoder, buf->bytes, length, &err) < 0) {
            fprintf(stderr, "%s\n", err.text);
            exit(1);
        }
        took = now_ns() - start;
        run->total_ns += took;
        if (took > run->longest_ns)
            run->longest_ns = took;
        run->bytes += length;
        buf_drop(buf, length);
    }
}

static int64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
