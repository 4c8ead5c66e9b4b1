/* test_series.c - the bounded series of one query. */
#include "tests/test.h"

#include <stdbool.h>
#include <stdio.h>

#include "data/series.h"

#define STEP INT64_C(10)

enum { CAPACITY = 8 };

struct fixture {
    struct symtab *table;
    struct series_set *set;
};

static struct fixture fixture_of(enum headline_kind kind, size_t limit)
{
    struct series_spec spec = {.step_ms = STEP,
                               .capacity = CAPACITY,
                               .limit = limit,
                               .headline = kind,
                               .select = "pod",
                               .select_value = "b"};
    struct fixture f = {.table = symtab_new()};

    f.set = series_set_new(f.table, &spec);
    return f;
}

static void fixture_end(struct fixture *f)
{
    series_set_free(f->set);
    symtab_free(f->table);
}

static void put_pod(struct fixture *f, const char *pod)
{
    struct label_text pairs[] = {{"job", 3, "x", 1},
                                 {"pod", 3, pod, strlen(pod)}};

    series_set_series(f->set, pairs, 2);
}

/* Feeds one series: values on the grid from `start_ms`. */
static void put_series(struct fixture *f, const char *pod, int64_t start_ms,
                       const double *values, size_t count)
{
    put_pod(f, pod);
    for (size_t i = 0; i < count; i++)
        series_set_sample(f->set, start_ms + (int64_t)i * STEP, values[i]);
}

#define PUT(f, pod, start_ms, ...)                                             \
    put_series((f), (pod), (start_ms), (const double[]){__VA_ARGS__},          \
               sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Feeds a live answer with one value for each pod named a, b, c ... */
static void put_live(struct fixture *f, int64_t at_ms, const double *values,
                     size_t count)
{
    series_set_begin(f->set, at_ms, at_ms);
    for (size_t i = 0; i < count; i++) {
        char pod[2] = {(char)('a' + (int)i), '\0'};

        put_pod(f, pod);
        series_set_sample(f->set, at_ms, values[i]);
    }
    series_set_commit(f->set);
}

#define LIVE(f, at_ms, ...)                                                    \
    put_live((f), (at_ms), (const double[]){__VA_ARGS__},                      \
             sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Writes the pods that are kept, in order. */
static const char *pods_of(const struct fixture *f)
{
    static char text[256];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < series_set_count(f->set); i++)
        length += (size_t)snprintf(
            text + length, sizeof(text) - length, "%s%s", i ? " " : "",
            labels_get(series_set_at(f->set, i)->labels, "pod"));
    return text;
}

static double value_of(const struct fixture *f, size_t index, int64_t at_ms)
{
    return ring_at(series_set_at(f->set, index)->ring, at_ms);
}

static double headline_at(const struct fixture *f, int64_t at_ms)
{
    return ring_at(series_set_headline(f->set), at_ms);
}

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
        cmocka_unit_test(
            series_set_begin_after_the_clock_went_back_cuts_the_future),
        cmocka_unit_test(series_set_window_longer_than_the_rings_keeps_its_end),
        cmocka_unit_test(series_set_bytes_under_churn_stay_within_the_bound),
        cmocka_unit_test(series_set_after_any_answers_equals_plain_arrays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
