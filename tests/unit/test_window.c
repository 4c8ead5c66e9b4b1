/* test_window.c - which stretch of time to ask for next. */
#include "tests/test.h"

#include "data/window.h"

enum { STEP = 15000 };

static void assert_window(struct window window, int64_t start_ms,
                          int64_t end_ms)
{
    assert_int_equal(window.start_ms, start_ms);
    assert_int_equal(window.end_ms, end_ms);
    assert_int_equal(window.is_live, 0);
}

static void assert_live(struct window window, int64_t now_ms)
{
    assert_int_equal(window.start_ms, now_ms);
    assert_int_equal(window.end_ms, now_ms);
    assert_int_equal(window.is_live, 1);
}

/* Asks at `now_ms`, answers, and returns what was asked. */
static struct window ask(struct coverage *coverage, int64_t now_ms,
                         int64_t step_ms, size_t capacity)
{
    struct window window = window_next(coverage, now_ms, step_ms, capacity);

    window_answered(coverage, &window, now_ms);
    return window;
}

static void window_next_when_nothing_is_known_is_the_whole_window(void **state)
{
    struct coverage coverage = coverage_none();
    struct window window = window_next(&coverage, 1500007, STEP, 10);
    (void)state;

    assert_window(window, 1500000 - 9 * STEP, 1500000);
    assert_int_equal(window.step_ms, STEP);
}

static void window_next_near_the_epoch_starts_at_zero(void **state)
{
    struct coverage coverage = coverage_none();
    (void)state;

    assert_window(window_next(&coverage, 20000, STEP, 10), 0, STEP);
    assert_window(window_next(&coverage, 5, STEP, 10), 0, 0);
}

static void window_next_within_the_same_step_is_live(void **state)
{
    struct coverage coverage = coverage_none();
    (void)state;

    (void)ask(&coverage, 1500001, STEP, 10);
    assert_live(ask(&coverage, 1505000, STEP, 10), 1505000);

    assert_live(ask(&coverage, 1514999, STEP, 10), 1514999);
    assert_int_equal(coverage.asked_ms, 1500000);
}

static void window_next_after_a_grid_time_asks_all_unsettled_slots(void **state)
{
    struct coverage coverage = coverage_none();
    (void)state;

    (void)ask(&coverage, 1500001, STEP, 10);
    assert_int_equal(coverage.settled_ms, 1440000);

    /* 1440000 was 60.001 s old; 1455000 to 1500000 were younger. */
    assert_window(ask(&coverage, 1515002, STEP, 10), 1455000, 1515000);
    assert_int_equal(coverage.settled_ms, 1455000);
    assert_int_equal(coverage.asked_ms, 1515000);
}

static void window_answered_settles_a_slot_at_just_its_age(void **state)
{
    struct coverage coverage = coverage_none();
    struct window window = {1380000, 1500000, STEP, false};
    (void)state;

    window_answered(&coverage, &window, 1440000 + WINDOW_SETTLE_MS - 1);
    assert_int_equal(coverage.settled_ms, 1425000);
    window_answered(&coverage, &window, 1440000 + WINDOW_SETTLE_MS);
    assert_int_equal(coverage.settled_ms, 1440000);
    window_answered(&coverage, &window, 9000000);

    assert_int_equal(coverage.settled_ms, 1500000);
}

static void window_answered_when_live_leaves_coverage_as_it_is(void **state)
{
    struct coverage coverage = {.settled_ms = 30000, .asked_ms = 60000};
    struct window window = {900001, 900001, STEP, true};
    (void)state;

    window_answered(&coverage, &window, 900001);

    assert_int_equal(coverage.settled_ms, 30000);
    assert_int_equal(coverage.asked_ms, 60000);
}

static void window_next_when_all_is_settled_is_live(void **state)
{
    struct coverage coverage = {.settled_ms = 1500000, .asked_ms = 1485000};
    (void)state;

    assert_live(window_next(&coverage, 1500500, STEP, 10), 1500500);
}

static void window_next_after_a_sleep_asks_no_more_than_the_capacity(void **s)
{
    struct coverage coverage = coverage_none();
    (void)s;

    (void)ask(&coverage, 1500001, STEP, 10);

    assert_window(ask(&coverage, 9000123, STEP, 10), 9000000 - 9 * STEP,
                  9000000);
    assert_window(ask(&coverage, 9015000, STEP, 10), 8955000, 9015000);
}

static void window_next_after_a_short_sleep_asks_what_was_missed(void **state)
{
    struct coverage coverage = coverage_none();
    (void)state;

    (void)ask(&coverage, 1500001, STEP, 100);

    assert_window(ask(&coverage, 1800000, STEP, 100), 1455000, 1800000);
}

static void window_next_after_the_clock_went_back_is_whole_again(void **state)
{
    struct coverage coverage = coverage_none();
    (void)state;

    (void)ask(&coverage, 9000001, STEP, 10);
    assert_window(ask(&coverage, 1500002, STEP, 10), 1500000 - 9 * STEP,
                  1500000);

    assert_int_equal(coverage.asked_ms, 1500000);
    assert_int_equal(coverage.settled_ms, 1440000);
    assert_window(ask(&coverage, 1515000, STEP, 10), 1455000, 1515000);
}

static void window_next_with_a_step_above_the_settle_time_asks_two(void **state)
{
    int64_t step = 300000;
    struct coverage coverage = coverage_none();
    (void)state;

    (void)ask(&coverage, 3000002, step, 5);
    assert_int_equal(coverage.settled_ms, 2700000);
    assert_live(ask(&coverage, 3100000, step, 5), 3100000);

    assert_window(ask(&coverage, 3300001, step, 5), 3000000, 3300000);
    assert_int_equal(coverage.settled_ms, 3000000);
    assert_window(ask(&coverage, 3661000, step, 5), 3300000, 3600000);
    assert_int_equal(coverage.settled_ms, 3600000);
}

static void window_next_never_asks_more_points_than_prometheus_gives(void **s)
{
    struct coverage coverage = coverage_none();
    struct window window = window_next(&coverage, 1000000000, 1000, 50000);
    (void)s;

    assert_int_equal((window.end_ms - window.start_ms) / window.step_ms + 1,
                     WINDOW_MAX_POINTS);
    assert_int_equal(window.end_ms, 1000000000);
}

static void window_next_with_one_slot_asks_one_then_live(void **state)
{
    struct coverage coverage = coverage_none();
    (void)state;

    assert_window(ask(&coverage, 1500001, STEP, 1), 1500000, 1500000);
    assert_int_equal(coverage.settled_ms, -1);
    assert_live(ask(&coverage, 1500002, STEP, 1), 1500002);

    assert_window(ask(&coverage, 1515000, STEP, 1), 1515000, 1515000);
}

static void zoom_for_range_is_the_first_that_is_as_long(void **state)
{
    const int64_t minute = 60000, hour = 60 * minute;
    (void)state;

    assert_int_equal(zoom_count, 5);
    assert_string_equal(zoom_table[zoom_for_range(0)].name, "15m");
    assert_string_equal(zoom_table[zoom_for_range(15 * minute)].name, "15m");
    assert_string_equal(zoom_table[zoom_for_range(16 * minute)].name, "1h");
    assert_string_equal(zoom_table[zoom_for_range(6 * hour)].name, "6h");
    assert_string_equal(zoom_table[zoom_for_range(24 * hour)].name, "24h");
    assert_string_equal(zoom_table[zoom_for_range(25 * hour)].name, "7d");
    assert_string_equal(zoom_table[zoom_for_range(INT64_MAX)].name, "7d");
    assert_int_equal(zoom_table[4].range_ms, hour * 24 * 7);
    assert_int_equal(zoom_table[4].step_ms, 30 * minute);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(window_next_when_nothing_is_known_is_the_whole_window),
        cmocka_unit_test(window_next_near_the_epoch_starts_at_zero),
        cmocka_unit_test(window_next_within_the_same_step_is_live),
        cmocka_unit_test(
            window_next_after_a_grid_time_asks_all_unsettled_slots),
        cmocka_unit_test(window_answered_settles_a_slot_at_just_its_age),
        cmocka_unit_test(window_answered_when_live_leaves_coverage_as_it_is),
        cmocka_unit_test(window_next_when_all_is_settled_is_live),
        cmocka_unit_test(
            window_next_after_a_sleep_asks_no_more_than_the_capacity),
        cmocka_unit_test(window_next_after_a_short_sleep_asks_what_was_missed),
        cmocka_unit_test(window_next_after_the_clock_went_back_is_whole_again),
        cmocka_unit_test(
            window_next_with_a_step_above_the_settle_time_asks_two),
        cmocka_unit_test(
            window_next_never_asks_more_points_than_prometheus_gives),
        cmocka_unit_test(window_next_with_one_slot_asks_one_then_live),
        cmocka_unit_test(zoom_for_range_is_the_first_that_is_as_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
