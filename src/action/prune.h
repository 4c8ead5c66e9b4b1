/* prune.h - old runs go, so that the state folder stays small.
 *
 * Layer: action. The newest 100 stay whatever their age; beyond them, those
 * that ended more than 90 days ago go, and whatever lies beyond the newest
 * 1,000. One that is not over, or whose end is not in the audit log, never
 * goes; one that was lost stays 90 days, as what it left may still be ended.
 * The audit log itself is never shortened.
 */
#ifndef TRACETOP_ACTION_PRUNE_H
#define TRACETOP_ACTION_PRUNE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { PRUNE_ALWAYS_KEPT = 100, PRUNE_MOST_KEPT = 1000, PRUNE_DAYS = 90 };

/* Takes away what is too old or too many at a wall time, some at a time, and
 * what a crash left half made. Returns how many runs went.
 * Fails: -1 and `err` when the folder cannot be read. */
int prune_actions(const char *state_dir, int64_t wall_ms, struct err *err);

#endif
