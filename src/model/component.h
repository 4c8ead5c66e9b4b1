/* component.h - what the component APIs told, beside the series and alerts.
 *
 * Layer: model. Plain values; each component has a header of its own. A
 * pointer is NULL while its component is off; what it points to is empty (its
 * `answered_ms` -1) until something was learnt, and keeps the last good answer
 * when the back end falls silent: `asked` says how old each part is.
 */
#ifndef TRACETOP_MODEL_COMPONENT_H
#define TRACETOP_MODEL_COMPONENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kubernetes;
struct elasticsearch;
struct jaeger;
struct otel;
struct kafka;
struct changes;

enum component_id {
    COMPONENT_KUBERNETES,
    COMPONENT_ELASTICSEARCH,
    COMPONENT_JAEGER,
    COMPONENT_OTEL,
    COMPONENT_KAFKA,
    COMPONENT_COUNT
};

/* How one question to a component stands. */
struct asked {
    const char *name;       /* "nodes" */
    int64_t answered_ms;    /* wall time of the last good answer, -1: none */
    int64_t failed_ms;      /* wall time of the last failure, -1: none */
    int64_t latency_ms;     /* of the last good answer, -1: none */
    int64_t next_try_ms;    /* wall time, -1: none booked */
    int64_t certificate_ms; /* wall time when the certificate of whom was asked
                               expires, 0: not known, or no TLS */
    int status;             /* HTTP status of the last answer, 0: none came */
    bool is_left_out; /* not asked: no URL for it, or not of its version */
    char error[240];  /* of the last failure; "" when well */
};

/* How a component stands. */
struct component {
    const struct asked *asked; /* in the order of its questions */
    size_t count;
    bool is_on;
    bool is_settled; /* each question answered, failed or was left out once */
};

struct components {
    struct component of[COMPONENT_COUNT];
    const struct kubernetes *kubernetes;
    const struct elasticsearch *elasticsearch;
    const struct jaeger *jaeger;
    const struct otel *otel;
    const struct kafka *kafka;
    struct changes *changes; /* newest first; sources add, views read */
};

/* Returns how a component's question of that name stands, or NULL. */
const struct asked *components_asked(const struct components *components,
                                     enum component_id id, const char *name);

#endif
