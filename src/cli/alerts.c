/* alerts.c - `tracetop alerts`: all alerts to stdout. */
#include "cli/cli.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/duration.h"
#include "base/loop.h"
#include "cli/alerts_json.h"
#include "cli/json_out.h"
#include "engine/engine.h"

enum { WAIT_MS = 5000, UNKNOWN = 3 };

struct watch {
    struct loop *loop;
    struct engine *engine;
    bool is_late;
};

static int gather(struct watch *watch, const struct options *options,
                  const struct settings *settings, struct err *err);
static void on_deadline(void *owner);
static int print_json(const struct alerts *alerts);
static int print_text(const struct model *model);
static void add_line(struct buf *out, const struct alert *alert);
static int verdict(const struct alerts *alerts);
static void complain(const struct model *model);

int cli_alerts(const struct options *options, struct settings *settings)
{
    bool is_json = options->format && !strcmp(options->format, "json");
    struct watch watch = {0};
    struct err err = {0};
    const struct model *model;
    int rc;

    if (options->argument_count)
        return cli_fail(EX_USAGE, "alerts takes no word '%s'",
                        options->arguments[0]);
    if (options->format && !is_json && strcmp(options->format, "text") != 0)
        return cli_fail(EX_USAGE, "--format %s: right are text and json",
                        options->format);
    if (gather(&watch, options, settings, &err) < 0) {
        rc = cli_fail(err.kind == ERR_FORMAT ? EX_CONFIG : EX_USAGE, "%s",
                      err.text);
    } else {
        model = engine_model(watch.engine);
        complain(model);
        rc = is_json ? print_json(model->alerts) : print_text(model);
        if (!rc)
            rc = verdict(model->alerts);
    }
    engine_free(watch.engine);
    loop_free(watch.loop);
    return rc;
}

/* Runs the engine until everybody told or failed, or the wait is over. */
static int gather(struct watch *watch, const struct options *options,
                  const struct settings *settings, struct err *err)
{
    int64_t wait_ms = WAIT_MS;

    if (options->wait && duration_parse(options->wait, &wait_ms, err) < 0) {
        err->kind = ERR_REFUSED;
        return err_within(err, "--wait");
    }
    watch->loop = loop_new(err);
    if (!watch->loop)
        return -1;
    watch->engine = engine_new(watch->loop, settings, NULL, err);
    if (!watch->engine || engine_start(watch->engine, err) < 0)
        return -1;
    loop_timer_set(loop_timer_add(watch->loop, on_deadline, watch),
                   loop_now(watch->loop).mono_ms + wait_ms);
    while (!watch->is_late && !engine_alerts_are_settled(watch->engine))
        if (loop_turn(watch->loop, -1, err) < 0)
            return -1;
    return 0;
}

static void on_deadline(void *owner)
{
    struct watch *watch = owner;

    watch->is_late = true;
}

static int print_json(const struct alerts *alerts)
{
    json_t *document = json_object();

    json_object_set_new(document, "alerts", alerts_json(alerts));
    json_object_set_new(
        document, "left_out",
        json_integer(alerts ? (json_int_t)alerts->left_out : 0));
    json_object_set_new(document, "cut",
                        json_integer(alerts ? (json_int_t)alerts->cut : 0));
    return json_out_print(document, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
}

static int print_text(const struct model *model)
{
    const struct alerts *alerts = model->alerts;
    struct buf out;

    buf_init(&out, 256 << 20);
    for (size_t i = 0; alerts && i < alerts->count; i++)
        add_line(&out, &alerts->items[i]);
    if (alerts && alerts->left_out)
        buf_printf(&out, "# %zu more left out, none more urgent than these\n",
                   alerts->left_out);
    if (alerts && alerts->cut)
        buf_printf(&out, "# %zu texts were too long and are cut\n",
                   alerts->cut);
    for (size_t i = 0; alerts && i < alerts->broken_count; i++)
        buf_printf(&out, "# %s %s (%s): %s\n",
                   alerts->broken[i].is_not_loaded ? "group" : "broken rule",
                   alerts->broken[i].name, alerts->broken[i].group,
                   alerts->broken[i].error);
    if (alerts && alerts->is_known && !alerts->count)
        buf_add_str(&out, "# no alerts\n");
    return cli_print(&out);
}

/* "STATE SEVERITY SINCE NAME{LABELS} SUMMARY"; a newline in a stranger's text
 * must not look like a line of ours. */
static void add_line(struct buf *out, const struct alert *alert)
{
    char since[32] = "-";
    size_t begin;

    if (alert->since_ms >= 0)
        clock_format_rfc3339(since, sizeof(since), alert->since_ms);
    buf_printf(out, "%-9s %-8s %s ", alert_state_name(alert->state),
               severity_name(alert->severity), since);
    begin = out->length;
    labels_format(alert->labels, out);
    if (*alert->silenced_by)
        buf_printf(out, " silenced by %s", alert->silenced_by);
    if (*alert->inhibited_by)
        buf_printf(out, " inhibited by %s", alert->inhibited_by);
    if (*alert->summary)
        buf_printf(out, "  %s", alert->summary);
    for (; begin < out->length; begin++)
        if (out->bytes[begin] == '\n')
            out->bytes[begin] = ' ';
    buf_add_char(out, '\n');
}

/* As `check`: 0 nothing fires, 1 something does, 2 something critical, 3
 * nobody told. */
static int verdict(const struct alerts *alerts)
{
    int worst = 0;

    if (!alerts || !alerts->is_known)
        return UNKNOWN;
    for (size_t i = 0; i < alerts->count; i++) {
        int own = alerts->items[i].severity == SEVERITY_CRITICAL ? 2 : 1;

        if (alerts->items[i].state == ALERT_FIRING && own > worst)
            worst = own;
    }
    return worst;
}

static void complain(const struct model *model)
{
    const struct alerts *alerts = model->alerts;

    if (!alerts)
        (void)cli_fail(UNKNOWN, "neither prometheus nor alertmanager is "
                                "configured");
    else if (*alerts->error)
        (void)cli_fail(UNKNOWN, "%s", alerts->error);
    else if (!alerts->is_known)
        (void)cli_fail(UNKNOWN, "nobody told of alerts in time");
}
