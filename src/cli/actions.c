/* actions.c - `tracetop action list|show ID|follow ID|cancel ID|verify`. */
#include "cli/cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "action/action.h"
#include "action/audit.h"
#include "action/leftover.h"
#include "action/output.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "cli/action_follow.h"
#include "cli/action_json.h"
#include "cli/json_out.h"

enum {
    MOST_ACTIONS = 1000,
    OUT_MAX = 8 * 1024 * 1024,
    OUTPUT_MAX = OUTPUT_HEAD_BYTES + OUTPUT_TAIL_BYTES,
};

/* A word behind `action`, and what it does. */
struct verb {
    const char *name;
    bool has_id;
    int (*run)(const char *state_dir, const char *id, bool is_json);
};

static int list(const char *state_dir, const char *id, bool is_json);
static int show(const char *state_dir, const char *id, bool is_json);
static int follow(const char *state_dir, const char *id, bool is_json);
static int cancel(const char *state_dir, const char *id, bool is_json);
static int verify(const char *state_dir, const char *id, bool is_json);
static int end_leftover(const char *state_dir, const char *id, const char *user,
                        bool is_lost);
static void add_processes(struct buf *out, const struct action_process *list,
                          size_t count);
static void add_row(struct buf *out, const struct action *action);
static json_t *output_json(const char *state_dir, const char *id);

static const struct verb verbs[] = {
    {"list", false, list},     {"show", true, show},
    {"follow", true, follow},  {"cancel", true, cancel},
    {"verify", false, verify},
};

int cli_action(const struct options *options, struct settings *settings)
{
    const char *what = options->argument_count ? options->arguments[0] : "";
    const char *id = options->argument_count > 1 ? options->arguments[1] : NULL;
    bool is_json = options->format && !strcmp(options->format, "json");
    struct err err = {0};

    if (options->format && !is_json && strcmp(options->format, "text") != 0)
        return cli_fail(EX_USAGE, "--format %s: right are text, json",
                        options->format);
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(verbs[i].name, what) != 0 ||
            options->argument_count != (verbs[i].has_id ? 2U : 1U))
            continue;
        if (verbs[i].run != verify &&
            action_settle_lost(settings->paths.state_dir, clock_read().wall_ms,
                               &err) < 0)
            return cli_fail(EX_NOPERM, "%s", err.text);
        return verbs[i].run(settings->paths.state_dir, id, is_json);
    }
    return cli_fail(EX_USAGE,
                    "action %s: right are list, show ID, follow ID, cancel "
                    "ID, verify",
                    what);
}

static int list(const char *state_dir, const char *id, bool is_json)
{
    struct action_list actions;
    struct err err = {0};
    struct buf out;
    int rc;

    (void)id;
    if (action_list_read(&actions, state_dir, MOST_ACTIONS, &err) < 0)
        return cli_fail(EX_NOPERM, "%s", err.text);
    if (is_json) {
        json_t *document = json_object();
        json_t *array = json_array();

        for (size_t i = 0; i < actions.count; i++)
            (void)json_array_append_new(array,
                                        action_json(&actions.actions[i]));
        (void)json_object_set_new(document, "actions", array);
        (void)json_object_set_new(document, "left_out",
                                  json_integer((json_int_t)actions.left_out));
        rc = json_out_print(document, JSON_INDENT(2));
    } else {
        buf_init(&out, OUT_MAX);
        for (size_t i = 0; i < actions.count; i++)
            add_row(&out, &actions.actions[i]);
        if (actions.left_out)
            buf_printf(&out, "%zu older ones\n", actions.left_out);
        if (!actions.count)
            buf_add_str(&out, "no action was run yet\n");
        rc = cli_print(&out);
    }
    action_list_clear(&actions);
    return rc;
}

static int show(const char *state_dir, const char *id, bool is_json)
{
    struct action action;
    struct err err = {0};
    struct buf out;
    int rc;

    if (action_read(&action, state_dir, id, &err) < 0) {
        action_clear(&action);
        return cli_fail(EX_USAGE, "%s", err.text);
    }
    if (is_json) {
        json_t *object = action_json(&action);

        (void)json_object_set_new(object, "output", output_json(state_dir, id));
        rc = json_out_print(object, JSON_INDENT(2));
    } else {
        buf_init(&out, OUT_MAX);
        action_text(&out, &action);
        rc = cli_print(&out);
        if (!rc)
            rc = action_follow_print(state_dir, id);
    }
    if (!rc && action_is_over(action.state))
        (void)action_mark_seen(state_dir, id, NULL);
    action_clear(&action);
    return rc;
}

static int follow(const char *state_dir, const char *id, bool is_json)
{
    const struct follow_wish wish = {
        .state_dir = state_dir, .id = id, .is_quiet = is_json};
    struct action action;
    struct err err = {0};
    int rc;

    rc = action_read(&action, state_dir, id, &err);
    action_clear(&action);
    if (rc < 0)
        return cli_fail(EX_USAGE, "%s", err.text);
    rc = action_follow(&wish);
    if (is_json && show(state_dir, id, true))
        rc = EX_IOERR;
    return rc;
}

static int cancel(const char *state_dir, const char *id, bool is_json)
{
    const char *user = getenv("USER");
    struct action action;
    struct err err = {0};
    bool is_over, is_lost;

    (void)is_json;
    user = user ? user : "action cancel";
    is_over = action_read(&action, state_dir, id, NULL) == 0 &&
              action_is_over(action.state);
    is_lost = is_over && action.state == ACTION_LOST;
    action_clear(&action);
    if (is_over)
        return end_leftover(state_dir, id, user, is_lost);
    if (action_cancel(state_dir, id, user, &err) < 0)
        return cli_fail(EX_USAGE, "%s", err.text);
    return 0;
}

/* Of an action that is over nobody but us can end what it left. */
static int end_leftover(const char *state_dir, const char *id, const char *user,
                        bool is_lost)
{
    const struct leftover_order order = {
        .state_dir = state_dir, .id = id, .who = user};
    struct leftover leftover;
    struct err err = {0};
    struct buf out;
    int rc = 0;

    if (leftover_end(&leftover, &order, &err) < 0)
        rc = cli_fail(err.kind == ERR_REFUSED ? EX_USAGE : EX_NOPERM, "%s",
                      err.text);
    buf_init(&out, OUT_MAX);
    if (!rc || leftover.found_count)
        buf_printf(&out, "action %s %s\n", id,
                   is_lost ? "was lost: its supervisor was killed"
                           : "is over, but left processes behind");
    if (leftover.found_count) {
        buf_add_str(&out, "INT, TERM and KILL in turn for");
        add_processes(&out, leftover.found, leftover.found_count);
    } else if (!rc) {
        buf_add_str(&out, "nothing of it runs any more\n");
    }
    if (leftover.left_count) {
        buf_add_str(&out, "still alive:");
        add_processes(&out, leftover.left, leftover.left_count);
        rc = rc ? rc : EX_SOFTWARE;
    } else if (leftover.found_count) {
        buf_add_str(&out, "nothing of it is left\n");
    }
    (void)cli_print(&out);
    leftover_clear(&leftover);
    return rc;
}

static void add_processes(struct buf *out, const struct action_process *list,
                          size_t count)
{
    for (size_t i = 0; i < count && i < LEFTOVER_MOST; i++) {
        char text[ACTION_PROCESS_TEXT];

        action_process_format(text, sizeof(text), &list[i]);
        buf_printf(out, "%s %s", i ? "," : "", text);
    }
    if (count > LEFTOVER_MOST)
        buf_printf(out, " and %zu more", count - LEFTOVER_MOST);
    buf_add_str(out, "\n");
}

static int verify(const char *state_dir, const char *id, bool is_json)
{
    struct audit_report report;
    struct err err = {0};
    struct buf out;
    int rc;

    (void)id;
    if (audit_verify(state_dir, &report, &err) < 0)
        return cli_fail(EX_NOPERM, "%s", err.text);
    if (is_json) {
        json_t *object = json_object();

        (void)json_object_set_new(object, "lines",
                                  json_integer((json_int_t)report.lines));
        (void)json_object_set_new(object, "torn",
                                  json_integer((json_int_t)report.torn));
        (void)json_object_set_new(object, "broken_line",
                                  report.broken
                                      ? json_integer((json_int_t)report.broken)
                                      : json_null());
        (void)json_object_set_new(object, "why", json_out_text(report.why));
        (void)json_object_set_new(object, "last", json_out_text(report.last));
        rc = json_out_print(object, JSON_INDENT(2));
    } else {
        buf_init(&out, OUT_MAX);
        buf_printf(&out, "audit log: %zu lines, %zu torn by a crash%s\n",
                   report.lines, report.torn,
                   report.is_torn ? ", and the last one is torn" : "");
        if (report.broken)
            buf_printf(&out, "broken: %s\n", report.why);
        else
            buf_printf(&out, "whole; the last line's hash is %s\n",
                       report.last);
        rc = cli_print(&out);
    }
    return rc ? rc : report.broken > 0;
}

static void add_row(struct buf *out, const struct action *action)
{
    char time[32];

    clock_format_rfc3339(time, sizeof(time), action->started_wall_ms);
    buf_printf(out, "%5s  %s  %-9s %c %-11s %s %d: %s  (%s)\n", action->id,
               time, action_state_name(action->state),
               action_is_over(action->state) && !action->is_seen ? '*' : ' ',
               risk_name(action->risk), action->runbook, action->step,
               action->step_title, action->who);
}

static json_t *output_json(const char *state_dir, const char *id)
{
    json_t *document = NULL;
    struct buf all, clean;
    uint64_t at = 0;
    bool goes_on = true;

    buf_init(&all, OUTPUT_MAX + 4096);
    buf_init(&clean, OUT_MAX);
    while (goes_on) {
        struct output_part part;

        goes_on =
            output_read(state_dir, id, at, OUTPUT_MAX, &part, NULL) == 0 &&
            part.bytes.length > 0;
        if (part.left_out && goes_on)
            buf_printf(&all, "\n[%llu bytes left out here]\n",
                       (unsigned long long)part.left_out);
        buf_add(&all, part.bytes.bytes, part.bytes.length);
        at = part.start + part.bytes.length;
        output_part_clear(&part);
    }
    utf8_scrub(&clean, all.bytes, all.length, true);
    document = json_out_text(clean.bytes);
    buf_clear(&all);
    buf_clear(&clean);
    return document;
}
