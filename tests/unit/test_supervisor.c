/* test_supervisor.c - real shells, real processes, and how they end. */
#include "tests/unit/action_fixture.h"

#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#include "action/audit.h"
#include "action/leftover.h"
#include "action/output.h"
#include "action/supervisor.h"
#include "base/loop.h"
#include "base/paths.h"

enum { GUARD_MS = 60000, GIB = 1024 * 1024 * 1024 };

static void on_change(void *owner, int fd, unsigned events)
{
    (void)owner;
    (void)events;
    action_watch_drain(fd);
}

/* Starts a command; returns supervisor_start()'s answer. */
static int start(struct fixture *fixture, const char *command,
                 int64_t timeout_ms, char id[ACTION_ID_SIZE])
{
    static const unsigned char nobody[16];
    static unsigned counter;
    struct plan_input input = fixture_input(fixture);
    unsigned char chance[16];
    struct consent consent;
    struct plan plan;
    struct supervisor_order order = {.state_dir = fixture->dir,
                                     .plan = &plan,
                                     .consent = &consent,
                                     .who = "alice",
                                     .now = clock_read(),
                                     .terminal = -1,
                                     .grace_ms = 50};
    struct err err = {0};
    int rc;

    memcpy(chance, nobody, sizeof(chance));
    counter++;
    memcpy(chance, &counter, sizeof(counter));
    fixture->step.command = command;
    fixture->step.risk = RISK_READ;
    input.timeout_ms = timeout_ms;
    plan_make(&plan, &input);
    plan.risk = RISK_READ; /* what they do here is harmless */
    assert_null(plan.refusal);
    assert_int_equal(
        consent_ask(&consent, &plan, false, chance, order.now.mono_ms, NULL),
        0);
    assert_int_equal(consent_give(&consent, "", order.now.mono_ms, NULL), 0);
    rc = supervisor_start(&order, id, &err);
    plan_clear(&plan);
    return rc;
}

typedef bool until_fn(const struct fixture *fixture, const char *id);

static bool is_over(const struct fixture *fixture, const char *id)
{
    struct action action;
    bool is_so;

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    is_so = action_is_over(action.state);
    action_clear(&action);
    return is_so;
}

static bool has_output(const struct fixture *fixture, const char *id)
{
    struct output_part part;
    bool is_so;

    assert_int_equal(output_read(fixture->dir, id, 0, 16, &part, NULL), 0);
    is_so = part.total > 0;
    output_part_clear(&part);
    return is_so;
}

static bool has_a_gibibyte(const struct fixture *fixture, const char *id)
{
    struct output_part part;
    bool is_so;

    assert_int_equal(output_read(fixture->dir, id, 0, 16, &part, NULL), 0);
    is_so = part.total == GIB;
    output_part_clear(&part);
    return is_so;
}

/* Waits by being told; the guard is for a test that would hang. */
static void wait_until(const struct fixture *fixture, const char *id,
                       until_fn *until)
{
    int64_t end = clock_read().mono_ms + GUARD_MS;
    struct loop *loop = loop_new(NULL);
    int watch = action_watch(fixture->dir, id, NULL);

    assert_non_null(loop);
    assert_true(watch >= 0);
    (void)loop_io_add(loop, watch, LOOP_READ, on_change, NULL);
    while (!until(fixture, id)) {
        assert_true(clock_read().mono_ms < end);
        assert_int_equal(loop_turn(loop, GUARD_MS, NULL), 0);
    }
    (void)close(watch);
    loop_free(loop);
}

/* Waits until the supervisor has let go: it still writes the audit line when
 * the result is there. */
static void wait_released(const struct fixture *fixture, const char *id)
{
    char *path = xasprintf("%s/actions/%s/lock", fixture->dir, id);
    int fd = open(path, O_RDONLY);

    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    (void)close(fd);
    free(path);
}

static void wait_over(const struct fixture *fixture, const char *id)
{
    wait_until(fixture, id, is_over);
    wait_released(fixture, id);
}

/* Runs a command to its end. Owns: action_clear() it. */
static void run(struct action *action, struct fixture *fixture,
                const char *command, int64_t timeout_ms)
{
    char id[ACTION_ID_SIZE];

    assert_int_equal(start(fixture, command, timeout_ms, id), 0);
    wait_over(fixture, id);
    assert_int_equal(action_read(action, fixture->dir, id, NULL), 0);
}

static char *output_of(const struct fixture *fixture, const char *id)
{
    static char text[4096];
    struct output_part part;

    assert_int_equal(
        output_read(fixture->dir, id, 0, sizeof(text) - 1, &part, NULL), 0);
    memcpy(text, part.bytes.bytes, part.bytes.length + 1);
    output_part_clear(&part);
    return text;
}

/* Returns how often a text stands in the audit log, which must be whole. */
static size_t audited(const struct fixture *fixture, const char *id,
                      const char *text)
{
    char *path = xasprintf("%s/audit.jsonl", fixture->dir);
    struct audit_report report;
    char *log = NULL;
    size_t length, count = 0;

    wait_released(fixture, id);
    assert_int_equal(audit_verify(fixture->dir, &report, NULL), 0);
    assert_int_equal(report.broken, 0);
    assert_int_equal(paths_read_file(path, 1 << 20, &log, &length, NULL), 0);
    for (const char *at = log; (at = strstr(at, text)); at++)
        count++;
    free(log);
    free(path);
    return count;
}

static pid_t supervisor_of(const struct fixture *fixture, const char *id)
{
    char *path = xasprintf("%s/actions/%s/running.json", fixture->dir, id);
    char *text = NULL;
    const char *at;
    size_t length;
    pid_t pid;

    assert_int_equal(paths_read_file(path, 4096, &text, &length, NULL), 0);
    at = strstr(text, "\"supervisor\": ");
    assert_non_null(at);
    pid = (pid_t)strtol(at + 14, NULL, 10);
    free(text);
    free(path);
    return pid;
}

static void step_that_ends_well_is_done(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    run(&action, fixture, "echo out; echo err >&2", 60000);

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

    run(&action, *state, "exit 3", 60000);

    assert_int_equal(action.state, ACTION_FAILED);
    assert_int_equal(action_exit_code(&action), 3);
    action_clear(&action);
}

static void step_that_is_killed_tells_the_signal(void **state)
{
    struct action action;

    run(&action, *state, "kill -9 $$", 60000);

    assert_int_equal(action.state, ACTION_FAILED);
    assert_int_equal(action.signum, 9);
    assert_int_equal(action_exit_code(&action), 137);
    action_clear(&action);
}

static void step_that_reads_gets_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    run(&action, fixture, "cat; read -r x || echo end", 60000);

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
    run(&action, fixture,
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

static void step_that_never_ends_is_timed_out(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    run(&action, fixture, "tail -f /dev/null", 50);

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
    char id[ACTION_ID_SIZE];

    assert_int_equal(start(fixture, "echo go; tail -f /dev/null", 60000, id),
                     0);
    wait_until(fixture, id, has_output);
    assert_int_equal(action_cancel(fixture->dir, id, "bob", NULL), 0);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_CANCELLED);
    assert_string_equal(action.cancelled_by, "bob");
    assert_true(action.signum == SIGINT || action.signum == SIGTERM);
    assert_int_equal(action_exit_code(&action), 130);
    assert_int_equal(action_cancel(fixture->dir, id, "bob", NULL), -1);
    action_clear(&action);
}

static void step_that_hears_no_signal_is_killed(void **state)
{
    struct fixture *fixture = *state;
    struct action action;
    char id[ACTION_ID_SIZE];

    assert_int_equal(start(fixture,
                           "trap '' INT TERM; echo go; tail -f /dev/null",
                           60000, id),
                     0);
    wait_until(fixture, id, has_output);
    assert_int_equal(action_cancel(fixture->dir, id, "bob", NULL), 0);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_CANCELLED);
    assert_int_equal(action.signum, SIGKILL);
    assert_int_equal(action.alive_count, 0);
    action_clear(&action);
}

static void step_that_leaves_somebody_behind_says_who(void **state)
{
    struct action action;

    run(&action, *state, "setsid tail -f /dev/null & echo left", 60000);

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
    char id[ACTION_ID_SIZE];

    assert_int_equal(
        start(fixture,
              "set -m; tail -f /dev/null & echo go; tail -f /dev/zero "
              ">/dev/null",
              60000, id),
        0);
    wait_until(fixture, id, has_output);
    assert_int_equal(action_cancel(fixture->dir, id, "bob", NULL), 0);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_CANCELLED);
    assert_true(action.alive_count >= 1);
    for (size_t i = 0; i < action.alive_count; i++)
        assert_int_equal(kill((pid_t)action.alive[i].pid, SIGKILL), 0);
    action_clear(&action);
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
    assert_int_equal(start(fixture, command, 60000, id), 0);
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
    struct plan_input input = fixture_input(fixture);
    const unsigned char chance[16] = {45};
    const struct winsize size = {.ws_row = 30, .ws_col = 99};
    struct consent consent;
    struct plan plan;
    struct action action;
    char id[ACTION_ID_SIZE];
    int screen = posix_openpt(O_RDWR | O_NOCTTY);
    struct supervisor_order order = {
        .state_dir = fixture->dir, .plan = &plan, .consent = &consent};

    assert_true(screen >= 0);
    assert_int_equal(grantpt(screen), 0);
    assert_int_equal(unlockpt(screen), 0);
    assert_int_equal(ioctl(screen, TIOCSWINSZ, &size), 0);
    order.terminal = open(ptsname(screen), O_RDWR | O_NOCTTY);
    assert_true(order.terminal >= 0);
    fixture->step.command = "stty size; read -r x; echo \"got $x\"";
    fixture->step.is_interactive = true;
    plan_make(&plan, &input);
    plan.risk = RISK_READ;
    assert_int_equal(consent_ask(&consent, &plan, false, chance, 0, NULL), 0);
    assert_int_equal(consent_give(&consent, "", 0, NULL), 0);
    assert_int_equal(supervisor_start(&order, id, NULL), 0);
    wait_until(fixture, id, has_output);
    assert_int_equal(write(screen, "hi\r", 3), 3);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_DONE);
    assert_non_null(strstr(output_of(fixture, id), "30 99\r\n"));
    assert_non_null(strstr(output_of(fixture, id), "got hi\r\n"));
    (void)close(order.terminal);
    (void)close(screen);
    action_clear(&action);
    plan_clear(&plan);
}

static void shell_that_is_not_there_fails_the_step(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    const unsigned char chance[16] = {42};
    struct consent consent;
    struct plan plan;
    struct action action;
    char id[ACTION_ID_SIZE];
    struct supervisor_order order = {.state_dir = fixture->dir,
                                     .plan = &plan,
                                     .consent = &consent,
                                     .terminal = -1};

    plan_make(&plan, &input);
    plan.shell = "no-such-shell";
    assert_int_equal(consent_ask(&consent, &plan, false, chance, 0, NULL), 0);
    assert_int_equal(consent_give(&consent, "", 0, NULL), 0);
    assert_int_equal(supervisor_start(&order, id, NULL), 0);
    wait_over(fixture, id);

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    assert_int_equal(action.state, ACTION_FAILED);
    assert_string_equal(
        action.problem,
        "cannot start no-such-shell: No such file or directory");
    action_clear(&action);
    plan_clear(&plan);
}

static void start_without_consent_runs_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    const unsigned char chance[16] = {43};
    struct consent consent;
    struct plan plan;
    struct action_list list;
    char id[ACTION_ID_SIZE];
    struct err err = {0};
    struct supervisor_order order = {.state_dir = fixture->dir,
                                     .plan = &plan,
                                     .consent = &consent,
                                     .terminal = -1};

    plan_make(&plan, &input);
    assert_int_equal(consent_ask(&consent, &plan, false, chance, 0, NULL), 0);

    assert_int_equal(supervisor_start(&order, id, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(action_list_read(&list, fixture->dir, 10, NULL), 0);
    assert_int_equal(list.count, 0);
    action_list_clear(&list);
    plan_clear(&plan);
}

static void start_with_a_copied_consent_runs_once(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    const unsigned char chance[16] = {44};
    struct consent consent, copy;
    struct plan plan;
    char id[ACTION_ID_SIZE];
    struct err err = {0};
    struct supervisor_order order = {.state_dir = fixture->dir,
                                     .plan = &plan,
                                     .consent = &consent,
                                     .terminal = -1};

    plan_make(&plan, &input);
    assert_int_equal(consent_ask(&consent, &plan, false, chance, 0, NULL), 0);
    assert_int_equal(consent_give(&consent, "", 0, NULL), 0);
    copy = consent; /* as another program would have it */
    assert_int_equal(supervisor_start(&order, id, NULL), 0);
    order.consent = &copy;

    assert_int_equal(supervisor_start(&order, id, &err), -1);
    assert_string_equal(err.text, "this consent was used already");
    wait_over(fixture, "1");
    assert_int_equal(audited(fixture, "1", "\"event\":\"start\""), 1);
    plan_clear(&plan);
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

    assert_int_equal(start(fixture, command, 60000, id), -1);
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

    assert_int_equal(start(fixture, "true", 60000, id), -1);
}

/* tail ends when the pipe that it writes to loses its reader; what it does not
 * write to a pipe stays. */
#define STAY "tail -f /dev/null >/dev/null"

static void step_whose_supervisor_was_killed_is_lost(void **state)
{
    struct fixture *fixture = *state;
    struct action action;
    char id[ACTION_ID_SIZE];

    assert_int_equal(start(fixture, "echo go; " STAY, 60000, id), 0);
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

    assert_int_equal(start(fixture,
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

static void kubectl_context_is_pinned(void **state)
{
    struct fixture *fixture = *state;
    struct action action;

    fixture->context.kubernetes.context = (char *)(size_t) "it's/prod";
    assert_int_equal(setenv("KUBECONFIG", "/a:/b", 1), 0);
    run(&action, fixture,
        "echo \"${KUBECONFIG#*:}\"; cat \"${KUBECONFIG%%:*}\"", 60000);
    assert_int_equal(unsetenv("KUBECONFIG"), 0);

    assert_string_equal(output_of(fixture, action.id),
                        "/a:/b\napiVersion: v1\nkind: Config\n"
                        "current-context: 'it''s/prod'\n");
    action_clear(&action);
}

static void list_tells_the_newest_first(void **state)
{
    struct fixture *fixture = *state;
    struct action action;
    struct action_list list;

    for (int i = 0; i < 3; i++) {
        run(&action, fixture, "true", 60000);
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

    run(&action, fixture, "true", 60000);
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

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(step_that_ends_well_is_done),
        TEST(step_that_fails_tells_its_exit),
        TEST(step_that_is_killed_tells_the_signal),
        TEST(step_that_reads_gets_nothing),
        TEST(step_has_a_clean_process),
        TEST(step_that_never_ends_is_timed_out),
        TEST(step_that_is_cancelled_tells_by_whom),
        TEST(step_that_hears_no_signal_is_killed),
        TEST(step_that_leaves_somebody_behind_says_who),
        TEST(cancel_says_who_left_the_group),
        TEST(output_of_a_gibibyte_costs_little),
        TEST(interactive_step_has_the_terminal),
        TEST(shell_that_is_not_there_fails_the_step),
        TEST(start_without_consent_runs_nothing),
        TEST(start_with_a_copied_consent_runs_once),
        TEST(start_without_audit_runs_nothing),
        TEST(start_in_a_folder_that_others_may_write_is_refused),
        TEST(step_whose_supervisor_was_killed_is_lost),
        TEST(leftover_end_of_a_lost_step_ends_what_left_its_group_too),
        TEST(kubectl_context_is_pinned),
        TEST(list_tells_the_newest_first),
        TEST(read_when_files_are_torn_tells_what_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
