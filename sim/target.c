/* target.c - the table of targets. */
#include "sim/target.h"

#include <string.h>

#include "sim/exposition.h"
#include "sim/model.h"

#define NAMESPACE "observability"

static const char *const gateway_pods[MODEL_GATEWAYS] = {
    "otel-collector-gateway-7c9d8f6b5d-lq9wz",
    "otel-collector-gateway-7c9d8f6b5d-m4h2p",
    "otel-collector-gateway-7c9d8f6b5d-x2x7k",
};

static const struct target targets[] = {
    {"/metrics/jaeger-collector-0", "jaeger-collector", "10.42.1.21:14269",
     "jaeger-collector-0", 0, metrics_jaeger_collector},
    {"/metrics/jaeger-collector-1", "jaeger-collector", "10.42.2.22:14269",
     "jaeger-collector-1", 1, metrics_jaeger_collector},
    {"/metrics/jaeger-query", "jaeger-query", "10.42.1.31:16687",
     "jaeger-query-5f9c6d7b8-k8s2v", 0, metrics_jaeger_query},
    {"/metrics/elasticsearch-exporter", "elasticsearch-exporter",
     "10.42.2.41:9114", "elasticsearch-exporter-6b7f9-x7r4d", 0,
     metrics_elasticsearch},
    {"/metrics/kafka-exporter", "kafka-exporter", "10.42.3.51:9308",
     "kafka-exporter-5d8c7-p2w9q", 0, metrics_kafka},
    {"/metrics/cadvisor", "cadvisor", "10.0.0.11:10250", NULL, 0,
     metrics_cadvisor},
    {"/metrics/kube-state-metrics", "kube-state-metrics", "10.42.1.61:8080",
     NULL, 0, metrics_kube_state},
    {"/metrics/otel-collector-0", "otel-collector", "10.42.1.71:8888",
     "otel-collector-gateway-7c9d8f6b5d-lq9wz", 0, metrics_otel_collector},
    {"/metrics/otel-collector-1", "otel-collector", "10.42.2.72:8888",
     "otel-collector-gateway-7c9d8f6b5d-m4h2p", 1, metrics_otel_collector},
    {"/metrics/otel-collector-2", "otel-collector", "10.42.3.73:8888",
     "otel-collector-gateway-7c9d8f6b5d-x2x7k", 2, metrics_otel_collector},
};

static const size_t target_count = sizeof(targets) / sizeof(targets[0]);

static void add_job(struct buf *out, const struct target *target,
                    const char *interval);
static void add_target(struct buf *out, const struct target *target,
                       const char *address);

const struct target *target_at(size_t index)
{
    return index < target_count ? &targets[index] : NULL;
}

const struct target *target_find(const char *path)
{
    for (size_t i = 0; i < target_count; i++)
        if (strcmp(targets[i].path, path) == 0)
            return &targets[i];
    return NULL;
}

bool target_is_up(const struct target *target, const struct model *model)
{
    return target->write != metrics_jaeger_collector ||
           !model->collectors[target->index].is_down;
}

void target_add_labels(const struct target *target, struct buf *out)
{
    (void)buf_printf(out, "instance=\"%s\",job=\"%s\"", target->instance,
                     target->job);
    if (target->pod)
        (void)buf_printf(out, ",namespace=\"%s\",pod=\"%s\"", NAMESPACE,
                         target->pod);
}

void target_add_scrape_config(struct buf *out, const char *address,
                              const char *interval)
{
    (void)buf_add_str(out, "scrape_configs:\n");
    for (size_t i = 0; i < target_count; i++) {
        if (i == 0 || strcmp(targets[i].job, targets[i - 1].job) != 0)
            add_job(out, &targets[i], interval);
        add_target(out, &targets[i], address);
    }
}

const char *target_gateway_pod(int index)
{
    return gateway_pods[index];
}

static void add_job(struct buf *out, const struct target *target,
                    const char *interval)
{
    (void)buf_printf(out,
                     "  - job_name: %s\n"
                     "    scrape_interval: %s\n"
                     "    scrape_timeout: %s\n"
                     "    honor_labels: %s\n"
                     "    static_configs:\n",
                     target->job, interval, interval,
                     target->pod ? "false" : "true");
}

static void add_target(struct buf *out, const struct target *target,
                       const char *address)
{
    (void)buf_printf(out,
                     "      - targets: ['%s']\n"
                     "        labels:\n"
                     "          __metrics_path__: %s\n"
                     "          instance: %s\n",
                     address, target->path, target->instance);
    if (target->pod)
        (void)buf_printf(out,
                         "          namespace: %s\n"
                         "          pod: %s\n",
                         NAMESPACE, target->pod);
}
