/* scale.h - the value axis of a graph: round numbers from bottom to top.
 *
 * Layer: ui. Pure. Steps are 1, 2 or 5 times a power of ten; seconds go on to
 * whole minutes, hours and days, bytes to powers of 1024. Any doubles are
 * fine: NAN and infinities count as absent, equal ends are pulled apart.
 */
#ifndef TRACETOP_UI_SCALE_H
#define TRACETOP_UI_SCALE_H

#include <stdbool.h>
#include <stddef.h>

struct scale {
    double low, high; /* finite, low below high */
    double step;      /* between two ticks */
};

enum scale_fixed { SCALE_FIXED_LOW = 1, SCALE_FIXED_HIGH = 2 };

/* Returns a scale of at most `steps` steps (1 or more) from `low` to `high`,
 * widened to round numbers but for the ends in `fixed` (a set of enum
 * scale_fixed). `unit` is as in units.h. */
struct scale scale_make(double low, double high, unsigned fixed, int steps,
                        const char *unit);

/* Returns where a value stands: 0 at the bottom to 1 at the top, cut to that.
 * `value` must not be NAN. */
double scale_fraction(const struct scale *scale, double value);

/* Returns how many ticks there are, and the one at a place from the bottom. */
size_t scale_tick_count(const struct scale *scale);
double scale_tick(const struct scale *scale, size_t index);

/* Returns the step that a single number needs to be written in full, to three
 * significant digits: 0.1 for 1.3, 10 for 90. */
double scale_own_step(double value);

#endif
