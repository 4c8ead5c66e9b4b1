/* test_prune.c - which runs go, and which never do. */
#include "tests/unit/action_fixture.h"

#include <sys/file.h>

#include "action/action.h"
#include "action/prune.h"
#include "base/clock.h"
#include "base/paths.h"

static const int64_t now_ms = INT64_C(1795380168000);
static const int64_t day_ms = INT64_C(86400000);

static void put(const struct fixture *fixture, const char *name,
                const char *text)
{
    char *path = xasprintf("%s/actions/%s", fixture->dir, name);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
    free(path);
}

static bool has(const struct fixture *fixture, const char *name)
{
    char *path = xasprintf("%s/actions/%s", fixture->dir, name);
    bool is_so = access(path, F_OK) == 0;

    free(path);
    return is_so;
}

static void make(const struct fixture *fixture, const char *name)
{
    char *actions = paths_join(fixture->dir, "actions", NULL);
    char *path = xasprintf("%s/%s", actions, name);

    (void)mkdir(actions, 0700);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
    free(actions);
}

/* Runs `from` to `to`, all of which ended that many days ago. */
static void add_runs(const struct fixture *fixture, int from, int to,
                     const char *state, int days)
{
    for (int i = from; i <= to; i++) {
        char name[64], result[128];

        (void)snprintf(name, sizeof(name), "%d", i);
        make(fixture, name);
        (void)snprintf(name, sizeof(name), "%d/result.json", i);
        (void)snprintf(result, sizeof(result),
                       "{\"state\": \"%s\", \"ended_ms\": %lld}", state,
                       (long long)(now_ms - days * day_ms));
        put(fixture, name, result);
        (void)snprintf(name, sizeof(name), "%d/audited", i);
        put(fixture, name, "");
    }
}

static void prune_of_old_runs_leaves_the_newest_hundred(void **state)
{
    struct fixture *fixture = *state;

    add_runs(fixture, 1, 103, "done", 91);

    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 3);
    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 0);

    assert_false(has(fixture, "1"));
    assert_false(has(fixture, "3"));
    assert_false(has(fixture, ".old-3"));
    assert_true(has(fixture, "4"));
    assert_true(has(fixture, "103"));
}

static void prune_of_young_runs_takes_those_past_a_thousand(void **state)
{
    struct fixture *fixture = *state;

    add_runs(fixture, 1, 1, "lost", 1);
    add_runs(fixture, 2, 1002, "done", 1);

    assert_int_equal(prune_actions(fixture->dir, now_ms, NULL), 1);

    assert_true(has(fixture, "1")); /* what it left may still run */
    assert_false(has(fixture, "2"));
    assert_true(has(fixture, "3"));
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

    assert_true(has(fixture, "1"));
    assert_true(has(fixture, "2"));
}

static void prune_sweeps_what_a_crash_left_half_made(void **state)
{
    struct fixture *fixture = *state;
    int64_t hours_ms = clock_read().wall_ms + INT64_C(2) * 3600 * 1000;
    char *path;
    int lock;

    make(fixture, ".new-dead");
    put(fixture, ".new-dead/lock", "");
    make(fixture, ".new-held");
    put(fixture, ".new-held/lock", "");
    make(fixture, ".old-7");
    put(fixture, ".old-7/output", "x");
    path = xasprintf("%s/actions/.new-held/lock", fixture->dir);
    lock = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(lock, LOCK_EX), 0);
    free(path);

    assert_int_equal(prune_actions(fixture->dir, clock_read().wall_ms, NULL),
                     0);
    assert_true(has(fixture, ".new-dead"));
    assert_false(has(fixture, ".old-7"));
    assert_int_equal(prune_actions(fixture->dir, hours_ms, NULL), 0);

    assert_false(has(fixture, ".new-dead"));
    assert_true(has(fixture, ".new-held"));
    (void)close(lock);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(prune_of_old_runs_leaves_the_newest_hundred),
        TEST(prune_of_young_runs_takes_those_past_a_thousand),
        TEST(prune_of_what_is_not_settled_takes_nothing),
        TEST(prune_sweeps_what_a_crash_left_half_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
