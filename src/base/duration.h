/* duration.h - Prometheus durations: "5s", "1m30s", "1h", "250ms".
 *
 * Layer: base. Units y w d h m s ms, each once, in that order; a year is 365
 * days, a week 7. Source: Prometheus docs, querying basics, time durations.
 */
#ifndef TRACETOP_BASE_DURATION_H
#define TRACETOP_BASE_DURATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Parses a duration; "0" alone is allowed. Units: `*ms` in milliseconds.
 * Fails: -1 and `err` (ERR_FORMAT) saying what would be right. */
int duration_parse(const char *text, int64_t *ms, struct err *err);

/* Writes the shortest exact duration: 90000 gives "1m30s", 0 gives "0s"; a
 * negative one begins with "-". Years and weeks only come alone, as in
 * Prometheus: "90d", not "12w6d". 32 bytes always do. */
void duration_format(char *out, size_t size, int64_t ms);

#endif
