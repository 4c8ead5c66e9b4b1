/* health_view.c - the morning check line by line; Enter opens its runbook. */
#include "panels/health_view.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "panels/health_lines.h"
#include "panels/list_view.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "ui/text.h"

enum { TOP = 1 }; /* the first line stands below the title */

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static void make(struct health_lines *lines, const struct view_input *input,
                 int columns);
static struct list_rows list_of(const struct health_lines *lines);
static uint64_t identify(const void *items, size_t index);
static void draw_title(const struct health_lines *lines,
                       const struct canvas *canvas);
static void draw_line(const struct health_line *line,
                      const struct canvas *canvas, int row, bool is_selected);
static void open_runbook(const struct health_line *line,
                         struct view_request *request);

const struct view_ops health_view_ops = {
    .name = "health",
    .scope = SCOPE_LIST,
    .hints = "enter search next-step alerts copy help back",
    .draw = draw,
    .command = command,
    .click = click,
    .copy = copy,
};

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    struct list_window window;
    struct health_lines lines;
    struct list_rows list;

    make(&lines, input, canvas_columns(canvas));
    list = list_of(&lines);
    window = list_view_window((const struct list_view *)view, &list,
                              canvas_rows(canvas) - TOP);
    draw_title(&lines, canvas);
    for (size_t i = window.first; i < window.end; i++)
        draw_line(&lines.items[i], canvas, (int)(i - window.first) + TOP,
                  i == window.selected);
    health_lines_clear(&lines);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct list_view *self = (struct list_view *)view;
    const struct health_line *line;
    struct health_lines lines;
    struct list_rows list;
    bool is_ours;

    make(&lines, input, input->columns);
    list = list_of(&lines);
    switch (binding->command) {
    case COMMAND_ENTER:
    case COMMAND_RUNBOOK:
        line = &lines.items[list_view_selected(self, &list)];
        is_ours = !binding->argument[0] && line->runbook;
        if (is_ours)
            open_runbook(line, request);
        break;
    default:
        is_ours =
            list_view_move(self, &list, binding->command, input->rows - TOP);
        break;
    }
    health_lines_clear(&lines);
    return is_ours || binding->command == COMMAND_ENTER;
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct health_lines lines;
    struct list_rows list;

    (void)column;
    (void)request;
    make(&lines, input, input->columns);
    list = list_of(&lines);
    (void)list_view_click((struct list_view *)view, &list, row - TOP,
                          input->rows - TOP);
    health_lines_clear(&lines);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    struct health_lines lines;
    struct list_rows list;

    make(&lines, input, input->columns);
    list = list_of(&lines);
    (void)buf_add_str(
        out,
        lines.items[list_view_selected((const struct list_view *)view, &list)]
            .text);
    health_lines_clear(&lines);
}

/* There is always a line: the seven checks are never left out. */
static void make(struct health_lines *lines, const struct view_input *input,
                 int columns)
{
    *lines = (struct health_lines){.columns = columns, .search = input->search};
    health_lines_make(lines, input->model, input->now.wall_ms);
}

static struct list_rows list_of(const struct health_lines *lines)
{
    return (struct list_rows){.count = lines->count,
                              .items = lines->items,
                              .identify = identify,
                              .is_filtered = true};
}

/* A line whose numbers have changed is another; then its place counts. */
static uint64_t identify(const void *items, size_t index)
{
    return list_view_hash(((const struct health_line *)items)[index].text);
}

static void draw_title(const struct health_lines *lines,
                       const struct canvas *canvas)
{
    static const enum health_state order[] = {HEALTH_CRITICAL, HEALTH_WARNING,
                                              HEALTH_UNKNOWN, HEALTH_OK};
    int column = rule_title(canvas, "Health", "");

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
