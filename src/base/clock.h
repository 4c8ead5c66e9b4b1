/* clock.h - both clocks, read together, never mixed.
 *
 * Layer: base. Wall time stamps samples, audit and what people read; monotonic
 * time measures waiting. Only the loop and main.c read the clocks; everyone
 * else is handed a `struct moment`.
 */
#ifndef TRACETOP_BASE_CLOCK_H
#define TRACETOP_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

struct moment {
    int64_t wall_ms; /* since the Unix epoch, UTC; may jump */
    int64_t mono_ms; /* since some start; never goes back */
};

/* Returns both clocks as they are now. */
struct moment clock_read(void);

/* Returns microseconds of monotonic time, to measure one turn of work. */
int64_t clock_mono_us(void);

/* Returns the microseconds of CPU that the thread has used: the part of that
 * work which is ours, whatever else the machine does. */
int64_t clock_cpu_us(void);

/* Writes a wall time as RFC 3339 in UTC with seconds, "2026-11-22T21:14:07Z"
 * (20 bytes and a NUL). Fails: writes "?" for a time outside year 0 to 9999. */
void clock_format_rfc3339(char *out, size_t size, int64_t wall_ms);

/* Parses RFC 3339 ("2026-11-22T20:45:24.495Z", with fraction or offset).
 * Fails: -1, and `wall_ms` untouched, when it is not one. Source: RFC 3339. */
int clock_parse_rfc3339(const char *text, int64_t *wall_ms);

/* The civil date and time of a wall time, in UTC. */
struct civil {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
    int weekday; /* 0 is Sunday */
};

/* Returns the UTC calendar fields of a wall time (proleptic Gregorian). */
struct civil clock_civil(int64_t wall_ms);

#endif
