/* test_supervisor.c - what a step meets, and what is told of its end. */
#include "tests/support/supervisor_fixture.h"

#include <signal.h>
#include <sys/ioctl.h>

#include "action/output.h"

enum { GIB = 1024 * 1024 * 1024 };

static void step_that_ends_well_is_done(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    step_run(&action, fixture, "echo out; echo err >&2", 60000);

    assert_int_equal(action.state, ACTION_DONE);
    assert_int_equal(action.exit_status, 0);
    assert_int_equal(action_exit_code(&action), 0);
    assert_string_equal(output_of(fixture, action.id), "out\nerr\n");
    assert_int_equal(action.output_bytes, 8);
    assert_string_equal(action.id, "1");
    assert_string_equal(action.who, "alice");
    assert_string_equal(action.command, "echo out; echo err >&2");
    assert_string_equal(action.context, "prod-eu");
    assert_int_equal(audited(fixture, "1", "\"event\":\"start\""), 1);
    assert_int_equal(audited(fixture, "1", "\"event\":\"end\""), 1);
    action_clear(&action);
}

static void step_that_fails_tells_its_exit(void **state)
{
    struct action action;

    step_run(&action, *state, "exit 3", 60000);

    assert_int_equal(action.state, ACTION_FAILED);
    assert_int_equal(action_exit_code(&action), 3);
    action_clear(&action);
}

static void step_that_is_killed_tells_the_signal(void **state)
{
    struct action action;

    step_run(&action, *state, "kill -9 $$", 60000);

    assert_int_equal(action.state, ACTION_FAILED);
    assert_int_equal(action.signum, 9);
    assert_int_equal(action_exit_code(&action), 137);
    action_clear(&action);
}

static void step_that_reads_gets_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    step_run(&action, fixture, "cat; read -r x || echo end", 60000);

    assert_int_equal(action.state, ACTION_DONE);
    assert_string_equal(output_of(fixture, action.id), "end\n");
    action_clear(&action);
}

static void step_has_a_clean_process(void **state)
{
    struct fixture *fixture = *state;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    struct action action;
    int stray = open("/dev/null", O_RDONLY); /* not close-on-exec */

    assert_int_equal(sigaction(SIGPIPE, &ignore, &before), 0);
    step_run(&action, fixture,
             "ls /proc/self/fd | tr '\\n' ' '; yes | head -1 >/dev/null; "
             "echo ${PIPESTATUS[0]}; grep SigBlk /proc/self/status; pwd",
             60000);
    assert_int_equal(sigaction(SIGPIPE, &before, NULL), 0);
    (void)close(stray);

    assert_non_null(strstr(output_of(fixture, action.id), "0 1 2 3 141\n"));
    assert_non_null(
        strstr(output_of(fixture, action.id), "SigBlk:\t0000000000000000\n"));
    action_clear(&action);
}

/* For wait_until(). */
static bool has_a_gibibyte(const struct fixture *fixture, const char *id)
{
    struct output_part part;
    bool is_so;

    assert_int_equal(output_read(fixture->dir, id, 0, 16, &part, NULL), 0);
    is_so = part.total == GIB;
    output_part_clear(&part);
    return is_so;
}

static void output_of_a_gibibyte_costs_little(void **state)
{
    struct fixture *fixture = *state;
    char *fifo = xasprintf("%s/go", fixture->dir);
    char *command = xasprintf("head -c 1G /dev/zero; cat '%s'", fifo);
    char id[ACTION_ID_SIZE], line[256];
    long peak_kib = 0;
    struct output_part part;
    FILE *status;
    char *path;
    int go;

    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(step_start(fixture, command, 60000, id), 0);
    wait_until(fixture, id, has_a_gibibyte);
    path = xasprintf("/proc/%ld/status", (long)supervisor_of(fixture, id));
    status = fopen(path, "r");
    assert_non_null(status);
    while (fgets(line, sizeof(line), status))
        (void)sscanf(line, "VmHWM: %ld kB", &peak_kib);
    (void)fclose(status);
    go = open(fifo, O_WRONLY);
    assert_true(go >= 0);
    assert_int_equal(write(go, "the end", 7), 7);
    (void)close(go);
    wait_over(fixture, id);

    print_message("a gibibyte of output: %ld KiB at most\n", peak_kib);
    assert_in_range(peak_kib, 1, 30 * 1024);
    assert_int_equal(output_read(fixture->dir, id, OUTPUT_HEAD_BYTES,
                                 OUTPUT_TAIL_BYTES, &part, NULL),
                     0);
    assert_int_equal(part.total, (uint64_t)GIB + 7);
    assert_int_equal(part.left_out,
                     part.total - OUTPUT_HEAD_BYTES - OUTPUT_TAIL_BYTES);
    assert_int_equal(part.bytes.length, OUTPUT_TAIL_BYTES);
    assert_memory_equal(part.bytes.bytes + OUTPUT_TAIL_BYTES - 7, "the end", 7);
    output_part_clear(&part);
    free(path);
    free(command);
    free(fifo);
}

static void interactive_step_has_the_terminal(void **state)
{
    struct fixture *fixture = *state;
    const struct winsize size = {.ws_row = 30, .ws_col = 99};
    struct ordered ordered;
    struct action action;
    char id[ACTION_ID_SIZE];
    int screen = posix_openpt(O_RDWR | O_NOCTTY);
    int terminal;

    assert_true(screen >= 0);
    assert_int_equal(grantpt(screen), 0);
    assert_int_equal(unlockpt(screen), 0);
    assert_int_equal(ioctl(screen, TIOCSWINSZ, &size), 0);
    terminal = open(ptsname(screen), O_RDWR | O_NOCTTY);
    assert_true(terminal >= 0);
    fixture->step.command = "stty size; read -r x; echo \"got $x\"";
    fixture->step.is_interactive = true;
    order_make(&ordered, fixture, 60000);
    ordered.order.terminal = terminal;
    order_agree(&ordered);
    assert_int_equal(supervisor_start(&ordered.order, id, NULL), 0);
    wait_until(fixture, id, has_output);
    assert_int_equal(write(screen, "hi\r", 3), 3);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_DONE);
    assert_non_null(strstr(output_of(fixture, id), "30 99\r\n"));
    assert_non_null(strstr(output_of(fixture, id), "got hi\r\n"));
    (void)close(terminal);
    (void)close(screen);
    action_clear(&action);
    plan_clear(&ordered.plan);
}

static void kubectl_context_is_pinned(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    fixture->context.kubernetes.context = (char *)(size_t) "it's/prod";
    assert_int_equal(setenv("KUBECONFIG", "/a:/b", 1), 0);
    step_run(&action, fixture,
             "echo \"${KUBECONFIG#*:}\"; cat \"${KUBECONFIG%%:*}\"", 60000);
    assert_int_equal(unsetenv("KUBECONFIG"), 0);

    assert_string_equal(output_of(fixture, action.id),
                        "/a:/b\napiVersion: v1\nkind: Config\n"
                        "current-context: 'it''s/prod'\n");
    action_clear(&action);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(step_that_ends_well_is_done),
        ACTION_TEST(step_that_fails_tells_its_exit),
        ACTION_TEST(step_that_is_killed_tells_the_signal),
        ACTION_TEST(step_that_reads_gets_nothing),
        ACTION_TEST(step_has_a_clean_process),
        ACTION_TEST(output_of_a_gibibyte_costs_little),
        ACTION_TEST(interactive_step_has_the_terminal),
        ACTION_TEST(kubectl_context_is_pinned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
