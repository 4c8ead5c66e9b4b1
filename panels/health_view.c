/* health_view.c - the morning check line by line; Enter opens its runbook. */
#include "panels/health_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "panels/health_lines.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "ui/table.h"
#include "ui/text.h"

struct health_view {
    struct view view;
    size_t selected;
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static const char *hints(const struct view *view,
                         const struct view_input *input);
static void destroy(struct view *view);
static void make(struct health_lines *lines, const struct view_input *input,
                 int columns);
static size_t first_shown(const struct health_view *self,
                          const struct health_lines *lines, int rows);
static void draw_title(const struct health_lines *lines,
                       const struct canvas *canvas);
static void draw_line(const struct health_line *line,
                      const struct canvas *canvas, int row, bool is_selected);
static void open_runbook(const struct health_line *line,
                         struct view_request *request);

const struct view_ops health_view_ops = {
    .name = "health",
    .scope = SCOPE_LIST,
    .create = create,
    .draw = draw,
    .command = command,
    .click = click,
    .copy = copy,
    .hints = hints,
    .destroy = destroy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct health_view *self = xcalloc(1, sizeof(*self));

    (void)argument;
    (void)model;
    (void)err;
    self->view.ops = &health_view_ops;
    return &self->view;
}

static void destroy(struct view *view)
{
    free(view);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct health_view *self = (const struct health_view *)view;
    struct health_lines lines;
    size_t first, selected;
    int rows = canvas_rows(canvas) - 1;

    make(&lines, input, canvas_columns(canvas));
    selected = self->selected < lines.count ? self->selected : lines.count - 1;
    first = first_shown(self, &lines, rows);
    draw_title(&lines, canvas);
    for (size_t i = first; i < lines.count && (int)(i - first) < rows; i++)
        draw_line(&lines.items[i], canvas, (int)(i - first) + 1, i == selected);
    health_lines_clear(&lines);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct health_view *self = (struct health_view *)view;
    size_t page = input->rows > 4 ? (size_t)input->rows - 2 : 1;
    struct health_lines lines;
    bool is_ours = true;
    size_t last;

    make(&lines, input, input->columns);
    last = lines.count - 1;
    if (self->selected > last)
        self->selected = last;
    switch (binding->command) {
    case COMMAND_UP:
        self->selected -= self->selected > 0;
        break;
    case COMMAND_DOWN:
        self->selected += self->selected < last;
        break;
    case COMMAND_PAGE_UP:
        self->selected -= page < self->selected ? page : self->selected;
        break;
    case COMMAND_PAGE_DOWN:
        self->selected =
            self->selected + page < last ? self->selected + page : last;
        break;
    case COMMAND_FIRST:
    case COMMAND_SEARCH_NEXT: /* the search filters the sections */
    case COMMAND_SEARCH_PREVIOUS:
        self->selected = 0;
        break;
    case COMMAND_LAST:
        self->selected = last;
        break;
    case COMMAND_ENTER:
    case COMMAND_RUNBOOK:
        is_ours = !binding->argument[0] && lines.items[self->selected].runbook;
        if (is_ours)
            open_runbook(&lines.items[self->selected], request);
        break;
    default:
        is_ours = false;
        break;
    }
    health_lines_clear(&lines);
    return is_ours || binding->command == COMMAND_ENTER;
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct health_view *self = (struct health_view *)view;
    struct health_lines lines;

    (void)column;
    (void)request;
    make(&lines, input, input->columns);
    if (row > 0)
        self->selected =
            first_shown(self, &lines, input->rows - 1) + (size_t)row - 1;
    health_lines_clear(&lines);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct health_view *self = (const struct health_view *)view;
    struct health_lines lines;

    make(&lines, input, input->columns);
    if (self->selected < lines.count)
        (void)buf_add_str(out, lines.items[self->selected].text);
    health_lines_clear(&lines);
}

static const char *hints(const struct view *view,
                         const struct view_input *input)
{
    (void)view;
    (void)input;
    return "enter search next-step alerts copy help back";
}

/* There is always a line: the seven checks are never left out. */
static void make(struct health_lines *lines, const struct view_input *input,
                 int columns)
{
    *lines = (struct health_lines){.columns = columns, .search = input->search};
    health_lines_make(lines, input->model, input->now.wall_ms);
}

static size_t first_shown(const struct health_view *self,
                          const struct health_lines *lines, int rows)
{
    size_t selected =
        self->selected < lines->count ? self->selected : lines->count - 1;

    return table_scroll(0, selected, lines->count, rows);
}

static void draw_title(const struct health_lines *lines,
                       const struct canvas *canvas)
{
    static const enum health_state order[] = {HEALTH_CRITICAL, HEALTH_WARNING,
                                              HEALTH_UNKNOWN, HEALTH_OK};
    int column = canvas_text(canvas, 0, 2, ROLE_TITLE, "Health ");

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        const struct state_look *look = state_of_health(order[i]);
        size_t count = 0;

        for (size_t j = 0; j < lines->count; j++)
            count +=
                lines->items[j].has_symbol && lines->items[j].state == order[i];
        if (count)
            column =
                canvas_printf(canvas, 0, column,
                              order[i] == HEALTH_OK ? ROLE_DIM : look->role,
                              " %zu %s ", count, look->word);
    }
    rule_fill(canvas, column, canvas_columns(canvas), ROLE_RULE_FOCUS);
}

static void draw_line(const struct health_line *line,
                      const struct canvas *canvas, int row, bool is_selected)
{
    const struct rect whole = {row, 0, 1, canvas_columns(canvas)};
    const struct rect area = {row, 3, 1, canvas_columns(canvas) - 3};
    const struct state_look *look = state_of_health(line->state);
    enum role role = is_selected ? ROLE_SELECTED : line->role;

    if (is_selected)
        canvas_fill(canvas, whole, ROLE_SELECTED);
    if (line->is_title) {
        const struct canvas own = canvas_cut(canvas, whole);
        int end = canvas_printf(canvas, row, 2, role, "%s ", line->text);

        canvas_glyph(canvas, row, 0, ROLE_RULE, "─", '-');
        rule_fill(&own, end, canvas_columns(canvas), ROLE_RULE);
        return;
    }
    if (line->has_symbol)
        canvas_glyph(canvas, row, 1, is_selected ? role : look->role,
                     look->symbol, look->ascii);
    else if (!line->is_more &&
             (line->role == ROLE_CRITICAL || line->role == ROLE_WARNING))
        canvas_glyph(canvas, row, 1, role,
                     line->role == ROLE_CRITICAL ? "✗" : "!",
                     line->role == ROLE_CRITICAL ? 'X' : '!');
    text_draw(canvas, area, role, line->text, TEXT_CUT_END | TEXT_NO_PAD);
}

static void open_runbook(const struct health_line *line,
                         struct view_request *request)
{
    (void)snprintf(request->line, sizeof(request->line), "runbook %.120s",
                   line->runbook);
}
