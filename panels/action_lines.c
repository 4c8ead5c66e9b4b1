/* action_lines.c - runs as single lines of other views. */
#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "model/desk.h"
#include "panels/action_view.h"
#include "panels/effect_text.h"
#include "panels/step_state.h"
#include "ui/text.h"

enum { LATELY_MS = 6 * 60 * 60 * 1000 };

const struct action *action_find(const struct model *model, const char *id)
{
    const struct action_list *list = model->desk ? model->desk->actions : NULL;

    for (size_t i = 0; list && i < list->count; i++)
        if (!strcmp(list->actions[i].id, id))
            return &list->actions[i];
    return NULL;
}

bool action_draw_running(const struct view_input *input,
                         const struct canvas *canvas)
{
    const struct desk *desk = input->model->desk;
    static const char cancel[] = "(c cancel)";
    int end = canvas_columns(canvas) - (int)sizeof(cancel);

    for (size_t i = 0; desk && desk->actions && i < desk->actions->count; i++) {
        const struct action *action = &desk->actions->actions[i];
        char state[80];
        int column;

        if (action_is_over(action->state))
            continue;
        (void)action_result(action, input->now.wall_ms, state, sizeof(state));
        column = canvas_text(canvas, 0, 1, ROLE_KEY, "L");
        column = canvas_printf(canvas, 0, column + 1, ROLE_INFO, "action %s  ",
                               action->id);
        text_draw(
            canvas,
            (struct rect){0, column, 1, end - column - text_width(state) - 3},
            ROLE_TEXT, action->step_title, TEXT_NO_PAD | TEXT_CUT_END);
        (void)canvas_text(canvas, 0, end - text_width(state) - 2, ROLE_INFO,
                          state);
        (void)canvas_text(canvas, 0, end, ROLE_DIM, cancel);
        return true;
    }
    return false;
}

const struct action *action_of_panel(const struct model *model,
                                     const struct panel *panel)
{
    const struct action_list *list = model->desk ? model->desk->actions : NULL;

    for (size_t i = 0; list && i < list->count; i++)
        if (!strcmp(list->actions[i].panel, panel->def->id) &&
            !list->actions[i].is_dry_run &&
            model->now.wall_ms - list->actions[i].started_wall_ms < LATELY_MS)
            return &list->actions[i];
    return NULL;
}

void action_draw_of_panel(const struct panel *panel,
                          const struct view_input *input,
                          const struct canvas *canvas)
{
    const struct action *action = action_of_panel(input->model, panel);
    const struct effect *effect;
    char clock[UNITS_MAX], state[80], text[240] = "";
    enum role role;
    int column;

    if (!action)
        return;
    effect = effect_find(input->model->desk->effects, action->id);
    role = action_result(action, input->now.wall_ms, state, sizeof(state));
    if (effect)
        effect_format(effect, action, input->now.wall_ms, canvas->is_ascii,
                      text, sizeof(text));
    units_format_clock(clock, action->started_wall_ms, false);
    canvas_glyph(canvas, 0, 1, ROLE_MARKER, "▲", '^');
    column = canvas_printf(canvas, 0, 2, ROLE_MARKER, "%s", action->id) + 1;
    column = canvas_printf(canvas, 0, column, ROLE_DIM, "%sZ ", clock);
    column = canvas_printf(canvas, 0, column, ROLE_TEXT, "%.60s  ",
                           action->step_title);
    column = canvas_printf(canvas, 0, column, role, "%s  ", state);
    text_draw(canvas,
              (struct rect){0, column, 1, canvas_columns(canvas) - column - 1},
              ROLE_STRONG, text, TEXT_CUT_END | TEXT_NO_PAD);
}
