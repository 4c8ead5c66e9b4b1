/* test_crash.c - killed anywhere, the record is whole all the same. */
#include "tests/support/supervisor_fixture.h"

#include <signal.h>
#include <sys/file.h>

#include "action/action.h"
#include "action/leftover.h"
#include "action/prune.h"
#include "tests/support/crash.h"
#include "tests/support/run_folder.h"

static const int64_t now_ms = INT64_C(1795380168000);

static void start(void *argument)
{
    struct ordered *ordered = argument;
    char id[ACTION_ID_SIZE];

    (void)supervisor_start(&ordered->order, id, NULL);
}

/* Runs `true`. The consent is given here: nobody may use it twice. */
static bool crash_a_run(struct fixture *fixture, int generation, int nth)
{
    struct ordered ordered;
    bool is_killed;

    order_make(&ordered, fixture, 60000);
    order_agree(&ordered);
    is_killed = crash_at(start, &ordered, generation, nth);
    plan_clear(&ordered.plan);
    return is_killed;
}

static void settle(void *argument)
{
    const struct fixture *fixture = argument;

    (void)action_settle_lost(fixture->dir, now_ms, NULL);
}

static void prune(void *argument)
{
    const struct fixture *fixture = argument;

    (void)prune_actions(fixture->dir, now_ms, NULL);
}

struct ending {
    struct fixture *fixture;
    char id[ACTION_ID_SIZE];
};

static void end_leftover(void *argument)
{
    const struct ending *ending = argument;
    const struct leftover_order order = {.state_dir = ending->fixture->dir,
                                         .id = ending->id,
                                         .who = "bob",
                                         .grace_ms = 2000};
    struct leftover leftover;

    (void)leftover_end(&leftover, &order, NULL);
    leftover_clear(&leftover);
}

/* Each run that is there has ended, and the log says so, once and the same. */
static void assert_one_story(const struct fixture *fixture)
{
    struct action_list list = {0};

    assert_int_equal(action_list_read(&list, fixture->dir, 1000, NULL), 0);
    for (size_t i = 0; i < list.count; i++) {
        const struct action *action = &list.actions[i];
        char state[64];

        (void)snprintf(state, sizeof(state), "\"state\":\"%s\"",
                       action_state_name(action->state));
        assert_true(action_is_over(action->state));
        assert_true(action->ended_wall_ms > 0);
        assert_int_equal(audited(fixture, action->id, "\"event\":\"end\""), 1);
        assert_int_equal(audited(fixture, action->id, state), 1);
        assert_in_range(audited(fixture, action->id, "\"event\":\"start\""),
                        action->state == ACTION_DONE, 1);
    }
    action_list_clear(&list);
}

static void wait_for_all(const struct fixture *fixture)
{
    struct action_list list = {0};

    if (action_list_read(&list, fixture->dir, 1000, NULL) < 0)
        return;
    for (size_t i = 0; i < list.count; i++)
        wait_over(fixture, list.actions[i].id);
    action_list_clear(&list);
}

static void supervisor_killed_anywhere_leaves_one_story(void **state)
{
    struct fixture *fixture = *state;
    int nth = 1, done = 0;

    while (crash_a_run(fixture, 2, nth)) {
        char id[ACTION_ID_SIZE];
        struct action action;

        (void)snprintf(id, sizeof(id), "%d", nth++);
        wait_over(fixture, id);
        settle(fixture);
        assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
        done += action.state == ACTION_DONE;
        action_clear(&action);
        assert_one_story(fixture);
        assert_int_equal(action_settle_lost(fixture->dir, now_ms, NULL), 0);
    }

    assert_true(nth > 10);
    assert_true(done > 1); /* killed between its result and its audit line */
}

static void caller_killed_anywhere_leaves_one_story(void **state)
{
    struct fixture *fixture = *state;
    int nth = 1;

    for (; crash_a_run(fixture, 0, nth); nth++) {
        wait_for_all(fixture);
        settle(fixture);
        assert_one_story(fixture);
    }

    assert_true(nth > 10);
}

static void settling_killed_anywhere_is_done_by_the_next(void **state)
{
    int nth = 1;
    bool is_killed;
    (void)state;

    do {
        void *own = NULL;
        struct fixture *fixture;

        assert_int_equal(fixture_setup(&own), 0);
        fixture = own;
        if (!fixture)
            return;
        assert_true(crash_a_run(fixture, 2, 1)); /* nobody tells how it went */
        wait_over(fixture, "1");
        is_killed = crash_at(settle, fixture, 0, nth++);
        settle(fixture);
        assert_one_story(fixture);
        assert_int_equal(action_settle_lost(fixture->dir, now_ms, NULL), 0);
        (void)fixture_teardown(&own);
    } while (is_killed);

    assert_true(nth > 5);
}

static void pruning_killed_anywhere_leaves_whole_runs_only(void **state)
{
    const int64_t ended_ms = now_ms - (PRUNE_DAYS + 1) * INT64_C(86400000);
    int nth = 1;
    bool is_killed;
    (void)state;

    do {
        struct action_list list = {0};
        void *own = NULL;
        struct fixture *fixture;
        int gone;

        assert_int_equal(fixture_setup(&own), 0);
        fixture = own;
        if (!fixture)
            return;
        run_folder_add(fixture, 1, PRUNE_ALWAYS_KEPT + 2, "done", ended_ms);
        is_killed = crash_at(prune, fixture, 0, nth++);

        settle(fixture);
        assert_int_equal(action_list_read(&list, fixture->dir, 1000, NULL), 0);
        for (size_t i = 0; i < list.count; i++)
            assert_int_equal(list.actions[i].state, ACTION_DONE);
        gone = prune_actions(fixture->dir, now_ms, NULL);
        assert_int_equal(list.count - (size_t)gone, PRUNE_ALWAYS_KEPT);
        assert_int_equal(run_folder_count(fixture), PRUNE_ALWAYS_KEPT);
        action_list_clear(&list);
        (void)fixture_teardown(&own);
    } while (is_killed);

    assert_true(nth > 5);
}

static void ending_leftovers_killed_anywhere_is_done_by_the_next(void **state)
{
    struct ending ending = {.fixture = *state};
    int nth = 1;
    bool is_killed;

    do {
        const struct leftover_order order = {.state_dir = ending.fixture->dir,
                                             .id = ending.id,
                                             .who = "bob",
                                             .grace_ms = 2000};
        struct leftover leftover;

        assert_int_equal(step_start(ending.fixture,
                                    "echo go; tail -f /dev/null >/dev/null",
                                    60000, ending.id),
                         0);
        wait_until(ending.fixture, ending.id, has_output);
        assert_int_equal(
            kill(supervisor_of(ending.fixture, ending.id), SIGKILL), 0);
        wait_over(ending.fixture, ending.id);
        is_killed = crash_at(end_leftover, &ending, 0, nth++);

        assert_int_equal(leftover_end(&leftover, &order, NULL), 0);
        assert_int_equal(leftover.left_count, 0);
        assert_in_range(
            audited(ending.fixture, ending.id, "\"event\":\"cancel\""), 1, 2);
        leftover_clear(&leftover);
        settle(ending.fixture);
        assert_one_story(ending.fixture);
    } while (is_killed);

    assert_true(nth > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(supervisor_killed_anywhere_leaves_one_story),
        ACTION_TEST(caller_killed_anywhere_leaves_one_story),
        ACTION_TEST(settling_killed_anywhere_is_done_by_the_next),
        ACTION_TEST(pruning_killed_anywhere_leaves_whole_runs_only),
        ACTION_TEST(ending_leftovers_killed_anywhere_is_done_by_the_next),
    };

    if (!crash_is_possible()) {
        print_message("skipped: this machine lets nobody be traced\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
