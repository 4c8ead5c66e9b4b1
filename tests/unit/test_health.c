/* test_health.c - is a number well, and since when is it not? */
#include "tests/test.h"

#include "model/health.h"

#define STEP INT64_C(10)

enum { CAPACITY = 20, STALE = 45 };

static const struct panel_threshold above_90 = {
    .severity = SEVERITY_CRITICAL, .is_above = true, .limit = 90};
static const struct panel_threshold above_90_for_30 = {
    .severity = SEVERITY_CRITICAL, .is_above = true, .limit = 90, .for_ms = 30};

/* Returns a ring with these values at 100, 110, 120 and so on. */
static struct ring *ring_of(const double *values, size_t count)
{
    struct ring *ring = ring_new(STEP, CAPACITY);

    for (size_t i = 0; i < count; i++)
        assert_true(ring_put(ring, 100 + (int64_t)i * STEP, values[i]));
    return ring;
}

/* Judges these values, from 100 on. */
static struct health judge(const double *values, size_t value_count,
                           const struct panel_threshold *thresholds,
                           size_t count, int64_t now_ms)
{
    struct ring *ring = ring_of(values, value_count);
    struct health health = health_of(ring, thresholds, count, now_ms, STALE);

    ring_free(ring);
    return health;
}

#define JUDGE(thresholds, count, now_ms, ...)                                  \
    judge((const double[]){__VA_ARGS__},                                       \
          sizeof((const double[]){__VA_ARGS__}) / sizeof(double),              \
          (thresholds), (count), (now_ms))

static void health_of_an_empty_ring_is_unknown(void **state)
{
    struct ring *ring = ring_new(STEP, CAPACITY);
    struct health health = health_of(ring, &above_90, 1, 1000, STALE);
    (void)state;

    assert_int_equal(health.state, HEALTH_UNKNOWN);
    assert_near(health.value, NAN, 0);
    assert_int_equal(health.value_ms, -1);
    assert_int_equal(health.since_ms, -1);
    assert_null(health.breached);
    assert_false(health.is_pending);
    ring_free(ring);
}

static void health_of_only_gaps_is_unknown(void **state)
{
    struct health health = JUDGE(&above_90, 1, 110, NAN, NAN);
    (void)state;

    assert_int_equal(health.state, HEALTH_UNKNOWN);
    assert_int_equal(health.value_ms, -1);
}

static void health_of_a_value_without_thresholds_is_ok(void **state)
{
    struct health health = JUDGE(NULL, 0, 115, 1, 2);
    (void)state;

    assert_int_equal(health.state, HEALTH_OK);
    assert_near(health.value, 2, 0);
    assert_int_equal(health.value_ms, 110);
    assert_null(health.breached);
}

static void health_of_a_stale_value_is_unknown_but_told(void **state)
{
    struct health fresh = JUDGE(&above_90, 1, 110 + STALE, 95, 95);
    struct health stale = JUDGE(&above_90, 1, 110 + STALE + 1, 95, 95);
    (void)state;

    assert_int_equal(fresh.state, HEALTH_CRITICAL);
    assert_int_equal(stale.state, HEALTH_UNKNOWN);
    assert_near(stale.value, 95, 0);
    assert_int_equal(stale.value_ms, 110);
    assert_int_equal(stale.since_ms, -1);
    assert_null(stale.breached);
}

static void health_of_a_value_at_the_limit_is_ok(void **state)
{
    struct panel_threshold below = {.severity = SEVERITY_WARNING, .limit = 5};
    (void)state;

    assert_int_equal(JUDGE(&above_90, 1, 100, 90).state, HEALTH_OK);
    assert_int_equal(JUDGE(&above_90, 1, 100, 90.001).state, HEALTH_CRITICAL);
    assert_int_equal(JUDGE(&below, 1, 100, 5).state, HEALTH_OK);
    assert_int_equal(JUDGE(&below, 1, 100, 4.999).state, HEALTH_WARNING);
    assert_int_equal(JUDGE(&above_90, 1, 100, INFINITY).state, HEALTH_CRITICAL);
}

static void health_counts_from_the_start_of_the_unbroken_run(void **state)
{
    struct health health = JUDGE(&above_90, 1, 150, 99, 50, 91, 92, 93, 94);
    (void)state;

    assert_int_equal(health.state, HEALTH_CRITICAL);
    assert_int_equal(health.since_ms, 120);
    assert_ptr_equal(health.breached, &above_90);
}

static void health_run_is_broken_by_a_gap(void **state)
{
    struct health health =
        JUDGE(&above_90_for_30, 1, 150, 99, 99, 99, NAN, 93, 94);
    (void)state;

    assert_int_equal(health.state, HEALTH_OK);
    assert_true(health.is_pending);
    assert_int_equal(health.since_ms, 140);
    assert_int_equal(health.fires_at_ms, 170);
}

static void health_run_is_not_broken_by_gaps_after_the_newest(void **state)
{
    struct health health =
        JUDGE(&above_90_for_30, 1, 150, 50, 99, 99, 99, NAN, NAN);
    (void)state;

    assert_int_equal(health.state, HEALTH_CRITICAL);
    assert_near(health.value, 99, 0);
    assert_int_equal(health.value_ms, 130);
    assert_int_equal(health.since_ms, 110);
}

static void health_is_pending_until_just_its_for_has_passed(void **state)
{
    struct health early = JUDGE(&above_90_for_30, 1, 139, 50, 99, 99, 99);
    struct health due = JUDGE(&above_90_for_30, 1, 140, 50, 99, 99, 99, 99);
    (void)state;

    assert_int_equal(early.state, HEALTH_OK);
    assert_true(early.is_pending);
    assert_ptr_equal(early.breached, &above_90_for_30);
    assert_int_equal(early.since_ms, 110);
    assert_int_equal(early.fires_at_ms, 140);
    assert_int_equal(due.state, HEALTH_CRITICAL);
    assert_false(due.is_pending);
    assert_int_equal(due.fires_at_ms, -1);
}

static void health_of_a_recovered_value_is_ok(void **state)
{
    struct health health = JUDGE(&above_90_for_30, 1, 150, 99, 99, 99, 99, 9);
    (void)state;

    assert_int_equal(health.state, HEALTH_OK);
    assert_false(health.is_pending);
    assert_null(health.breached);
    assert_int_equal(health.since_ms, -1);
}

static void health_of_a_live_value_is_not_from_the_future(void **state)
{
    struct ring *ring = ring_new(STEP, CAPACITY);
    struct health health;
    (void)state;

    assert_true(ring_put(ring, 103, 95));
    health = health_of(ring, &above_90_for_30, 1, 103, STALE);

    assert_int_equal(health.value_ms, 103);
    assert_int_equal(health.since_ms, 103);
    assert_int_equal(health.fires_at_ms, 133);
    ring_free(ring);
}

static void health_run_over_the_whole_ring_starts_at_its_oldest(void **state)
{
    struct ring *ring = ring_new(STEP, CAPACITY);
    struct health health;
    (void)state;

    for (int i = 0; i < 3 * CAPACITY; i++)
        assert_true(ring_put(ring, i * STEP, 95));
    health = health_of(ring, &above_90, 1, 590, STALE);

    assert_int_equal(health.since_ms, 400);
    ring_free(ring);
}

static void health_is_that_of_the_worst_threshold_that_fired(void **state)
{
    const struct panel_threshold thresholds[] = {
        {.severity = SEVERITY_INFO, .is_above = true, .limit = 10},
        {.severity = SEVERITY_WARNING, .is_above = true, .limit = 80},
        above_90_for_30,
    };
    struct health warning = JUDGE(thresholds, 3, 130, 85, 85, 95, 95);
    struct health critical = JUDGE(thresholds, 3, 150, 85, 85, 95, 95, 95, 95);
    (void)state;

    assert_int_equal(warning.state, HEALTH_WARNING);
    assert_ptr_equal(warning.breached, &thresholds[1]);
    assert_int_equal(warning.since_ms, 100);
    assert_false(warning.is_pending);
    assert_int_equal(critical.state, HEALTH_CRITICAL);
    assert_ptr_equal(critical.breached, &thresholds[2]);
    assert_int_equal(critical.since_ms, 120);
}

static void health_of_two_as_bad_counts_from_the_earlier(void **state)
{
    const struct panel_threshold thresholds[] = {
        {.severity = SEVERITY_CRITICAL, .is_above = true, .limit = 95},
        {.severity = SEVERITY_CRITICAL, .is_above = true, .limit = 90},
    };
    struct health health = JUDGE(thresholds, 2, 120, 91, 92, 96);
    (void)state;

    assert_ptr_equal(health.breached, &thresholds[1]);
    assert_int_equal(health.since_ms, 100);
}

static void health_of_two_pending_tells_the_next_to_fire(void **state)
{
    const struct panel_threshold thresholds[] = {
        {SEVERITY_CRITICAL, true, 90, 600, NULL},
        {SEVERITY_WARNING, true, 80, 300, NULL},
    };
    struct health health = JUDGE(thresholds, 2, 120, 91, 92, 96);
    (void)state;

    assert_int_equal(health.state, HEALTH_OK);
    assert_true(health.is_pending);
    assert_ptr_equal(health.breached, &thresholds[1]);
    assert_int_equal(health.fires_at_ms, 400);
}

static void health_of_an_info_threshold_is_ok_and_told_when_due(void **state)
{
    const struct panel_threshold info = {
        .severity = SEVERITY_INFO, .is_above = true, .limit = 10, .for_ms = 20};
    struct health early = JUDGE(&info, 1, 110, 11, 11);
    struct health due = JUDGE(&info, 1, 120, 11, 11, 11);
    (void)state;

    assert_int_equal(early.state, HEALTH_OK);
    assert_null(early.breached);
    assert_false(early.is_pending);
    assert_int_equal(due.state, HEALTH_OK);
    assert_ptr_equal(due.breached, &info);
    assert_int_equal(due.since_ms, 100);
    assert_false(due.is_pending);
}

static void health_name_says_the_state(void **state)
{
    (void)state;

    assert_string_equal(health_name(HEALTH_OK), "ok");
    assert_string_equal(health_name(HEALTH_WARNING), "warning");
    assert_string_equal(health_name(HEALTH_CRITICAL), "critical");
    assert_string_equal(health_name(HEALTH_UNKNOWN), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(health_of_an_empty_ring_is_unknown),
        cmocka_unit_test(health_of_only_gaps_is_unknown),
        cmocka_unit_test(health_of_a_value_without_thresholds_is_ok),
        cmocka_unit_test(health_of_a_stale_value_is_unknown_but_told),
        cmocka_unit_test(health_of_a_value_at_the_limit_is_ok),
        cmocka_unit_test(health_counts_from_the_start_of_the_unbroken_run),
        cmocka_unit_test(health_run_is_broken_by_a_gap),
        cmocka_unit_test(health_run_is_not_broken_by_gaps_after_the_newest),
        cmocka_unit_test(health_is_pending_until_just_its_for_has_passed),
        cmocka_unit_test(health_of_a_recovered_value_is_ok),
        cmocka_unit_test(health_of_a_live_value_is_not_from_the_future),
        cmocka_unit_test(health_run_over_the_whole_ring_starts_at_its_oldest),
        cmocka_unit_test(health_is_that_of_the_worst_threshold_that_fired),
        cmocka_unit_test(health_of_two_as_bad_counts_from_the_earlier),
        cmocka_unit_test(health_of_two_pending_tells_the_next_to_fire),
        cmocka_unit_test(health_of_an_info_threshold_is_ok_and_told_when_due),
        cmocka_unit_test(health_name_says_the_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
