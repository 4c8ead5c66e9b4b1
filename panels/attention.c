/* attention.c - what is not well, since when, and why. */
#include "panels/attention.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/units.h"
#include "panels/state.h"
#include "ui/text.h"

enum { NAME_COLUMNS = 16, VALUE_COLUMNS = 11 };

static void draw_rule(const struct view_input *input, bool has_focus,
                      const struct canvas *canvas);
static void draw_line(const struct panel *panel, const struct view_input *input,
                      const struct canvas *canvas);
static void draw_calm(const struct view_input *input,
                      const struct canvas *canvas);
static bool is_nobody_there(const struct model *model);
static void draw_nobody(const struct view_input *input,
                        const struct canvas *canvas);

size_t attention_count(const struct model *model)
{
    size_t count = 0;

    for (size_t i = 0; i < model->panel_count; i++)
        if (state_weight(&model->panels[i]) > 0)
            count++;
    return count;
}

const struct panel *attention_at(const struct model *model, size_t line)
{
    for (int weight = 5; weight > 0; weight--) {
        for (size_t i = 0; i < model->panel_count; i++) {
            if (state_weight(&model->panels[i]) != weight)
                continue;
            if (!line--)
                return &model->panels[i];
        }
    }
    return NULL;
}

void attention_draw(const struct view_input *input, size_t selected,
                    bool has_focus, const struct canvas *canvas)
{
    int rows = canvas_rows(canvas) - 1;
    size_t count = attention_count(input->model);
    size_t first = 0;

    if (rows < 0)
        return;
    draw_rule(input, has_focus, canvas);
    if (is_nobody_there(input->model)) {
        draw_nobody(input, canvas);
        return;
    }
    if (!count && rows > 0)
        draw_calm(input, canvas);
    if (selected >= count && count)
        selected = count - 1;
    if ((int)selected >= rows && rows > 0)
        first = selected - (size_t)rows + 1;
    for (int row = 0; row < rows && first + (size_t)row < count; row++) {
        const struct rect area = {row + 1, 0, 1, canvas_columns(canvas)};
        struct canvas line = canvas_cut(canvas, area);

        draw_line(attention_at(input->model, first + (size_t)row), input,
                  &line);
        if (has_focus && first + (size_t)row == selected)
            canvas_glyph(&line, 0, 0, ROLE_STRONG, "›", '>');
    }
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

static void draw_rule(const struct view_input *input, bool has_focus,
                      const struct canvas *canvas)
{
    static const struct {
        int weight;
        enum role role;
        const char *word;
    } parts[] = {
        {5, ROLE_CRITICAL, "critical"}, {4, ROLE_WARNING, "warning"},
        {3, ROLE_UNKNOWN, "unknown"},   {2, ROLE_PENDING, "pending"},
        {1, ROLE_INFO, "info"},
    };
    enum role rule = has_focus ? ROLE_RULE_FOCUS : ROLE_RULE;
    int column = 0;
    bool is_first = true;

    canvas_glyph(canvas, 0, column++, rule, "─", '-');
    column = canvas_text(canvas, 0, column, ROLE_TITLE, " Attention ");
    if (has_focus)
        canvas_attributes(canvas, (struct rect){0, 1, 1, column - 1},
                          ATTR_BOLD);
    canvas_glyph(canvas, 0, column++, rule, "─", '-');
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        int count = 0;

        for (size_t at = 0; at < input->model->panel_count; at++)
            if (state_weight(&input->model->panels[at]) == parts[i].weight)
                count++;
        if (!count)
            continue;
        if (!is_first) {
            canvas_glyph(canvas, 0, column + 1, ROLE_DIM, "·", '.');
            column += 2;
        }
        is_first = false;
        column = canvas_printf(canvas, 0, column, parts[i].role, " %d %s",
                               count, parts[i].word);
    }
    if (is_first)
        column = canvas_text(canvas, 0, column, ROLE_DIM, " all well");
    for (column++; column < canvas_columns(canvas); column++)
        canvas_glyph(canvas, 0, column, rule, "─", '-');
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
    bool is_waiting = false;

    for (size_t i = 0; i < input->model->panel_count; i++)
        if (input->model->panels[i].data == PANEL_WAITING)
            is_waiting = true;
    (void)canvas_text(canvas, 1, 1, ROLE_DIM,
                      is_waiting ? "waiting for the first answers"
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
                   "%s does not answer: %s\nTrying again in %s. To ask "
                   "another one: tracetop --prometheus URL. To look around "
                   "without one: tracetop --demo",
                   backend->name, backend->error, wait);
    for (int row = 1; row < canvas_rows(canvas) &&
                      text_wrap(&rest, canvas_columns(canvas) - 2, &line);
         row++)
        (void)canvas_bytes(canvas, row, 1, row == 1 ? ROLE_CRITICAL : ROLE_TEXT,
                           line.text, line.length);
}
