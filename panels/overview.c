/* overview.c - all panels at a glance, and what needs a person. */
#include "panels/overview.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "data/units.h"
#include "panels/action_view.h"
#include "panels/alerts_view.h"
#include "panels/attention.h"
#include "panels/box.h"
#include "panels/compact.h"
#include "panels/list_view.h"
#include "panels/overview_layout.h"

struct overview {
    struct list_view list; /* of what needs a person */
    size_t focus;          /* a panel, or the panel count: the list */
};

static struct view *overview_create(const char *argument,
                                    const struct model *model, struct err *err);
static void overview_draw(const struct view *view,
                          const struct view_input *input,
                          const struct canvas *canvas);
static bool overview_command(struct view *view, const struct view_input *input,
                             const struct binding *binding,
                             struct view_request *request);
static void overview_click(struct view *view, const struct view_input *input,
                           int row, int column, struct view_request *request);
static void overview_copy(const struct view *view,
                          const struct view_input *input, struct buf *out);
static void move(struct overview *overview, const struct view_input *input,
                 enum command_id command);
static int list_shown(const struct view_input *input);
static struct list_rows list_of(const struct attention *attention);
static uint64_t identify(const void *items, size_t index);
static void open_selected(const struct overview *overview,
                          const struct view_input *input,
                          struct view_request *request);
static bool selected_line(const struct overview *overview,
                          const struct view_input *input,
                          struct attention_line *line);
static void ask_of_alert(const char *command, const struct attention_line *line,
                         struct view_request *request);
static bool ask_for_runbook(const struct overview *overview,
                            const struct view_input *input,
                            const struct binding *binding,
                            struct view_request *request);

const struct view_ops overview_ops = {
    .name = "overview",
    .scope = SCOPE_OVERVIEW,
    .hints =
        "enter runbook next-step acknowledge silence panel alerts help back",
    .create = overview_create,
    .draw = overview_draw,
    .command = overview_command,
    .click = overview_click,
    .copy = overview_copy,
};

static struct view *overview_create(const char *argument,
                                    const struct model *model, struct err *err)
{
    struct overview *overview = xcalloc(1, sizeof(*overview));

    (void)argument;
    (void)err;
    overview->list.view.ops = &overview_ops;
    overview->focus = model->panel_count;
    return &overview->list.view;
}

static void overview_draw(const struct view *view,
                          const struct view_input *input,
                          const struct canvas *canvas)
{
    const struct overview *overview = (const struct overview *)view;
    const struct model *model = input->model;
    struct attention attention;
    struct overview_layout layout;
    struct list_rows lines;
    struct canvas list;

    if (!overview_layout_make(&layout, model->panel_count, canvas_rows(canvas),
                              canvas_columns(canvas))) {
        compact_draw(input, overview->focus, canvas);
        return;
    }
    for (size_t i = 0; i < layout.panel_count; i++) {
        struct canvas part = canvas_cut(canvas, layout.panels[i]);
        const struct box box = {
            .panel = &model->panels[i],
            .number = i + 1,
            .has_focus = overview->focus == i,
            .has_legend = layout.has_legend &&
                          part.area.columns >= OVERVIEW_LEGEND_COLUMNS,
            .has_time_axis = layout.has_time_axis,
        };

        box_draw(&box, input, &part);
    }
    list =
        canvas_cut(canvas, (struct rect){layout.list.row + layout.list.rows - 1,
                                         0, 1, canvas_columns(canvas)});
    if (layout.list.rows > 2 && action_draw_running(input, &list))
        layout.list.rows--;
    list = canvas_cut(canvas, layout.list);
    attention_make(&attention, model);
    lines = list_of(&attention);
    attention_draw(&attention, input,
                   list_view_selected(&overview->list, &lines),
                   overview->focus >= model->panel_count, &list);
}

static bool overview_command(struct view *view, const struct view_input *input,
                             const struct binding *binding,
                             struct view_request *request)
{
    struct overview *overview = (struct overview *)view;
    size_t stops = input->model->panel_count + 1;
    struct attention_line line;

    switch (binding->command) {
    case COMMAND_FOCUS_NEXT:
        overview->focus = (overview->focus + 1) % stops;
        return true;
    case COMMAND_FOCUS_PREVIOUS:
        overview->focus = (overview->focus + stops - 1) % stops;
        return true;
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_LEFT:
    case COMMAND_RIGHT:
    case COMMAND_PAGE_UP:
    case COMMAND_PAGE_DOWN:
    case COMMAND_FIRST:
    case COMMAND_LAST:
        move(overview, input, binding->command);
        return true;
    case COMMAND_ENTER:
        open_selected(overview, input, request);
        return true;
    case COMMAND_RUNBOOK:
        return ask_for_runbook(overview, input, binding, request);
    case COMMAND_ACKNOWLEDGE:
    case COMMAND_SILENCE:
        if (binding->argument[0])
            return false;
        if (overview->focus >= input->model->panel_count &&
            selected_line(overview, input, &line) && line.alert.alert)
            alerts_ask(binding->command == COMMAND_SILENCE ? "silence"
                                                           : "acknowledge",
                       &line.alert, request);
        return true;
    default:
        return false;
    }
}

/* A click focuses; on what has the focus already it opens. */
static void overview_click(struct view *view, const struct view_input *input,
                           int row, int column, struct view_request *request)
{
    struct overview *overview = (struct overview *)view;
    struct overview_layout layout;
    struct attention attention;
    struct list_rows lines;
    size_t hit = input->model->panel_count;

    if (!overview_layout_make(&layout, input->model->panel_count, input->rows,
                              input->columns))
        return;
    for (size_t i = 0; i < layout.panel_count; i++) {
        const struct rect *at = &layout.panels[i];

        if (row >= at->row && row < at->row + at->rows &&
            column >= at->column && column < at->column + at->columns)
            hit = i;
    }
    if (hit == overview->focus && hit < input->model->panel_count)
        open_selected(overview, input, request);
    overview->focus = hit;
    attention_make(&attention, input->model);
    lines = list_of(&attention);
    (void)list_view_click(&overview->list, &lines, row - layout.list.row - 1,
                          layout.list.rows - 1);
}

static void overview_copy(const struct view *view,
                          const struct view_input *input, struct buf *out)
{
    const struct overview *overview = (const struct overview *)view;

    struct attention_line line;

    if (overview->focus < input->model->panel_count)
        attention_copy(&input->model->panels[overview->focus], input, out);
    else if (!selected_line(overview, input, &line))
        return;
    else if (line.panel)
        attention_copy(line.panel, input, out);
    else
        labels_format(line.alert.alert->labels, out);
}

static void move(struct overview *overview, const struct view_input *input,
                 enum command_id command)
{
    size_t panels = input->model->panel_count;
    struct attention attention;
    struct list_rows lines;

    if (overview->focus < panels) {
        if (command == COMMAND_LEFT && overview->focus > 0)
            overview->focus--;
        else if (command == COMMAND_RIGHT && overview->focus + 1 < panels)
            overview->focus++;
        else if (command == COMMAND_UP || command == COMMAND_DOWN)
            overview->focus = overview_layout_neighbour(
                panels, overview->focus, command == COMMAND_DOWN);
        return;
    }
    attention_make(&attention, input->model);
    lines = list_of(&attention);
    if (command == COMMAND_LEFT ||
        (command == COMMAND_UP && !list_view_selected(&overview->list, &lines)))
        overview->focus = panels - 1;
    else
        (void)list_view_move(&overview->list, &lines, command,
                             list_shown(input));
}

/* How many lines of the list there is room for. */
static int list_shown(const struct view_input *input)
{
    struct overview_layout layout;

    if (!overview_layout_make(&layout, input->model->panel_count, input->rows,
                              input->columns))
        return 1;
    return layout.list.rows - 1;
}

static struct list_rows list_of(const struct attention *attention)
{
    return (struct list_rows){.count = attention->count,
                              .items = attention->lines,
                              .identify = identify};
}

static uint64_t identify(const void *items, size_t index)
{
    const struct attention_line *line =
        (const struct attention_line *)items + index;

    return line->panel ? list_view_hash(line->panel->def->id)
                       : labels_hash(line->alert.alert->labels);
}

static void open_selected(const struct overview *overview,
                          const struct view_input *input,
                          struct view_request *request)
{
    struct attention_line line = {.panel = NULL};

    if (overview->focus < input->model->panel_count)
        line.panel = &input->model->panels[overview->focus];
    else if (!selected_line(overview, input, &line))
        return;
    if (line.panel)
        (void)snprintf(request->line, sizeof(request->line), "panel %s",
                       line.panel->def->id);
    else
        ask_of_alert("alert", &line, request);
}

/* Fetches the line that is selected in the list; false when it is empty. */
static bool selected_line(const struct overview *overview,
                          const struct view_input *input,
                          struct attention_line *line)
{
    struct attention attention;
    struct list_rows lines;

    attention_make(&attention, input->model);
    if (!attention.count)
        return false;
    lines = list_of(&attention);
    *line = attention.lines[list_view_selected(&overview->list, &lines)];
    return true;
}

static void ask_of_alert(const char *command, const struct attention_line *line,
                         struct view_request *request)
{
    const struct alert_row alone = {.alert = line->alert.alert, .count = 1};

    alerts_ask(command, &alone, request);
}

/* The runbook of what is selected; false leaves it to app.c. */
static bool ask_for_runbook(const struct overview *overview,
                            const struct view_input *input,
                            const struct binding *binding,
                            struct view_request *request)
{
    struct attention_line line = {.panel = NULL};

    if (binding->argument[0])
        return false;
    if (overview->focus < input->model->panel_count)
        line.panel = &input->model->panels[overview->focus];
    else if (!selected_line(overview, input, &line))
        return false;
    if (line.panel)
        (void)snprintf(request->line, sizeof(request->line), "runbook panel:%s",
                       line.panel->def->id);
    else
        ask_of_alert("runbook alert:", &line, request);
    return true;
}
