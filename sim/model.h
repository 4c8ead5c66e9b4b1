/* model.h - the simulated tracing platform at one moment.
 *
 * Layer: sim. The whole state is a plain value that moves in steps of one
 * second: the same settings, the same scenario changes at the same times and
 * the same moment give the same numbers, bit by bit. A copy goes on as the
 * original would: that is how a written history and the live server after it
 * meet without a seam. How each part of the platform behaves is platform.h.
 */
#ifndef TRACETOP_SIM_MODEL_H
#define TRACETOP_SIM_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/counter.h"
#include "sim/scenario.h"

enum {
    MODEL_STEP_MS = 1000,
    MODEL_COLLECTORS = 2,
    MODEL_SERVICES = 8,
    MODEL_OPERATIONS = 5,
    MODEL_NODES = 3,
    MODEL_PARTITIONS = 6,
    MODEL_GATEWAYS = 3,
    MODEL_DEPLOYMENTS = 4,       /* in the order of the Kubernetes API's */
    MODEL_QUEUE_CAPACITY = 2000, /* of one Jaeger collector, in spans */
    MODEL_GATEWAY_QUEUE = 1000,  /* of one gateway's exporter, in batches */
};

struct collector {
    bool is_down;
    int64_t started_ms;
    struct counter received[MODEL_SERVICES]; /* traces */
    struct counter saved[MODEL_SERVICES];    /* traces */
    struct counter failed[MODEL_SERVICES];   /* traces not saved */
    struct counter dropped_spans;
    struct histogram save_latency;
    double queue_length; /* spans */
};

struct node {
    double disk_used_ratio; /* 0 to 1 */
    double disk_extra;      /* what a fault put on top of the usual */
    double heap_used_ratio;
    struct counter indexed; /* documents */
    struct counter searches;
    struct counter search_seconds;
};

struct partition {
    struct counter produced; /* messages: its end offset */
    double lag;              /* messages */
    bool has_commit;
};

struct gateway {
    struct counter cpu_seconds;
    struct counter periods, throttled_periods;
    struct counter accepted_spans, sent_spans, failed_spans, refused_spans;
    double cpu_cores;
    double memory_bytes;
    double queue_size; /* batches */
};

struct fault_state {
    bool is_planned;
    bool is_quick;    /* began while someone watches: comes on in a minute */
    int64_t onset_ms; /* when planned */
    double level;     /* 0 not felt, 1 in full */
};

struct model {
    uint64_t seed;
    int64_t at_ms;  /* the last whole step */
    double since_s; /* what has passed since, for counter_read() */
    enum scenario scenario;
    struct fault_state faults[FAULT_COUNT];
    struct collector collectors[MODEL_COLLECTORS];
    struct histogram queries[MODEL_OPERATIONS];
    struct counter query_errors;
    struct node nodes[MODEL_NODES];
    struct partition partitions[MODEL_PARTITIONS];
    int group_members;
    struct gateway gateways[MODEL_GATEWAYS];
    int replicas_more[MODEL_DEPLOYMENTS]; /* than they began with */
    int idle_pods;                        /* pods beside the platform's */
};

struct model_settings {
    uint64_t seed;
    int64_t epoch_ms; /* the first moment that can be asked for */
    int64_t told_ms;  /* the moment that the scenario's leads count from */
    enum scenario scenario;
    int idle_pods;
};

/* Makes the platform as it was at the epoch, in full swing. */
void model_init(struct model *model, const struct model_settings *settings);

/* Moves on to `at_ms`. A time before the last whole step changes nothing. */
void model_advance(struct model *model, int64_t at_ms);

/* Plays another scenario from the model's moment on: what it has not planned
 * heals, what it has begins. */
void model_play(struct model *model, enum scenario scenario);

/* Lets one fault heal, as a runbook step would. */
void model_cure(struct model *model, enum fault fault);

/* Says whether the fault has begun and is not cured. */
bool model_has_fault(const struct model *model, enum fault fault);

/* Returns the moment that readings are for. */
int64_t model_now_ms(const struct model *model);

/* Returns a counter's reading at the model's moment. */
double model_read(const struct model *model, const struct counter *counter);

/* Returns the fullest node's disk use, 0 to 1. */
double model_worst_disk_ratio(const struct model *model);

/* Returns the consumer group's lag over all partitions that have a commit. */
double model_lag(const struct model *model);

#endif
