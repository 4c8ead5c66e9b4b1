/* supervisor_fixture.c - starts real steps, waits for them, reads of them. */
#include "tests/support/supervisor_fixture.h"

#include <sys/file.h>

#include "action/audit.h"
#include "action/output.h"
#include "base/loop.h"
#include "base/paths.h"

enum { GUARD_MS = 60000 };

static bool is_over(const struct fixture *fixture, const char *id);
static void wait_released(const struct fixture *fixture, const char *id);
static void on_change(void *owner, int fd, unsigned events);

void order_make(struct ordered *ordered, struct fixture *fixture,
                int64_t timeout_ms)
{
    struct plan_input input = fixture_input(fixture);

    input.timeout_ms = timeout_ms;
    plan_make(&ordered->plan, &input);
    assert_null(ordered->plan.refusal);
    ordered->plan.risk = RISK_READ; /* what they do here is harmless */
    ordered->order = (struct supervisor_order){.state_dir = fixture->dir,
                                               .plan = &ordered->plan,
                                               .consent = &ordered->consent,
                                               .who = "alice",
                                               .now = clock_read(),
                                               .terminal = -1,
                                               .grace_ms = 50};
}

void order_ask(struct ordered *ordered)
{
    static unsigned counter;
    unsigned char chance[16] = {0};

    counter++;
    memcpy(chance, &counter, sizeof(counter));
    assert_int_equal(consent_ask(&ordered->consent, &ordered->plan, false,
                                 chance, ordered->order.now.mono_ms, NULL),
                     0);
}

void order_agree(struct ordered *ordered)
{
    order_ask(ordered);
    assert_int_equal(
        consent_give(&ordered->consent, "", ordered->order.now.mono_ms, NULL),
        0);
}

int step_start(struct fixture *fixture, const char *command, int64_t timeout_ms,
               char id[ACTION_ID_SIZE])
{
    struct ordered ordered;
    int rc;

    fixture->step.command = command;
    fixture->step.risk = RISK_READ;
    order_make(&ordered, fixture, timeout_ms);
    order_agree(&ordered);
    rc = supervisor_start(&ordered.order, id, NULL);
    plan_clear(&ordered.plan);
    return rc;
}

void step_run(struct action *action, struct fixture *fixture,
              const char *command, int64_t timeout_ms)
{
    char id[ACTION_ID_SIZE];

    assert_int_equal(step_start(fixture, command, timeout_ms, id), 0);
    wait_over(fixture, id);
    assert_int_equal(action_read(action, fixture->dir, id, NULL), 0);
}

void wait_over(const struct fixture *fixture, const char *id)
{
    wait_released(fixture, id); /* a killed one tells nobody that it is gone */
    wait_until(fixture, id, is_over);
}

static bool is_over(const struct fixture *fixture, const char *id)
{
    struct action action;
    bool is_so;

    assert_int_equal(action_read(&action, fixture->dir, id, NULL), 0);
    is_so = action_is_over(action.state);
    action_clear(&action);
    return is_so;
}

bool has_output(const struct fixture *fixture, const char *id)
{
    struct output_part part;
    bool is_so;

    assert_int_equal(output_read(fixture->dir, id, 0, 16, &part, NULL), 0);
    is_so = part.total > 0;
    output_part_clear(&part);
    return is_so;
}

void wait_until(const struct fixture *fixture, const char *id, until_fn *until)
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

static void on_change(void *owner, int fd, unsigned events)
{
    (void)owner;
    (void)events;
    action_watch_drain(fd);
}

const char *output_of(const struct fixture *fixture, const char *id)
{
    static char text[4096];
    struct output_part part;

    assert_int_equal(
        output_read(fixture->dir, id, 0, sizeof(text) - 1, &part, NULL), 0);
    memcpy(text, part.bytes.bytes, part.bytes.length + 1);
    output_part_clear(&part);
    return text;
}

size_t audited(const struct fixture *fixture, const char *id, const char *text)
{
    char *path = xasprintf("%s/audit.jsonl", fixture->dir);
    char *about = xasprintf("\"action\":\"%s\"", id);
    struct audit_report report;
    char *log = NULL, *rest = NULL;
    size_t length, count = 0;

    wait_released(fixture, id);
    assert_int_equal(audit_verify(fixture->dir, &report, NULL), 0);
    assert_int_equal(report.broken, 0);
    assert_false(report.is_torn);
    assert_int_equal(paths_read_file(path, 1 << 20, &log, &length, NULL), 0);
    for (const char *line = strtok_r(log, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest))
        for (const char *at = line;
             strstr(line, about) && (at = strstr(at, text)); at++)
            count++;
    free(log);
    free(about);
    free(path);
    return count;
}

pid_t supervisor_of(const struct fixture *fixture, const char *id)
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

static void wait_released(const struct fixture *fixture, const char *id)
{
    char *path = xasprintf("%s/actions/%s/lock", fixture->dir, id);
    int fd = open(path, O_RDONLY);

    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    (void)close(fd);
    free(path);
}
