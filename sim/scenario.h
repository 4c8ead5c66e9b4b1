/* scenario.h - the stories that the platform can play.
 *
 * Layer: sim. A story is a set of faults with their times. Told from the past
 * (`lead`) each fault began some minutes ago and grows at its natural pace, so
 * that graphs show the bend and alerts already fire; told from now on (`delay`)
 * the same fault comes on within a minute, because someone is watching.
 */
#ifndef TRACETOP_SIM_SCENARIO_H
#define TRACETOP_SIM_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault {
    FAULT_DISK,      /* Elasticsearch's disks fill */
    FAULT_QUERY,     /* reads become slow */
    FAULT_KAFKA,     /* ingesters fall behind */
    FAULT_COLLECTOR, /* jaeger-collector-1 does not answer */
    FAULT_NO_COMMIT, /* one partition has no committed offset */
    FAULT_COUNT,
};

enum scenario {
    SCENARIO_HEALTHY,
    SCENARIO_COLLECTOR_DOWN,
    SCENARIO_DISK_FULL,
    SCENARIO_SLOW_QUERIES,
    SCENARIO_KAFKA_LAG,
    SCENARIO_CASCADE,
    SCENARIO_COUNT,
};

struct fault_plan {
    bool happens;
    int32_t lead_s;  /* told from the past: began so long ago */
    int32_t delay_s; /* told from now on: begins so much later */
};

/* Returns the name people write: "disk-full". */
const char *scenario_name(enum scenario scenario);

/* Looks a name up. Fails: -1, and `scenario` untouched. */
int scenario_parse(const char *name, enum scenario *scenario);

/* Returns when `fault` begins in `scenario`. */
struct fault_plan scenario_plan(enum scenario scenario, enum fault fault);

/* Returns the fault's name: "disk". */
const char *fault_name(enum fault fault);

/* Looks up what a runbook step cures, such as "delete-old-indices".
 * Fails: -1, and `fault` untouched, for a name that no step has. */
int event_parse(const char *name, enum fault *fault);

/* Returns the event's name, or NULL past the last one (for help and errors). */
const char *event_name(size_t index);

#endif
