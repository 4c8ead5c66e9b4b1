/* attention.c - what is not well, since when, and why. */
#include "panels/attention.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/units.h"
#include "panels/state.h"
#include "panels/rule.h"
#include "panels/step_state.h"
#include "ui/table.h"
#include "ui/text.h"

enum { NAME_COLUMNS = 16, VALUE_COLUMNS = 11 };

static bool is_told(const struct attention *attention,
                    const struct panel *panel);
static void draw_alert(const struct alert_row *row,
                       const struct view_input *input,
                       const struct canvas *canvas);
static void draw_rule(const struct attention *attention,
                      const struct view_input *input, bool has_focus,
                      const struct canvas *canvas);
static void count_kinds(const struct attention *attention,
                        const struct model *model, size_t counts[6]);
static void draw_line(const struct panel *panel, const struct view_input *input,
                      const struct canvas *canvas);
static void draw_calm(const struct view_input *input,
                      const struct canvas *canvas);
static bool is_waiting(const struct model *model);
static bool is_nobody_there(const struct model *model);
static void draw_nobody(const struct view_input *input,
                        const struct canvas *canvas);

void attention_make(struct attention *attention, const struct model *model)
{
    static const struct alert_choice everything = {.search = ""};
    struct alert_rows rows;

    attention->count = 0;
    alert_rows_init(&rows, model->alerts, &everything);
    for (size_t i = 0; i < rows.count && attention->count < ATTENTION_MAX; i++)
        if (rows.rows[i].alert->state == ALERT_FIRING ||
            rows.rows[i].alert->state == ALERT_PENDING)
            attention->lines[attention->count++] =
                (struct attention_line){.alert = rows.rows[i]};
    alert_rows_clear(&rows);
    for (int weight = 5; weight > 0; weight--)
        for (size_t i = 0; i < model->panel_count; i++)
            if (state_weight(&model->panels[i]) == weight &&
                !is_told(attention, &model->panels[i]) &&
                attention->count < ATTENTION_MAX)
                attention->lines[attention->count++] =
                    (struct attention_line){.panel = &model->panels[i]};
}

const struct panel *attention_worst_panel(const struct model *model)
{
    const struct panel *worst = NULL;

    for (size_t i = 0; i < model->panel_count; i++)
        if (state_weight(&model->panels[i]) > (worst ? state_weight(worst) : 0))
            worst = &model->panels[i];
    return worst;
}

const char *attention_calm(const struct model *model)
{
    if (is_waiting(model))
        return "waiting";
    return model->alerts && !model->alerts->is_known ? "panels well"
                                                     : "all well";
}

static bool is_waiting(const struct model *model)
{
    for (size_t i = 0; i < model->panel_count; i++)
        if (model->panels[i].data == PANEL_WAITING)
            return true;
    return false;
}

size_t attention_panels(const struct model *model)
{
    size_t count = 0;

    for (size_t i = 0; i < model->panel_count; i++)
        if (state_weight(&model->panels[i]) > 0)
            count++;
    return count;
}

void attention_draw(const struct attention *attention,
                    const struct view_input *input, size_t selected,
                    bool has_focus, const struct canvas *canvas)
{
    int rows = canvas_rows(canvas) - 1;
    size_t first;

    if (rows < 0)
        return;
    draw_rule(attention, input, has_focus, canvas);
    if (is_nobody_there(input->model)) {
        draw_nobody(input, canvas);
        return;
    }
    if (!attention->count && rows > 0)
        draw_calm(input, canvas);
    if (selected >= attention->count && attention->count)
        selected = attention->count - 1;
    first = table_scroll(0, selected, attention->count, rows);
    for (int row = 0; row < rows && first + (size_t)row < attention->count;
         row++) {
        const struct attention_line *line =
            &attention->lines[first + (size_t)row];
        const struct rect area = {row + 1, 0, 1, canvas_columns(canvas)};
        struct canvas cut = canvas_cut(canvas, area);

        if (line->panel)
            draw_line(line->panel, input, &cut);
        else
            draw_alert(&line->alert, input, &cut);
        if (has_focus && first + (size_t)row == selected)
            canvas_glyph(&cut, 0, 0, ROLE_STRONG, "›", '>');
    }
}

static void draw_alert(const struct alert_row *row,
                       const struct view_input *input,
                       const struct canvas *canvas)
{
    struct alert_row named = *row;

    named.runbook = runbook_title_of(input->model, row->alert);
    alert_row_draw(&named, input->now.wall_ms, canvas);
}

void attention_copy(const struct panel *panel, const struct view_input *input,
                    struct buf *out)
{
    char value[UNITS_MAX], reason[400];

    units_format(value, panel->health.value, panel_unit(panel), false);
    state_reason(panel, input->now.wall_ms, reason, sizeof(reason));
    buf_printf(out, "%s: %s %s%s%s", panel->def->title, value,
               state_of_panel(panel)->word, reason[0] ? ", " : "", reason);
    if (panel->query != PANEL_NO_QUERY)
        buf_printf(out, "; %s", panel->def->queries[panel->query].expression);
}

static void draw_rule(const struct attention *attention,
                      const struct view_input *input, bool has_focus,
                      const struct canvas *canvas)
{
    static const enum role roles[] = {ROLE_CRITICAL, ROLE_WARNING, ROLE_UNKNOWN,
                                      ROLE_PENDING,  ROLE_INFO,    ROLE_DIM};
    static const char *const words[] = {"critical", "warning", "unknown",
                                        "pending",  "info",    "silenced"};
    enum role rule = has_focus ? ROLE_RULE_FOCUS : ROLE_RULE;
    size_t counts[6];
    int column = 0;
    bool is_first = true;

    count_kinds(attention, input->model, counts);
    canvas_glyph(canvas, 0, column++, rule, "─", '-');
    column = canvas_text(canvas, 0, column, ROLE_TITLE,
                         input->model->alerts ? " Alerts " : " Attention ");
    if (has_focus)
        canvas_attributes(canvas, (struct rect){0, 1, 1, column - 1},
                          ATTR_BOLD);
    canvas_glyph(canvas, 0, column++, rule, "─", '-');
    for (size_t i = 0; i < 6; i++) {
        if (!counts[i])
            continue;
        if (!is_first) {
            canvas_glyph(canvas, 0, column + 1, ROLE_DIM, "·", '.');
            column += 2;
        }
        is_first = false;
        column = canvas_printf(canvas, 0, column, roles[i], " %zu %s",
                               counts[i], words[i]);
    }
    if (is_first)
        column = canvas_printf(canvas, 0, column, ROLE_DIM, " %s",
                               attention_calm(input->model));
    rule_fill(canvas, column + 1, canvas_columns(canvas), rule);
}

/* Counts by kind, worst first: critical, warning, unknown, pending, info, and
 * what is silenced or inhibited. Instances count, not lines. */
static void count_kinds(const struct attention *attention,
                        const struct model *model, size_t counts[6])
{
    const struct alerts *alerts = model->alerts;

    memset(counts, 0, 6 * sizeof(*counts));
    for (size_t i = 0; i < attention->count; i++) {
        const struct attention_line *line = &attention->lines[i];
        const struct alert *alert = line->alert.alert;

        if (line->panel)
            counts[5 - state_weight(line->panel)]++;
        else if (alert->state == ALERT_PENDING)
            counts[3] += line->alert.count;
        else if (alert->severity == SEVERITY_CRITICAL)
            counts[0] += line->alert.count;
        else if (alert->severity == SEVERITY_WARNING)
            counts[1] += line->alert.count;
        else
            counts[4] += line->alert.count;
    }
    for (size_t i = 0; alerts && i < alerts->count; i++)
        if (alerts->items[i].state == ALERT_SILENCED ||
            alerts->items[i].state == ALERT_INHIBITED)
            counts[5]++;
}

/* Says whether an alert on the list speaks of a panel already. */
static bool is_told(const struct attention *attention,
                    const struct panel *panel)
{
    for (size_t i = 0; i < attention->count; i++)
        if (attention->lines[i].alert.alert &&
            !strcmp(attention->lines[i].alert.alert->panel, panel->def->id))
            return true;
    return false;
}

static void draw_line(const struct panel *panel, const struct view_input *input,
                      const struct canvas *canvas)
{
    const struct state_look *look = state_of_panel(panel);
    char value[UNITS_MAX] = "", reason[400];
    int column = 1;

    canvas_glyph(canvas, 0, column, look->role, look->symbol, look->ascii);
    column += 2;
    text_draw(canvas, (struct rect){0, column, 1, NAME_COLUMNS}, look->role,
              panel->def->title, 0);
    column += NAME_COLUMNS + 1;
    if (panel->data == PANEL_LIVE || panel->data == PANEL_STALE)
        units_format(value, panel->health.value, panel_unit(panel),
                     canvas->is_ascii);
    text_draw(canvas, (struct rect){0, column, 1, VALUE_COLUMNS}, ROLE_TEXT,
              value, TEXT_RIGHT);
    column += VALUE_COLUMNS + 2;
    state_reason(panel, input->now.wall_ms, reason, sizeof(reason));
    text_draw(canvas,
              (struct rect){0, column, 1, canvas_columns(canvas) - column - 1},
              ROLE_DIM, reason, TEXT_CUT_END | TEXT_NO_PAD);
}

static void draw_calm(const struct view_input *input,
                      const struct canvas *canvas)
{
    (void)canvas_text(canvas, 1, 1, ROLE_DIM,
                      is_waiting(input->model)
                          ? "waiting for the first answers"
                          : "every panel is within its limits");
}

/* Nothing has answered since the start: the list would say it five times. */
static bool is_nobody_there(const struct model *model)
{
    const struct backend *backend = &model->backends[0];

    return model->backend_count && backend->state == BACKEND_DOWN &&
           backend->answered_ms < 0;
}

static void draw_nobody(const struct view_input *input,
                        const struct canvas *canvas)
{
    const struct backend *backend = &input->model->backends[0];
    const struct panel *panel = &input->model->panels[0];
    char text[700], wait[UNITS_MAX];
    const char *rest = text;
    struct text_line line;

    units_format_age(wait, panel->next_try_ms - input->now.wall_ms);
    (void)snprintf(text, sizeof(text),
                   "%s gives no data: %s\nTrying again in %s. To ask "
                   "another one: tracetop --prometheus URL. To look around "
                   "without one: tracetop --demo",
                   backend->name, backend->error, wait);
    for (int row = 1; row < canvas_rows(canvas) &&
                      text_wrap(&rest, canvas_columns(canvas) - 2, &line);
         row++)
        (void)canvas_bytes(canvas, row, 1, row == 1 ? ROLE_CRITICAL : ROLE_TEXT,
                           line.text, line.length);
}
