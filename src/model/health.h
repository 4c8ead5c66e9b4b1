/* health.h - is a number well, and since when is it not?
 *
 * Layer: model. Pure: a ring, the thresholds, the time. A breach counts from
 * the first of the unbroken run of breaching slots that ends at the newest
 * one; a gap breaks the run, as it does in Prometheus' `for`.
 */
#ifndef TRACETOP_MODEL_HEALTH_H
#define TRACETOP_MODEL_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/ring.h"
#include "model/panel_def.h"

enum health_state {
    HEALTH_OK,
    HEALTH_WARNING,
    HEALTH_CRITICAL,
    HEALTH_UNKNOWN,
};

struct health {
    enum health_state state;
    double value;     /* newest; NAN when there is none */
    int64_t value_ms; /* its wall time, -1 for none */
    int64_t since_ms; /* start of the run that decides, -1 for none */
    const struct panel_threshold *breached; /* the one that decides, or NULL */
    bool is_pending;     /* breached, but not yet for its `for`; state is OK */
    int64_t fires_at_ms; /* when pending */
};

/* Judges the newest value of `ring`. An info threshold never makes a state
 * worse than OK, but is reported as `breached`. A newest value older than
 * `stale_ms` before `now_ms` is unknown. */
struct health health_of(const struct ring *ring,
                        const struct panel_threshold *thresholds, size_t count,
                        int64_t now_ms, int64_t stale_ms);

/* Returns "ok", "warning", "critical" or "unknown". */
const char *health_name(enum health_state state);

#endif
