/* jaeger.h - Jaeger's query API, collectors, the OTel Collector and Kafka's
 * consumer-group tool, simulated.
 *
 * Layer: sim.
 * Source: Jaeger 1.62 HTTP handlers; health_check extension 0.111;
 * ConsumerGroupCommand of Kafka 3.7.
 */
#ifndef TRACETOP_SIM_JAEGER_H
#define TRACETOP_SIM_JAEGER_H

#include "sim/api.h"

/* The query service with its UI. Its answers are slow while reads are. */
api_fn jaeger_query;

/* The admin ports of the two collectors: health, version, metrics. */
api_fn jaeger_collector_0;
api_fn jaeger_collector_1;

/* The gateway's health extension, and its metrics. */
api_fn otel_collector;

/* "/describe": what kafka-consumer-groups.sh --describe prints. */
api_fn kafka_tool;

/* The parts of the query service that deal in traces. */
api_fn jaeger_search;
api_fn jaeger_trace;

/* Writes Jaeger's envelope around `data`, or an error in it. Owns: `data`. */
void jaeger_data(struct api_reply *reply, struct json_t *data, size_t total);
void jaeger_error(struct api_reply *reply, int status, const char *message);

#endif
