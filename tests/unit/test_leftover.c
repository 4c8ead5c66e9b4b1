/* test_leftover.c - what a killed supervisor leaves, and who ends it. */
#include "tests/support/supervisor_fixture.h"

#include <signal.h>

#include "action/leftover.h"

/* tail ends when the pipe that it writes to loses its reader; what it does not
 * write to a pipe stays. */
#define STAY "tail -f /dev/null >/dev/null"

static void step_whose_supervisor_was_killed_is_lost(void **state)
{
    struct fixture *fixture = *state;
    struct action action;
    char id[ACTION_ID_SIZE];

    assert_int_equal(step_start(fixture, "echo go; " STAY, 60000, id), 0);
    wait_until(fixture, id, has_output);
    assert_int_equal(action_settle_lost(fixture->dir, 1, NULL), 0);
    assert_int_equal(kill(supervisor_of(fixture, id), SIGKILL), 0);
    wait_over(fixture, id);
    assert_int_equal(action_settle_lost(fixture->dir, 1795380168000, NULL), 1);
    assert_int_equal(action_settle_lost(fixture->dir, 1795380168000, NULL), 0);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_LOST);
    assert_int_equal(action.ended_wall_ms, 1795380168000);
    assert_int_equal(audited(fixture, id, "\"state\":\"lost\""), 1);
    assert_string_equal(output_of(fixture, id), "go\n");
    assert_int_equal(kill((pid_t)-action.pid, SIGKILL), 0);
    action_clear(&action);
}

static void
leftover_end_of_a_lost_step_ends_what_left_its_group_too(void **state)
{
    struct fixture *fixture = *state;
    const struct leftover_order order = {
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 2000};
    struct leftover_order its = order;
    struct leftover leftover, again;
    char id[ACTION_ID_SIZE];

    assert_int_equal(step_start(fixture,
                                "setsid sh -c 'echo go; " STAY "; true' & "
                                "trap '' INT; wait",
                                60000, id),
                     0);
    wait_until(fixture, id, has_output);
    its.id = id;
    assert_int_equal(leftover_end(&leftover, &its, NULL), -1);
    leftover_clear(&leftover);
    assert_int_equal(kill(supervisor_of(fixture, id), SIGKILL), 0);
    wait_over(fixture, id);

    assert_int_equal(leftover_end(&leftover, &its, NULL), 0);
    assert_int_equal(leftover_end(&again, &its, NULL), 0);

    assert_in_range(leftover.found_count, 2, LEFTOVER_MOST);
    assert_int_equal(leftover.left_count, 0);
    assert_int_equal(again.found_count, 0);
    assert_int_equal(audited(fixture, id, "\"event\":\"cancel\""), 2);
    leftover_clear(&leftover);
    leftover_clear(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(step_whose_supervisor_was_killed_is_lost),
        ACTION_TEST(leftover_end_of_a_lost_step_ends_what_left_its_group_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
