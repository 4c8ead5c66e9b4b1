/* bench_alerts.c - what 10,000 alerts cost: parsed, joined, listed in slices.
 *
 * Prometheus and Alertmanager tell the same alerts, three times over, so that
 * the cost of giving an older list back is in the figures.
 * Times are of the CPU. usage: bench_alerts [ALERTS]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "alert/alert_list.h"
#include "base/buf.h"
#include "source/alertmanager_json.h"
#include "source/rules_api.h"

enum { PIECE = 16384, SLICE = 1000, ROUNDS = 3, BODY_MOST = 64 << 20 };

struct bench {
    struct alert_list *list;
    size_t prometheus, alertmanager;
    struct buf rules, alerts;
};

static int64_t cpu_us(void);
static void write_labels(struct buf *out, size_t index);
static void write_rules(struct buf *out, size_t count);
static void write_alerts(struct buf *out, size_t count);
static void parse_rules(struct bench *bench);
static void parse_alerts(struct bench *bench);
static void on_alert(void *owner, const struct told_alert *alert);
static void report(const char *name, int64_t all_us, int64_t longest_us);
static void build(struct bench *bench);
static int64_t respond_by(void *owner, enum severity severity,
                          int64_t fired_ms);

int main(int argc, char **argv)
{
    const struct panel_defs panels = {0};
    const struct alert_list_world world = {.panels = &panels,
                                           .respond_by = respond_by};
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    struct bench bench = {.list = alert_list_new(&world)};

    bench.prometheus =
        alert_list_add_source(bench.list, "prometheus", ALERT_FROM_PROMETHEUS);
    bench.alertmanager = alert_list_add_source(bench.list, "alertmanager",
                                               ALERT_FROM_ALERTMANAGER);
    buf_init(&bench.rules, BODY_MOST);
    buf_init(&bench.alerts, BODY_MOST);
    write_rules(&bench.rules, count);
    write_alerts(&bench.alerts, count);
    for (int i = 0; i < ROUNDS; i++) {
        parse_rules(&bench);
        parse_alerts(&bench);
        build(&bench);
    }
    printf("listed           %zu\n", alert_list_get(bench.list)->count);
    alert_list_free(bench.list);
    buf_clear(&bench.rules);
    buf_clear(&bench.alerts);
    return 0;
}

/* Of this process alone: what others do at the time is not ours. */
static int64_t cpu_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void write_labels(struct buf *out, size_t index)
{
    buf_printf(out,
               "\"labels\":{\"alertname\":\"DiskFull%zu\",\"cluster\":\"eu\","
               "\"instance\":\"10.0.%zu.%zu:9114\",\"pod\":\"es-data-%zu\","
               "\"severity\":\"%s\"},\"annotations\":{\"summary\":"
               "\"disk of es-data-%zu is %zu%% full\",\"description\":"
               "\"No new shards are put there from 85%% on.\"}",
               index % 50, index / 250, index % 250, index,
               index % 3 ? "warning" : "critical", index, index % 100);
}

static void write_rules(struct buf *out, size_t count)
{
    buf_add_str(out, "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":"
                     "\"g\",\"file\":\"f\",\"interval\":30,\"rules\":[{"
                     "\"state\":\"firing\",\"name\":\"DiskFull\",\"query\":"
                     "\"disk > 85\",\"duration\":60,\"labels\":{},"
                     "\"annotations\":{},\"alerts\":[");
    for (size_t i = 0; i < count; i++) {
        buf_add_str(out, i ? ",{" : "{");
        write_labels(out, i);
        buf_printf(out,
                   ",\"state\":\"firing\",\"activeAt\":"
                   "\"2026-01-01T00:00:%02zu.5Z\",\"value\":\"8.5e+01\"}",
                   i % 60);
    }
    buf_add_str(out, "],\"health\":\"ok\",\"type\":\"alerting\"}]}]}}");
}

static void write_alerts(struct buf *out, size_t count)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_add_str(out, i ? ",{" : "{");
        write_labels(out, i);
        buf_printf(out,
                   ",\"startsAt\":\"2026-01-01T00:01:%02zu.5Z\",\"fingerprint\""
                   ":\"%016zx\",\"status\":{\"state\":\"active\","
                   "\"silencedBy\":[],\"inhibitedBy\":[]}}",
                   i % 60, i);
    }
    buf_add_char(out, ']');
}

static void parse_rules(struct bench *bench)
{
    struct told_batch *batch =
        told_batch_new(alert_list_symbols(bench->list), ALERT_FROM_PROMETHEUS);
    struct told_sink sink = told_batch_sink(batch);
    struct rules_decoder *decoder = rules_decoder_new(&sink);
    int64_t start_us = cpu_us(), longest_us = 0;
    struct rules_totals totals;
    struct err err = {0};

    for (size_t at = 0; at < bench->rules.length; at += PIECE) {
        int64_t piece_us = cpu_us();
        size_t left = bench->rules.length - at;

        (void)rules_decoder_feed(decoder, bench->rules.bytes + at,
                                 left < PIECE ? left : PIECE, &err);
        piece_us = cpu_us() - piece_us;
        if (piece_us > longest_us)
            longest_us = piece_us;
    }
    if (rules_decoder_finish(decoder, &totals, &err) < 0)
        printf("rules: %s\n", err.text);
    report("rules parsed", cpu_us() - start_us, longest_us);
    rules_decoder_free(decoder);
    start_us = cpu_us();
    alert_list_take(bench->list, bench->prometheus, batch);
    report("rules taken", cpu_us() - start_us, 0);
}

static void parse_alerts(struct bench *bench)
{
    struct told_batch *batch = told_batch_new(alert_list_symbols(bench->list),
                                              ALERT_FROM_ALERTMANAGER);
    struct told_sink told = told_batch_sink(batch);
    const struct alertmanager_sink sink = {.owner = &told, .alert = on_alert};
    struct alertmanager_decoder *decoder =
        alertmanager_decoder_new(ALERTMANAGER_ALERTS, &sink);
    int64_t start_us = cpu_us(), longest_us = 0;
    struct err err = {0};

    for (size_t at = 0; at < bench->alerts.length; at += PIECE) {
        int64_t piece_us = cpu_us();
        size_t left = bench->alerts.length - at;

        (void)alertmanager_decoder_feed(decoder, bench->alerts.bytes + at,
                                        left < PIECE ? left : PIECE, &err);
        piece_us = cpu_us() - piece_us;
        if (piece_us > longest_us)
            longest_us = piece_us;
    }
    if (alertmanager_decoder_finish(decoder, &err) < 0)
        printf("alerts: %s\n", err.text);
    report("alerts parsed", cpu_us() - start_us, longest_us);
    alertmanager_decoder_free(decoder);
    alert_list_take(bench->list, bench->alertmanager, batch);
}

static void on_alert(void *owner, const struct told_alert *alert)
{
    const struct told_sink *sink = owner;

    sink->alert(sink->owner, alert);
}

static void report(const char *name, int64_t all_us, int64_t longest_us)
{
    printf("%-16s %7" PRId64 " us, longest turn %6" PRId64 " us\n", name,
           all_us, longest_us);
}

/* The last slice also gives back what was listed before. */
static void build(struct bench *bench)
{
    int64_t start_us = cpu_us(), longest_us = 0, slice_us;
    bool is_more = true;
    int slices = 0, longest = 0;

    alert_list_begin(bench->list, INT64_C(1767225800000));
    report("begun", cpu_us() - start_us, 0);
    while (is_more) {
        slice_us = cpu_us();
        is_more = alert_list_step(bench->list, SLICE);
        slice_us = cpu_us() - slice_us;
        slices++;
        if (slice_us > longest_us) {
            longest_us = slice_us;
            longest = slices;
        }
    }
    report("listed", cpu_us() - start_us, longest_us);
    printf("slices           %d, the longest was %d, the last took %" PRId64
           " us\n",
           slices, longest, slice_us);
}

static int64_t respond_by(void *owner, enum severity severity, int64_t fired_ms)
{
    (void)owner;
    return severity == SEVERITY_CRITICAL ? fired_ms : fired_ms + 1800000;
}
