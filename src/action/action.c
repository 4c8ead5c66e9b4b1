/* action.c - reading one run, whatever a crash has left of it. */
#include "action/action.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "action/action_folder.h"
#include "action/action_private.h"
#include "action/state_file.h"
#include "base/paths.h"

enum { EXIT_TIMED_OUT = 124, EXIT_CANCELLED = 130, EXIT_NEVER = 70 };

static void read_what(struct action *action, json_t *object);
static void read_variables(struct action *action, const json_t *object);
static bool read_result(struct action *action, json_t *object);
static void read_alive(struct action *action, const json_t *array);
static void read_left(struct action *action, json_t *object);
static void read_running(struct action *action, json_t *object);
static const char *text_of(struct action *action, const json_t *object,
                           const char *name);
static int64_t number_of(const json_t *object, const char *name);

static const char *const names[] = {
    [ACTION_STARTING] = "starting",   [ACTION_RUNNING] = "running",
    [ACTION_DONE] = "done",           [ACTION_FAILED] = "failed",
    [ACTION_CANCELLED] = "cancelled", [ACTION_TIMED_OUT] = "timed out",
    [ACTION_LOST] = "lost",
};

int action_read(struct action *action, const char *state_dir, const char *id,
                struct err *err)
{
    struct action_folder folder;

    memset(action, 0, sizeof(*action));
    action->exit_status = -1;
    if (action_folder_open(&folder, state_dir, id, err) < 0)
        return -1;
    action->id = pool_strdup(&action->pool, id);
    action_read_folder(action, folder.fd);
    action_folder_close(&folder);
    return 0;
}

/* The supervisor writes the result before it lets its lock go: so when nobody
 * holds it, the result is looked for once more. */
void action_read_folder(struct action *action, int folder)
{
    bool is_held;

    read_what(action, state_file_read_json(folder, ACTION_FILE_WHAT));
    read_running(action, state_file_read_json(folder, ACTION_FILE_RUNNING));
    action->is_seen = faccessat(folder, ACTION_FILE_SEEN, F_OK, 0) == 0;
    if (!read_result(action,
                     state_file_read_json(folder, ACTION_FILE_RESULT))) {
        is_held = action_folder_is_held(folder);
        if (!read_result(action,
                         state_file_read_json(folder, ACTION_FILE_RESULT)))
            action->state = !is_held      ? ACTION_LOST
                            : action->pid ? ACTION_RUNNING
                                          : ACTION_STARTING;
    }
    if (action_is_over(action->state))
        read_left(action, state_file_read_json(folder, ACTION_FILE_LEFT));
}

void action_clear(struct action *action)
{
    pool_clear(&action->pool);
    memset(action, 0, sizeof(*action));
}

int action_mark_seen(const char *state_dir, const char *id, struct err *err)
{
    struct action_folder folder;
    int rc;

    if (action_folder_open(&folder, state_dir, id, err) < 0)
        return -1;
    rc = action_folder_mark(folder.fd, ACTION_FILE_SEEN, err);
    action_folder_close(&folder);
    return rc;
}

bool action_is_over(enum action_state state)
{
    return state != ACTION_STARTING && state != ACTION_RUNNING;
}

bool action_may_have_left(const struct action *action)
{
    return action_is_over(action->state) &&
           (action->alive_count > 0 ||
            (action->state == ACTION_LOST && action->pid &&
             !action->left_ended_wall_ms));
}

void action_process_format(char *out, size_t size,
                           const struct action_process *process)
{
    long long pid = process->pid;

    if (process->user && process->user[0])
        (void)snprintf(out, size, "%lld %s (of %s; run as root: kill %lld)",
                       pid, process->name, process->user, pid);
    else if (process->is_doubtful)
        (void)snprintf(out, size,
                       "%lld %s (may be another's; if not: kill %lld)", pid,
                       process->name, pid);
    else
        (void)snprintf(out, size, "%lld %s", pid, process->name);
}

const char *action_state_name(enum action_state state)
{
    return names[state];
}

int action_exit_code(const struct action *action)
{
    switch (action->state) {
    case ACTION_TIMED_OUT:
        return EXIT_TIMED_OUT;
    case ACTION_CANCELLED:
        return EXIT_CANCELLED;
    case ACTION_DONE:
        return 0;
    case ACTION_STARTING:
    case ACTION_RUNNING:
    case ACTION_FAILED:
    case ACTION_LOST:
        break;
    }
    if (action->signum)
        return 128 + action->signum;
    return action->exit_status > 0 ? action->exit_status : EXIT_NEVER;
}

static void read_what(struct action *action, json_t *object)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        {"runbook", &action->runbook},
        {"runbook_title", &action->runbook_title},
        {"step_title", &action->step_title},
        {"command", &action->command},
        {"shell", &action->shell},
        {"reason", &action->reason},
        {"context", &action->context},
        {"namespace", &action->namespace_name},
        {"kubectl_context", &action->kubectl_context},
        {"alert", &action->alert},
        {"panel", &action->panel},
        {"who", &action->who},
        {"host", &action->host},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i].text = text_of(action, object, texts[i].name);
    action->cancelled_by = "";
    action->left_ended_by = "";
    action->problem = object ? "" : "action.json cannot be read";
    action->risk = RISK_CHANGE;
    (void)risk_parse(text_of(action, object, "risk"), &action->risk);
    action->step = (int)number_of(object, "step");
    action->timeout_ms = number_of(object, "timeout_ms");
    action->started_wall_ms = number_of(object, "started_ms");
    action->is_interactive =
        json_is_true(json_object_get(object, "interactive"));
    action->is_dry_run = json_is_true(json_object_get(object, "dry_run"));
    action->is_edited = json_is_true(json_object_get(object, "edited"));
    read_variables(action, json_object_get(object, "variables"));
    json_decref(object);
}

static void read_variables(struct action *action, const json_t *object)
{
    json_t *variables = (json_t *)(size_t)object;
    const char *name;
    json_t *value;

    action->variables = pool_alloc(&action->pool, json_object_size(object) + 1,
                                   sizeof(*action->variables));
    json_object_foreach(variables, name, value)
        action->variables[action->variable_count++] = (struct action_variable){
        .name = pool_strdup(&action->pool, name),
        .value =
            pool_strdup(&action->pool,
                        json_is_string(value) ? json_string_value(value) : "")};
}

/* Returns whether there is one. */
static bool read_result(struct action *action, json_t *object)
{
    const char *state = text_of(action, object, "state");

    action->state = ACTION_RUNNING;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(names[i], state))
            action->state = (enum action_state)i;
    if (!action_is_over(action->state)) {
        json_decref(object);
        return false;
    }
    action->ended_wall_ms = number_of(object, "ended_ms");
    action->exit_status = (int)number_of(object, "exit_status");
    action->signum = (int)number_of(object, "signal");
    action->output_bytes = (uint64_t)number_of(object, "output_bytes");
    action->cancelled_by = text_of(action, object, "cancelled_by");
    action->problem = text_of(action, object, "problem");
    read_alive(action, json_object_get(object, "alive"));
    json_decref(object);
    return true;
}

static void read_alive(struct action *action, const json_t *array)
{
    size_t count = json_array_size(array);

    action->alive =
        pool_alloc(&action->pool, count + 1, sizeof(*action->alive));
    action->alive_count = count;
    for (size_t i = 0; i < count; i++) {
        const json_t *process = json_array_get(array, i);

        action->alive[i].pid = number_of(process, "pid");
        action->alive[i].start = number_of(process, "start");
        action->alive[i].name = text_of(action, process, "name");
        action->alive[i].user = text_of(action, process, "user");
        action->alive[i].is_doubtful =
            json_is_true(json_object_get(process, "doubtful"));
    }
}

/* What it left was ended later: that is newer than the result. */
static void read_left(struct action *action, json_t *object)
{
    action->left_ended_wall_ms = number_of(object, "ended_ms");
    action->left_ended_by = text_of(action, object, "by");
    if (action->left_ended_wall_ms)
        read_alive(action, json_object_get(object, "alive"));
    json_decref(object);
}

static void read_running(struct action *action, json_t *object)
{
    action->pid = number_of(object, "pid");
    json_decref(object);
}

static const char *text_of(struct action *action, const json_t *object,
                           const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? pool_strdup(&action->pool, text) : "";
}

static int64_t number_of(const json_t *object, const char *name)
{
    return (int64_t)json_integer_value(json_object_get(object, name));
}
