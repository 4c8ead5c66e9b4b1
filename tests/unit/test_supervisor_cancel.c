/* test_supervisor_cancel.c - steps that are ended, and who outlives them. */
#include "tests/support/supervisor_fixture.h"

#include <signal.h>

/* Starts a command that writes and then stays; bob cancels it.
 * Owns: action_clear() it. */
static void run_until_cancelled(struct action *action, struct fixture *fixture,
                                const char *command)
{
    char id[ACTION_ID_SIZE];

    assert_int_equal(step_start(fixture, command, 60000, id), 0);
    wait_until(fixture, id, has_output);
    assert_int_equal(action_cancel(fixture->dir, id, "bob", NULL), 0);
    wait_over(fixture, id);
    assert_int_equal(action_read(action, fixture->dir, id, NULL), 0);
}

static void step_that_never_ends_is_timed_out(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    step_run(&action, fixture, "tail -f /dev/null", 50);

    assert_int_equal(action.state, ACTION_TIMED_OUT);
    assert_int_equal(action_exit_code(&action), 124);
    assert_int_equal(action.alive_count, 0);
    assert_int_equal(audited(fixture, action.id, "\"state\":\"timed out\""), 1);
    action_clear(&action);
}

static void step_that_is_cancelled_tells_by_whom(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    run_until_cancelled(&action, fixture, "echo go; tail -f /dev/null");

    assert_int_equal(action.state, ACTION_CANCELLED);
    assert_string_equal(action.cancelled_by, "bob");
    assert_true(action.signum == SIGINT || action.signum == SIGTERM);
    assert_int_equal(action_exit_code(&action), 130);
    assert_int_equal(action_cancel(fixture->dir, action.id, "bob", NULL), -1);
    action_clear(&action);
}

static void step_that_hears_no_signal_is_killed(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    run_until_cancelled(&action, fixture,
                        "trap '' INT TERM; echo go; tail -f /dev/null");

    assert_int_equal(action.state, ACTION_CANCELLED);
    assert_int_equal(action.signum, SIGKILL);
    assert_int_equal(action.alive_count, 0);
    action_clear(&action);
}

static void step_that_leaves_somebody_behind_says_who(void **state)
{
    struct action action;

    step_run(&action, *state, "setsid tail -f /dev/null & echo left", 60000);

    assert_int_equal(action.state, ACTION_DONE);
    assert_int_equal(action.alive_count, 1);
    assert_string_equal(action.alive[0].name, "tail -f /dev/null");
    assert_int_equal(kill((pid_t)action.alive[0].pid, SIGKILL), 0);
    action_clear(&action);
}

static void cancel_says_who_left_the_group(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    run_until_cancelled(
        &action, fixture,
        "set -m; tail -f /dev/null & echo go; tail -f /dev/zero "
        ">/dev/null");

    assert_int_equal(action.state, ACTION_CANCELLED);
    assert_true(action.alive_count >= 1);
    for (size_t i = 0; i < action.alive_count; i++)
        assert_int_equal(kill((pid_t)action.alive[i].pid, SIGKILL), 0);
    action_clear(&action);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(step_that_never_ends_is_timed_out),
        ACTION_TEST(step_that_is_cancelled_tells_by_whom),
        ACTION_TEST(step_that_hears_no_signal_is_killed),
        ACTION_TEST(step_that_leaves_somebody_behind_says_who),
        ACTION_TEST(cancel_says_who_left_the_group),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
