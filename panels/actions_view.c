/* actions_view.c - every run there was, newest first. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/units.h"
#include "model/desk.h"
#include "panels/action_view.h"
#include "panels/effect_text.h"
#include "panels/list_view.h"
#include "panels/rule.h"
#include "panels/step_state.h"
#include "ui/table.h"
#include "ui/text.h"

enum { TOP = 2 }; /* the first row stands below title and heads */

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static const struct action_list *list_of(const struct view_input *input);
static struct list_rows rows_of(const struct action_list *list);
static uint64_t identify(const void *items, size_t index);
static void draw_rule(const struct action_list *list,
                      const struct canvas *canvas);
static void draw_row(const struct action *action,
                     const struct view_input *input, const struct table *table,
                     const struct canvas *canvas, int row, bool is_selected);

static const struct table_column columns[] = {
    {"", 1, 0, 0, 0},
    {"id", 4, 0, 0, TEXT_RIGHT},
    {"started", 11, 0, 1, 0},
    {"step", 22, 3, 0, TEXT_CUT_END},
    {"result", 22, 0, 0, 0},
    {"runbook", 16, 1, 3, TEXT_CUT_END},
    {"effect", 24, 2, 4, TEXT_CUT_END},
    {"by", 8, 0, 5, 0},
};

enum { COLUMN_COUNT = sizeof(columns) / sizeof(columns[0]) };

const struct view_ops actions_view_ops = {
    .name = "actions",
    .scope = SCOPE_LIST,
    .hints = "enter cancel runbook next-step copy help back",
    .draw = draw,
    .command = command,
    .copy = copy,
};

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct action_list *list = list_of(input);
    const struct list_rows rows = rows_of(list);
    const struct list_window window = list_view_window(
        (const struct list_view *)view, &rows, canvas_rows(canvas) - TOP);
    struct table table;

    draw_rule(list, canvas);
    if (!rows.count) {
        (void)canvas_text(canvas, 1, 1, ROLE_DIM,
                          "nothing has been run yet; r shows the runbooks");
        return;
    }
    table_layout(&table, columns, COLUMN_COUNT, canvas_columns(canvas));
    table_header(&table, canvas, 1);
    for (size_t i = window.first; i < window.end; i++)
        draw_row(&list->actions[i], input, &table, canvas,
                 (int)(i - window.first) + TOP, i == window.selected);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct list_view *self = (struct list_view *)view;
    const struct action_list *list = list_of(input);
    const struct list_rows rows = rows_of(list);
    const char *word = NULL;

    if (binding->argument[0])
        return false;
    switch (binding->command) {
    case COMMAND_ACTIONS:
        return true; /* it is on screen */
    case COMMAND_ENTER:
        word = "action";
        break;
    case COMMAND_CANCEL:
        word = "cancel";
        break;
    default:
        return list_view_move(self, &rows, binding->command, input->rows - TOP);
    }
    if (rows.count)
        (void)snprintf(request->line, sizeof(request->line), "%s %s", word,
                       list->actions[list_view_selected(self, &rows)].id);
    return true;
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct action_list *list = list_of(input);
    const struct list_rows rows = rows_of(list);

    if (rows.count)
        buf_add_str(out,
                    list->actions[list_view_selected(
                                      (const struct list_view *)view, &rows)]
                        .command);
}

static const struct action_list *list_of(const struct view_input *input)
{
    return input->model->desk ? input->model->desk->actions : NULL;
}

static struct list_rows rows_of(const struct action_list *list)
{
    return (struct list_rows){.count = list ? list->count : 0,
                              .items = list ? list->actions : NULL,
                              .identify = identify};
}

static uint64_t identify(const void *items, size_t index)
{
    return list_view_hash(((const struct action *)items)[index].id);
}

static void draw_rule(const struct action_list *list,
                      const struct canvas *canvas)
{
    int column = rule_title(canvas, "Actions", "");
    size_t running = 0, unseen = 0;

    for (size_t i = 0; list && i < list->count; i++) {
        running += !action_is_over(list->actions[i].state);
        unseen +=
            action_is_over(list->actions[i].state) && !list->actions[i].is_seen;
    }
    if (running)
        column = canvas_printf(canvas, 0, column, ROLE_INFO, "%zu running ",
                               running);
    if (unseen)
        column = canvas_printf(canvas, 0, column, ROLE_STRONG, "%zu unseen ",
                               unseen);
    if (list && list->left_out)
        column = canvas_printf(canvas, 0, column, ROLE_DIM, "+%zu older ",
                               list->left_out);
    rule_fill(canvas, column, canvas_columns(canvas), ROLE_RULE_FOCUS);
}

static void draw_row(const struct action *action,
                     const struct view_input *input, const struct table *table,
                     const struct canvas *canvas, int row, bool is_selected)
{
    const struct effect *effect =
        effect_find(input->model->desk->effects, action->id);
    bool is_news = action_is_over(action->state) && !action->is_seen;
    char started[UNITS_MAX + 8], clock[32], result[80], text[240] = "";
    enum role role =
        action_result(action, input->now.wall_ms, result, sizeof(result));
    const struct table_cell cells[COLUMN_COUNT] = {
        {is_news ? "*" : "", ROLE_STRONG},
        {action->id, ROLE_KEY},
        {started, ROLE_DIM},
        {action->step_title, is_news ? ROLE_STRONG : ROLE_TEXT},
        {result, role},
        {action->runbook_title, ROLE_DIM},
        {text, ROLE_TEXT},
        {action->who, ROLE_DIM},
    };

    /* 2026-11-22T21:14:07Z: month, day, hour, minute */
    clock_format_rfc3339(clock, sizeof(clock), action->started_wall_ms);
    (void)snprintf(started, sizeof(started), "%.5s %.5s", clock + 5,
                   clock + 11);
    if (effect)
        effect_format(effect, action, input->now.wall_ms, canvas->is_ascii,
                      text, sizeof(text));
    table_row(table, canvas, row, cells, is_selected);
}
