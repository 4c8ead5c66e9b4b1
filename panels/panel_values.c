/* panel_values.c - the words around a zoomed graph. */
#include "panels/panel_values.h"

#include <stdio.h>
#include <string.h>

#include "action/action.h"
#include "data/units.h"
#include "model/change.h"
#include "model/component.h"
#include "model/desk.h"
#include "panels/changes_view.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "ui/text.h"

static int draw_crosshair(const struct panel_values *values,
                          const struct view_input *input,
                          const struct canvas *canvas);
static int draw_counts(const struct panel_values *values,
                       const struct canvas *canvas);
static int draw_part(const struct canvas *canvas, int column, enum role role,
                     const char *text);
static bool find_mark(const struct panel_values *values,
                      const struct model *model, char *out, size_t size);
static bool is_here(const struct panel_values *values, int64_t at_ms);

void panel_values_draw(const struct panel_values *values,
                       const struct view_input *input,
                       const struct canvas *canvas)
{
    int64_t newest_ms = values->panel->health.value_ms;
    char clock[UNITS_MAX], text[240];
    int column;

    canvas_glyph(canvas, 0, 0, ROLE_RULE, "─", '-');
    column = values->crosshair_ms >= 0 ? draw_crosshair(values, input, canvas)
                                       : draw_counts(values, canvas);
    if (newest_ms >= 0) {
        units_format_clock(clock, newest_ms, true);
        (void)snprintf(text, sizeof(text), "newest %sZ", clock);
        column = draw_part(canvas, column, ROLE_DIM, text);
    }
    if (values->legend->left_out) {
        (void)snprintf(text, sizeof(text), "+%zu smaller ones not kept",
                       values->legend->left_out);
        column = draw_part(canvas, column, ROLE_WARNING, text);
    }
    rule_fill(canvas, column + 1, canvas_columns(canvas), ROLE_RULE);
}

static int draw_crosshair(const struct panel_values *values,
                          const struct view_input *input,
                          const struct canvas *canvas)
{
    char clock[UNITS_MAX], age[UNITS_MAX], text[240];
    int column;

    units_format_clock(clock, values->crosshair_ms, true);
    units_format_age(age, input->now.wall_ms - values->crosshair_ms);
    column =
        canvas_printf(canvas, 0, 2, ROLE_STRONG, "%sZ, %s ago", clock, age);
    if (find_mark(values, input->model, text, sizeof(text)))
        column = draw_part(canvas, column, ROLE_STRONG, text);
    return column;
}

static int draw_counts(const struct panel_values *values,
                       const struct canvas *canvas)
{
    const struct legend *legend = values->legend;
    char text[80];
    int column = canvas_printf(canvas, 0, 2, ROLE_DIM, "%zu of %zu series",
                               legend->shown, legend->count);

    if (values->seen && legend->count > values->seen) {
        (void)snprintf(text, sizeof(text), "%zu more by Down",
                       legend->count - values->seen);
        column = draw_part(canvas, column, ROLE_DIM, text);
    }
    return column;
}

/* " · text": returns the column behind it. */
static int draw_part(const struct canvas *canvas, int column, enum role role,
                     const char *text)
{
    int room = canvas_columns(canvas) - column - 5;

    if (room < 8)
        return column;
    canvas_glyph(canvas, 0, column + 1, ROLE_DIM, "·", '.');
    text_draw(canvas, (struct rect){0, column + 3, 1, room}, role, text,
              TEXT_CUT_END | TEXT_NO_PAD);
    return column + 3 + (text_width(text) < room ? text_width(text) : room);
}

/* Writes what the marker at the crosshair stands for: an action, an alert, a
 * change; the first that is found, in that order. */
static bool find_mark(const struct panel_values *values,
                      const struct model *model, char *out, size_t size)
{
    const struct action_list *actions =
        model->desk ? model->desk->actions : NULL;
    const struct changes *changes = changes_of(model);

    for (size_t i = 0; actions && i < actions->count; i++) {
        const struct action *action = &actions->actions[i];

        if (!is_here(values, action->started_wall_ms) ||
            strcmp(action->panel, values->panel->def->id) != 0)
            continue;
        (void)snprintf(out, size, "action %.7s began: %s", action->id,
                       action->step_title);
        return true;
    }
    for (size_t i = 0; model->alerts && i < model->alerts->count; i++) {
        const struct alert *alert = &model->alerts->items[i];

        if (!is_here(values, alert->since_ms) ||
            strcmp(alert->panel, values->panel->def->id) != 0)
            continue;
        (void)snprintf(out, size, "%s began", alert->name);
        return true;
    }
    for (size_t i = 0; changes && i < changes->count; i++) {
        const struct change *change = &changes->items[i];

        if (!is_here(values, change->at_ms))
            continue;
        (void)snprintf(out, size, "%s of %s", change_kind_name(change->kind),
                       change->what);
        return true;
    }
    return false;
}

/* Says whether a time is within the column of the crosshair. */
static bool is_here(const struct panel_values *values, int64_t at_ms)
{
    int64_t distance_ms = at_ms - values->crosshair_ms;

    return 2 * distance_ms > -values->column_ms &&
           2 * distance_ms <= values->column_ms;
}

void panel_notes_draw(const struct panel *panel, const struct view_input *input,
                      const struct canvas *canvas)
{
    const struct panel_query *query = panel->query == PANEL_NO_QUERY
                                          ? NULL
                                          : &panel->def->queries[panel->query];
    const struct rect first = {0, 1, 1, canvas_columns(canvas) - 2};
    const struct rect second = {1, 1, 1, canvas_columns(canvas) - 2};
    char reason[400], text[700];

    state_reason(panel, input->now.wall_ms, reason, sizeof(reason));
    if (query)
        (void)snprintf(text, sizeof(text), "query %zu of %zu, %s: %s",
                       panel->query + 1, panel->def->query_count,
                       query->name ? query->name : "", query->expression);
    else
        (void)snprintf(text, sizeof(text), "none of %zu queries has data",
                       panel->def->query_count);
    text_draw(canvas, first, ROLE_DIM, text, TEXT_CUT_END | TEXT_NO_PAD);
    if (reason[0])
        text_draw(canvas, second, state_of_panel(panel)->role, reason,
                  TEXT_CUT_END | TEXT_NO_PAD);
    else if (panel->notes[0])
        text_draw(canvas, second, ROLE_WARNING, panel->notes,
                  TEXT_CUT_END | TEXT_NO_PAD);
    else if (query && query->note)
        text_draw(canvas, second, ROLE_DIM, query->note,
                  TEXT_CUT_END | TEXT_NO_PAD);
}
