/* backfill.h - the history as blocks of a Prometheus.
 *
 * Layer: sim. A Prometheus refuses samples older than its newest block, so the
 * blocks have to end just before its first scrape, and a gap there shows in
 * every graph. Turning hours of text into blocks takes seconds: the old part is
 * made first, coarser, and the last minutes (quick to make) right before the
 * start.
 */
#ifndef TRACETOP_SIM_BACKFILL_H
#define TRACETOP_SIM_BACKFILL_H

#include <stdint.h>

#include "base/err.h"
#include "sim/history.h"
#include "sim/server.h"

struct model;

/* A fresh Prometheus scrapes nothing for 5 s (its discovery holds updates back
 * for so long) and drops what is older than the blocks; so they may end there.
 */
enum { BACKFILL_LEAD_MS = 5000 };

struct backfill {
    const char *promtool; /* path of the program */
    const char *folder;   /* private, for the text and promtool's log */
    const char *data;     /* the data folder of the Prometheus to be */
    int64_t step_ms;      /* of the last hour; four of it before that */
    int64_t interval_ms;  /* of the last minutes: that of the scrapes */
};

/* Makes blocks from `from_ms` to BACKFILL_LEAD_MS after now, by the clock, and
 * moves the model there.
 * Fails: -1 and `err`, also when a signal asks to end meanwhile. */
int backfill_run(const struct backfill *backfill, struct model *model,
                 int64_t from_ms, server_clock_fn *clock, struct err *err);

#endif
