/* decimal.h - decimal text to numbers, rounded correctly and fast.
 *
 * Layer: base. What back ends write: "83793", "127.60000000000001", "-1e+21".
 * Up to 19 digits with a small exponent are done in integers; the rest goes to
 * strtod(3), so LC_NUMERIC must be "C", as it is unless a program changes it.
 */
#ifndef TRACETOP_BASE_DECIMAL_H
#define TRACETOP_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest text that is read: the smallest double written out in full, as
 * Go's format 'f' does, takes 350. */
enum { DECIMAL_MAX = 511 };

/* Reads the number at the start of `text`: digits with an optional sign, point
 * and exponent. Returns the byte after it; `*value` is the nearest double, ties
 * to even, 0 on underflow.
 * Fails: NULL when there is no number, when it is past the largest double, or
 * when it takes over DECIMAL_MAX bytes and more than 19 digits. */
const char *decimal_scan(const char *text, const char *end, double *value);

/* Reads a text that is one number as a whole, or "NaN", "Inf", "+Inf", "-Inf".
 * Fails: false, `*value` untouched. */
bool decimal_parse(const char *text, size_t length, double *value);

/* Reads a text that is seconds as a whole ("1795380168.38").
 * Units: `*ms` in milliseconds, the nearest one, halves away from zero.
 * Fails: false, `*ms` untouched, also when it is past 2^53 ms. */
bool decimal_parse_ms(const char *text, size_t length, int64_t *ms);

#endif
