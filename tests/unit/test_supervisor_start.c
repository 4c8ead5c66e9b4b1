/* test_supervisor_start.c - what starts a step, and what refuses it. */
#include "tests/support/supervisor_fixture.h"

static void shell_that_is_not_there_fails_the_step(void **state)
{
    struct fixture *fixture = *state;
    struct ordered ordered;
    struct action action;
    char id[ACTION_ID_SIZE];

    order_make(&ordered, fixture, 60000);
    ordered.plan.shell = "no-such-shell";
    order_agree(&ordered);
    assert_int_equal(supervisor_start(&ordered.order, id, NULL), 0);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_FAILED);
    assert_string_equal(
        action.problem,
        "cannot start no-such-shell: No such file or directory");
    action_clear(&action);
    plan_clear(&ordered.plan);
}

static void start_without_consent_runs_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct ordered ordered;
    struct action_list list;
    char id[ACTION_ID_SIZE];
    struct err err = {0};

    order_make(&ordered, fixture, 60000);
    order_ask(&ordered);

    assert_int_equal(supervisor_start(&ordered.order, id, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(action_list_read(&list, fixture->dir, 10, NULL), 0);
    assert_int_equal(list.count, 0);
    action_list_clear(&list);
    plan_clear(&ordered.plan);
}

static void start_with_a_copied_consent_runs_once(void **state)
{
    struct fixture *fixture = *state;
    struct ordered ordered;
    struct consent copy;
    char id[ACTION_ID_SIZE];
    struct err err = {0};

    order_make(&ordered, fixture, 60000);
    order_agree(&ordered);
    copy = ordered.consent; /* as another program would have it */
    assert_int_equal(supervisor_start(&ordered.order, id, NULL), 0);
    ordered.order.consent = &copy;

    assert_int_equal(supervisor_start(&ordered.order, id, &err), -1);
    assert_string_equal(err.text, "this consent was used already");
    wait_over(fixture, "1");
    assert_int_equal(audited(fixture, "1", "\"event\":\"start\""), 1);
    plan_clear(&ordered.plan);
}

static void start_without_audit_runs_nothing(void **state)
{
    struct fixture *fixture = *state;
    char *log = xasprintf("%s/audit.jsonl", fixture->dir);
    char *proof = xasprintf("%s/proof", fixture->dir);
    char *command = xasprintf("touch '%s'", proof);
    struct action_list list;
    char id[ACTION_ID_SIZE];

    assert_int_equal(mkdir(log, 0700), 0);

    assert_int_equal(step_start(fixture, command, 60000, id), -1);
    assert_int_equal(action_list_read(&list, fixture->dir, 10, NULL), 0);
    assert_int_equal(list.count, 0);
    assert_int_equal(access(proof, F_OK), -1);
    action_list_clear(&list);
    free(command);
    free(proof);
    free(log);
}

static void start_in_a_folder_that_others_may_write_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char id[ACTION_ID_SIZE];

    assert_int_equal(chmod(fixture->dir, 0722), 0);

    assert_int_equal(step_start(fixture, "true", 60000, id), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(shell_that_is_not_there_fails_the_step),
        ACTION_TEST(start_without_consent_runs_nothing),
        ACTION_TEST(start_with_a_copied_consent_runs_once),
        ACTION_TEST(start_without_audit_runs_nothing),
        ACTION_TEST(start_in_a_folder_that_others_may_write_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
