/* fact.h - single numbers that the checks ask Prometheus for.
 *
 * Layer: model. Beside the panels: each is one PromQL expression that yields
 * one number. Asked only while somebody wants them (engine/facts_feed.h).
 */
#ifndef TRACETOP_MODEL_FACT_H
#define TRACETOP_MODEL_FACT_H

#include <stdint.h>

enum fact_id {
    FACT_LAST_WEEK,       /* ingestion's number, the same hour last week */
    FACT_TARGETS,         /* that Prometheus scrapes */
    FACT_TARGETS_UP,      /* of those */
    FACT_PODS,            /* in the namespace, completed ones left out */
    FACT_PODS_READY,      /* of those */
    FACT_PODS_STUCK,      /* containers that wait in an error */
    FACT_RESTARTS,        /* within the last hour */
    FACT_CLUSTER_COLOR,   /* 0 green, 1 yellow, 2 red */
    FACT_UNASSIGNED,      /* shards */
    FACT_COLLECTOR_PODS,  /* that have CPU time */
    FACT_THROTTLED_RATIO, /* of the CPU periods, worst collector pod */
    FACT_CONSUMERS,       /* members of the Kafka group */
    FACT_COUNT
};

struct fact {
    double value;        /* NAN: the answer was empty, or none came */
    int64_t answered_ms; /* wall time of the last good answer, -1: none */
    char error[200];     /* of the last failure; "" when well */
};

#endif
