/* history.h - the past of the platform as OpenMetrics text.
 *
 * Layer: sim. Made for `promtool tsdb create-blocks-from openmetrics`: final
 * labels, seconds on each line, times in order, `# EOF` at the end. A target
 * that is down has only `up 0`.
 */
#ifndef TRACETOP_SIM_HISTORY_H
#define TRACETOP_SIM_HISTORY_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

struct model;

struct history_span {
    int64_t from_ms; /* first moment */
    int64_t to_ms;   /* last moment; written even when it is off the grid */
    int64_t step_ms; /* 1 s or more */
};

/* Writes the span, moving the model through it to `to_ms`.
 * Fails: -1 and `err` (ERR_SYSTEM) when the file takes no more. */
int history_write(FILE *out, struct model *model, struct history_span span,
                  struct err *err);

#endif
