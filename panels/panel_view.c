/* panel_view.c - one panel at large: its graph, values, legend and notes. */
#include "panels/panel_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "panels/action_view.h"
#include "panels/box.h"
#include "panels/component_lines.h"
#include "panels/legend.h"
#include "panels/list_view.h"
#include "panels/panel_graph.h"
#include "panels/panel_values.h"

struct panel_view {
    struct list_view list; /* of the legend's lines */
    struct panel_graph graph;
    struct legend_choice choice;
};

/* Where the parts lie on a canvas of this size. */
struct parts {
    struct rect rule, graph, values, legend, notes, lines;
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static bool command_time(struct panel_view *self,
                         const struct view_input *input, enum command_id id);
static bool command_series(struct panel_view *self,
                           const struct view_input *input,
                           const struct binding *binding);
static void command_line(struct panel_view *self,
                         const struct view_input *input, enum command_id id);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static struct parts lay_out(const struct view_input *input,
                            const struct panel *panel, size_t lines);
static const struct component_lines *
lines_of(const struct view_input *input, const struct panel *panel, int *rows);
static void change_top(struct panel_view *self, const char *argument);
static void find_series(struct panel_view *self, const struct view_input *input,
                        int direction);
static const struct legend_line *selected_line(const struct panel_view *self,
                                               const struct view_input *input,
                                               struct legend *legend);
static void legend_of(const struct panel_view *self,
                      const struct view_input *input, struct legend *legend);
static struct list_rows lines_list(const struct legend *legend);
static uint64_t identify(const void *items, size_t index);

const struct view_ops panel_view_ops = {
    .name = "panel",
    .scope = SCOPE_PANEL,
    .hints = "left range-shorter earlier pause series top runbook query-next "
             "help back",
    .create = create,
    .draw = draw,
    .command = command,
    .click = click,
    .copy = copy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct panel_view *self;
    size_t panel = model_find_panel(model, argument[0] ? argument : "1");

    if (panel == PANEL_NO_QUERY) {
        (void)err_set(err, ERR_REFUSED, 0, "there is no panel '%s'", argument);
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->list.view.ops = &panel_view_ops;
    self->graph.panel = panel;
    self->graph.crosshair_ms = -1;
    self->choice.top = 8;
    return &self->list.view;
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct panel_view *self = (const struct panel_view *)view;
    const struct panel *panel = &input->model->panels[self->graph.panel];
    const struct box box = {
        .panel = panel, .number = self->graph.panel + 1, .has_focus = true};
    struct legend legend;
    struct legend_paint paint = {.panel = panel};
    struct panel_values values = {.panel = panel, .legend = &legend};
    struct list_window window;
    struct list_rows list;
    struct graph_request times;
    struct parts parts;
    struct canvas part;

    legend_of(self, input, &legend);
    parts = lay_out(input, panel, legend.count);
    part = canvas_cut(canvas, parts.rule);
    box_draw_rule(&box, input, &part);
    part = canvas_cut(canvas, parts.graph);
    panel_graph_draw(&self->graph, input, &legend, &part);
    times = panel_graph_request(&self->graph, input);
    paint.from_ms = times.from_ms;
    paint.to_ms = times.to_ms;
    paint.at_ms = times.crosshair_ms;
    list = lines_list(&legend);
    window = list_view_window(&self->list, &list, parts.legend.rows - 1);
    paint.selected = window.selected;
    paint.first = window.first;
    values.seen = parts.legend.rows > 1 ? (size_t)parts.legend.rows - 1 : 0;
    values.crosshair_ms = times.crosshair_ms;
    values.column_ms = panel_graph_column_ms(&times, input);
    part = canvas_cut(canvas, parts.values);
    panel_values_draw(&values, input, &part);
    part = canvas_cut(canvas, parts.legend);
    if (legend.count)
        legend_draw(&legend, &paint, &part);
    part = canvas_cut(canvas, parts.notes);
    panel_notes_draw(panel, input, &part);
    part = canvas_cut(&part, (struct rect){2, 0, 1, canvas_columns(&part)});
    action_draw_of_panel(panel, input, &part);
    part = canvas_cut(canvas, parts.lines);
    if (parts.lines.rows > 0)
        lines_of(input, panel, NULL)
            ->draw(input->model->components, input->now.wall_ms, &part);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct panel_view *self = (struct panel_view *)view;
    const char *panel = input->model->panels[self->graph.panel].def->id;

    switch (binding->command) {
    case COMMAND_QUERY_NEXT:
        if (binding->argument[0])
            return false; /* app.c does it, once it knows of whom */
        (void)snprintf(request->line, sizeof(request->line), "query-next %s",
                       panel);
        return true;
    case COMMAND_RUNBOOK:
        if (binding->argument[0])
            return false;
        (void)snprintf(request->line, sizeof(request->line), "runbook panel:%s",
                       panel);
        return true;
    default:
        return command_time(self, input, binding->command) ||
               command_series(self, input, binding);
    }
}

static bool command_time(struct panel_view *self,
                         const struct view_input *input, enum command_id id)
{
    switch (id) {
    case COMMAND_LEFT:
        panel_graph_move(&self->graph, input, -1);
        return true;
    case COMMAND_RIGHT:
        panel_graph_move(&self->graph, input, 1);
        return true;
    case COMMAND_FIRST:
        panel_graph_move(&self->graph, input, -100000);
        return true;
    case COMMAND_LAST:
        self->graph.crosshair_ms = -1;
        return true;
    case COMMAND_BACK:
        if (panel_graph_request(&self->graph, input).crosshair_ms < 0)
            return false;
        self->graph.crosshair_ms = -1;
        return true;
    default:
        return false;
    }
}

static bool command_series(struct panel_view *self,
                           const struct view_input *input,
                           const struct binding *binding)
{
    switch (binding->command) {
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_SERIES:
    case COMMAND_ONLY:
        command_line(self, input, binding->command);
        return true;
    case COMMAND_TOP:
        change_top(self, binding->argument);
        return true;
    case COMMAND_SEARCH_NEXT:
        find_series(self, input, 1);
        return true;
    case COMMAND_SEARCH_PREVIOUS:
        find_series(self, input, -1);
        return true;
    default:
        return false;
    }
}

/* What is done to the legend's line that is selected. */
static void command_line(struct panel_view *self,
                         const struct view_input *input, enum command_id id)
{
    struct legend legend;
    const struct legend_line *line = selected_line(self, input, &legend);
    const struct list_rows list = lines_list(&legend);

    if (list_view_move(&self->list, &list, id, 0))
        return;
    if (id == COMMAND_ONLY) {
        self->choice.has_only = line && !self->choice.has_only;
        self->choice.only = line ? legend_key(line) : 0;
    } else if (line) {
        legend_toggle(&self->choice, line);
    }
}

/* A click in the plot puts the crosshair there, one on the legend selects. */
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct panel_view *self = (struct panel_view *)view;
    struct graph_request graph = panel_graph_request(&self->graph, input);
    const struct panel *panel = &input->model->panels[self->graph.panel];
    int plot = input->columns - PANEL_AXIS_COLUMNS;
    struct list_rows list;
    struct legend legend;
    struct parts parts;

    (void)request;
    legend_of(self, input, &legend);
    list = lines_list(&legend);
    parts = lay_out(input, panel, legend.count);
    if (row >= parts.graph.row && row < parts.graph.row + parts.graph.rows &&
        column >= PANEL_AXIS_COLUMNS && plot > 0)
        self->graph.crosshair_ms =
            graph.from_ms + (graph.to_ms - graph.from_ms) *
                                (2 * (column - PANEL_AXIS_COLUMNS) + 1) / 2 /
                                plot;
    else if (row > parts.legend.row &&
             row < parts.legend.row + parts.legend.rows)
        (void)list_view_click(&self->list, &list, row - parts.legend.row - 1,
                              parts.legend.rows - 1);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct panel_view *self = (const struct panel_view *)view;
    const struct panel *panel = &input->model->panels[self->graph.panel];

    if (panel->query != PANEL_NO_QUERY)
        buf_add_str(out, panel->def->queries[panel->query].expression);
}

static struct parts lay_out(const struct view_input *input,
                            const struct panel *panel, size_t lines)
{
    int rows = input->rows, columns = input->columns;
    int legend = lines ? (int)lines + 1 : 0;
    int notes = action_of_panel(input->model, panel) ? 3 : 2;
    int own; /* the component's */
    int graph;

    (void)lines_of(input, panel, &own);
    if (legend > rows / 3)
        legend = rows / 3;
    if (legend == 1)
        legend = 0;
    if (own > rows * 3 / 10)
        own = rows * 3 / 10;
    if (own == 1 && rows < 20)
        own = 0;
    graph = rows - 2 - legend - notes - own;
    return (struct parts){
        .rule = {0, 0, 1, columns},
        .graph = {1, 0, graph, columns},
        .values = {1 + graph, 0, 1, columns},
        .legend = {2 + graph, 0, legend, columns},
        .lines = {2 + graph + legend, 0, own, columns},
        .notes = {2 + graph + legend + own, 0, notes, columns},
    };
}

/* Who draws the panel's component, and how many rows it would like. */
static const struct component_lines *
lines_of(const struct view_input *input, const struct panel *panel, int *rows)
{
    const struct component_lines *lines =
        component_lines_find(panel->def->component);

    if (rows)
        *rows = lines
                    ? lines->rows(input->model->components, input->now.wall_ms)
                    : 0;
    return lines;
}

static void change_top(struct panel_view *self, const char *argument)
{
    static const size_t tops[] = {3, 5, 8, 10, 0};
    size_t place = 0;

    if (argument[0]) {
        self->choice.top = (size_t)strtoul(argument, NULL, 10);
        return;
    }
    while (tops[place] && tops[place] <= self->choice.top)
        place++;
    self->choice.top = self->choice.top ? tops[place] : tops[0];
}

static void find_series(struct panel_view *self, const struct view_input *input,
                        int direction)
{
    const struct panel *panel = &input->model->panels[self->graph.panel];
    struct list_rows list;
    struct legend legend;

    legend_of(self, input, &legend);
    list = lines_list(&legend);
    for (size_t tried = 1; tried <= legend.count; tried++) {
        size_t step = direction > 0 ? tried : legend.count - tried;
        size_t at =
            (list_view_selected(&self->list, &list) + step) % legend.count;
        char name[200];

        if (!legend.lines[at].labels)
            continue;
        box_series_name(panel, legend.lines[at].labels, false, name,
                        sizeof(name));
        if (strcasestr(name, input->search)) {
            list_view_select(&self->list, &list, at);
            return;
        }
    }
}

static const struct legend_line *selected_line(const struct panel_view *self,
                                               const struct view_input *input,
                                               struct legend *legend)
{
    struct list_rows list;

    legend_of(self, input, legend);
    if (!legend->count)
        return NULL;
    list = lines_list(legend);
    return &legend->lines[list_view_selected(&self->list, &list)];
}

static void legend_of(const struct panel_view *self,
                      const struct view_input *input, struct legend *legend)
{
    const struct panel *panel = &input->model->panels[self->graph.panel];

    legend_make(legend, panel, model_series(input->model, panel),
                &self->choice);
}

static struct list_rows lines_list(const struct legend *legend)
{
    return (struct list_rows){
        .count = legend->count, .items = legend->lines, .identify = identify};
}

static uint64_t identify(const void *items, size_t index)
{
    return legend_key(&((const struct legend_line *)items)[index]);
}
