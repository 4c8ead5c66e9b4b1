/* test_scale.c - round numbers on a value axis. */
#include "tests/test.h"

#include <float.h>

#include "ui/graph.h"
#include "ui/scale.h"

static void assert_scale(struct scale scale, double low, double high,
                         double step)
{
    assert_near(scale.low, low, fabs(low) * 1e-9);
    assert_near(scale.high, high, fabs(high) * 1e-9);
    assert_near(scale.step, step, step * 1e-9);
}

static void scale_make_widens_to_round_numbers(void **state)
{
    (void)state;

    assert_scale(scale_make(0, 8420, 0, 4, ""), 0, 10000, 5000);
    assert_scale(scale_make(0, 1.31, 0, 4, "s"), 0, 1.5, 0.5);
    assert_scale(scale_make(0, 10, 0, 4, ""), 0, 10, 5);
    assert_scale(scale_make(0, 45, 0, 5, "%"), 0, 50, 10);
    assert_scale(scale_make(-3, 4, 0, 4, ""), -4, 4, 2);
    assert_scale(scale_make(12, 13, 0, 4, ""), 12, 13, 0.5);
}

static void scale_make_keeps_fixed_ends(void **state)
{
    const unsigned both = SCALE_FIXED_LOW | SCALE_FIXED_HIGH;
    (void)state;

    assert_scale(scale_make(0, 100, both, 4, "%"), 0, 100, 25);
    assert_scale(scale_make(50, 100, both, 4, "%"), 50, 100, 25);
    assert_scale(scale_make(80, 100, both, 5, "%"), 80, 100, 5);
    assert_scale(scale_make(0, 97, both, 4, "%"), 0, 97, 50);
    assert_scale(scale_make(0, 97, SCALE_FIXED_HIGH, 4, "%"), 0, 97, 50);
    assert_scale(scale_make(3, 97, SCALE_FIXED_LOW, 4, "%"), 3, 100, 50);
}

static void scale_make_of_seconds_goes_on_to_minutes_and_days(void **state)
{
    (void)state;

    assert_scale(scale_make(0, 100, 0, 4, "s"), 0, 120, 30);
    assert_scale(scale_make(0, 3000, 0, 4, "s"), 0, 3600, 900);
    assert_scale(scale_make(0, 300000, 0, 4, "s"), 0, 345600, 86400);
    assert_scale(scale_make(0, 20, 0, 4, "s"), 0, 20, 5);
}

static void scale_make_of_bytes_goes_by_1024(void **state)
{
    const double mib = 1024.0 * 1024;
    (void)state;

    assert_scale(scale_make(0, 300 * mib, 0, 4, "bytes"), 0, 300 * mib,
                 100 * mib);
    assert_scale(scale_make(0, 3000 * mib, 0, 4, "bytes"), 0, 3072 * mib,
                 1024 * mib);
    assert_scale(scale_make(0, 700, 0, 2, "bytes"), 0, 1000, 500);
}

static void scale_make_of_equal_ends_pulls_them_apart(void **state)
{
    (void)state;

    assert_scale(scale_make(0, 0, 0, 4, ""), 0, 1, 0.5);
    assert_scale(scale_make(5, 5, 0, 4, ""), 4, 10, 2);
    assert_scale(scale_make(NAN, NAN, 0, 4, ""), 0, 1, 0.5);
    assert_scale(scale_make(0, -INFINITY, 0, 4, ""), 0, 1, 0.5);
}

static void scale_make_of_any_doubles_is_usable(void **state)
{
    const double values[] = {0,        -0.0,     1,         -1,   DBL_MAX,
                             -DBL_MAX, DBL_MIN,  5e-324,    1e17, 1e17 + 64,
                             NAN,      INFINITY, -INFINITY, 0.1,  1e-12};
    const size_t count = sizeof(values) / sizeof(*values);
    const char *const units[] = {"", "s", "%", "bytes"};
    (void)state;

    for (size_t i = 0; i < count * count * 4 * 4; i++) {
        double low = values[i % count], high = values[i / count % count];
        unsigned fixed = (unsigned)(i / (count * count) % 4);
        const char *unit = units[i / (count * count * 4)];
        struct scale scale = scale_make(low, high, fixed, 5, unit);
        double middle = scale_fraction(&scale, 0.3);

        if (!isfinite(scale.low) || !(scale.high > scale.low) ||
            !(scale.step > 0) || !isfinite(scale.step) ||
            scale_tick_count(&scale) > 7 || !(middle >= 0 && middle <= 1))
            fail_msg("%g to %g, fixed %u, %s: %g to %g by %g", low, high, fixed,
                     unit, scale.low, scale.high, scale.step);
    }
}

static void scale_fraction_is_cut_to_the_ends(void **state)
{
    struct scale scale = {.low = 10, .high = 20, .step = 5};
    (void)state;

    assert_near(scale_fraction(&scale, 12.5), 0.25, 1e-12);
    assert_near(scale_fraction(&scale, 9), 0, 0);
    assert_near(scale_fraction(&scale, 21), 1, 0);
    assert_near(scale_fraction(&scale, INFINITY), 1, 0);
    assert_near(scale_fraction(&scale, -INFINITY), 0, 0);
}

static void scale_tick_lists_multiples_within_the_ends(void **state)
{
    struct scale scale = {.low = 3, .high = 20.5, .step = 5};
    (void)state;

    assert_int_equal(scale_tick_count(&scale), 4);
    assert_near(scale_tick(&scale, 0), 5, 0);
    assert_near(scale_tick(&scale, 3), 20, 0);
}

static void scale_own_step_needs_no_more_digits_than_there_are(void **state)
{
    (void)state;

    assert_near(scale_own_step(90), 10, 1e-9);
    assert_near(scale_own_step(85), 1, 1e-9);
    assert_near(scale_own_step(0.5), 0.1, 1e-9);
    assert_near(scale_own_step(1.25), 0.01, 1e-9);
    assert_near(scale_own_step(-131000), 1000, 1e-9);
    assert_near(scale_own_step(1.0 / 3), 0.001, 1e-9);
    assert_near(scale_own_step(0), 1, 0);
    assert_near(scale_own_step(NAN), 1, 0);
}

static void graph_ticks_fills_no_more_than_there_is_room(void **state)
{
    double ticks[8], low = 0.2, high = 9.3;
    size_t count;
    (void)state;

    count = graph_ticks(&low, &high, ticks, 6);

    assert_int_equal(count, 6);
    assert_near(low, 0, 0);
    assert_near(high, 10, 1e-9);
    assert_near(ticks[1], 2, 1e-9);
    assert_near(ticks[5], 10, 1e-9);
    low = 0, high = 9.3;
    assert_int_equal(graph_ticks(&low, &high, ticks, 2), 2);
    assert_near(ticks[1], 10, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scale_make_widens_to_round_numbers),
        cmocka_unit_test(scale_make_keeps_fixed_ends),
        cmocka_unit_test(scale_make_of_seconds_goes_on_to_minutes_and_days),
        cmocka_unit_test(scale_make_of_bytes_goes_by_1024),
        cmocka_unit_test(scale_make_of_equal_ends_pulls_them_apart),
        cmocka_unit_test(scale_make_of_any_doubles_is_usable),
        cmocka_unit_test(scale_fraction_is_cut_to_the_ends),
        cmocka_unit_test(scale_tick_lists_multiples_within_the_ends),
        cmocka_unit_test(scale_own_step_needs_no_more_digits_than_there_are),
        cmocka_unit_test(graph_ticks_fills_no_more_than_there_is_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
