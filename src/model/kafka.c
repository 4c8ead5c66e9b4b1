/* kafka.c - what Kafka's consumer-group tool told. */
#include "model/kafka.h"

static const char *const state_names[] = {
    [KAFKA_UNKNOWN] = "unknown",
    [KAFKA_ACTIVE] = "active",
    [KAFKA_REBALANCING] = "rebalancing",
    [KAFKA_NO_MEMBERS] = "no active members",
};

const char *kafka_state_name(enum kafka_state state)
{
    return state_names[state];
}
