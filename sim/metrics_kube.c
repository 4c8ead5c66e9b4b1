/* metrics_kube.c - what cAdvisor, kube-state-metrics and the gateways tell.
 *
 * Source: cAdvisor 0.47 in the kubelet (cpu="total"; one series for the pod's
 * cgroup and one for each container); kube-state-metrics 2.10; OpenTelemetry
 * Collector 0.118 and before, or 0.152 and later, whose names have no suffix.
 */
#include "sim/metrics.h"

#include <stddef.h>
#include <stdio.h>

#include "sim/exposition.h"
#include "sim/model.h"
#include "sim/target.h"

#define NAMESPACE "observability"
#define CONTAINER "otel-collector"
#define IMAGE "otel/opentelemetry-collector-contrib:0.90.0"

static const double cpu_limit_cores = 2;
static const double memory_limit_bytes = 4294967296.0; /* 4 GiB */

static void write_cpu(struct exposition *out, const struct model *model,
                      int index, bool is_pod);
static void write_periods(struct exposition *out, const struct model *model,
                          const char *name, size_t offset);
static void label_container(struct exposition *out, int index, bool is_pod);
static void write_limits(struct exposition *out, const char *name);
static void write_deployments(struct exposition *out, const struct model *model,
                              const char *name, bool is_available);
static int count_missing(const struct model *model, int index, int replicas);
static void write_otel(struct exposition *out, const char *name,
                       const char *const labels[2], double value);

void metrics_cadvisor(struct exposition *out, const struct model *model,
                      int index)
{
    (void)index;
    exposition_family(out, "container_cpu_usage_seconds_total", "counter",
                      "Cumulative cpu time consumed in seconds.");
    for (int i = 0; i < MODEL_GATEWAYS; i++) {
        write_cpu(out, model, i, true);
        write_cpu(out, model, i, false);
    }
    write_periods(out, model, "container_cpu_cfs_periods_total",
                  offsetof(struct gateway, periods));
    write_periods(out, model, "container_cpu_cfs_throttled_periods_total",
                  offsetof(struct gateway, throttled_periods));
    exposition_family(out, "container_memory_working_set_bytes", "gauge",
                      "Current working set in bytes.");
    for (int i = 0; i < MODEL_GATEWAYS; i++) {
        exposition_sample(out, "container_memory_working_set_bytes");
        label_container(out, i, false);
        exposition_count(out, model->gateways[i].memory_bytes);
    }
}

void metrics_kube_state(struct exposition *out, const struct model *model,
                        int index)
{
    (void)index;
    write_limits(out, "kube_pod_container_resource_limits");
    write_limits(out, "kube_pod_container_resource_requests");
    write_deployments(out, model, "kube_deployment_spec_replicas", false);
    write_deployments(out, model, "kube_deployment_status_replicas_available",
                      true);
}

void metrics_otel_collector(struct exposition *out, const struct model *model,
                            int index)
{
    const struct gateway *gateway = &model->gateways[index];
    const char *receiver[2] = {"receiver", "otlp"};
    const char *exporter[2] = {"exporter", "otlp/jaeger"};
    const char *none[2] = {NULL, NULL};

    write_otel(out, "otelcol_receiver_accepted_spans", receiver,
               model_read(model, &gateway->accepted_spans));
    write_otel(out, "otelcol_receiver_refused_spans", receiver,
               model_read(model, &gateway->refused_spans));
    write_otel(out, "otelcol_exporter_sent_spans", exporter,
               model_read(model, &gateway->sent_spans));
    write_otel(out, "otelcol_exporter_send_failed_spans", exporter,
               model_read(model, &gateway->failed_spans));
    write_otel(out, "otelcol_exporter_enqueue_failed_spans", exporter, 0);
    write_otel(out, "otelcol_exporter_queue_size", exporter,
               gateway->queue_size);
    write_otel(out, "otelcol_exporter_queue_capacity", exporter,
               MODEL_GATEWAY_QUEUE);
    write_otel(out, "otelcol_process_memory_rss", none, gateway->memory_bytes);
    write_otel(out, "otelcol_process_cpu_seconds", none,
               model_read(model, &gateway->cpu_seconds));
}

static void write_cpu(struct exposition *out, const struct model *model,
                      int index, bool is_pod)
{
    double used = model_read(model, &model->gateways[index].cpu_seconds);

    exposition_sample(out, "container_cpu_usage_seconds_total");
    label_container(out, index, is_pod);
    exposition_label(out, "cpu", "total");
    exposition_value(out, is_pod ? used * 1.002 : used);
}

static void write_periods(struct exposition *out, const struct model *model,
                          const char *name, size_t offset)
{
    exposition_family(out, name, "counter", "Number of period intervals.");
    for (int i = 0; i < MODEL_GATEWAYS; i++) {
        const char *gateway = (const char *)&model->gateways[i];

        exposition_sample(out, name);
        label_container(out, i, false);
        exposition_count(out,
                         model_read(model, (const void *)(gateway + offset)));
    }
}

static void label_container(struct exposition *out, int index, bool is_pod)
{
    char id[96];

    (void)snprintf(id, sizeof(id),
                   "/kubepods.slice/kubepods-burstable.slice/pod3f%da1c%s",
                   index, is_pod ? "" : "/cri-containerd-9b27e.scope");
    exposition_label(out, "container", is_pod ? "" : CONTAINER);
    exposition_label(out, "id", id);
    exposition_label(out, "image", is_pod ? "" : IMAGE);
    exposition_label(out, "name", is_pod ? "" : "9b27e");
    exposition_label(out, "namespace", NAMESPACE);
    exposition_label(out, "pod", target_gateway_pod(index));
}

static void write_limits(struct exposition *out, const char *name)
{
    exposition_family(out, name, "gauge", name);
    for (int i = 0; i < MODEL_GATEWAYS; i++) {
        for (int is_memory = 0; is_memory < 2; is_memory++) {
            exposition_sample(out, name);
            exposition_label(out, "namespace", NAMESPACE);
            exposition_label(out, "pod", target_gateway_pod(i));
            exposition_label(out, "container", CONTAINER);
            exposition_label(out, "node", "worker-1");
            exposition_label(out, "resource", is_memory ? "memory" : "cpu");
            exposition_label(out, "unit", is_memory ? "byte" : "core");
            exposition_value(out,
                             is_memory ? memory_limit_bytes : cpu_limit_cores);
        }
    }
}

static void write_deployments(struct exposition *out, const struct model *model,
                              const char *name, bool is_available)
{
    static const struct {
        const char *name;
        int replicas;
    } deployments[MODEL_DEPLOYMENTS] = {
        {"jaeger-collector", MODEL_COLLECTORS},
        {"jaeger-ingester", 3},
        {"jaeger-query", 1},
        {"otel-collector-gateway", MODEL_GATEWAYS},
    };

    exposition_family(out, name, "gauge", name);
    for (int i = 0; i < MODEL_DEPLOYMENTS; i++) {
        int replicas = deployments[i].replicas + model->replicas_more[i];
        int missing = is_available ? count_missing(model, i, replicas) : 0;

        exposition_sample(out, name);
        exposition_label(out, "namespace", NAMESPACE);
        exposition_label(out, "deployment", deployments[i].name);
        exposition_count(out, replicas - missing);
    }
}

/* Of the collectors and of the first three ingesters some may be down. */
static int count_missing(const struct model *model, int index, int replicas)
{
    int missing = 0;

    for (int i = 0; index == 0 && i < MODEL_COLLECTORS && i < replicas; i++)
        missing += model->collectors[i].is_down;
    for (int i = model->group_members; index == 1 && i < 3 && i < replicas; i++)
        missing++;
    return missing;
}

static void write_otel(struct exposition *out, const char *name,
                       const char *const labels[2], double value)
{
    bool is_receiver = labels[0] && labels[0][0] == 'r';

    exposition_family(out, name, "untyped", name);
    exposition_sample(out, name);
    if (labels[0])
        exposition_label(out, labels[0], labels[1]);
    exposition_label(out, "service_name", "otelcol-contrib");
    exposition_label(out, "service_version", "0.90.0");
    if (is_receiver)
        exposition_label(out, "transport", "grpc");
    exposition_count(out, value);
}
