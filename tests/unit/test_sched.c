/* test_sched.c - intervals, jitter, back-off, no overlap. */
#include "tests/test.h"

#include "sched/sched.h"

static void sched_due_after_add_is_at_once(void **state)
{
    struct sched *sched = sched_new(1);
    size_t job = sched_add(sched, 0, 5000);
    (void)state;

    assert_int_equal(sched_due(sched, 100), job);
    assert_int_equal(sched_next_ms(sched), 0);
    sched_free(sched);
}

static void sched_due_while_in_flight_never_names_the_job(void **state)
{
    struct sched *sched = sched_new(1);
    size_t job = sched_add(sched, 0, 5000);
    (void)state;

    sched_started(sched, job);

    assert_int_equal(sched_due(sched, 1000000), SCHED_NONE);
    assert_int_equal(sched_next_ms(sched), -1);
    sched_kick(sched, job);
    assert_int_equal(sched_due(sched, 1000000), SCHED_NONE);
    sched_finished(sched, job, true, 0, 1000000);
    assert_int_equal(sched_due(sched, 1000000), job);
    sched_free(sched);
}

static void sched_finished_well_books_one_tick_for_the_whole_group(void **state)
{
    struct sched *sched = sched_new(7);
    size_t left = sched_add(sched, 3, 5000);
    size_t right = sched_add(sched, 3, 5000);
    (void)state;

    sched_started(sched, left);
    sched_started(sched, right);
    sched_finished(sched, left, true, 0, 10010);
    sched_finished(sched, right, true, 0, 10240);

    assert_int_equal(sched_booked_ms(sched, left),
                     sched_booked_ms(sched, right));
    assert_in_range(sched_booked_ms(sched, left), 15000, 15500);
    sched_free(sched);
}

static void sched_finished_badly_doubles_up_to_the_cap(void **state)
{
    struct sched *sched = sched_new(9);
    size_t job = sched_add(sched, 0, 5000);
    static const int64_t longest[] = {5000, 10000, 20000, 40000, 60000, 60000};
    (void)state;

    for (size_t i = 0; i < sizeof(longest) / sizeof(longest[0]); i++) {
        sched_started(sched, job);
        sched_finished(sched, job, false, 0, 1000);
        assert_in_range(sched_booked_ms(sched, job) - 1000,
                        longest[i] * 9 / 10 - 1, longest[i]);
        assert_int_equal(sched_failures(sched, job), i + 1);
    }
    sched_started(sched, job);
    sched_finished(sched, job, true, 0, 1000);
    assert_int_equal(sched_failures(sched, job), 0);
    assert_in_range(sched_booked_ms(sched, job), 5000, 5500);
    sched_free(sched);
}

static void sched_finished_with_retry_after_waits_as_told(void **state)
{
    struct sched *sched = sched_new(9);
    size_t job = sched_add(sched, 0, 5000);
    (void)state;

    sched_started(sched, job);
    sched_finished(sched, job, false, 120000, 1000);

    assert_int_equal(sched_booked_ms(sched, job), 121000);
    sched_free(sched);
}

static void sched_pause_stops_all_but_what_was_kicked(void **state)
{
    struct sched *sched = sched_new(9);
    size_t first = sched_add(sched, 0, 5000);
    size_t second = sched_add(sched, 0, 5000);

    (void)state;

    sched_pause(sched, true);
    assert_int_equal(sched_due(sched, 99999), SCHED_NONE);
    sched_kick(sched, second);

    assert_int_equal(sched_due(sched, 99999), second);
    sched_started(sched, second);
    sched_finished(sched, second, true, 0, 99999);
    assert_int_equal(sched_due(sched, 999999), SCHED_NONE);
    sched_pause(sched, false);
    assert_int_equal(sched_due(sched, 999999), first);
    sched_free(sched);
}

static void sched_enable_of_a_resting_job_makes_it_due(void **state)
{
    struct sched *sched = sched_new(9);
    size_t job = sched_add(sched, 0, 5000);
    (void)state;

    sched_started(sched, job);
    sched_finished(sched, job, true, 0, 1000);
    sched_enable(sched, job, false);
    assert_int_equal(sched_due(sched, 999999), SCHED_NONE);
    sched_enable(sched, job, true);

    assert_int_equal(sched_due(sched, 1001), job);
    sched_free(sched);
}

static void sched_ticks_of_another_seed_differ(void **state)
{
    int64_t booked[2];
    (void)state;

    for (uint64_t seed = 0; seed < 2; seed++) {
        struct sched *sched = sched_new(seed);
        size_t job = sched_add(sched, 0, 60000);

        sched_started(sched, job);
        sched_finished(sched, job, true, 0, 1000);
        booked[seed] = sched_booked_ms(sched, job);
        sched_free(sched);
    }

    assert_int_not_equal(booked[0], booked[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sched_due_after_add_is_at_once),
        cmocka_unit_test(sched_due_while_in_flight_never_names_the_job),
        cmocka_unit_test(
            sched_finished_well_books_one_tick_for_the_whole_group),
        cmocka_unit_test(sched_finished_badly_doubles_up_to_the_cap),
        cmocka_unit_test(sched_finished_with_retry_after_waits_as_told),
        cmocka_unit_test(sched_pause_stops_all_but_what_was_kicked),
        cmocka_unit_test(sched_enable_of_a_resting_job_makes_it_due),
        cmocka_unit_test(sched_ticks_of_another_seed_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
