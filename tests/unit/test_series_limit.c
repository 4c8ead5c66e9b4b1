/* test_series_limit.c - which series are kept, and what an answer does to them.
 */
#include "tests/test.h"

#include "tests/support/series_fixture.h"

static void series_set_beyond_the_limit_keeps_the_largest_latest(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 3);
    (void)state;

    series_set_begin(f.set, 0, 20);
    PUT(&f, "a", 0, 90, 90, 1);
    PUT(&f, "b", 0, 1, 1, 5);
    PUT(&f, "c", 0, 1, 4);
    PUT(&f, "d", 0, 1, 1, 3);
    PUT(&f, "e", 0, 1, 1, -INFINITY);
    PUT(&f, "f", 0, 1, 1, 9);
    series_set_commit(f.set);

    assert_string_equal(pods_of(&f), "b c f");
    assert_int_equal(series_set_left_out(f.set), 3);
    assert_near(headline_at(&f, 0), 95, 0); /* over all six */
    assert_near(value_of(&f, 2, 0), 1, 0);
    assert_near(value_of(&f, 2, 20), 9, 0);
    assert_false(series_set_wants_backfill(f.set));
    fixture_end(&f);
}

static void series_set_of_equal_values_keeps_those_it_has(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 2);
    (void)state;

    LIVE(&f, 5, 1, 1, 1, 1);

    assert_string_equal(pods_of(&f), "a b");
    assert_int_equal(series_set_left_out(f.set), 2);
    fixture_end(&f);
}

static void series_set_gone_series_is_the_first_to_make_room(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 2);
    (void)state;

    series_set_begin(f.set, 0, 10);
    PUT(&f, "y", 0, 100, 100);
    PUT(&f, "z", 0, 2, 2);
    series_set_commit(f.set);
    series_set_begin(f.set, 20, 20);
    PUT(&f, "z", 20, 2);
    series_set_commit(f.set);
    assert_string_equal(pods_of(&f), "y z");
    series_set_begin(f.set, 30, 30);
    PUT(&f, "a", 30, -5);
    PUT(&f, "z", 30, 2);
    series_set_commit(f.set);

    assert_string_equal(pods_of(&f), "a z");
    assert_near(value_of(&f, 1, 0), 2, 0);
    fixture_end(&f);
}

static void series_set_that_pushed_one_out_wants_backfill_until_whole(void **s)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 1);
    (void)s;

    series_set_begin(f.set, 0, 100);
    PUT(&f, "a", 30, 1, 1, 1, 1, 1, 1, 1, 5);
    PUT(&f, "b", 30, 1, 1, 1, 1, 1, 1, 1, 4);
    series_set_commit(f.set);
    assert_false(series_set_wants_backfill(f.set));
    LIVE(&f, 110, 3, 4);
    assert_string_equal(pods_of(&f), "b");
    assert_near(value_of(&f, 0, 100), NAN, 0);
    assert_true(series_set_wants_backfill(f.set));
    LIVE(&f, 115, 3, 4);
    assert_true(series_set_wants_backfill(f.set));
    series_set_begin(f.set, 40, 110);
    PUT(&f, "a", 40, 1, 1, 1, 1, 1, 1, 5, 3);
    PUT(&f, "b", 40, 1, 1, 1, 1, 1, 1, 4, 4);
    series_set_commit(f.set);

    assert_false(series_set_wants_backfill(f.set));
    assert_string_equal(pods_of(&f), "b");
    assert_near(value_of(&f, 0, 100), 4, 0);
    assert_near(value_of(&f, 0, 120), 4, 0); /* the live one stays */
    fixture_end(&f);
}

static void series_set_headline_of_worst_and_of_one_series(void **state)
{
    const enum headline_kind kinds[] = {HEADLINE_MAX, HEADLINE_MIN,
                                        HEADLINE_SELECT};
    const double expected[][2] = {{3, 9}, {1, 7}, {2, NAN}};
    (void)state;

    for (int i = 0; i < 3; i++) {
        struct fixture f = fixture_of(kinds[i], 1);

        series_set_begin(f.set, 10, 30);
        PUT(&f, "a", 10, 1, 9);
        PUT(&f, "b", 10, 2);
        PUT(&f, "c", 10, 3, 7);
        series_set_commit(f.set);

        assert_near(headline_at(&f, 10), expected[i][0], 0);
        assert_near(headline_at(&f, 20), expected[i][1], 0);
        assert_near(headline_at(&f, 30), NAN, 0);
        assert_int_equal(ring_newest_ms(series_set_headline(f.set)), 30);
        fixture_end(&f);
    }
}

static void series_set_abort_keeps_samples_and_drops_the_headline(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    uint64_t generation;
    (void)state;

    LIVE(&f, 10, 1, 2);
    generation = series_set_generation(f.set);
    series_set_begin(f.set, 10, 30);
    PUT(&f, "a", 10, 7, 8);
    PUT(&f, "c", 10, 5, 5, 5);
    PUT(&f, "b", 10, 9);
    series_set_abort(f.set);

    assert_true(series_set_generation(f.set) != generation);
    assert_string_equal(pods_of(&f), "a b c");
    assert_near(value_of(&f, 0, 20), 8, 0);
    assert_near(value_of(&f, 1, 10), 9, 0);
    assert_near(headline_at(&f, 10), 3, 0);
    assert_near(headline_at(&f, 20), NAN, 0);
    assert_int_equal(series_set_answer_samples(f.set), 2);
    assert_int_equal(series_set_newest_ms(f.set), 30);
    fixture_end(&f);
}

static void series_set_abort_forgets_a_new_series_half_told(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 10, 30);
    PUT(&f, "a", 10, 1, 2);
    series_set_abort(f.set);
    assert_string_equal(pods_of(&f), "");
    series_set_begin(f.set, 10, 30);
    PUT(&f, "b", 30, 3);
    series_set_commit(f.set);

    assert_string_equal(pods_of(&f), "b");
    assert_near(value_of(&f, 0, 10), NAN, 0);
    fixture_end(&f);
}

static void series_set_reset_ends_the_answer_under_way(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 1);
    (void)state;

    LIVE(&f, 10, 1, 2);
    series_set_begin(f.set, 20, 20);
    PUT(&f, "a", 20, 1);
    put_pod(&f, "c");
    series_set_reset(f.set);
    series_set_sample(f.set, 20, 1);
    PUT(&f, "d", 20, 1);
    series_set_commit(f.set);

    assert_int_equal(series_set_count(f.set), 0);
    assert_int_equal(series_set_left_out(f.set), 0);
    assert_int_equal(series_set_newest_ms(f.set), -1);
    assert_int_equal(series_set_answer_samples(f.set), 0);
    assert_int_equal(ring_newest_ms(series_set_headline(f.set)), -1);
    LIVE(&f, 5, 4);
    assert_near(headline_at(&f, 10), 4, 0);
    fixture_end(&f);
}

static void series_set_answer_all_zero_needs_a_sample(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    LIVE(&f, 10, 0, NAN, -0.0);
    assert_true(series_set_answer_all_zero(f.set));
    LIVE(&f, 20, 0, 0.5);
    assert_false(series_set_answer_all_zero(f.set));
    series_set_begin(f.set, 30, 30);
    series_set_commit(f.set);

    assert_false(series_set_answer_all_zero(f.set));
    assert_int_equal(series_set_answer_samples(f.set), 0);
    assert_near(headline_at(&f, 30), NAN, 0);
    assert_int_equal(ring_newest_ms(series_set_headline(f.set)), 30);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_set_beyond_the_limit_keeps_the_largest_latest),
        cmocka_unit_test(series_set_of_equal_values_keeps_those_it_has),
        cmocka_unit_test(series_set_gone_series_is_the_first_to_make_room),
        cmocka_unit_test(
            series_set_that_pushed_one_out_wants_backfill_until_whole),
        cmocka_unit_test(series_set_headline_of_worst_and_of_one_series),
        cmocka_unit_test(series_set_abort_keeps_samples_and_drops_the_headline),
        cmocka_unit_test(series_set_abort_forgets_a_new_series_half_told),
        cmocka_unit_test(series_set_reset_ends_the_answer_under_way),
        cmocka_unit_test(series_set_answer_all_zero_needs_a_sample),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
