/* test_rank.c - the min-heap of changing scores. */
#include "tests/test.h"

#include "data/rank.h"

enum { COUNT = 50 };

static double smallest_of(const struct ranked *items)
{
    double smallest = items[0].score;

    for (int i = 1; i < COUNT; i++)
        if (rank_below(items[i].score, smallest))
            smallest = items[i].score;
    return smallest;
}

static void rank_below_puts_nan_below_everything(void **state)
{
    (void)state;

    assert_true(rank_below(NAN, -INFINITY));
    assert_true(rank_below(1, 2));
    assert_false(rank_below(NAN, NAN));
    assert_false(rank_below(-INFINITY, NAN));
    assert_false(rank_below(1, 1));
}

static void rank_first_after_any_changes_is_the_smallest(void **state)
{
    struct ranked items[COUNT];
    struct rank rank;
    uint32_t seed = 3;
    (void)state;

    rank_init(&rank);
    assert_null(rank_first(&rank));
    rank_restart(&rank, COUNT);
    for (int i = 0; i < COUNT; i++) {
        items[i].score = (i * 17) % COUNT;
        rank_add(&rank, &items[i]);
    }
    for (int turn = 0; turn < 2000; turn++) {
        struct ranked *item;

        seed = seed * 1664525u + 1013904223u;
        item = &items[(seed >> 8) % COUNT];
        item->score = (seed >> 16) % 9 ? (double)((seed >> 4) % 1000) : NAN;
        rank_update(&rank, item);
        assert_near(rank_first(&rank)->score, smallest_of(items), 0);
    }
    assert_int_equal(rank_bytes(&rank), COUNT * sizeof(void *));
    rank_clear(&rank);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rank_below_puts_nan_below_everything),
        cmocka_unit_test(rank_first_after_any_changes_is_the_smallest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
