/* alert_view.c - one alert: labels, annotations, expression, its graph. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/policy.h"
#include "alert/trap.h"
#include "base/buf.h"
#include "base/xalloc.h"
#include "data/units.h"
#include "panels/alert_rows.h"
#include "panels/alerts_view.h"
#include "panels/box.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "ui/text.h"

enum { LABEL_COLUMNS = 14, GRAPH_ROWS = 9, GRAPH_FROM_ROWS = 20 };

struct alert_view {
    struct view view;
    char identity[24];
    int first; /* line at the top */
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static void draw_rule(const struct alert *alert, const struct view_input *input,
                      const struct canvas *canvas);
static void add_facts(const struct alert *alert, const struct view_input *input,
                      struct buf *out);
static void add_policy(const struct alert *alert,
                       const struct view_input *input, struct buf *out);
static void add_traps(const struct alert *alert, struct buf *out);
static void add_line(struct buf *out, const char *name, const char *value);
static int draw_text(const struct alert_view *self, const char *text,
                     const struct canvas *canvas);
static void draw_graph(const struct alert *alert,
                       const struct view_input *input,
                       const struct canvas *canvas);
static void add_amtool(const struct alert *alert, struct buf *out);

const struct view_ops alert_view_ops = {
    .name = "alert",
    .scope = SCOPE_ALERTS,
    .hints = "enter runbook next-step acknowledge silence copy help back",
    .create = create,
    .draw = draw,
    .command = command,
    .copy = copy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct alert_view *self;

    if (!alerts_find(model->alerts, argument)) {
        (void)err_set(err, ERR_REFUSED, 0, "there is no such alert now");
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->view.ops = &alert_view_ops;
    (void)snprintf(self->identity, sizeof(self->identity), "%s", argument);
    return &self->view;
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct alert_view *self = (const struct alert_view *)view;
    const struct alert *alert =
        alerts_find(input->model->alerts, self->identity);
    int rows = canvas_rows(canvas);
    int graph = rows >= GRAPH_FROM_ROWS ? GRAPH_ROWS : 0;
    struct canvas part;
    struct buf facts;

    if (!alert) {
        (void)canvas_text(canvas, 0, 1, ROLE_DIM,
                          "this alert is gone; Esc goes back");
        return;
    }
    draw_rule(alert, input, canvas);
    buf_init(&facts, 65536);
    add_facts(alert, input, &facts);
    part = canvas_cut(
        canvas, (struct rect){1, 0, rows - 1 - graph, canvas_columns(canvas)});
    (void)draw_text(self, facts.bytes, &part);
    buf_clear(&facts);
    part = canvas_cut(
        canvas, (struct rect){rows - graph, 0, graph, canvas_columns(canvas)});
    if (graph)
        draw_graph(alert, input, &part);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct alert_view *self = (struct alert_view *)view;
    const struct alert *alert =
        alerts_find(input->model->alerts, self->identity);

    switch (binding->command) {
    case COMMAND_UP:
        self->first -= self->first > 0;
        return true;
    case COMMAND_DOWN:
        self->first++;
        return true;
    case COMMAND_FIRST:
        self->first = 0;
        return true;
    case COMMAND_ENTER:
        if (alert && alert->panel[0])
            (void)snprintf(request->line, sizeof(request->line), "panel %s",
                           alert->panel);
        return true;
    case COMMAND_ACKNOWLEDGE:
    case COMMAND_SILENCE:
    case COMMAND_EXPIRE:
    case COMMAND_EXTEND:
    case COMMAND_RUNBOOK:
        if (binding->argument[0])
            return false;
        (void)snprintf(request->line, sizeof(request->line), "%s%s",
                       binding->command == COMMAND_SILENCE   ? "silence "
                       : binding->command == COMMAND_EXPIRE  ? "expire "
                       : binding->command == COMMAND_EXTEND  ? "extend "
                       : binding->command == COMMAND_RUNBOOK ? "runbook alert:"
                                                             : "acknowledge ",
                       self->identity);
        return true;
    default:
        return false;
    }
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct alert_view *self = (const struct alert_view *)view;
    const struct alert *alert =
        alerts_find(input->model->alerts, self->identity);

    if (alert)
        add_facts(alert, input, out);
}

static void draw_rule(const struct alert *alert, const struct view_input *input,
                      const struct canvas *canvas)
{
    char clock[80], right[200];
    enum role role;
    int column, end;

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    role = alert_symbol(alert, canvas, 0, 2);
    column = canvas_printf(canvas, 0, 4, ROLE_TITLE, "%s ", alert->name);
    (void)alert_clock(alert, input->now.wall_ms, clock, sizeof(clock));
    (void)snprintf(right, sizeof(right), "%s %s%s%s",
                   severity_name(alert->severity),
                   alert_state_name(alert->state), clock[0] ? ", " : "", clock);
    end = canvas_columns(canvas) - text_width(right) - 1;
    rule_fill(canvas, column, end - 1, ROLE_RULE_FOCUS);
    (void)canvas_text(canvas, 0, end, role, right);
}

/* Every fact as "name: value", a line each; long ones wrap when drawn. */
static void add_facts(const struct alert *alert, const struct view_input *input,
                      struct buf *out)
{
    const int64_t now_ms = input->now.wall_ms;
    char text[120], age[UNITS_MAX], value[UNITS_MAX];

    add_line(out, "summary", alert->summary);
    add_line(out, "description", alert->description);
    clock_format_rfc3339(text, sizeof(text), alert->since_ms);
    state_age(age, now_ms - alert->since_ms);
    buf_printf(out, "since: %s, %s ago\n", text, age);
    if (!isnan(alert->value)) {
        units_format(value, alert->value, alert_unit(alert), false);
        add_line(out, "value", value);
    }
    if (alert->acknowledged_by[0]) {
        clock_format_rfc3339(text, sizeof(text), alert->acknowledged_ms);
        buf_printf(out, "acknowledged: by %s at %s\n", alert->acknowledged_by,
                   text);
    }
    if (input->model->policy && alert->state == ALERT_FIRING)
        add_policy(alert, input, out);
    add_line(out, "silenced", alert->silenced_by);
    add_line(out, "inhibited by", alert->inhibited_by);
    add_line(out, "expression", alert->expression);
    if (alert->origins & ALERT_FROM_HERE)
        add_line(out, "evaluated",
                 "here, by tracetop: Prometheus has not loaded this rule");
    add_traps(alert, out);
    add_line(out, "runbook", alert->runbook);
    for (size_t i = 0; i < labels_count(alert->labels); i++)
        add_line(out, labels_name(alert->labels, i),
                 labels_value(alert->labels, i));
    add_amtool(alert, out);
}

/* Who is to act, by when, and where they were told. */
static void add_policy(const struct alert *alert,
                       const struct view_input *input, struct buf *out)
{
    const struct policy *policy = input->model->policy;
    struct policy_next next = policy_next(policy, alert->severity,
                                          input->now.wall_ms, alert->since_ms);
    char *channels = policy_channels(policy, alert->severity);
    char until[UNITS_MAX];

    buf_printf(out, "escalation: %s", next.who);
    if (next.until_ms >= 0) {
        units_format_clock(until, next.until_ms, false);
        buf_printf(out, " until %sZ", until);
    }
    buf_printf(out, "%s%s%s\n", next.is_overdue ? ", overdue" : "",
               channels[0] ? "; told by " : "", channels);
    free(channels);
}

/* What is known to be wrong with such an expression. */
static void add_traps(const struct alert *alert, struct buf *out)
{
    const struct rule rule = {.name = (char *)(uintptr_t)alert->name,
                              .is_alert = true,
                              .expression =
                                  (char *)(uintptr_t)alert->expression};
    const struct trap *traps[TRAP_MOST];
    size_t count =
        alert->expression[0] ? trap_of(&rule, NULL, traps, TRAP_MOST) : 0;

    for (size_t i = 0; i < count && i < TRAP_MOST; i++)
        buf_printf(out, "trap: %s: %s\n", trap_kind_name(traps[i]->kind),
                   traps[i]->text);
}

static void add_line(struct buf *out, const char *name, const char *value)
{
    if (value[0])
        buf_printf(out, "%s: %s\n", name, value);
}

/* The same silence by Alertmanager's own tool, quoted for a shell. */
static void add_amtool(const struct alert *alert, struct buf *out)
{
    buf_add_str(out, "amtool: amtool silence add");
    for (size_t i = 0; i < labels_count(alert->labels); i++) {
        buf_printf(out, " '%s=", labels_name(alert->labels, i));
        for (const char *at = labels_value(alert->labels, i); *at; at++) {
            if (*at == '\'')
                buf_add_str(out, "'\\''");
            else
                buf_add_char(out, *at);
        }
        buf_add_char(out, '\'');
    }
    buf_add_str(out, " --duration=2h --comment='...'\n");
}

static int draw_text(const struct alert_view *self, const char *text,
                     const struct canvas *canvas)
{
    int row = -self->first;

    while (*text && row < canvas_rows(canvas)) {
        const char *colon = strstr(text, ": ");
        const char *end = text + strcspn(text, "\n");
        char line[8192];
        const char *rest = line;
        struct text_line part;

        if (colon && colon < end && row >= 0)
            text_draw(canvas, (struct rect){row, 1, 1, LABEL_COLUMNS}, ROLE_DIM,
                      (snprintf(line, sizeof(line), "%.*s", (int)(colon - text),
                                text),
                       line),
                      TEXT_CUT_END | TEXT_NO_PAD);
        if (colon && colon < end)
            text = colon + 2;
        (void)snprintf(line, sizeof(line), "%.*s", (int)(end - text), text);
        while (row < canvas_rows(canvas) &&
               text_wrap(&rest, canvas_columns(canvas) - LABEL_COLUMNS - 3,
                         &part)) {
            if (row >= 0)
                (void)canvas_bytes(canvas, row, LABEL_COLUMNS + 2, ROLE_TEXT,
                                   part.text, part.length);
            row++;
        }
        text = *end ? end + 1 : end;
    }
    return row;
}

static void draw_graph(const struct alert *alert,
                       const struct view_input *input,
                       const struct canvas *canvas)
{
    size_t panel = alert->panel[0]
                       ? model_find_panel(input->model, alert->panel)
                       : PANEL_NO_QUERY;
    const struct box box = {
        .panel = panel == PANEL_NO_QUERY ? NULL : &input->model->panels[panel],
        .number = panel + 1,
        .has_time_axis = true,
    };

    if (box.panel)
        box_draw(&box, input, canvas);
}
