/* test_ring.c - the last N values on a step grid. */
#include "tests/test.h"

#include "data/ring.h"

#define STEP INT64_C(10)

static void ring_put_when_full_drops_the_oldest(void **state)
{
    struct ring *ring = ring_new(STEP, 2);
    (void)state;

    assert_true(ring_put(ring, 10, 1));
    assert_true(ring_put(ring, 20, 2));
    assert_true(ring_put(ring, 30, 3));

    assert_near(ring_at(ring, 10), NAN, 0);
    assert_near(ring_at(ring, 20), 2, 0);
    assert_near(ring_at(ring, 30), 3, 0);
    assert_int_equal(ring_newest_ms(ring), 30);
    assert_int_equal(ring_oldest_ms(ring), 20);
    ring_free(ring);
}

static void ring_when_empty_has_no_times_and_only_gaps(void **state)
{
    struct ring *ring = ring_new(STEP, 3);
    const double *values = NULL;
    (void)state;

    assert_int_equal(ring_newest_ms(ring), -1);
    assert_int_equal(ring_oldest_ms(ring), -1);
    assert_near(ring_at(ring, 0), NAN, 0);
    assert_near(ring_at(ring, -10), NAN, 0);
    assert_int_equal(ring_summary(ring, 0, 1000).count, 0);
    assert_int_equal(ring_span(ring, 0, 1000, &values), 0);
    assert_int_equal(ring_step_ms(ring), STEP);
    assert_int_equal(ring_capacity(ring), 3);
    ring_free(ring);
}

static void ring_put_at_time_zero_is_a_value(void **state)
{
    struct ring *ring = ring_new(STEP, 3);
    (void)state;

    assert_true(ring_put(ring, 0, 7));

    assert_int_equal(ring_newest_ms(ring), 0);
    assert_int_equal(ring_oldest_ms(ring), 0);
    assert_near(ring_at(ring, 0), 7, 0);
    ring_free(ring);
}

static void ring_put_off_the_grid_goes_to_the_slot_that_ends_its_step(void **s)
{
    struct ring *ring = ring_new(STEP, 4);
    (void)s;

    assert_true(ring_put(ring, 11, 1));
    assert_int_equal(ring_newest_ms(ring), 20);
    assert_near(ring_at(ring, 12), 1, 0);
    assert_true(ring_put(ring, 19, 2));
    assert_near(ring_at(ring, 20), 2, 0);
    assert_true(ring_put(ring, 20, 3));

    assert_near(ring_at(ring, 20), 3, 0);
    assert_near(ring_at(ring, 21), NAN, 0);
    assert_near(ring_at(ring, 10), NAN, 0);
    assert_int_equal(ring_slot_ms(ring, 20), 20);
    assert_int_equal(ring_slot_ms(ring, 21), 30);
    ring_free(ring);
}

static void ring_put_that_steps_over_slots_makes_gaps_of_them(void **state)
{
    struct ring *ring = ring_new(STEP, 4);
    (void)state;

    for (int i = 1; i <= 4; i++)
        assert_true(ring_put(ring, i * STEP, i));
    assert_true(ring_put(ring, 70, 7));

    assert_near(ring_at(ring, 40), 4, 0);
    assert_near(ring_at(ring, 50), NAN, 0);
    assert_near(ring_at(ring, 60), NAN, 0);
    assert_near(ring_at(ring, 70), 7, 0);
    assert_int_equal(ring_summary(ring, 0, 1000).count, 2);
    assert_true(ring_put(ring, 7000, 1));
    assert_int_equal(ring_summary(ring, 0, 10000).count, 1);
    ring_free(ring);
}

static void ring_put_before_the_window_is_refused(void **state)
{
    struct ring *ring = ring_new(STEP, 3);
    (void)state;

    assert_true(ring_put(ring, 100, 1));
    assert_false(ring_put(ring, 70, 2));
    assert_false(ring_put(ring, -1, 2));
    assert_false(ring_put(ring, INT64_MIN, 2));
    assert_false(ring_put(ring, INT64_MAX, 2));

    assert_true(ring_put(ring, 71, 3));
    assert_near(ring_at(ring, 80), 3, 0);
    assert_int_equal(ring_newest_ms(ring), 100);
    assert_int_equal(ring_summary(ring, 0, 1000).count, 2);
    ring_free(ring);
}

static void ring_put_of_infinity_is_a_value_and_nan_a_gap(void **state)
{
    struct ring *ring = ring_new(STEP, 3);
    struct ring_stats stats;
    (void)state;

    assert_true(ring_put(ring, 10, INFINITY));
    assert_true(ring_put(ring, 20, NAN));
    stats = ring_summary(ring, 0, 100);

    assert_int_equal(stats.count, 1);
    assert_true(isinf(stats.last) && isinf(stats.min) && isinf(stats.max));
    assert_int_equal(stats.last_ms, 10);
    assert_int_equal(ring_newest_ms(ring), 20);
    ring_free(ring);
}

static void ring_summary_counts_both_ends_of_its_stretch(void **state)
{
    struct ring *ring = ring_new(STEP, 10);
    struct ring_stats stats;
    (void)state;

    for (int i = 1; i <= 14; i++)
        assert_true(ring_put(ring, i * STEP, i));
    stats = ring_summary(ring, 60, 90);

    assert_int_equal(stats.count, 4);
    assert_near(stats.min, 6, 0);
    assert_near(stats.max, 9, 0);
    assert_near(stats.avg, 7.5, 0);
    assert_near(stats.last, 9, 0);
    assert_int_equal(stats.last_ms, 90);
    assert_int_equal(ring_summary(ring, 61, 89).count, 2);
    assert_int_equal(ring_summary(ring, INT64_MIN, INT64_MAX).count, 10);
    assert_int_equal(ring_summary(ring, 141, INT64_MAX).count, 0);
    assert_int_equal(ring_summary(ring, INT64_MIN, 49).count, 0);
    assert_int_equal(ring_summary(ring, 90, 60).count, 0);
    ring_free(ring);
}

static void ring_summary_of_gaps_is_nan_and_zero(void **state)
{
    struct ring *ring = ring_new(STEP, 3);
    struct ring_stats stats;
    (void)state;

    assert_true(ring_put(ring, 10, NAN));
    stats = ring_summary(ring, 0, 100);

    assert_near(stats.last, NAN, 0);
    assert_near(stats.min, NAN, 0);
    assert_near(stats.max, NAN, 0);
    assert_near(stats.avg, NAN, 0);
    assert_int_equal(stats.last_ms, 0);
    assert_int_equal(stats.count, 0);
    ring_free(ring);
}

static void ring_forget_after_keeps_older_slots_and_their_times(void **state)
{
    struct ring *ring = ring_new(STEP, 4);
    (void)state;

    for (int i = 1; i <= 6; i++)
        assert_true(ring_put(ring, i * STEP, i));
    ring_forget_after(ring, 45);

    assert_int_equal(ring_newest_ms(ring), 50);
    assert_near(ring_at(ring, 60), NAN, 0);
    assert_near(ring_at(ring, 50), 5, 0);
    assert_near(ring_at(ring, 30), 3, 0);
    assert_near(ring_at(ring, 20), NAN, 0);
    assert_true(ring_put(ring, 20, 2));
    assert_near(ring_at(ring, 20), 2, 0);
    assert_true(ring_put(ring, 60, 6.5));
    assert_near(ring_at(ring, 60), 6.5, 0);
    assert_near(ring_at(ring, 30), 3, 0);
    ring_forget_after(ring, 1000);
    assert_int_equal(ring_newest_ms(ring), 60);
    ring_forget_after(ring, 20);
    assert_int_equal(ring_newest_ms(ring), -1);
    ring_free(ring);
}

static void ring_span_walks_all_slots_across_the_wrap(void **state)
{
    struct ring *ring = ring_new(STEP, 4);
    const double *values = NULL;
    double seen[4];
    size_t count, total = 0;
    (void)state;

    for (int i = 1; i <= 6; i++)
        assert_true(ring_put(ring, i * STEP, i));
    while ((count =
                ring_span(ring, 30 + (int64_t)total * STEP, 1000, &values)) > 0)
        for (size_t i = 0; i < count; i++)
            seen[total++] = values[i];

    assert_int_equal(total, 4);
    for (size_t i = 0; i < total; i++)
        assert_near(seen[i], (double)i + 3, 0);
    assert_int_equal(ring_span(ring, 20, 60, &values), 0);
    assert_int_equal(ring_span(ring, 61, 100, &values), 0);
    ring_free(ring);
}

/* The model: every slot of a small world in a plain array. */
enum { WORLD = 400 };

struct model {
    double slots[WORLD];
    int newest;
};

static void model_put(struct model *model, int slot, int capacity, double value)
{
    if (model->newest >= 0 && slot <= model->newest - capacity)
        return;
    model->slots[slot] = value;
    if (slot > model->newest)
        model->newest = slot;
    for (int i = 0; i <= model->newest - capacity; i++)
        model->slots[i] = NAN;
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static void assert_same(const struct ring *ring, const struct model *model)
{
    double sum = 0;
    size_t count = 0;
    struct ring_stats stats = ring_summary(ring, 0, (WORLD - 1) * STEP);

    for (int i = 0; i < WORLD; i++) {
        assert_near(ring_at(ring, i * STEP), model->slots[i], 0);
        if (!isnan(model->slots[i])) {
            sum += model->slots[i];
            count++;
        }
    }
    assert_int_equal(stats.count, count);
    if (count > 0)
        assert_near(stats.avg, sum / (double)count, 1e-9);
    assert_int_equal(ring_newest_ms(ring),
                     model->newest < 0 ? -1 : model->newest * STEP);
}

static void ring_after_any_puts_equals_a_plain_array(void **state)
{
    uint32_t seed = 20221122;
    (void)state;

    for (int round = 0; round < 60; round++) {
        int capacity = 1 + (int)draw(&seed, 24), at = 0;
        struct ring *ring = ring_new(STEP, (size_t)capacity);
        struct model model = {.newest = -1};

        for (int i = 0; i < WORLD; i++)
            model.slots[i] = NAN;
        for (int i = 0; i < 80; i++) {
            double value = draw(&seed, 8) ? (double)draw(&seed, 1000) : NAN;

            /* mostly the next slot; sometimes back, sometimes far */
            at += draw(&seed, 4) ? 1 : (int)draw(&seed, 40) - 20;
            at = at < 0 ? 0 : at >= WORLD ? WORLD - 1 : at;
            (void)ring_put(ring, at * STEP - (at > 0 ? draw(&seed, 10) : 0),
                           value);
            model_put(&model, at, capacity, value);
            assert_same(ring, &model);
        }
        ring_free(ring);
    }
}

static void ring_latest_forgives_four_gaps_and_no_more(void **state)
{
    struct ring *ring = ring_new(10, 20);
    (void)state;

    assert_near(ring_latest(ring), NAN, 0);
    assert_true(ring_put(ring, 100, 7));
    assert_near(ring_latest(ring), 7, 0);
    assert_true(ring_put(ring, 140, NAN));
    assert_near(ring_latest(ring), 7, 0);
    assert_true(ring_put(ring, 150, NAN));

    assert_near(ring_latest(ring), NAN, 0);
    ring_free(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ring_latest_forgives_four_gaps_and_no_more),
        cmocka_unit_test(ring_put_when_full_drops_the_oldest),
        cmocka_unit_test(ring_when_empty_has_no_times_and_only_gaps),
        cmocka_unit_test(ring_put_at_time_zero_is_a_value),
        cmocka_unit_test(
            ring_put_off_the_grid_goes_to_the_slot_that_ends_its_step),
        cmocka_unit_test(ring_put_that_steps_over_slots_makes_gaps_of_them),
        cmocka_unit_test(ring_put_before_the_window_is_refused),
        cmocka_unit_test(ring_put_of_infinity_is_a_value_and_nan_a_gap),
        cmocka_unit_test(ring_summary_counts_both_ends_of_its_stretch),
        cmocka_unit_test(ring_summary_of_gaps_is_nan_and_zero),
        cmocka_unit_test(ring_forget_after_keeps_older_slots_and_their_times),
        cmocka_unit_test(ring_span_walks_all_slots_across_the_wrap),
        cmocka_unit_test(ring_after_any_puts_equals_a_plain_array),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
