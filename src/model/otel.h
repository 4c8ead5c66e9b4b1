/* otel.h - what an OpenTelemetry Collector told about itself.
 *
 * Layer: model. Plain values; numbers that were not told are NAN, times -1,
 * texts "". Questions (model/component.h): "health", "metrics". The health
 * port says 200 while every exporter fails: look at the metrics.
 */
#ifndef TRACETOP_MODEL_OTEL_H
#define TRACETOP_MODEL_OTEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/liveness.h"

enum { OTEL_QUEUES_MAX = 32 };

/* A counter, all its series added up. */
struct otel_counter {
    double total;      /* since the start */
    double per_second; /* since the answer before; NAN without one */
};

/* A sending queue; size and capacity are of the same unit. */
struct otel_queue {
    char exporter[64];
    double size, capacity;
};

struct otel_metrics {
    int64_t answered_ms;
    int64_t growth_ms; /* between that answer and the one before, -1 */
    struct otel_counter accepted, refused; /* spans, by the receivers */
    struct otel_counter receive_failed;    /* since core 0.130 or so */
    struct otel_counter sent, send_failed; /* spans, by the exporters */
    struct otel_counter enqueue_failed;    /* a full queue: spans are lost */
    struct otel_counter limiter_refused;   /* by the memory limiter */
    struct otel_queue queues[OTEL_QUEUES_MAX];
    size_t queue_count, queues_left_out;
    double queue_ratio; /* use of the fullest queue, 0 to 1; NAN: none */
    size_t fullest;     /* its index, when there is one */
    double uptime_s;
    double memory_bytes;
    bool is_restarted; /* counters or uptime fell since the answer before */
    char version[48];  /* of its labels or target_info; "" */
};

struct otel {
    int64_t answered_ms; /* of the newest part, -1: nothing was learnt yet */
    struct liveness health;
    struct otel_metrics metrics;
};

#endif
