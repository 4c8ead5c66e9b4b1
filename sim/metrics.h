/* metrics.h - what each exporter of the platform tells about the model.
 *
 * Layer: sim. One function a kind of exporter; names, types and label sets are
 * those of the real ones (versions named in each file).
 */
#ifndef TRACETOP_SIM_METRICS_H
#define TRACETOP_SIM_METRICS_H

struct exposition;
struct model;

/* Writes the samples of the exporter's replica `index`. */
typedef void metrics_fn(struct exposition *out, const struct model *model,
                        int index);

/* Jaeger v1 collector, admin port 14269. */
metrics_fn metrics_jaeger_collector;

/* Jaeger v1 query, admin port 16687. */
metrics_fn metrics_jaeger_query;

/* elasticsearch_exporter with --es.all. */
metrics_fn metrics_elasticsearch;

/* kafka_exporter. */
metrics_fn metrics_kafka;

/* cAdvisor in the kubelet. */
metrics_fn metrics_cadvisor;

/* kube-state-metrics. */
metrics_fn metrics_kube_state;

/* OpenTelemetry Collector's own metrics, names without suffixes. */
metrics_fn metrics_otel_collector;

#endif
