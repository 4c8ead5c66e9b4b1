/* test_prune.c - which runs go, and which never do. */
#include "tests/support/run_folder.h"

#include <sys/file.h>

#include "action/action.h"
#include "action/prune.h"
#include "base/clock.h"

static const int64_t now_ms = INT64_C(1795380168000);
static const int64_t day_ms = INT64_C(86400000);

/* Runs `from` to `to`, all of which ended that many days ago. */
static void add_runs(const struct fixture *fixture, int from, int to,
                     const char *state, int days)
{
    run_folder_add(fixture, from, to, state, now_ms - days * day_ms);
}

static void prune_of_old_runs_leaves_the_newest_hundred(void **state)
{
    struct fixture *fixture = *state;

    add_runs(fixture, 1, 103, "done", 91);

    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 3);
    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 0);

    assert_false(run_folder_has(fixture, "1"));
    assert_false(run_folder_has(fixture, "3"));
    assert_false(run_folder_has(fixture, ".old-3"));
    assert_true(run_folder_has(fixture, "4"));
    assert_true(run_folder_has(fixture, "103"));
}

static void prune_of_young_runs_takes_those_past_a_thousand(void **state)
{
    struct fixture *fixture = *state;

    add_runs(fixture, 1, 1, "lost", 1);
    add_runs(fixture, 2, 1002, "done", 1);

    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 1);

    assert_true(run_folder_has(fixture, "1")); /* what it left may still run */
    assert_false(run_folder_has(fixture, "2"));
    assert_true(run_folder_has(fixture, "3"));
}

static void prune_of_what_is_not_settled_takes_nothing(void **state)
{
    struct fixture *fixture = *state;
    char *path;

    add_runs(fixture, 1, 102, "done", 91);
    path = xasprintf("%s/actions/1/audited", fixture->dir);
    assert_int_equal(unlink(path), 0);
    free(path);
    path = xasprintf("%s/actions/2/result.json", fixture->dir);
    assert_int_equal(unlink(path), 0);
    free(path);

    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 0);

    assert_true(run_folder_has(fixture, "1"));
    assert_true(run_folder_has(fixture, "2"));
}

static void prune_sweeps_what_a_crash_left_half_made(void **state)
{
    struct fixture *fixture = *state;
    int64_t hours_ms = clock_read().wall_ms + INT64_C(2) * 3600 * 1000;
    char *path;
    int lock;

    run_folder_make(fixture, ".new-dead");
    run_folder_put(fixture, ".new-dead/lock", "");
    run_folder_make(fixture, ".new-held");
    run_folder_put(fixture, ".new-held/lock", "");
    run_folder_make(fixture, ".old-7");
    run_folder_put(fixture, ".old-7/output", "x");
    path = xasprintf("%s/actions/.new-held/lock", fixture->dir);
    lock = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(lock, LOCK_EX), 0);
    free(path);

    assert_int_equal(prune_actions(fixture->dir, clock_read().wall_ms, NULL),
                     0);
    assert_true(run_folder_has(fixture, ".new-dead"));
    assert_false(run_folder_has(fixture, ".old-7"));
    assert_int_equal(prune_actions(fixture->dir, hours_ms, NULL), 0);

    assert_false(run_folder_has(fixture, ".new-dead"));
    assert_true(run_folder_has(fixture, ".new-held"));
    (void)close(lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(prune_of_old_runs_leaves_the_newest_hundred),
        ACTION_TEST(prune_of_young_runs_takes_those_past_a_thousand),
        ACTION_TEST(prune_of_what_is_not_settled_takes_nothing),
        ACTION_TEST(prune_sweeps_what_a_crash_left_half_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
