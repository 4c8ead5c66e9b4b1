/* supervisor.c - from a consent to a process that looks after the step.
 *
 * In this order: the consent is taken and claimed, the folder made and locked,
 * the start put into the audit log, the supervisor forked (twice, so that it
 * is nobody's child). Whatever fails undoes what came before it, as far as
 * nothing has run. Whoever is killed in between leaves a folder without a
 * supervisor, which action_settle_lost() tells from one that runs.
 */
#include "action/supervisor.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "action/action_folder.h"
#include "action/audit.h"
#include "action/claim.h"
#include "action/supervisor_run.h"
#include "base/buf.h"
#include "base/paths.h"

struct person {
    char who[128];
    char host[128];
};

static void find_person(struct person *person, const char *who);
static int audit_start(const struct supervisor_order *order,
                       const struct action_origin *origin, const char *id,
                       struct err *err);
static int audit_order(const struct supervisor_order *order,
                       const struct action_origin *origin, const char *id,
                       const char *environment, struct err *err);
static int launch(const struct supervisor_order *order,
                  const struct action_folder *folder, struct err *err);
static int fork_twice(const struct supervisor_order *order,
                      const struct action_folder *folder);
static void tell_failure(const struct supervisor_order *order,
                         const struct action_folder *folder,
                         const char *problem);

int supervisor_start(const struct supervisor_order *order,
                     char id[ACTION_ID_SIZE], struct err *err)
{
    struct action_folder folder = {.fd = -1, .lock = -1, .control = -1};
    struct person person;
    struct action_origin origin = {.who = person.who,
                                   .host = person.host,
                                   .consent = order->consent->id,
                                   .wall_ms = order->now.wall_ms};
    int rc = -1;

    if (consent_take(order->consent, order->plan, order->now.mono_ms, err) <
            0 ||
        paths_make_private(order->state_dir, err) < 0 ||
        claim_make(order->state_dir, order->consent->id, order->now.wall_ms,
                   err) < 0)
        return -1;
    find_person(&person, order->who);
    if (action_folder_make(&folder, order->state_dir, order->plan, &origin,
                           err) < 0)
        goto out;
    if (audit_start(order, &origin, folder.id, err) < 0) {
        action_folder_remove(&folder, order->state_dir);
        goto out;
    }
    if (launch(order, &folder, err) < 0) {
        tell_failure(order, &folder, err ? err->text : "cannot fork");
        goto out;
    }
    (void)snprintf(id, ACTION_ID_SIZE, "%s", folder.id);
    rc = 0;
out:
    action_folder_close(&folder);
    return rc;
}

static void find_person(struct person *person, const char *who)
{
    const char *behind = getenv("SUDO_USER");
    struct passwd entry;
    struct passwd *found = NULL;
    char text[4096];

    if (!who && getpwuid_r(geteuid(), &entry, text, sizeof(text), &found) == 0)
        who = found ? found->pw_name : NULL;
    if (who && behind)
        (void)snprintf(person->who, sizeof(person->who), "%s (sudo by %s)", who,
                       behind);
    else if (who)
        (void)snprintf(person->who, sizeof(person->who), "%s", who);
    else
        (void)snprintf(person->who, sizeof(person->who), "user %u",
                       (unsigned)geteuid());
    if (gethostname(person->host, sizeof(person->host)) < 0)
        person->host[0] = '\0';
    person->host[sizeof(person->host) - 1] = '\0';
}

static int audit_start(const struct supervisor_order *order,
                       const struct action_origin *origin, const char *id,
                       struct err *err)
{
    const struct plan *plan = order->plan;
    struct buf environment;
    int rc;

    buf_init(&environment, AUDIT_LINE_MAX);
    for (size_t i = 0; i < plan->variable_count; i++)
        (void)buf_printf(&environment, "%s=%s\n", plan->variables[i].name,
                         plan->variables[i].value);
    rc = audit_order(order, origin, id, environment.bytes, err);
    buf_clear(&environment);
    return rc;
}

static int audit_order(const struct supervisor_order *order,
                       const struct action_origin *origin, const char *id,
                       const char *environment, struct err *err)
{
    const struct plan *plan = order->plan;
    const struct audit_field fields[] = {
        {.name = "who", .text = origin->who},
        {.name = "host", .text = origin->host},
        {.name = "runbook", .text = plan->runbook},
        {.name = "step", .number = plan->step},
        {.name = "command", .text = plan->command},
        {.name = "shell", .text = plan->shell},
        {.name = "risk", .text = risk_name(plan->risk)},
        {.name = "context", .text = plan->context},
        {.name = "namespace", .text = plan->namespace_name},
        {.name = "kubectl_context", .text = plan->kubectl_context},
        {.name = "alert", .text = plan->alert},
        {.name = "edited", .number = plan->is_edited},
        {.name = "dry_run", .number = plan->is_dry_run},
        {.name = "consent", .text = origin->consent},
        {.name = "environment", .text = environment},
    };
    const struct audit_entry entry = {.at_wall_ms = order->now.wall_ms,
                                      .event = "start",
                                      .action = id,
                                      .fields = fields,
                                      .field_count =
                                          sizeof(fields) / sizeof(fields[0])};

    return audit_append(order->state_dir, &entry, err);
}

/* No signal of ours may run a handler in the copies: all wait until those
 * have put the handlers away. */
static int launch(const struct supervisor_order *order,
                  const struct action_folder *folder, struct err *err)
{
    sigset_t all, before;
    int code;

    (void)sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    code = fork_twice(order, folder);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (code)
        return err_set(err, ERR_SYSTEM, code, "cannot start a supervisor: %s",
                       strerror(code));
    return 0;
}

/* Returns 0 or an errno. */
static int fork_twice(const struct supervisor_order *order,
                      const struct action_folder *folder)
{
    pid_t between = fork();
    int status = 0;

    if (between < 0)
        return errno;
    if (between == 0) {
        pid_t supervisor;

        (void)setsid();
        supervisor = fork();
        if (supervisor == 0) {
            supervisor_run(order, folder);
            _exit(0);
        }
        _exit(supervisor < 0 ? EAGAIN : 0);
    }
    while (waitpid(between, &status, 0) < 0)
        if (errno != EINTR)
            return 0; /* somebody else's waitpid() has it; the lock tells */
    return WIFEXITED(status) ? WEXITSTATUS(status) : EAGAIN;
}

static void tell_failure(const struct supervisor_order *order,
                         const struct action_folder *folder,
                         const char *problem)
{
    struct action_result result = {.state = ACTION_FAILED,
                                   .wall_ms = order->now.wall_ms,
                                   .exit_status = -1,
                                   .problem = problem};

    if (action_folder_put_result(folder->fd, &result, NULL) == 0)
        (void)action_folder_audit_end(folder->fd, order->state_dir, folder->id,
                                      &result, NULL);
}
