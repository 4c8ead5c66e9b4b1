/* bench_series.c - what a sample and a series cost.
 *
 * Pushes back-fills of SERIES x SAMPLES and live answers through a series set
 * and prints time per sample and memory per series.
 * usage: bench_series [SERIES [SAMPLES]]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "data/series.h"

enum { STEP_MS = 15000, SPARE_SLOTS = 16 };

struct load {
    struct series_set *set;
    size_t series;
    int64_t end_ms;
};

static void report(const char *name, const struct load *load, size_t samples);
static void push(const struct load *load, size_t samples);
static void push_labels(struct series_set *set, size_t index);
static long resident_kib(void);

int main(int argc, char **argv)
{
    struct load load = {.series = 10000, .end_ms = INT64_C(1669150800000)};
    struct series_spec spec = {.step_ms = STEP_MS, .headline = HEADLINE_SUM};
    struct symtab *table = symtab_new();
    long before_kib = resident_kib(), grown_kib;
    size_t samples = 240, rings;

    if (argc > 1)
        load.series = strtoul(argv[1], NULL, 10);
    if (argc > 2)
        samples = strtoul(argv[2], NULL, 10);
    spec.capacity = samples + SPARE_SLOTS;
    spec.limit = load.series;
    load.set = series_set_new(table, &spec);

    report("first back-fill", &load, samples);
    report("same again", &load, samples);
    load.end_ms += 1000;
    report("live", &load, 1);

    grown_kib = resident_kib() - before_kib;
    rings = load.series * ring_bytes(spec.capacity);
    printf("memory: ring %zu, set %zu, labels %zu bytes for each series; "
           "resident %ld KiB, %.3f of the rings\n",
           rings / load.series,
           (series_set_bytes(load.set) - rings) / load.series,
           symtab_bytes(table) / load.series, grown_kib,
           (double)grown_kib * 1024 / (double)rings);
    series_set_free(load.set);
    symtab_free(table);
    return 0;
}

static void report(const char *name, const struct load *load, size_t samples)
{
    int64_t start_us = clock_mono_us(), took_us;

    push(load, samples);
    took_us = clock_mono_us() - start_us;
    printf("%-16s %zu x %zu in %" PRId64 " us: %.2f ns a sample, "
           "%.0f ns a series\n",
           name, load->series, samples, took_us,
           (double)took_us * 1e3 / (double)(load->series * samples),
           (double)took_us * 1e3 / (double)load->series);
}

static void push(const struct load *load, size_t samples)
{
    int64_t start_ms = load->end_ms - (int64_t)(samples - 1) * STEP_MS;

    series_set_begin(load->set, start_ms, load->end_ms);
    for (size_t i = 0; i < load->series; i++) {
        push_labels(load->set, i);
        for (size_t k = 0; k < samples; k++)
            series_set_sample(load->set, start_ms + (int64_t)k * STEP_MS,
                              (double)(i + k));
    }
    series_set_commit(load->set);
}

/* Seven labels, five of them the same in every series. */
static void push_labels(struct series_set *set, size_t index)
{
    char pod[48], address[32];
    struct label_text pairs[] = {
        {"__name__", 8, "otelcol_exporter_sent_spans", 27},
        {"cluster", 7, "prod-eu", 7},
        {"exporter", 8, "kafka/traces", 12},
        {"instance", 8, address, 0},
        {"job", 3, "otel-collector", 14},
        {"namespace", 9, "observability", 13},
        {"pod", 3, pod, 0},
    };

    pairs[3].value_length =
        (size_t)snprintf(address, sizeof(address), "10.%zu.%zu.%zu:8888",
                         index >> 16 & 255, index >> 8 & 255, index & 255);
    pairs[6].value_length =
        (size_t)snprintf(pod, sizeof(pod), "otel-collector-7d9f%06zx", index);
    series_set_series(set, pairs, sizeof(pairs) / sizeof(pairs[0]));
}

static long resident_kib(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}
