/* scale.c - round numbers for a value axis. */
#include "ui/scale.h"

#include <math.h>
#include <string.h>

static void set_ends(struct scale *scale, double low, double high,
                     unsigned fixed);
static double even_step(const struct scale *scale, int steps);
static bool is_round(double step);
static double round_step(const struct scale *scale, unsigned fixed, int steps,
                         const char *unit);
static double next_step(double least, const char *unit);
static double from_table(double least, const double *table, size_t count);
static double decimal_step(double least);
static double first_tick(const struct scale *scale);
static double last_tick(const struct scale *scale);

/* Ticks of more digits than a double holds cannot be told apart. */
static const double max_ticks_from_zero = 1e12;
static const double largest = 1e300;
static const double epsilon = 1e-9;

static const double second_steps[] = {15,   30,   60,   120,   300,   600,  900,
                                      1800, 3600, 7200, 10800, 21600, 43200};
static const double byte_steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500};

struct scale scale_make(double low, double high, unsigned fixed, int steps,
                        const char *unit)
{
    struct scale scale;

    set_ends(&scale, low, high, fixed);
    if (steps < 1)
        steps = 1;
    scale.step = 0;
    if (fixed == (SCALE_FIXED_LOW | SCALE_FIXED_HIGH))
        scale.step = even_step(&scale, steps);
    if (scale.step <= 0)
        scale.step = round_step(&scale, fixed, steps, unit);
    if (!(fixed & SCALE_FIXED_LOW))
        scale.low = floor(scale.low / scale.step + epsilon) * scale.step;
    if (!(fixed & SCALE_FIXED_HIGH))
        scale.high = ceil(scale.high / scale.step - epsilon) * scale.step;
    return scale;
}

double scale_fraction(const struct scale *scale, double value)
{
    double fraction;

    if (value <= scale->low)
        return 0;
    if (value >= scale->high)
        return 1;
    fraction = (value - scale->low) / (scale->high - scale->low);
    return fraction < 0 ? 0 : fraction > 1 ? 1 : fraction;
}

size_t scale_tick_count(const struct scale *scale)
{
    double count = last_tick(scale) - first_tick(scale) + 1;

    return count > 0 && count < 1000 ? (size_t)count : 0;
}

double scale_tick(const struct scale *scale, size_t index)
{
    return (first_tick(scale) + (double)index) * scale->step;
}

double scale_own_step(double value)
{
    double step;

    value = fabs(value);
    if (!(value > 1 / largest) || value > largest)
        return 1;
    step = pow(10, floor(log10(value) + epsilon));
    for (int digits = 1; digits < 3; digits++) {
        double places = value / step;

        if (fabs(places - round(places)) < epsilon * 10)
            break;
        step /= 10;
    }
    return step;
}

static void set_ends(struct scale *scale, double low, double high,
                     unsigned fixed)
{
    double least;

    low = isfinite(low) ? low : 0;
    high = isfinite(high) ? high : low;
    low = fmax(-largest, fmin(largest, low));
    high = fmax(-largest, fmin(largest, high));
    if (high < low && fixed == SCALE_FIXED_HIGH)
        low = high;
    if (high < low)
        high = low;
    /* Below this distance the ticks would all be the same number. */
    least = fmax(fabs(low), fabs(high)) / max_ticks_from_zero;
    if (!(high - low > least && high - low > 1 / largest)) {
        double more = fmax(fabs(low), fabs(high));

        more = more > 1 / largest ? more : 1;
        if (fixed == SCALE_FIXED_HIGH)
            low = high - more;
        else
            high = low + more;
    }
    scale->low = low;
    scale->high = high;
}

/* Both ends are given: a step that divides the distance evenly puts a number
 * at each of them. Returns 0 when there is none. */
static double even_step(const struct scale *scale, int steps)
{
    for (int count = steps; count > 0; count--) {
        double step = (scale->high - scale->low) / count;
        double from_zero = scale->low / step;

        if (is_round(step) && fabs(from_zero - round(from_zero)) < epsilon)
            return step;
    }
    return 0;
}

static bool is_round(double step)
{
    double digits = step / pow(10, floor(log10(step) + epsilon));

    return fabs(digits - 1) < epsilon || fabs(digits - 2) < epsilon ||
           fabs(digits - 2.5) < epsilon || fabs(digits - 5) < epsilon;
}

/* Widening to round ends may take a step more than there are, so the next
 * larger one is tried until it does not. */
static double round_step(const struct scale *scale, unsigned fixed, int steps,
                         const char *unit)
{
    double step = next_step((scale->high - scale->low) / steps, unit);

    for (int tries = 0; tries < 8; tries++) {
        double bottom = fixed & SCALE_FIXED_LOW
                            ? scale->low / step
                            : floor(scale->low / step + epsilon);
        double top = fixed & SCALE_FIXED_HIGH
                         ? scale->high / step
                         : ceil(scale->high / step - epsilon);

        if (top - bottom <= steps + epsilon)
            break;
        step = next_step(step * 1.01, unit);
    }
    return step;
}

/* Returns the smallest round step of at least `least`. */
static double next_step(double least, const char *unit)
{
    double power = 1;

    if (!strcmp(unit, "s") && least > 10 && least <= 43200)
        return from_table(least, second_steps,
                          sizeof(second_steps) / sizeof(*second_steps));
    if (!strcmp(unit, "s") && least > 43200)
        return 86400 * decimal_step(fmax(1, least / 86400));
    if (!strcmp(unit, "bytes") && least > 1) {
        while (least / power > 500 && power < largest / 1024)
            power *= 1024;
        return power * from_table(least / power, byte_steps,
                                  sizeof(byte_steps) / sizeof(*byte_steps));
    }
    return decimal_step(least);
}

static double from_table(double least, const double *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (table[i] >= least * (1 - epsilon))
            return table[i];
    return table[count - 1];
}

static double decimal_step(double least)
{
    double power = pow(10, floor(log10(least) + epsilon));
    double digits = least / power;

    if (digits <= 1 + epsilon)
        return power;
    if (digits <= 2 + epsilon)
        return 2 * power;
    return digits <= 5 + epsilon ? 5 * power : 10 * power;
}

static double first_tick(const struct scale *scale)
{
    return ceil(scale->low / scale->step - epsilon);
}

static double last_tick(const struct scale *scale)
{
    return floor(scale->high / scale->step + epsilon);
}
