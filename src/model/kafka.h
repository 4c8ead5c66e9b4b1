/* kafka.h - what Kafka's consumer-group tool told.
 *
 * Layer: model. Plain values; offsets and lags that were not told ("-": no
 * commit, no consumer) are -1. Question (model/component.h): "group".
 * Source: Kafka 2 to 4, ConsumerGroupCommand.
 */
#ifndef TRACETOP_MODEL_KAFKA_H
#define TRACETOP_MODEL_KAFKA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KAFKA_PARTITIONS_MAX = 1024 };

struct kafka_partition {
    char topic[128];
    int64_t number;
    int64_t committed; /* CURRENT-OFFSET, -1: no commit */
    int64_t end;       /* LOG-END-OFFSET */
    int64_t lag;
    char consumer[96]; /* "": nobody reads it */
    char host[64];
};

/* How the group stands, by the tool's words. */
enum kafka_state {
    KAFKA_UNKNOWN, /* never answered */
    KAFKA_ACTIVE,
    KAFKA_REBALANCING,
    KAFKA_NO_MEMBERS, /* lag keeps growing */
};

struct kafka {
    int64_t answered_ms; /* -1: nothing was learnt yet */
    char group[96];      /* as configured, or as the tool says */
    enum kafka_state state;
    struct kafka_partition *partitions; /* largest lag first */
    size_t count, left_out;
    int64_t lag;           /* of all partitions with a commit */
    size_t members;        /* consumers, also those without a partition */
    size_t idle_members;   /* consumers without a partition */
    size_t without_commit; /* partitions */
    size_t without_member; /* partitions that nobody reads */
};

/* Returns "active", "rebalancing", "no active members" or "unknown". */
const char *kafka_state_name(enum kafka_state state);

#endif
