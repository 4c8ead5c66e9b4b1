/* test_child.c - programs that write, fail, hang, leave others behind. */
#include "tests/test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"

enum { TURNS_MOST = 2000 };

struct seen {
    struct loop *loop;
    struct buf output;
    bool is_done, is_unwanted;
    int status, signum;
    char complaint[200];
    struct err err;
};

static bool on_output(void *owner, const char *bytes, size_t length)
{
    struct seen *seen = owner;

    (void)buf_add(&seen->output, bytes, length);
    return !seen->is_unwanted;
}

static void on_done(void *owner, const struct child_end *end,
                    const struct err *err)
{
    struct seen *seen = owner;

    seen->is_done = true;
    seen->status = end->status;
    seen->signum = end->signum;
    (void)snprintf(seen->complaint, sizeof(seen->complaint), "%s",
                   end->complaint);
    if (err)
        seen->err = *err;
}

static void start_seen(struct seen *seen)
{
    struct err err = {0};

    *seen = (struct seen){.loop = loop_new(&err)};
    assert_non_null(seen->loop);
    buf_init(&seen->output, 1 << 20);
}

static void end_seen(struct seen *seen)
{
    buf_clear(&seen->output);
    loop_free(seen->loop);
}

static struct child *start(struct seen *seen, const struct child_order *order)
{
    const struct child_sink sink = {
        .owner = seen, .output = on_output, .done = on_done};
    struct err err = {0};
    struct child *child = child_start(seen->loop, order, &sink, &err);

    assert_non_null(child);
    return child;
}

static void run(struct seen *seen, const struct child_order *order)
{
    struct err err = {0};

    (void)start(seen, order);
    for (int i = 0; i < TURNS_MOST && !seen->is_done; i++)
        assert_int_equal(loop_turn(seen->loop, 1000, &err), 0);
    assert_true(seen->is_done);
}

/* What nobody reaps here counts as gone. */
static bool is_gone(pid_t pid)
{
    char path[64];
    char now = 'Z';
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    file = fopen(path, "r");
    if (!file)
        return true;
    if (fscanf(file, "%*d %*s %c", &now) != 1)
        now = 'Z';
    (void)fclose(file);
    return now == 'Z' || now == 'X';
}

static void assert_gone(pid_t pid)
{
    for (int i = 0; i < 5000 && !is_gone(pid); i++)
        (void)usleep(1000);
    assert_true(is_gone(pid));
}

#define SHELL(script) ((const char *const[]){"sh", "-c", script, NULL})

static void child_when_it_ends_tells_output_status_and_complaint(void **state)
{
    struct seen seen;
    (void)state;

    start_seen(&seen);
    run(&seen, &(struct child_order){
                   .words = SHELL("echo out; echo one >&2; echo two >&2; "
                                  "read line || exit 7")});

    assert_string_equal(seen.output.bytes, "out\n");
    assert_string_equal(seen.complaint, "two");
    assert_int_equal(seen.status, 7);
    assert_int_equal(seen.signum, 0);
    assert_int_equal(seen.err.kind, ERR_NONE);
    end_seen(&seen);
}

static void child_when_given_environment_puts_it_before_ours(void **state)
{
    struct seen seen;
    (void)state;

    (void)setenv("TRACETOP_CHILD_TEST", "ours", 1);
    start_seen(&seen);
    run(&seen, &(struct child_order){
                   .words = SHELL("printf %s \"$TRACETOP_CHILD_TEST\""),
                   .environment = (const char *const[]){
                       "TRACETOP_CHILD_TEST=theirs", NULL}});

    assert_string_equal(seen.output.bytes, "theirs");
    end_seen(&seen);
}

static void child_when_there_is_no_such_program_says_so(void **state)
{
    struct seen seen;
    (void)state;

    start_seen(&seen);
    run(&seen, &(struct child_order){
                   .words = (const char *const[]){"tracetop-no-such", NULL}});

    assert_int_equal(seen.err.kind, ERR_SYSTEM);
    assert_int_equal(seen.err.code, ENOENT);
    assert_string_equal(seen.err.text, "no such program");
    end_seen(&seen);
}

static void child_when_it_hangs_is_killed_at_its_time_limit(void **state)
{
    struct seen seen;
    (void)state;

    start_seen(&seen);
    run(&seen, &(struct child_order){.words = SHELL("sleep 100; true"),
                                     .timeout_ms = 30});

    assert_int_equal(seen.err.kind, ERR_LIMIT);
    assert_int_equal(seen.signum, SIGKILL);
    end_seen(&seen);
}

static void child_when_it_writes_past_the_limit_is_killed(void **state)
{
    struct seen seen;
    (void)state;

    start_seen(&seen);
    run(&seen,
        &(struct child_order){.words = SHELL("yes"), .output_limit = 100000});

    assert_int_equal(seen.err.kind, ERR_LIMIT);
    assert_string_equal(seen.err.text, "it wrote too much");
    assert_true(seen.output.length <= 100000);
    end_seen(&seen);
}

static void child_when_output_is_not_wanted_is_killed(void **state)
{
    struct seen seen;
    (void)state;

    start_seen(&seen);
    seen.is_unwanted = true;
    run(&seen, &(struct child_order){.words = SHELL("echo x; sleep 100")});

    assert_int_equal(seen.err.kind, ERR_LIMIT);
    end_seen(&seen);
}

static void child_when_it_leaves_another_behind_kills_that(void **state)
{
    struct seen seen;
    pid_t left;
    (void)state;

    start_seen(&seen);
    run(&seen,
        &(struct child_order){.words = SHELL("sleep 100 & echo $!; exit 3")});
    left = (pid_t)strtol(seen.output.bytes, NULL, 10);

    assert_int_equal(seen.status, 3);
    assert_true(left > 1);
    assert_gone(left);
    end_seen(&seen);
}

static void child_when_cancelled_is_gone_and_silent(void **state)
{
    struct seen seen;
    struct child *child;
    pid_t pid;
    (void)state;

    start_seen(&seen);
    child = start(&seen, &(struct child_order){.words = SHELL("sleep 100")});
    pid = (pid_t)child_pid(child);
    child_cancel(child);
    for (int i = 0; i < 5000 && kill(pid, 0) == 0; i++)
        (void)loop_turn(seen.loop, 1, NULL);

    assert_int_equal(kill(pid, 0), -1);
    assert_false(seen.is_done);
    end_seen(&seen);
}

static void child_when_we_crash_dies_with_us(void **state)
{
    int ends[2];
    int theirs = 0;
    pid_t us;
    (void)state;

    assert_int_equal(pipe(ends), 0);
    us = fork();
    if (us == 0) {
        struct seen seen;

        start_seen(&seen);
        theirs = child_pid(
            start(&seen, &(struct child_order){.words = SHELL("sleep 100"),
                                               .dies_with_us = true}));
        (void)!write(ends[1], &theirs, sizeof(theirs));
        (void)kill(getpid(), SIGKILL);
    }
    assert_int_equal(read(ends[0], &theirs, sizeof(theirs)), sizeof(theirs));
    assert_int_equal(waitpid(us, NULL, 0), us);

    assert_gone((pid_t)theirs);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(child_when_it_ends_tells_output_status_and_complaint),
        cmocka_unit_test(child_when_given_environment_puts_it_before_ours),
        cmocka_unit_test(child_when_there_is_no_such_program_says_so),
        cmocka_unit_test(child_when_it_hangs_is_killed_at_its_time_limit),
        cmocka_unit_test(child_when_it_writes_past_the_limit_is_killed),
        cmocka_unit_test(child_when_output_is_not_wanted_is_killed),
        cmocka_unit_test(child_when_it_leaves_another_behind_kills_that),
        cmocka_unit_test(child_when_cancelled_is_gone_and_silent),
        cmocka_unit_test(child_when_we_crash_dies_with_us),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
