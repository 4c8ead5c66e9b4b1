/* action_json.c - what a run was and how it went. */
#include "cli/action_json.h"

#include <jansson.h>
#include <string.h>

#include "base/clock.h"
#include "cli/json_out.h"

static void set_texts(json_t *object, const struct action *action);
static void set_time(json_t *object, const char *name, int64_t wall_ms);
static json_t *variables_json(const struct action *action);
static json_t *alive_json(const struct action *action);
static void add_line(struct buf *out, const char *name, const char *text);

json_t *action_json(const struct action *action)
{
    bool is_over = action_is_over(action->state);
    json_t *object = json_object();

    set_texts(object, action);
    (void)json_object_set_new(object, "step", json_integer(action->step));
    (void)json_object_set_new(object, "variables", variables_json(action));
    (void)json_object_set_new(object, "timeout_s",
                              json_real((double)action->timeout_ms / 1000));
    (void)json_object_set_new(object, "interactive",
                              json_boolean(action->is_interactive));
    (void)json_object_set_new(object, "dry_run",
                              json_boolean(action->is_dry_run));
    (void)json_object_set_new(object, "edited",
                              json_boolean(action->is_edited));
    set_time(object, "started", action->started_wall_ms);
    set_time(object, "ended", action->ended_wall_ms);
    set_time(object, "left_ended", action->left_ended_wall_ms);
    (void)json_object_set_new(object, "exit_code",
                              is_over ? json_integer(action_exit_code(action))
                                      : json_null());
    (void)json_object_set_new(object, "signal",
                              action->signum ? json_integer(action->signum)
                                             : json_null());
    (void)json_object_set_new(object, "output_bytes",
                              json_integer((json_int_t)action->output_bytes));
    (void)json_object_set_new(object, "alive", alive_json(action));
    (void)json_object_set_new(object, "seen", json_boolean(action->is_seen));
    return object;
}

void action_text(struct buf *out, const struct action *action)
{
    char time[32];

    buf_printf(out, "action     %s\nstep       %s %d: %s\n", action->id,
               action->runbook, action->step, action->step_title);
    buf_printf(out, "risk       %s: %s\n", risk_name(action->risk),
               action->reason);
    buf_printf(out, "context    %s, namespace %s%s%s\n", action->context,
               action->namespace_name,
               action->kubectl_context[0] ? ", kubectl context " : "",
               action->kubectl_context);
    add_line(out, "alert", action->alert);
    for (size_t i = 0; i < action->variable_count; i++)
        buf_printf(out, "           %s=%s\n", action->variables[i].name,
                   action->variables[i].value);
    buf_printf(out, "by         %s on %s\n", action->who, action->host);
    clock_format_rfc3339(time, sizeof(time), action->started_wall_ms);
    add_line(out, "started", time);
    if (action->ended_wall_ms) {
        clock_format_rfc3339(time, sizeof(time), action->ended_wall_ms);
        add_line(out, "ended", time);
    }
    buf_add_str(out, "state      ");
    action_text_end(out, action);
    buf_add_str(out, "\n\n");
    for (const char *at = action->command; *at;) {
        size_t length = strcspn(at, "\n");

        buf_printf(out, "  %.*s\n", (int)length, at);
        at += length;
        at += *at == '\n';
    }
    buf_add_char(out, '\n');
}

void action_text_end(struct buf *out, const struct action *action)
{
    buf_add_str(out, action_state_name(action->state));
    if (action->state == ACTION_FAILED && action->signum)
        buf_printf(out, ": signal %d", action->signum);
    else if (action->state == ACTION_FAILED && action->exit_status > 0)
        buf_printf(out, ": exit %d", action->exit_status);
    if (action->cancelled_by[0])
        buf_printf(out, " by %s", action->cancelled_by);
    if (action->problem[0])
        buf_printf(out, ": %s", action->problem);
    if (action->left_ended_wall_ms)
        buf_printf(out, "; what it left was ended by %s",
                   action->left_ended_by);
    for (size_t i = 0; i < action->alive_count; i++) {
        char text[ACTION_PROCESS_TEXT];

        action_process_format(text, sizeof(text), &action->alive[i]);
        buf_printf(out, "%s %s", i ? "," : "; still lives:", text);
    }
}

static void set_texts(json_t *object, const struct action *action)
{
    const struct {
        const char *name, *text;
    } texts[] = {
        {"id", action->id},
        {"state", action_state_name(action->state)},
        {"runbook", action->runbook},
        {"runbook_title", action->runbook_title},
        {"title", action->step_title},
        {"command", action->command},
        {"shell", action->shell},
        {"risk", risk_name(action->risk)},
        {"reason", action->reason},
        {"context", action->context},
        {"namespace", action->namespace_name},
        {"kubectl_context", action->kubectl_context},
        {"alert", action->alert},
        {"panel", action->panel},
        {"who", action->who},
        {"host", action->host},
        {"cancelled_by", action->cancelled_by},
        {"problem", action->problem},
        {"left_ended_by", action->left_ended_by},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        (void)json_object_set_new(object, texts[i].name,
                                  json_out_text(texts[i].text));
}

static void set_time(json_t *object, const char *name, int64_t wall_ms)
{
    char time[32];

    clock_format_rfc3339(time, sizeof(time), wall_ms);
    (void)json_object_set_new(object, name,
                              wall_ms ? json_string(time) : json_null());
}

static json_t *variables_json(const struct action *action)
{
    json_t *object = json_object();

    for (size_t i = 0; i < action->variable_count; i++)
        (void)json_object_set_new(object, action->variables[i].name,
                                  json_out_text(action->variables[i].value));
    return object;
}

static json_t *alive_json(const struct action *action)
{
    json_t *array = json_array();

    for (size_t i = 0; i < action->alive_count; i++) {
        json_t *process = json_object();

        (void)json_object_set_new(process, "pid",
                                  json_integer(action->alive[i].pid));
        (void)json_object_set_new(process, "name",
                                  json_out_text(action->alive[i].name));
        (void)json_object_set_new(process, "user",
                                  action->alive[i].user[0]
                                      ? json_out_text(action->alive[i].user)
                                      : json_null());
        (void)json_object_set_new(process, "doubtful",
                                  json_boolean(action->alive[i].is_doubtful));
        (void)json_array_append_new(array, process);
    }
    return array;
}

static void add_line(struct buf *out, const char *name, const char *text)
{
    if (text[0])
        buf_printf(out, "%-11s%s\n", name, text);
}
