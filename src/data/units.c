/* units.c - numbers as the screen shows them.
 *
 * A measured value has three significant digits, zeros included ("83.0 %"), so
 * its width stays from frame to frame. A value that is exact with fewer, as
 * limits and counts are, is written with those ("90 %", "1.2M").
 */
#include "data/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One size that a value may be told in, up to (not including) `below` of it. */
struct scale {
    double size;
    double below;
    const char *name;
    const char *ascii;
};

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };

/* Longest unit, its gap included, that the short form shows. */
enum { SHORT_CELLS = 8 };

static bool format_special(char out[UNITS_MAX], double value);
static const struct scale *scales_of(const char *unit);
static const struct scale *scale_for(const struct scale *scales, double size);
static void format_digits(char out[UNITS_MAX], double value);
static int decimals_of(double size);
static bool is_exact(double value, int decimals);
static void add_unit(char out[UNITS_MAX], const char *gap, const char *unit);
static const char *per_second(const char *unit);
static size_t cells_of(const char *text);
static int tick_decimals(double value, double step);
static void trim_zeros(char *text);
static void shortest_digits(char digits[20], double size, int *exponent);
static void lay_out(char text[64], const char *digits, int exponent);

/* From here on three digits round to 1000. */
#define CARRY_1000 999.5

static const struct scale si_scales[] = {
    {1, CARRY_1000, "", NULL},     {1e3, CARRY_1000, "k", NULL},
    {1e6, CARRY_1000, "M", NULL},  {1e9, CARRY_1000, "G", NULL},
    {1e12, CARRY_1000, "T", NULL}, {1e15, CARRY_1000, "P", NULL},
    {1e18, CARRY_1000, "E", NULL}, {1, INFINITY, "", NULL},
};

static const struct scale second_scales[] = {
    {1e-9, CARRY_1000, " ns", NULL}, {1e-6, CARRY_1000, " \xc2\xb5s", " us"},
    {1e-3, CARRY_1000, " ms", NULL}, {1, 60, " s", NULL},
    {MINUTE_S, 60, " m", NULL},      {HOUR_S, INFINITY, " h", NULL},
};

static const struct scale byte_scales[] = {
    {1, CARRY_1000, " B", NULL},        {1024, CARRY_1000, " KiB", NULL},
    {0x1p20, CARRY_1000, " MiB", NULL}, {0x1p30, CARRY_1000, " GiB", NULL},
    {0x1p40, CARRY_1000, " TiB", NULL}, {0x1p50, CARRY_1000, " PiB", NULL},
    {0x1p60, INFINITY, " EiB", NULL},
};

/* On an axis a prefix stands for the unit: 4 cells hold "500m" and "1.5s". */
static const struct scale second_ticks[] = {
    {1e-9, 1e3, "n", NULL}, {1e-6, 1e3, "u", NULL}, {1e-3, 1e3, "m", NULL},
    {1, 1e3, "s", NULL},    {1e3, 1e3, "k", NULL},  {1e6, INFINITY, "M", NULL},
};

static const struct scale byte_ticks[] = {
    {1, 1024, "", NULL},       {1024, 1024, "K", NULL},
    {0x1p20, 1024, "M", NULL}, {0x1p30, 1024, "G", NULL},
    {0x1p40, 1024, "T", NULL}, {0x1p50, INFINITY, "P", NULL},
};

static const struct scale count_ticks[] = {
    {1, 1e3, "", NULL},    {1e3, 1e3, "k", NULL},  {1e6, 1e3, "M", NULL},
    {1e9, 1e3, "G", NULL}, {1e12, 1e3, "T", NULL}, {1e15, INFINITY, "P", NULL},
};

void units_format(char out[UNITS_MAX], double value, const char *unit,
                  bool is_ascii)
{
    const struct scale *scale;

    if (format_special(out, value))
        return;
    scale = scale_for(scales_of(unit), fabs(value));
    format_digits(out, value / scale->size);
    add_unit(out, "", is_ascii && scale->ascii ? scale->ascii : scale->name);
    if (per_second(unit))
        add_unit(out, "", "/s");
    else if (scales_of(unit) == si_scales && cells_of(unit) < SHORT_CELLS &&
             *unit)
        add_unit(out, " ", unit);
}

void units_format_long(char out[UNITS_MAX], double value, const char *unit,
                       bool is_ascii)
{
    if (scales_of(unit) != si_scales || *unit == '\0' || !isfinite(value)) {
        units_format(out, value, unit, is_ascii);
        return;
    }
    units_format(out, value, "", is_ascii);
    add_unit(out, " ", unit);
}

void units_format_tick(char out[UNITS_MAX], double value, double step,
                       const char *unit)
{
    const struct scale *scales = count_ticks, *scale;

    if (format_special(out, value))
        return;
    if (strcmp(unit, "s") == 0)
        scales = second_ticks;
    else if (scales_of(unit) == byte_scales)
        scales = byte_ticks;
    /* Ticks are sums of steps: 0.99999999 of a size is that size. */
    scale = scale_for(scales, fabs(value) * (1 + 1e-9));
    value /= scale->size;
    if (fabs(value) >= 1e6)
        (void)snprintf(out, UNITS_MAX, "%.2e", value);
    else
        (void)snprintf(out, UNITS_MAX, "%.*f",
                       tick_decimals(value, step / scale->size), value);
    trim_zeros(out);
    if (strcmp(out, "0") != 0)
        add_unit(out, "", scale->name);
}

void units_format_age(char out[UNITS_MAX], int64_t age_ms)
{
    int64_t age_s = age_ms > 0 ? age_ms / 1000 : 0;
    long long days = age_s / DAY_S;
    int hours = (int)(age_s % DAY_S / HOUR_S);
    int minutes = (int)(age_s % HOUR_S / MINUTE_S);
    int seconds = (int)(age_s % MINUTE_S);

    if (age_s >= DAY_S)
        (void)snprintf(out, UNITS_MAX, "%lldd%02dh", days, hours);
    else if (age_s >= HOUR_S)
        (void)snprintf(out, UNITS_MAX, "%dh%02dm", hours, minutes);
    else if (age_s >= MINUTE_S)
        (void)snprintf(out, UNITS_MAX, "%dm%02ds", minutes, seconds);
    else
        (void)snprintf(out, UNITS_MAX, "%ds", seconds);
}

void units_format_exact(char *out, size_t size, double value)
{
    char digits[20], text[64];
    int exponent = 0;

    if (isnan(value)) {
        (void)snprintf(out, size, "NaN");
        return;
    }
    if (isinf(value)) {
        (void)snprintf(out, size, value > 0 ? "+Inf" : "-Inf");
        return;
    }
    shortest_digits(digits, fabs(value), &exponent);
    lay_out(text, digits, exponent);
    (void)snprintf(out, size, "%s%s", signbit(value) ? "-" : "", text);
}

void units_format_clock(char out[UNITS_MAX], int64_t wall_ms, bool seconds)
{
    int64_t wall_s = wall_ms / 1000 - (wall_ms % 1000 < 0);
    int of_day = (int)(wall_s % DAY_S);

    if (of_day < 0)
        of_day += DAY_S;
    if (seconds)
        (void)snprintf(out, UNITS_MAX, "%02d:%02d:%02d", of_day / HOUR_S,
                       of_day % HOUR_S / MINUTE_S, of_day % MINUTE_S);
    else
        (void)snprintf(out, UNITS_MAX, "%02d:%02d", of_day / HOUR_S,
                       of_day % HOUR_S / MINUTE_S);
}

/* Writes what has no digits; says whether it did. */
static bool format_special(char out[UNITS_MAX], double value)
{
    if (isfinite(value))
        return false;
    if (isnan(value))
        (void)snprintf(out, UNITS_MAX, "-");
    else
        (void)snprintf(out, UNITS_MAX, value > 0 ? "+Inf" : "-Inf");
    return true;
}

static const struct scale *scales_of(const char *unit)
{
    if (strcmp(unit, "s") == 0)
        return second_scales;
    if (strcmp(unit, "bytes") == 0 || strcmp(unit, "bytes/s") == 0)
        return byte_scales;
    return si_scales;
}

/* Returns the first size that the value fits below. Nothing is told in its
 * plain unit, not in a small part of it. */
static const struct scale *scale_for(const struct scale *scales, double size)
{
    if (size == 0)
        while (scales->size < 1)
            scales++;
    while (size / scales->size >= scales->below)
        scales++;
    return scales;
}

/* Writes three significant digits, or fewer that say it all. */
static void format_digits(char out[UNITS_MAX], double value)
{
    double size = fabs(value);
    int decimals = decimals_of(size);

    if (size == 0)
        value = 0; /* no sign */
    for (int fewer = 0; fewer < decimals; fewer++)
        if (is_exact(value, fewer))
            decimals = fewer;
    if ((size > 0 && size < 1e-4) || size >= 1e5)
        (void)snprintf(out, UNITS_MAX, "%.2e", value);
    else
        (void)snprintf(out, UNITS_MAX, "%.*f", decimals, value);
}

/* Returns how many decimals make three significant digits, after rounding. */
static int decimals_of(double size)
{
    double edge = 99.95;
    int decimals = 0;

    for (; decimals < 6 && size < edge; decimals++)
        edge /= 10;
    return decimals;
}

static bool is_exact(double value, int decimals)
{
    double power = pow(10, decimals);

    return fabs(round(value * power) / power - value) <= 1e-9 * fabs(value);
}

/* Adds the unit if all of it fits, so that no character is cut in two. */
static void add_unit(char out[UNITS_MAX], const char *gap, const char *unit)
{
    size_t length = strlen(out);

    if (length + strlen(gap) + strlen(unit) < UNITS_MAX)
        (void)snprintf(out + length, UNITS_MAX - length, "%s%s", gap, unit);
}

static const char *per_second(const char *unit)
{
    size_t length = strlen(unit);

    return length >= 2 && strcmp(unit + length - 2, "/s") == 0
               ? unit + length - 2
               : NULL;
}

/* A unit is a word: one cell for each character. */
static size_t cells_of(const char *text)
{
    size_t cells = 0;

    for (; *text; text++)
        cells += ((unsigned char)*text & 0xC0) != 0x80;
    return cells;
}

/* Returns the decimals that tell a tick from its neighbours. What is smaller
 * than a step is a limit between two ticks and gets two digits of its own. */
static int tick_decimals(double value, double step)
{
    double size = fabs(value), edge = 10;
    int decimals = 0;

    if (step > 0 && size >= step) {
        while (decimals < 6 && !is_exact(step, decimals))
            decimals++;
        return decimals;
    }
    for (; decimals < 6 && size > 0 && size < edge; decimals++)
        edge /= 10;
    return decimals;
}

static void trim_zeros(char *text)
{
    char *end = text + strlen(text);

    if (strchr(text, '.') && !strchr(text, 'e')) {
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            *--end = '\0';
    }
    if (strcmp(text, "-0") == 0)
        memmove(text, "0", 2);
}

/* Writes the fewest digits that read back as `size`, and where the point
 * stands: digits "d.ddd" times ten to `exponent`. */
static void shortest_digits(char digits[20], double size, int *exponent)
{
    char text[40];
    size_t count = 0;

    for (int precision = 0; precision < 17; precision++) {
        (void)snprintf(text, sizeof(text), "%.*e", precision, size);
        if (strtod(text, NULL) == size)
            break;
    }
    for (const char *c = text; *c != 'e'; c++)
        if (*c != '.')
            digits[count++] = *c;
    digits[count] = '\0';
    *exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
}

/* Source: Prometheus 3, util/jsonutil: 'f', but 'e' below 1e-6 and from
 * 1e21. */
static void lay_out(char text[64], const char *digits, int exponent)
{
    int count = (int)strlen(digits), whole = exponent + 1;

    if (exponent < -6 || exponent >= 21)
        (void)snprintf(text, 64, "%c%s%se%c%02d", digits[0],
                       count > 1 ? "." : "", digits + 1,
                       exponent < 0 ? '-' : '+', abs(exponent));
    else if (exponent < 0)
        (void)snprintf(text, 64, "0.%.*s%s", -whole, "00000", digits);
    else if (count <= whole)
        (void)snprintf(text, 64, "%s%.*s", digits, whole - count,
                       "00000000000000000000");
    else
        (void)snprintf(text, 64, "%.*s.%s", whole, digits, digits + whole);
}
