/* pairs.c - runs of `[1795380168.38,"83793"],` without a state machine. */
#include "source/pairs.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/decimal.h"

/* A pair is looked at only with this many bytes left, so that the time and
 * the quote need no check for the end. */
enum { PAIR_ROOM = 64, SECOND_DIGITS_MAX = 12 };

static const char *scan_pair(const char *at, const char *end, int64_t *at_ms,
                             double *value);
static const char *scan_time(const char *at, int64_t *at_ms);
static bool is_digit(char byte);

size_t pairs_scan(const char *bytes, size_t length,
                  const struct matrix_sink *sink, size_t *count)
{
    const char *at = bytes, *end = bytes + length;

    while (end - at >= PAIR_ROOM) {
        int64_t at_ms;
        double value;
        const char *after = scan_pair(at, end, &at_ms, &value);

        if (!after)
            break;
        sink->sample(sink->owner, at_ms, value);
        ++*count;
        at = after;
    }
    return (size_t)(at - bytes);
}

static const char *scan_pair(const char *at, const char *end, int64_t *at_ms,
                             double *value)
{
    if (*at != '[')
        return NULL;
    at = scan_time(at + 1, at_ms);
    if (!at || at[0] != ',' || at[1] != '"')
        return NULL;
    at += 2;
    if (*at == 'N' && !memcmp(at, "NaN", 3)) {
        *value = NAN;
        at += 3;
    } else {
        at = decimal_scan(at, end, value);
    }
    if (!at || end - at < 3 || memcmp(at, "\"],", 3) != 0)
        return NULL;
    return at + 3;
}

static const char *scan_time(const char *at, int64_t *at_ms)
{
    const char *digits = at;
    int64_t sum = 0;
    int decimals = 0;

    if (*at == '0') /* alone it would be JSON, but no time of ours */
        return NULL;
    while (at - digits <= SECOND_DIGITS_MAX && is_digit(*at))
        sum = sum * 10 + (*at++ - '0');
    if (at == digits || at - digits > SECOND_DIGITS_MAX)
        return NULL;
    if (*at == '.') {
        at++;
        for (; decimals < 3 && is_digit(*at); decimals++)
            sum = sum * 10 + (*at++ - '0');
        if (decimals == 0)
            return NULL;
    }
    for (; decimals < 3; decimals++)
        sum *= 10;
    *at_ms = sum;
    return at;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}
