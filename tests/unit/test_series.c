/* test_series.c - the bounded series of one query. */
#include "tests/test.h"

#include "tests/support/series_fixture.h"

static void series_set_commit_shows_series_in_order_of_labels(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 10, 30);
    PUT(&f, "c", 10, 1, 2, 3);
    PUT(&f, "a", 10, 4, 5, 6);
    PUT(&f, "b", 20, 7);
    assert_string_equal(pods_of(&f), "");
    series_set_commit(f.set);

    assert_string_equal(pods_of(&f), "a b c");
    assert_near(value_of(&f, 0, 30), 6, 0);
    assert_near(value_of(&f, 1, 10), NAN, 0);
    assert_near(value_of(&f, 1, 20), 7, 0);
    assert_near(value_of(&f, 1, 30), NAN, 0);
    assert_near(headline_at(&f, 10), 5, 0);
    assert_near(headline_at(&f, 20), 14, 0);
    assert_near(headline_at(&f, 30), 9, 0);
    assert_int_equal(series_set_answer_samples(f.set), 7);
    assert_int_equal(series_set_newest_ms(f.set), 30);
    assert_int_equal(series_set_left_out(f.set), 0);
    fixture_end(&f);
}

static void series_set_sample_outside_the_window_is_dropped(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 50, 70);
    put_pod(&f, "a");
    series_set_sample(f.set, 40, 1);
    series_set_sample(f.set, 50, 2);
    series_set_sample(f.set, 80, 3);
    series_set_sample(f.set, INT64_MAX, 3);
    series_set_sample(f.set, INT64_MIN, 3);
    series_set_commit(f.set);
    series_set_sample(f.set, 60, 4);

    assert_near(value_of(&f, 0, 40), NAN, 0);
    assert_near(value_of(&f, 0, 50), 2, 0);
    assert_near(value_of(&f, 0, 60), NAN, 0);
    assert_int_equal(ring_newest_ms(series_set_at(f.set, 0)->ring), 70);
    assert_int_equal(series_set_answer_samples(f.set), 1);
    fixture_end(&f);
}

static void series_set_sample_that_goes_back_is_dropped(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 10, 70);
    put_pod(&f, "a");
    series_set_sample(f.set, 50, 5);
    series_set_sample(f.set, 20, 2);
    series_set_sample(f.set, 60, 6);
    series_set_commit(f.set);

    assert_near(value_of(&f, 0, 20), NAN, 0);
    assert_near(value_of(&f, 0, 60), 6, 0);
    fixture_end(&f);
}

static void series_set_sample_twice_in_a_slot_counts_once(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 10, 40);
    put_pod(&f, "a");
    series_set_sample(f.set, 12, 1);
    series_set_sample(f.set, 17, 2);
    series_set_sample(f.set, 21, 3);
    series_set_commit(f.set);

    assert_near(value_of(&f, 0, 20), 2, 0);
    assert_near(value_of(&f, 0, 30), 3, 0);
    assert_near(headline_at(&f, 20), 2, 0);
    assert_near(headline_at(&f, 30), 3, 0);
    assert_int_equal(series_set_newest_ms(f.set), 21);
    fixture_end(&f);
}

static void series_set_series_said_twice_counts_once(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 10, 10);
    PUT(&f, "a", 10, 1);
    PUT(&f, "b", 10, 2);
    PUT(&f, "a", 10, 4);
    series_set_commit(f.set);

    assert_string_equal(pods_of(&f), "a b");
    assert_near(value_of(&f, 0, 10), 1, 0);
    assert_near(headline_at(&f, 10), 3, 0);
    fixture_end(&f);
}

static void series_set_live_value_is_overwritten_by_the_grids_own(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    LIVE(&f, 31, 1, 2);
    assert_near(value_of(&f, 0, 40), 1, 0);
    assert_near(headline_at(&f, 40), 3, 0);
    assert_int_equal(series_set_newest_ms(f.set), 31);
    LIVE(&f, 37, 3, 4);
    assert_near(headline_at(&f, 40), 7, 0);
    series_set_begin(f.set, 30, 40);
    PUT(&f, "a", 30, 8, 9);
    PUT(&f, "b", 30, 8);
    series_set_commit(f.set);

    assert_near(value_of(&f, 0, 30), 8, 0);
    assert_near(value_of(&f, 0, 40), 9, 0);
    assert_near(value_of(&f, 1, 40), NAN, 0); /* not confirmed: a gap */
    assert_near(headline_at(&f, 30), 16, 0);
    assert_near(headline_at(&f, 40), 9, 0);
    fixture_end(&f);
}

static void series_set_absent_series_gets_gaps_and_ends_when_empty(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    LIVE(&f, 10, 1, 2);
    LIVE(&f, 20, 1);
    assert_string_equal(pods_of(&f), "a b");
    assert_near(value_of(&f, 1, 10), 2, 0);
    assert_near(value_of(&f, 1, 20), NAN, 0);
    for (int at = 30; at <= 80; at += 10)
        LIVE(&f, at, 1);
    assert_string_equal(pods_of(&f), "a b");
    LIVE(&f, 90, 1);

    assert_string_equal(pods_of(&f), "a");
    assert_int_equal(series_set_left_out(f.set), 0);
    fixture_end(&f);
}

static void series_set_drops_a_series_whose_only_value_became_a_gap(void **s)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)s;

    LIVE(&f, 35, 1, 2);
    LIVE(&f, 40, 1, NAN);

    assert_string_equal(pods_of(&f), "a");
    fixture_end(&f);
}

static void series_set_series_of_only_nan_is_never_kept(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 1);
    (void)state;

    series_set_begin(f.set, 10, 20);
    PUT(&f, "a", 10, NAN, NAN);
    PUT(&f, "b", 10, 1, NAN);
    put_pod(&f, "c");
    series_set_commit(f.set);

    assert_string_equal(pods_of(&f), "b");
    assert_int_equal(series_set_left_out(f.set), 0);
    assert_int_equal(series_set_answer_samples(f.set), 1);
    fixture_end(&f);
}

static void series_set_begin_after_the_clock_went_back_cuts_the_future(void **s)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)s;

    series_set_begin(f.set, 30, 100);
    PUT(&f, "a", 30, 3, 4, 5, 6, 7, 8, 9, 10);
    series_set_commit(f.set);
    series_set_begin(f.set, 0, 60);
    PUT(&f, "a", 0, 0, 1, 2, 33, 44, 55, 66);
    series_set_commit(f.set);

    assert_int_equal(ring_newest_ms(series_set_at(f.set, 0)->ring), 60);
    assert_near(value_of(&f, 0, 10), 1, 0);
    assert_near(value_of(&f, 0, 60), 66, 0);
    assert_near(headline_at(&f, 0), 0, 0);
    assert_near(headline_at(&f, 60), 66, 0);
    assert_near(headline_at(&f, 70), NAN, 0);
    assert_int_equal(series_set_newest_ms(f.set), 60);
    fixture_end(&f);
}

static void series_set_window_longer_than_the_rings_keeps_its_end(void **state)
{
    struct fixture f = fixture_of(HEADLINE_SUM, 10);
    (void)state;

    series_set_begin(f.set, 0, 100);
    PUT(&f, "a", 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    series_set_commit(f.set);

    assert_near(headline_at(&f, 20), NAN, 0);
    assert_near(headline_at(&f, 30), 3, 0);
    assert_near(headline_at(&f, 100), 10, 0);
    assert_near(value_of(&f, 0, 30), 3, 0);
    fixture_end(&f);
}

static void series_set_bytes_under_churn_stay_within_the_bound(void **state)
{
    struct series_spec spec = {.step_ms = STEP,
                               .capacity = CAPACITY,
                               .limit = 20,
                               .headline = HEADLINE_MAX};
    struct fixture f = {.table = symtab_new()};
    size_t bound = series_set_bytes_bound(&spec), most = 0;
    uint32_t seed = 5;
    (void)state;

    f.set = series_set_new(f.table, &spec);
    for (int turn = 1; turn <= 200; turn++) {
        series_set_begin(f.set, turn * STEP, turn * STEP);
        for (int i = 0; i < 60; i++) {
            char pod[16];

            seed = seed * 1664525u + 1013904223u;
            (void)snprintf(pod, sizeof(pod), "%u", (seed >> 8) % 500);
            put_pod(&f, pod);
            series_set_sample(f.set, turn * STEP, (double)(seed >> 20));
        }
        series_set_commit(f.set);
        assert_int_equal(series_set_count(f.set), 20);
        if (series_set_bytes(f.set) > most)
            most = series_set_bytes(f.set);
    }

    assert_true(most <= bound);
    assert_true(most > bound * 9 / 10);
    series_set_reset(f.set);
    assert_true(symtab_bytes(f.table) < 300);
    fixture_end(&f);
}

/* The model: what each pod and the headline hold, by slot, in plain arrays. */
enum { PODS = 5, SLOTS = 300 };

struct model {
    double pods[PODS][SLOTS];
    double sum[SLOTS];
};

static double draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* Feeds the set and the model one random answer for slots `from` to `to`. */
static void put_random(struct fixture *f, struct model *model, uint32_t *seed,
                       int from, int to)
{
    series_set_begin(f->set, from * STEP, to * STEP);
    for (int slot = from; slot <= to; slot++)
        model->sum[slot] = NAN;
    for (int pod = 0; pod < PODS; pod++) {
        char name[2] = {(char)('a' + pod), '\0'};
        bool is_absent = draw(seed, 4) == 0;

        if (!is_absent)
            put_pod(f, name);
        for (int slot = from; slot <= to; slot++) {
            double value = draw(seed, 5) == 0 ? NAN : draw(seed, 100);
            double *sum = &model->sum[slot];

            model->pods[pod][slot] = is_absent ? NAN : value;
            if (is_absent || isnan(value))
                continue;
            series_set_sample(f->set, slot * STEP, value);
            *sum = isnan(*sum) ? value : *sum + value;
        }
    }
    series_set_commit(f->set);
}

static void assert_same(const struct fixture *f, const struct model *model,
                        int newest)
{
    int oldest = newest < CAPACITY ? 0 : newest - CAPACITY + 1;
    size_t index = 0;

    for (int slot = oldest; slot <= newest; slot++)
        assert_near(headline_at(f, slot * STEP), model->sum[slot], 0);
    for (int pod = 0; pod < PODS; pod++) {
        bool is_kept = false;

        for (int slot = oldest; slot <= newest; slot++)
            is_kept |= !isnan(model->pods[pod][slot]);
        if (!is_kept)
            continue;
        for (int slot = oldest; slot <= newest; slot++)
            assert_near(value_of(f, index, slot * STEP), model->pods[pod][slot],
                        0);
        index++;
    }
    assert_int_equal(series_set_count(f->set), index);
}

static void series_set_after_any_answers_equals_plain_arrays(void **state)
{
    uint32_t seed = 20221122;
    (void)state;

    for (int round = 0; round < 40; round++) {
        struct fixture f = fixture_of(HEADLINE_SUM, PODS);
        static struct model model;
        int newest = 0;

        for (int slot = 0; slot < SLOTS; slot++) {
            model.sum[slot] = NAN;
            for (int pod = 0; pod < PODS; pod++)
                model.pods[pod][slot] = NAN;
        }
        while (newest < SLOTS - 20) {
            int to = newest + (int)draw(&seed, 4);
            int from = to - (int)draw(&seed, CAPACITY);

            to += draw(&seed, 12) == 0 ? 12 : 0; /* sleep */
            newest = to;
            put_random(&f, &model, &seed, from < 0 ? 0 : from, to);
            assert_same(&f, &model, newest);
        }
        fixture_end(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_set_commit_shows_series_in_order_of_labels),
        cmocka_unit_test(series_set_sample_outside_the_window_is_dropped),
        cmocka_unit_test(series_set_sample_that_goes_back_is_dropped),
        cmocka_unit_test(series_set_sample_twice_in_a_slot_counts_once),
        cmocka_unit_test(series_set_series_said_twice_counts_once),
        cmocka_unit_test(series_set_live_value_is_overwritten_by_the_grids_own),
        cmocka_unit_test(
            series_set_absent_series_gets_gaps_and_ends_when_empty),
        cmocka_unit_test(
            series_set_drops_a_series_whose_only_value_became_a_gap),
        cmocka_unit_test(series_set_series_of_only_nan_is_never_kept),
        cmocka_unit_test(
            series_set_begin_after_the_clock_went_back_cuts_the_future),
        cmocka_unit_test(series_set_window_longer_than_the_rings_keeps_its_end),
        cmocka_unit_test(series_set_bytes_under_churn_stay_within_the_bound),
        cmocka_unit_test(series_set_after_any_answers_equals_plain_arrays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
