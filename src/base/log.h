/* log.h - what happened, for whoever debugs it later.
 *
 * Layer: base. A log is an object; without `--debug FILE` (or a state folder)
 * it is NULL and every call is cheap and silent. Lines are scrubbed, carry
 * wall time, and never hold a secret: callers pass redacted URLs.
 */
#ifndef TRACETOP_BASE_LOG_H
#define TRACETOP_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct log; /* private to log.c */

/* Opens a log file for appending, made with mode 0600; past 4 MiB it is moved
 * to "FILE.1", now and later. Owns: the caller closes it.
 * Fails: NULL and `err`. */
struct log *log_open(const char *path, struct err *err);

/* Closes; each line was written at once. NULL is fine. */
void log_close(struct log *log);

/* Writes one line: time, area, text (4 KiB of it). NULL `log` does nothing. */
void log_line(struct log *log, int64_t wall_ms, const char *area,
              const char *fmt, ...) ERR_PRINTF(4, 5);

#endif
