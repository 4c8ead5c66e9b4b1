/* metrics_jaeger.c - what Jaeger v1.62's collector and query tell.
 *
 * Source: Jaeger 1.62, cmd/collector/app/metrics.go and the span reader's
 * metrics decorator. A collector registers its `other-services` counters with
 * value 0 for every format, transport, debug flag and sampler type at start.
 */
#include "sim/metrics.h"

#include <stddef.h>
#include <stdio.h>

#include "sim/exposition.h"
#include "sim/model.h"
#include "sim/platform.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct route {
    const char *format, *transport;
    double share; /* of a service's traces */
};

static void write_received(struct exposition *out, const struct model *model,
                           const struct collector *collector, bool is_traces);
static void write_other_services(struct exposition *out, bool is_traces);
static void write_rejected(struct exposition *out);
static void write_saved(struct exposition *out, const struct model *model,
                        const struct collector *collector, bool is_traces);
static void write_queue(struct exposition *out, const struct model *model,
                        const struct collector *collector, const char *host);
static void write_histogram(struct exposition *out, const struct model *model,
                            const char *name, const struct histogram *histogram,
                            const char *const labels[4]);
static double factor(int service, bool is_traces);

static const char *const services[MODEL_SERVICES] = {
    "frontend",        "checkout-service", "cart-service", "product-catalog",
    "payment-service", "shipping-service", "ad-service",   "recommendation",
};
static const struct route routes[] = {
    {"proto", "grpc", 0.93},
    {"proto", "http", 0.07},
};
static const char *const formats[] = {"jaeger", "proto", "unknown", "zipkin"};
static const char *const transports[] = {"grpc", "http", "unknown"};
static const char *const debugs[] = {"false", "true"};
static const char *const samplers[] = {"const", "lowerbound", "probabilistic",
                                       "ratelimiting", "unrecognized"};
static const char *const operations[MODEL_OPERATIONS] = {
    "find_traces",    "get_trace",      "get_services",
    "get_operations", "find_trace_ids",
};

void metrics_jaeger_collector(struct exposition *out, const struct model *model,
                              int index)
{
    const struct collector *collector = &model->collectors[index];
    char host[32];

    (void)snprintf(host, sizeof(host), "jaeger-collector-%d", index);
    write_received(out, model, collector, true);
    write_received(out, model, collector, false);
    write_rejected(out);
    write_saved(out, model, collector, true);
    write_saved(out, model, collector, false);
    write_queue(out, model, collector, host);
    exposition_family(out, "process_start_time_seconds", "gauge",
                      "Start time of the process since unix epoch in seconds.");
    exposition_sample(out, "process_start_time_seconds");
    exposition_value(out, (double)collector->started_ms / 1000);
}

void metrics_jaeger_query(struct exposition *out, const struct model *model,
                          int index)
{
    (void)index;
    exposition_family(out, "jaeger_query_latency", "histogram",
                      "jaeger_query_latency");
    for (size_t i = 0; i < MODEL_OPERATIONS; i++) {
        const char *ok[4] = {"operation", operations[i], "result", "ok"};
        const char *err[4] = {"operation", operations[i], "result", "err"};

        write_histogram(out, model, "jaeger_query_latency", &model->queries[i],
                        ok);
        write_histogram(out, model, "jaeger_query_latency",
                        &(struct histogram){0}, err);
    }
    exposition_family(out, "jaeger_query_requests_total", "counter",
                      "jaeger_query_requests");
    for (size_t i = 0; i < MODEL_OPERATIONS; i++) {
        for (int is_err = 0; is_err < 2; is_err++) {
            const struct counter *count =
                is_err ? &model->query_errors
                       : &model->queries[i].buckets[HISTOGRAM_BOUNDS];

            exposition_sample(out, "jaeger_query_requests_total");
            exposition_label(out, "operation", operations[i]);
            exposition_label(out, "result", is_err ? "err" : "ok");
            exposition_count(out,
                             is_err && i != 0 ? 0 : model_read(model, count));
        }
    }
}

static void write_received(struct exposition *out, const struct model *model,
                           const struct collector *collector, bool is_traces)
{
    const char *name = is_traces ? "jaeger_collector_traces_received_total"
                                 : "jaeger_collector_spans_received_total";

    exposition_family(out, name, "counter", "received");
    for (int i = 0; i < MODEL_SERVICES; i++) {
        for (size_t r = 0; r < COUNT(routes); r++) {
            exposition_sample(out, name);
            exposition_label(out, "debug", "false");
            exposition_label(out, "format", routes[r].format);
            if (is_traces)
                exposition_label(out, "sampler_type", "unrecognized");
            exposition_label(out, "svc", services[i]);
            exposition_label(out, "transport", routes[r].transport);
            exposition_count(out, model_read(model, &collector->received[i]) *
                                      routes[r].share * factor(i, is_traces));
        }
    }
    write_other_services(out, is_traces);
}

static void write_other_services(struct exposition *out, bool is_traces)
{
    size_t each = COUNT(samplers);
    size_t count = COUNT(formats) * COUNT(transports) * COUNT(debugs) * each;

    for (size_t i = 0; i < count; i += is_traces ? 1 : each) {
        size_t rest = i / each;

        exposition_sample(out, is_traces
                                   ? "jaeger_collector_traces_received_total"
                                   : "jaeger_collector_spans_received_total");
        exposition_label(out, "debug", debugs[rest % COUNT(debugs)]);
        rest /= COUNT(debugs);
        exposition_label(out, "format", formats[rest % COUNT(formats)]);
        rest /= COUNT(formats);
        if (is_traces)
            exposition_label(out, "sampler_type", samplers[i % each]);
        exposition_label(out, "svc", "other-services");
        exposition_label(out, "transport", transports[rest]);
        exposition_count(out, 0);
    }
}

static void write_rejected(struct exposition *out)
{
    const char *name = "jaeger_collector_spans_rejected_total";

    exposition_family(out, name, "counter", "rejected");
    for (size_t i = 0; i < COUNT(debugs); i++) {
        exposition_sample(out, name);
        exposition_label(out, "debug", debugs[i]);
        exposition_label(out, "format", "proto");
        exposition_label(out, "svc", "other-services");
        exposition_label(out, "transport", "grpc");
        exposition_count(out, 0);
    }
}

static void write_saved(struct exposition *out, const struct model *model,
                        const struct collector *collector, bool is_traces)
{
    const char *name = is_traces ? "jaeger_collector_traces_saved_by_svc_total"
                                 : "jaeger_collector_spans_saved_by_svc_total";

    exposition_family(out, name, "counter", "saved-by-svc");
    for (int i = 0; i < MODEL_SERVICES; i++) {
        for (int is_err = 0; is_err < 2; is_err++) {
            const struct counter *count =
                is_err ? &collector->failed[i] : &collector->saved[i];

            exposition_sample(out, name);
            exposition_label(out, "debug", "false");
            exposition_label(out, "result", is_err ? "err" : "ok");
            if (is_traces)
                exposition_label(out, "sampler_type", "unrecognized");
            exposition_label(out, "svc", services[i]);
            exposition_count(out,
                             model_read(model, count) * factor(i, is_traces));
        }
    }
}

static void write_queue(struct exposition *out, const struct model *model,
                        const struct collector *collector, const char *host)
{
    const char *labels[4] = {"host", host, NULL, NULL};

    exposition_family(out, "jaeger_collector_queue_length", "gauge",
                      "queue-length");
    exposition_sample(out, "jaeger_collector_queue_length");
    exposition_label(out, "host", host);
    exposition_count(out, collector->queue_length);
    exposition_family(out, "jaeger_collector_queue_capacity", "gauge",
                      "queue-capacity");
    exposition_sample(out, "jaeger_collector_queue_capacity");
    exposition_label(out, "host", host);
    exposition_count(out, MODEL_QUEUE_CAPACITY);
    exposition_family(out, "jaeger_collector_spans_dropped_total", "counter",
                      "spans.dropped");
    exposition_sample(out, "jaeger_collector_spans_dropped_total");
    exposition_label(out, "host", host);
    exposition_count(out, model_read(model, &collector->dropped_spans));
    exposition_family(out, "jaeger_collector_save_latency", "histogram",
                      "save-latency");
    write_histogram(out, model, "jaeger_collector_save_latency",
                    &collector->save_latency, labels);
}

static void write_histogram(struct exposition *out, const struct model *model,
                            const char *name, const struct histogram *histogram,
                            const char *const labels[4])
{
    char sample[64];
    char bound[16];

    for (size_t i = 0; i <= HISTOGRAM_BOUNDS + 2; i++) {
        bool is_bucket = i <= HISTOGRAM_BOUNDS;
        bool is_sum = i == HISTOGRAM_BOUNDS + 1;
        const struct counter *count =
            &histogram->buckets[is_bucket ? i : HISTOGRAM_BOUNDS];

        (void)snprintf(sample, sizeof(sample), "%s%s", name,
                       is_bucket ? "_bucket"
                       : is_sum  ? "_sum"
                                 : "_count");
        exposition_sample(out, sample);
        for (size_t l = 0; l < 4 && labels[l]; l += 2)
            exposition_label(out, labels[l], labels[l + 1]);
        if (i < HISTOGRAM_BOUNDS)
            (void)snprintf(bound, sizeof(bound), "%g", histogram_bounds[i]);
        else
            (void)snprintf(bound, sizeof(bound), "+Inf");
        if (is_bucket)
            exposition_label(out, "le", bound);
        if (is_sum)
            exposition_value(out, model_read(model, &histogram->sum));
        else
            exposition_count(out, model_read(model, count));
    }
}

static double factor(int service, bool is_traces)
{
    return is_traces ? 1 : platform_spans_per_trace(service);
}
