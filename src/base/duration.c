/* duration.c - numbers with units, largest unit first. */
#include "base/duration.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct unit {
    const char *name;
    int64_t ms;
    bool only_exact; /* written only if nothing is left: 90d, not 12w6d */
};

/* Prometheus counts nanoseconds in 64 bits; more it would refuse. */
static const int64_t longest_ms = INT64_MAX / 1000000;

static const struct unit units[] = {
    {"y", 365LL * 86400 * 1000, true},
    {"w", 7LL * 86400 * 1000, true},
    {"d", 86400LL * 1000, false},
    {"h", 3600LL * 1000, false},
    {"m", 60LL * 1000, false},
    {"s", 1000, false},
    {"ms", 1, false},
};
enum { UNIT_COUNT = sizeof(units) / sizeof(units[0]) };

static const char *parse_number(const char *at, int64_t *number);
static size_t unit_at(const char *at);
static int refuse(struct err *err, const char *text, const char *why);

int duration_parse(const char *text, int64_t *ms, struct err *err)
{
    const char *at = text;
    size_t next_unit = 0;
    int64_t sum = 0;

    if (strcmp(text, "0") == 0) {
        *ms = 0;
        return 0;
    }
    do {
        int64_t number;
        size_t unit;
        const char *end = parse_number(at, &number);

        if (end == at)
            return refuse(err, text, "expected a number");
        unit = unit_at(end);
        if (unit == UNIT_COUNT)
            return refuse(err, text,
                          *end ? "the units are y w d h m s ms"
                               : "the number has no unit");
        if (unit < next_unit)
            return refuse(err, text, "units go from y to ms, each once");
        if (number > (longest_ms - sum) / units[unit].ms)
            return refuse(err, text, "it is too long");
        sum += number * units[unit].ms;
        next_unit = unit + 1;
        at = end + strlen(units[unit].name);
    } while (*at);
    *ms = sum;
    return 0;
}

void duration_format(char *out, size_t size, int64_t ms)
{
    char text[64] = "";
    size_t used = 0;
    uint64_t left = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;

    if (ms == 0) {
        (void)snprintf(out, size, "0s");
        return;
    }
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        uint64_t unit_ms = (uint64_t)units[i].ms;

        assert(unit_ms > 0);
        if (left < unit_ms || (units[i].only_exact && left % unit_ms))
            continue;
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%llu%s",
                                 (unsigned long long)(left / unit_ms),
                                 units[i].name);
        left %= unit_ms;
    }
    (void)snprintf(out, size, "%s%s", ms < 0 ? "-" : "", text);
}

/* Returns where the digits end; a number too large for us stays too large. */
static const char *parse_number(const char *at, int64_t *number)
{
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        *number = *number > longest_ms ? *number : *number * 10 + (*at - '0');
    return at;
}

/* Returns the index of the unit at the place, UNIT_COUNT when there is none. */
static size_t unit_at(const char *at)
{
    size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz");
    size_t index = 0;

    while (index < UNIT_COUNT && (strlen(units[index].name) != length ||
                                  memcmp(units[index].name, at, length) != 0))
        index++;
    return index;
}

static int refuse(struct err *err, const char *text, const char *why)
{
    return err_set(err, ERR_FORMAT, 0,
                   "'%.40s' is not a duration (%s); write 250ms, 30s, 1m30s",
                   text, why);
}
