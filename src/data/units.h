/* units.h - numbers as the screen shows them.
 *
 * Layer: data. Three significant digits, SI prefixes, the unit after a thin
 * gap, always within UNITS_MAX cells, so that columns do not dance. A unit is
 * what a panel's YAML says: "s" (seconds, shown as ns µs ms s m h), "%",
 * "bytes" (KiB MiB ...), "cores", "" for a plain count, or anything else,
 * which stands behind the SI number ("traces/s" gives "8.42k/s" in the short
 * form, "8.42k traces/s" in the long one; a word of 8 letters or more is left
 * out of the short form). NAN is "-", infinities "+Inf" and "-Inf". A value
 * that fewer digits say exactly has those: "90 %", but "90.0 %" for 90.04.
 */
#ifndef TRACETOP_DATA_UNITS_H
#define TRACETOP_DATA_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNITS_MAX = 24 }; /* bytes, NUL included */

/* Writes a value in its unit, short form: "8.42k/s", "312 ms", "87 %",
 * "1.2M", "21 GiB". `is_ascii` writes "us" for µs. */
void units_format(char out[UNITS_MAX], double value, const char *unit,
                  bool is_ascii);

/* Writes a value with its whole unit: "8.42k traces/s", "131k messages"; the
 * number alone when both do not fit. */
void units_format_long(char out[UNITS_MAX], double value, const char *unit,
                       bool is_ascii);

/* Writes a value for a graph's axis, with no more digits than `step` (the
 * distance between two ticks) needs: "500m", "1.5s", "10k", "90". */
void units_format_tick(char out[UNITS_MAX], double value, double step,
                       const char *unit);

/* Writes an age or a time left: "4s", "4m12s", "2h05m", "3d04h". Negative is
 * written as "0s". */
void units_format_age(char out[UNITS_MAX], int64_t age_ms);

/* Writes a value as Prometheus prints it: shortest text that reads back the
 * same, "+Inf", "-Inf", "NaN". Source: Go strconv 'f' with -1, exponent from
 * 1e21 and below 1e-6. Up to 32 bytes. */
void units_format_exact(char *out, size_t size, double value);

/* Writes wall time as "HH:MM" or "HH:MM:SS", UTC. */
void units_format_clock(char out[UNITS_MAX], int64_t wall_ms, bool seconds);

#endif
