/* test_alert_sort.c - alerts in order, whatever the slices. */
#include "tests/test.h"

#include "alert/alert_sort.h"

enum { COUNT = 257 };

struct rig {
    struct alert storage[COUNT];
    struct alert_keys keys[COUNT];
    struct alert *items[COUNT], *scratch[COUNT];
    struct alert_sort sort;
};

/* The same alert again and again, told at times in no order; the key tells
 * which is which. */
static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    for (size_t i = 0; i < COUNT; i++) {
        rig->storage[i] = (struct alert){
            .name = "Down", .since_ms = (int64_t)(i * 101 % COUNT)};
        rig->keys[i].keys[0] = (uint64_t)rig->storage[i].since_ms;
        rig->items[i] = &rig->storage[i];
    }
    alert_sort_begin(&rig->sort, rig->items, rig->scratch, COUNT);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    free(*state);
    return 0;
}

static void alert_sort_step_of_small_budgets_orders_the_pointers(void **state)
{
    struct rig *rig = *state;
    size_t budget = 3, steps = 0;

    while (alert_sort_step(&rig->sort, &budget)) {
        assert_int_equal(budget, 0);
        budget = 3;
        steps++;
    }

    assert_in_range(steps, COUNT, COUNT * 9 / 3);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(rig->sort.items[i]->since_ms, i);
}

static void alert_sort_place_moves_alerts_and_keys_together(void **state)
{
    struct rig *rig = *state;
    size_t budget = SIZE_MAX;

    assert_false(alert_sort_step(&rig->sort, &budget));
    for (size_t i = 0; i < COUNT; i++)
        alert_sort_place(&rig->sort, rig->storage, rig->keys, i);

    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(rig->storage[i].since_ms, i);
        assert_int_equal(rig->keys[i].keys[0], i);
    }
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(alert_sort_step_of_small_budgets_orders_the_pointers),
        CASE(alert_sort_place_moves_alerts_and_keys_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
