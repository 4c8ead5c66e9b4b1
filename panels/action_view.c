/* action_view.c - what a step writes, beside the panel it should cure. */
#include "panels/action_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "data/units.h"
#include "model/desk.h"
#include "panels/box.h"
#include "panels/effect_text.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "panels/step_state.h"
#include "ui/text.h"

enum { BESIDE_FROM_COLUMNS = 160, GRAPH_FROM_ROWS = 16, GRAPH_ROWS_MOST = 12 };

struct action_view {
    struct view view;
    char id[ACTION_ID_SIZE];
    size_t back; /* lines between the last one and the bottom row */
};

/* Where the parts lie. */
struct parts {
    struct rect panel; /* no rows: there is none */
    struct rect facts, output;
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
static struct parts lay_out(const struct action *action,
                            const struct view_input *input, int rows,
                            int columns);
static void draw_rule(const struct action *action,
                      const struct view_input *input,
                      const struct canvas *canvas);
static int add_facts(const struct action *action,
                     const struct view_input *input,
                     const struct canvas *canvas);
static void draw_output(const struct action_view *self,
                        const struct view_input *input,
                        const struct canvas *canvas);
static bool ask_next(const struct action *action,
                     const struct view_input *input,
                     struct view_request *request);
static int draw_dropped(const struct action_screen *screen,
                        const struct canvas *canvas);
static int draw_line(const struct action_screen *screen, size_t index,
                     const struct canvas *canvas, int row);
static int rows_of(const struct action_screen *screen, size_t index,
                   int columns);
static bool scroll(struct action_view *self, const struct view_input *input,
                   enum command_id id);

const struct view_ops action_view_ops = {
    .name = "action",
    .scope = SCOPE_ACTION,
    .hints = "cancel enter runbook next-step actions copy help back",
    .create = create,
    .draw = draw,
    .command = command,
    .copy = copy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct action_view *self;

    if (!action_find(model, argument)) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "there is no action '%.40s'; L lists them", argument);
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->view.ops = &action_view_ops;
    (void)snprintf(self->id, sizeof(self->id), "%s", argument);
    return &self->view;
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct action_view *self = (const struct action_view *)view;
    const struct action *action = action_find(input->model, self->id);
    struct canvas part;
    struct parts parts;
    struct box box = {.has_time_axis = true};
    size_t panel;
    int facts;

    if (!action) {
        (void)canvas_text(canvas, 0, 1, ROLE_DIM,
                          "this action is gone; Esc goes back");
        return;
    }
    parts = lay_out(action, input, canvas_rows(canvas), canvas_columns(canvas));
    panel = model_find_panel(input->model, action->panel);
    if (parts.panel.rows && panel != PANEL_NO_QUERY) {
        box.panel = &input->model->panels[panel];
        box.number = panel + 1;
        part = canvas_cut(canvas, parts.panel);
        box_draw(&box, input, &part);
    }
    part = canvas_cut(canvas, parts.facts);
    draw_rule(action, input, &part);
    facts = add_facts(action, input, &part);
    parts.output.row += facts;
    parts.output.rows -= facts;
    part = canvas_cut(canvas, parts.output);
    draw_output(self, input, &part);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct action_view *self = (struct action_view *)view;
    const struct action *action = action_find(input->model, self->id);

    if (scroll(self, input, binding->command))
        return true;
    if (!action || binding->argument[0])
        return false;
    switch (binding->command) {
    case COMMAND_CANCEL:
        (void)snprintf(request->line, sizeof(request->line), "cancel %s",
                       self->id);
        return true;
    case COMMAND_NEXT_STEP:
        return ask_next(action, input, request);
    case COMMAND_RUNBOOK:
        (void)snprintf(request->line, sizeof(request->line), "runbook %.120s",
                       action->runbook);
        return true;
    case COMMAND_ENTER:
        if (action->panel[0])
            (void)snprintf(request->line, sizeof(request->line), "panel %.60s",
                           action->panel);
        return true;
    default:
        return false;
    }
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct action_view *self = (const struct action_view *)view;
    const struct action *action = action_find(input->model, self->id);

    if (action)
        buf_add_str(out, action->command);
}

static struct parts lay_out(const struct action *action,
                            const struct view_input *input, int rows,
                            int columns)
{
    bool has_panel =
        action->panel[0] &&
        model_find_panel(input->model, action->panel) != PANEL_NO_QUERY;
    int graph = rows / 2 < GRAPH_ROWS_MOST ? rows / 2 : GRAPH_ROWS_MOST;
    int left = columns / 2;

    if (has_panel && columns >= BESIDE_FROM_COLUMNS)
        return (struct parts){
            .panel = {0, left + 1, rows / 2, columns - left - 1},
            .facts = {0, 0, rows, left},
            .output = {1, 0, rows - 1, left},
        };
    if (!has_panel || rows < GRAPH_FROM_ROWS)
        graph = 0;
    return (struct parts){
        .panel = {0, 0, graph, columns},
        .facts = {graph, 0, rows - graph, columns},
        .output = {graph + 1, 0, rows - graph - 1, columns},
    };
}

static void draw_rule(const struct action *action,
                      const struct view_input *input,
                      const struct canvas *canvas)
{
    char state[80], title[300];
    enum role role =
        action_result(action, input->now.wall_ms, state, sizeof(state));

    (void)snprintf(title, sizeof(title), "action %s  %s", action->id,
                   action->step_title);
    rule_head(canvas, title, state, role);
}

/* Where it came from, what it did, what is left. Returns how many rows. */
static int add_facts(const struct action *action,
                     const struct view_input *input,
                     const struct canvas *canvas)
{
    const struct effect *effect =
        effect_find(input->model->desk->effects, action->id);
    int columns = canvas_columns(canvas) - 2, row = 1;
    char clock[UNITS_MAX], text[400];

    units_format_clock(clock, action->started_wall_ms, true);
    (void)snprintf(
        text, sizeof(text), "%sZ  %s step %d, %s%s by %s on %s", clock,
        action->runbook_title, action->step, risk_name(action->risk),
        action->is_edited ? ", edited," : "", action->who, action->host);
    text_draw(canvas, (struct rect){row++, 1, 1, columns}, ROLE_DIM, text,
              TEXT_CUT_END | TEXT_NO_PAD);
    if (effect)
        effect_format(effect, action, input->now.wall_ms, canvas->is_ascii,
                      text, sizeof(text));
    if (effect && text[0]) {
        (void)canvas_text(canvas, row, 1, ROLE_MARKER,
                          canvas->is_ascii ? "^" : "▲");
        text_draw(canvas, (struct rect){row++, 3, 1, columns - 2}, ROLE_STRONG,
                  text, TEXT_CUT_END | TEXT_NO_PAD);
    }
    if (action->cancelled_by[0]) {
        (void)snprintf(text, sizeof(text), "cancelled by %s",
                       action->cancelled_by);
        text_draw(canvas, (struct rect){row++, 1, 1, columns}, ROLE_UNKNOWN,
                  text, TEXT_CUT_END | TEXT_NO_PAD);
    }
    if (action->problem[0])
        text_draw(canvas, (struct rect){row++, 1, 1, columns}, ROLE_WARNING,
                  action->problem, TEXT_CUT_END | TEXT_NO_PAD);
    for (size_t i = 0; i < action->alive_count && i < 3; i++) {
        (void)snprintf(text, sizeof(text), "still alive: %lld %s",
                       (long long)action->alive[i].pid, action->alive[i].name);
        text_draw(canvas, (struct rect){row++, 1, 1, columns}, ROLE_WARNING,
                  text, TEXT_CUT_END | TEXT_NO_PAD);
    }
    return row - 1;
}

static void draw_output(const struct action_view *self,
                        const struct view_input *input,
                        const struct canvas *canvas)
{
    const struct action_screen *screen = input->model->desk->screen;
    int rows = canvas_rows(canvas), columns = canvas_columns(canvas) - 2;
    size_t count, last, first;
    int row = 0;

    if (!screen || strcmp(screen->id, self->id) != 0 || rows < 1 || columns < 1)
        return;
    count = screen->count;
    if (screen->lines[count - 1] == screen->text.length)
        count--; /* nothing on the last line yet */
    if (!count) {
        (void)canvas_text(canvas, 0, 1, ROLE_DIM, "no output yet");
        return;
    }
    last = self->back < count ? count - self->back : 1;
    first = last;
    while (first && (row < rows || first == last))
        row += rows_of(screen, --first, columns);
    /* The newest rows count: a line too many loses its beginning. */
    row = rows - row > 0 ? 0 : rows - row;
    if (!first && row == 0 && screen->dropped)
        row = draw_dropped(screen, canvas);
    for (; first < count && row < rows; first++)
        row = draw_line(screen, first, canvas, row);
}

/* Says at the top that this is not the beginning. Returns the next row. */
static int draw_dropped(const struct action_screen *screen,
                        const struct canvas *canvas)
{
    (void)canvas_printf(canvas, 0, 1, ROLE_DIM,
                        "%" PRIu64 " earlier lines: tracetop action show %s "
                        "prints what was kept",
                        screen->dropped, screen->id);
    return 1;
}

/* Paints a line over as many rows as it needs; returns the next one. */
static int draw_line(const struct action_screen *screen, size_t index,
                     const struct canvas *canvas, int row)
{
    size_t columns = (size_t)(canvas_columns(canvas) - 2), length;
    const char *line = action_screen_line(screen, index, &length);

    do {
        size_t fit = utf8_fit(line, length, columns);

        if (!fit)
            fit = length;
        if (row >= 0 && row < canvas_rows(canvas))
            (void)canvas_bytes(canvas, row, 1, ROLE_TEXT, line, fit);
        row++;
        line += fit;
        length -= fit;
    } while (length);
    return row;
}

static int rows_of(const struct action_screen *screen, size_t index,
                   int columns)
{
    size_t length;
    const char *line = action_screen_line(screen, index, &length);
    int rows = 0;

    do {
        size_t fit = utf8_fit(line, length, (size_t)columns);

        if (!fit)
            fit = length;
        line += fit;
        length -= fit;
        rows++;
    } while (length);
    return rows;
}

/* The step behind it in its runbook that can be run. */
static bool ask_next(const struct action *action,
                     const struct view_input *input,
                     struct view_request *request)
{
    const struct guide *guide = input->model->desk->guide;
    const struct runbook *runbook =
        guide ? guide_find(guide, action->runbook) : NULL;
    const struct step *step = NULL;
    int number = action->step;

    while (runbook && (step = runbook_step(runbook, ++number)) &&
           step->is_held_back)
        ;
    if (step)
        (void)snprintf(request->line, sizeof(request->line), "run %.120s %d",
                       runbook->id, number);
    return step != NULL;
}

static bool scroll(struct action_view *self, const struct view_input *input,
                   enum command_id id)
{
    const struct action_screen *screen =
        input->model->desk ? input->model->desk->screen : NULL;
    size_t most = screen && screen->count ? screen->count - 1 : 0;
    size_t page = input->rows > 4 ? (size_t)input->rows / 2 : 1;

    if (id == COMMAND_UP)
        self->back++;
    else if (id == COMMAND_DOWN)
        self->back -= self->back > 0;
    else if (id == COMMAND_PAGE_UP)
        self->back += page;
    else if (id == COMMAND_PAGE_DOWN)
        self->back -= self->back < page ? self->back : page;
    else if (id == COMMAND_FIRST)
        self->back = most;
    else if (id == COMMAND_LAST)
        self->back = 0;
    else
        return false;
    if (self->back > most)
        self->back = most;
    return true;
}
