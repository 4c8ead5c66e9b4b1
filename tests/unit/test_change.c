/* test_change.c - changes, newest first, each once. */
#include "tests/test.h"

#include <stdio.h>

#include "model/change.h"

static bool add(struct changes *changes, int64_t at_ms, const char *key)
{
    const struct change change = {.at_ms = at_ms, .kind = CHANGE_RESTART};

    return changes_add(changes, &change, key);
}

static void changes_add_when_out_of_order_keeps_newest_first(void **state)
{
    struct changes changes = {0};
    (void)state;

    assert_true(add(&changes, 20, "b"));
    assert_true(add(&changes, 30, "c"));
    assert_true(add(&changes, 10, "a"));

    assert_int_equal(changes.count, 3);
    assert_int_equal(changes.items[0].at_ms, 30);
    assert_int_equal(changes.items[2].at_ms, 10);
    changes_clear(&changes);
}

static void changes_add_when_told_twice_keeps_the_first(void **state)
{
    struct changes changes = {0};
    (void)state;

    assert_true(add(&changes, 20, "pod 4"));
    assert_false(add(&changes, 25, "pod 4"));

    assert_int_equal(changes.count, 1);
    assert_int_equal(changes.items[0].at_ms, 20);
    changes_clear(&changes);
}

static void changes_add_when_full_drops_the_oldest(void **state)
{
    struct changes changes = {0};
    char key[24];
    (void)state;

    for (int i = 1; i <= CHANGES_MAX; i++) {
        (void)snprintf(key, sizeof(key), "%d", i);
        assert_true(add(&changes, i, key));
    }
    assert_true(add(&changes, 100000, "new"));
    assert_false(add(&changes, 1, "too old"));

    assert_int_equal(changes.count, CHANGES_MAX);
    assert_int_equal(changes.left_out, 1);
    assert_int_equal(changes.items[0].at_ms, 100000);
    assert_int_equal(changes.items[CHANGES_MAX - 1].at_ms, 2);
    changes_clear(&changes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_add_when_out_of_order_keeps_newest_first),
        cmocka_unit_test(changes_add_when_told_twice_keeps_the_first),
        cmocka_unit_test(changes_add_when_full_drops_the_oldest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
