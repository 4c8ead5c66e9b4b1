/* jaeger.h - what a Jaeger told, v1 or v2.
 *
 * Layer: model. Plain values; times that were not told are -1, texts "".
 * Questions (model/component.h): "services" is a real read of the storage and
 * decides the light; "version"; "collector 1" ... for each collector URL.
 */
#ifndef TRACETOP_MODEL_JAEGER_H
#define TRACETOP_MODEL_JAEGER_H

#include <stddef.h>
#include <stdint.h>

#include "model/liveness.h"

enum { JAEGER_SERVICES_MAX = 4000, JAEGER_COLLECTORS_MAX = 16 };

struct jaeger_services {
    int64_t answered_ms;
    int64_t latency_ms; /* of the whole question: one read of the storage */
    char **names;       /* sorted */
    size_t count;       /* 0: the storage answers but holds no service in the
                           look-back, which deserves a warning */
    size_t left_out;
};

struct jaeger_collector {
    const char *url;   /* as configured, without a trailing slash */
    char question[16]; /* "collector 1": how it stands, components_asked() */
    struct liveness health;
};

struct jaeger {
    int64_t answered_ms; /* of the newest part, -1: nothing was learnt yet */
    char version[48];    /* "1.62.0"; "" until known */
    int major;           /* 1 or 2; 0: not known */
    struct jaeger_services services;
    struct jaeger_collector collectors[JAEGER_COLLECTORS_MAX];
    size_t collector_count;
    size_t collectors_left_out; /* configured beyond the most */
};

#endif
