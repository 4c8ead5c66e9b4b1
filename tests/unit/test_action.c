/* test_action.c - reading back what was run. */
#include "tests/support/supervisor_fixture.h"

static void list_tells_the_newest_first(void **state)
{
    struct fixture *fixture = *state;
    struct action action;
    struct action_list list;

    for (int i = 0; i < 3; i++) {
        step_run(&action, fixture, "true", 60000);
        action_clear(&action);
    }
    assert_int_equal(action_mark_seen(fixture->dir, "2", NULL), 0);

    assert_int_equal(action_list_read(&list, fixture->dir, 2, NULL), 0);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.left_out, 1);
    assert_string_equal(list.actions[0].id, "3");
    assert_false(list.actions[0].is_seen);
    assert_string_equal(list.actions[1].id, "2");
    assert_true(list.actions[1].is_seen);
    action_list_clear(&list);
}

static void read_when_files_are_torn_tells_what_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct action action;
    char *path = xasprintf("%s/actions/1/action.json", fixture->dir);

    step_run(&action, fixture, "true", 60000);
    action_clear(&action);
    assert_int_equal(truncate(path, 20), 0);

    assert_int_equal(action_read(&action, fixture->dir, "1", NULL), 0);
    assert_int_equal(action.state, ACTION_DONE);
    assert_string_equal(action.command, "");
    action_clear(&action);
    assert_int_equal(action_read(&action, fixture->dir, "../1", NULL), -1);
    action_clear(&action);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(list_tells_the_newest_first),
        ACTION_TEST(read_when_files_are_torn_tells_what_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
