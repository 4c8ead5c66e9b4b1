/* scenario.c - the tables of stories, faults and cures. */
#include "sim/scenario.h"

#include <string.h>

#define MINUTES(count) ((int32_t)((count)*60))

struct story {
    const char *name;
    struct fault_plan plans[FAULT_COUNT];
};

struct cure {
    const char *event;
    enum fault fault;
};

/* The disk needs 24 minutes from its usual level to the low watermark and is
 * past it for 14; lag needs 4 minutes to 100,000; see platform.c. */
static const struct story stories[SCENARIO_COUNT] = {
    [SCENARIO_HEALTHY] = {.name = "healthy"},
    [SCENARIO_COLLECTOR_DOWN] =
        {.name = "collector-down",
         .plans = {[FAULT_COLLECTOR] = {true, MINUTES(6), 0}}},
    [SCENARIO_DISK_FULL] = {.name = "disk-full",
                            .plans = {[FAULT_DISK] = {true, MINUTES(38), 0}}},
    [SCENARIO_SLOW_QUERIES] = {.name = "slow-queries",
                               .plans = {[FAULT_QUERY] = {true, MINUTES(9),
                                                          0}}},
    [SCENARIO_KAFKA_LAG] = {.name = "kafka-lag",
                            .plans = {[FAULT_KAFKA] = {true, MINUTES(11), 0},
                                      [FAULT_NO_COMMIT] = {true, MINUTES(11),
                                                           0}}},
    [SCENARIO_CASCADE] = {.name = "cascade",
                          .plans = {[FAULT_DISK] = {true, MINUTES(38), 0},
                                    [FAULT_QUERY] = {true, MINUTES(11), 60},
                                    [FAULT_KAFKA] = {true, MINUTES(10), 90},
                                    [FAULT_COLLECTOR] = {true, MINUTES(4),
                                                         150}}},
};

static const char *const fault_names[FAULT_COUNT] = {
    [FAULT_DISK] = "disk",           [FAULT_QUERY] = "query",
    [FAULT_KAFKA] = "kafka",         [FAULT_COLLECTOR] = "collector",
    [FAULT_NO_COMMIT] = "no-commit",
};

static const struct cure cures[] = {
    {"delete-old-indices", FAULT_DISK},     {"clear-query-load", FAULT_QUERY},
    {"scale-ingesters", FAULT_KAFKA},       {"commit-offsets", FAULT_NO_COMMIT},
    {"restart-collector", FAULT_COLLECTOR},
};

const char *scenario_name(enum scenario scenario)
{
    return stories[scenario].name;
}

int scenario_parse(const char *name, enum scenario *scenario)
{
    for (int i = 0; i < SCENARIO_COUNT; i++) {
        if (strcmp(stories[i].name, name) == 0) {
            *scenario = (enum scenario)i;
            return 0;
        }
    }
    return -1;
}

struct fault_plan scenario_plan(enum scenario scenario, enum fault fault)
{
    return stories[scenario].plans[fault];
}

const char *fault_name(enum fault fault)
{
    return fault_names[fault];
}

int event_parse(const char *name, enum fault *fault)
{
    for (size_t i = 0; i < sizeof(cures) / sizeof(cures[0]); i++) {
        if (strcmp(cures[i].event, name) == 0) {
            *fault = cures[i].fault;
            return 0;
        }
    }
    return -1;
}

const char *event_name(size_t index)
{
    return index < sizeof(cures) / sizeof(cures[0]) ? cures[index].event : NULL;
}
