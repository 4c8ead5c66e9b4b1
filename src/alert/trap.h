/* trap.h - alerts that do not do what they look like.
 *
 * Layer: alert. What is known of the metrics of a tracing platform: series that
 * do not exist, that are always there, that vanish when something breaks.
 */
#ifndef TRACETOP_ALERT_TRAP_H
#define TRACETOP_ALERT_TRAP_H

#include <stddef.h>

#include "alert/rule_set.h"

enum trap_kind {
    TRAP_ALWAYS_ON,  /* fires while all is well */
    TRAP_NEVER,      /* cannot fire at all */
    TRAP_SILENT,     /* falls silent when the thing breaks */
    TRAP_PER_SERIES, /* compares each series where the sum is meant */
};

enum { TRAP_MOST = 3 }; /* words that a trap asks for */

struct trap {
    enum trap_kind kind;
    const char *with[TRAP_MOST];    /* all stand in the expression, which is */
    const char *without[TRAP_MOST]; /* read without blanks; none of these do */
    const char *metric; /* TRAP_SILENT: a partner with absent() of it helps */
    const char *text;   /* one sentence */
};

/* Returns "always on", "never", "silent on failure" or "per series". */
const char *trap_kind_name(enum trap_kind kind);

/* Writes up to `room` traps of an alerting rule into `out` and returns how
 * many. Another rule of `set` (NULL: none) can make up for silence. */
size_t trap_of(const struct rule *rule, const struct rule_set *set,
               const struct trap **out, size_t room);

#endif
