/* test_store.c - sets by query and zoom. */
#include "tests/test.h"

#include "data/store.h"

static void put_one(struct series_set *set, const char *pod, double value)
{
    struct label_text pair = {"pod", 3, pod, strlen(pod)};

    series_set_begin(set, 1800000, 1800000);
    series_set_series(set, &pair, 1);
    series_set_sample(set, 1800000, value);
    series_set_commit(set);
}

static void put_five(struct series_set *set)
{
    series_set_begin(set, 1800000, 1800000);
    for (size_t i = 0; i < 5; i++) {
        struct label_text pair = {"pod", 3, &"abcde"[i], 1};

        series_set_series(set, &pair, 1);
        series_set_sample(set, 1800000, (double)i);
    }
    series_set_commit(set);
}

static void store_open_of_the_shortest_zoom_is_the_base_set(void **state)
{
    struct store *store = store_new(10);
    struct series_spec spec = {.headline = HEADLINE_SUM};
    size_t query = store_add_query(store, &spec);
    struct series_set *base;
    (void)state;

    assert_null(store_get(store, query, 0));
    base = store_open(store, query, STORE_BASE_ZOOM);

    assert_ptr_equal(store_open(store, query, 0), base);
    assert_ptr_equal(store_get(store, query, 0), base);
    assert_ptr_equal(store_coverage(store, query, 0),
                     store_coverage(store, query, STORE_BASE_ZOOM));
    assert_ptr_not_equal(store_open(store, query, 2), base);
    assert_ptr_equal(store_open(store, query, 1), base);
    store_free(store);
}

static void store_open_makes_rings_of_the_range_and_some_more(void **state)
{
    struct store *store = store_new(10);
    struct series_spec spec = {.headline = HEADLINE_SUM};
    size_t query = store_add_query(store, &spec);
    (void)state;

    for (size_t zoom = 0; zoom < zoom_count; zoom++) {
        const struct ring *ring =
            series_set_headline(store_open(store, query, zoom));
        int64_t step_ms = zoom_table[zoom].step_ms;

        assert_int_equal(ring_step_ms(ring), step_ms);
        assert_true((int64_t)ring_capacity(ring) * step_ms >=
                    zoom_table[zoom].range_ms + 16 * step_ms);
    }
    store_free(store);
}

static void store_add_query_copies_its_strings(void **state)
{
    struct store *store = store_new(10);
    char name[] = "pod", value[] = "b";
    struct series_spec spec = {
        .headline = HEADLINE_SELECT, .select = name, .select_value = value};
    size_t first = store_add_query(store, &spec);
    size_t second;
    struct series_set *set;
    (void)state;

    name[0] = value[0] = 'x';
    second = store_add_query(store, &spec);
    set = store_open(store, first, STORE_BASE_ZOOM);
    put_one(set, "b", 4);

    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
    assert_near(ring_at(series_set_headline(set), 1800000), 4, 0);
    store_free(store);
}

static void store_reset_query_forgets_its_sets_and_coverage_only(void **state)
{
    struct store *store = store_new(10);
    struct series_spec spec = {.headline = HEADLINE_SUM};
    size_t first = store_add_query(store, &spec);
    size_t second = store_add_query(store, &spec);
    (void)state;

    put_one(store_open(store, first, 1), "a", 1);
    put_one(store_open(store, first, 3), "a", 1);
    put_one(store_open(store, second, 1), "a", 1);
    store_coverage(store, first, 3)->asked_ms = 7;
    store_coverage(store, second, 1)->asked_ms = 7;
    store_reset_query(store, first);

    assert_int_equal(series_set_count(store_get(store, first, 1)), 0);
    assert_int_equal(series_set_count(store_get(store, first, 3)), 0);
    assert_int_equal(store_coverage(store, first, 3)->asked_ms, -1);
    assert_int_equal(series_set_count(store_get(store, second, 1)), 1);
    assert_int_equal(store_coverage(store, second, 1)->asked_ms, 7);
    store_free(store);
}

static void store_bytes_when_full_stay_within_the_bound(void **state)
{
    struct store *store = store_new(3);
    struct series_spec spec = {.headline = HEADLINE_MAX};
    size_t empty, query, labels;
    (void)state;

    empty = store_bytes_bound(store);
    query = store_add_query(store, &spec);
    assert_true(store_bytes_bound(store) > empty);
    for (size_t zoom = 0; zoom < zoom_count; zoom++)
        put_five(store_open(store, query, zoom));
    labels = symtab_bytes(store_symbols(store));

    assert_true(store_bytes(store) - labels <= store_bytes_bound(store));
    assert_true(store_bytes(store) - labels >
                store_bytes_bound(store) * 9 / 10);
    store_free(store);
    store_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(store_open_of_the_shortest_zoom_is_the_base_set),
        cmocka_unit_test(store_open_makes_rings_of_the_range_and_some_more),
        cmocka_unit_test(store_add_query_copies_its_strings),
        cmocka_unit_test(store_reset_query_forgets_its_sets_and_coverage_only),
        cmocka_unit_test(store_bytes_when_full_stay_within_the_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
