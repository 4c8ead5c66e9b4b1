/* test_leftover.c - what a killed supervisor leaves, and who ends it. */
#include "tests/support/supervisor_fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "action/leftover.h"
#include "action/process.h"

enum { NOBODY = 65534 };

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
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 100};
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

static void put_left(const struct fixture *fixture, const char *id,
                     const char *text)
{
    char *path = xasprintf("%s/actions/%s/left.json", fixture->dir, id);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
    free(path);
}

/* Starts a command, waits for its first output, kills its supervisor. */
static void lose(struct fixture *fixture, const char *command,
                 char id[ACTION_ID_SIZE])
{
    assert_int_equal(step_start(fixture, command, 60000, id), 0);
    wait_until(fixture, id, has_output);
    assert_int_equal(kill(supervisor_of(fixture, id), SIGKILL), 0);
    wait_over(fixture, id);
}

static void
leftover_end_ends_what_has_taken_the_mark_off_its_environment(void **state)
{
    struct fixture *fixture = *state;
    struct leftover_order order = {
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 100};
    struct leftover leftover;
    struct action action;
    char id[ACTION_ID_SIZE];

    lose(fixture,
         "env -i setsid " STAY " & env -i " STAY " & echo go; wait; true", id);
    order.id = id;

    assert_int_equal(leftover_end(&leftover, &order, NULL), 0);

    assert_int_equal(leftover.found_count, 3);
    assert_int_equal(leftover.left_count, 0);
    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_LOST);
    assert_string_equal(action.left_ended_by, "bob");
    assert_false(action_may_have_left(&action));
    assert_int_equal(audited(fixture, id, "\"left\":\"\""), 1);
    action_clear(&action);
    leftover_clear(&leftover);
}

static void
leftover_end_of_a_step_that_is_over_ends_what_outlived_it(void **state)
{
    struct fixture *fixture = *state;
    struct leftover_order order = {
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 100};
    struct leftover leftover, again;
    struct action action;

    step_run(&action, fixture,
             "setsid " STAY " 2>/dev/null & env -i " STAY " 2>/dev/null &",
             60000);
    assert_int_equal(action.state, ACTION_DONE);
    assert_int_equal(action.alive_count, 2);
    assert_true(action_may_have_left(&action));
    order.id = action.id;

    assert_int_equal(leftover_end(&leftover, &order, NULL), 0);
    assert_int_equal(leftover_end(&again, &order, NULL), -1);

    assert_int_equal(leftover.found_count, 2);
    assert_int_equal(leftover.left_count, 0);
    assert_int_equal(audited(fixture, action.id, "\"event\":\"cancel\""), 1);
    action_clear(&action);
    leftover_clear(&leftover);
    leftover_clear(&again);
}

static int give_to(const char *path, const struct stat *about, int kind,
                   struct FTW *walk)
{
    (void)kind;
    (void)walk;
    return lchown(path, about->st_uid ? 0 : NOBODY, (gid_t)-1);
}

static void hand_over(const struct fixture *fixture)
{
    assert_int_equal(nftw(fixture->dir, give_to, 16, FTW_PHYS), 0);
}

/* Of nobody, who may look at root's processes but not end them. Returns 0, or
 * what is wrong. */
static int end_as_nobody(const struct leftover_order *order)
{
    struct leftover leftover;
    char text[ACTION_PROCESS_TEXT], wanted[64];

    if (setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
        setresuid(NOBODY, NOBODY, NOBODY) < 0)
        return 1;
    if (leftover_end(&leftover, order, NULL) < 0)
        return 2;
    if (leftover.found_count != 2 || leftover.left_count != 2)
        return 3;
    action_process_format(text, sizeof(text), &leftover.left[0]);
    (void)snprintf(wanted, sizeof(wanted), "(of root; run as root: kill %lld)",
                   (long long)leftover.left[0].pid);
    return strstr(text, wanted) ? 0 : 4;
}

static void leftover_end_names_what_it_may_not_signal_and_goes_on(void **state)
{
    struct fixture *fixture = *state;
    struct leftover_order order = {
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 20000};
    struct leftover leftover;
    struct action action;
    char id[ACTION_ID_SIZE];
    pid_t child;
    int status = -1;

    if (geteuid() != 0)
        skip(); /* only root can leave something to somebody else */
    lose(fixture, "env -i " STAY " & echo go; wait; true", id);
    order.id = id;
    hand_over(fixture);
    child = fork();
    if (child == 0)
        _exit(end_as_nobody(&order));
    assert_int_equal(waitpid(child, &status, 0), child);
    hand_over(fixture);

    assert_int_equal(status, 0);
    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.alive_count, 2);
    assert_string_equal(action.alive[0].user, "root");
    assert_true(action_may_have_left(&action));
    assert_int_equal(audited(fixture, id, "of root; run as root: kill"), 2);
    order.grace_ms = 100;
    assert_int_equal(leftover_end(&leftover, &order, NULL), 0);
    assert_int_equal(leftover.left_count, 0);
    action_clear(&action);
    leftover_clear(&leftover);
}

/* Without mark, session or parent of ours: only that it was named is left. */
static void leftover_end_ends_what_the_supervisor_has_named(void **state)
{
    struct fixture *fixture = *state;
    struct leftover_order order = {
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 100};
    struct leftover leftover;
    struct action action;
    struct process process;

    step_run(&action, fixture,
             "p=$(setsid sh -c 'env -i " STAY " <&- 2>&- & echo $!')\n"
             "until grep -q tail /proc/$p/comm; do :; done",
             60000);
    assert_int_equal(action.state, ACTION_DONE);
    assert_int_equal(action.alive_count, 1);
    order.id = action.id;

    assert_int_equal(leftover_end(&leftover, &order, NULL), 0);

    assert_int_equal(leftover.found_count, 1);
    assert_int_equal(leftover.found[0].pid, action.alive[0].pid);
    assert_int_equal(leftover.left_count, 0);
    assert_false(process_read(&process, (pid_t)action.alive[0].pid));
    action_clear(&action);
    leftover_clear(&leftover);
}

/* A number that somebody else has by now is nobody's that we know. */
static void leftover_end_passes_over_a_number_with_another_start(void **state)
{
    struct fixture *fixture = *state;
    struct leftover_order order = {
        .state_dir = fixture->dir, .who = "bob", .grace_ms = 100};
    struct leftover leftover;
    struct action action;
    struct process stranger;
    pid_t pid = fork();
    char *text;

    if (pid == 0) {
        (void)pause();
        _exit(0);
    }
    step_run(&action, fixture, "true", 60000);
    assert_true(process_read(&stranger, pid));
    text = xasprintf("{\"ended_ms\": 1, \"by\": \"x\", \"alive\": [{\"pid\": "
                     "%d, \"name\": \"y\", \"start\": %llu}]}",
                     (int)pid, (unsigned long long)stranger.start - 1);
    put_left(fixture, action.id, text);
    order.id = action.id;

    assert_int_equal(leftover_end(&leftover, &order, NULL), -1);

    assert_int_equal(leftover.found_count, 0);
    assert_int_equal(kill(pid, 0), 0);
    assert_int_equal(kill(pid, SIGKILL), 0);
    (void)waitpid(pid, NULL, 0);
    free(text);
    action_clear(&action);
    leftover_clear(&leftover);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(step_whose_supervisor_was_killed_is_lost),
        ACTION_TEST(leftover_end_of_a_lost_step_ends_what_left_its_group_too),
        ACTION_TEST(
            leftover_end_ends_what_has_taken_the_mark_off_its_environment),
        ACTION_TEST(leftover_end_of_a_step_that_is_over_ends_what_outlived_it),
        ACTION_TEST(leftover_end_names_what_it_may_not_signal_and_goes_on),
        ACTION_TEST(leftover_end_ends_what_the_supervisor_has_named),
        ACTION_TEST(leftover_end_passes_over_a_number_with_another_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
