/* changes_view.c - what changed lately, newest first. */
#include "panels/changes_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/change.h"
#include "model/component.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "ui/table.h"
#include "ui/text.h"

enum { COLUMNS = 6, CLOCK_BYTES = 12 };

struct changes_view {
    struct view view;
    size_t selected;
};

/* Those that the search leaves. */
struct rows {
    const struct change **items;
    size_t count;
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void move(struct changes_view *self, enum command_id command,
                 size_t count, size_t page);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static const char *hints(const struct view *view,
                         const struct view_input *input);
static void destroy(struct view *view);
static const struct changes *changes_of(const struct model *model);
static void make_rows(const struct view_input *input, struct rows *rows);
static void draw_rule(const struct view_input *input, size_t shown,
                      const struct canvas *canvas);
static const char *why_none(const struct view_input *input);
static void draw_row(const struct change *change,
                     const struct view_input *input, const struct table *table,
                     const struct canvas *canvas, int line, bool is_selected);

static const struct table_column columns[COLUMNS] = {
    {"", 1, 0, 0, 0},
    {"at (UTC)", 8, 0, 1, 0},
    {"ago", 7, 0, 0, TEXT_RIGHT},
    {"change", 9, 0, 0, 0},
    {"what", 24, 2, 0, 0},
    {"how", 20, 5, 2, 0},
};

const struct view_ops changes_view_ops = {
    .name = "changes",
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
    struct changes_view *self = xcalloc(1, sizeof(*self));

    (void)argument;
    (void)model;
    (void)err;
    self->view.ops = &changes_view_ops;
    return &self->view;
}

static void destroy(struct view *view)
{
    free(view);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct changes_view *self = (const struct changes_view *)view;
    size_t selected, first;
    struct table table;
    struct rows rows;

    make_rows(input, &rows);
    draw_rule(input, rows.count, canvas);
    table_layout(&table, columns, COLUMNS, canvas_columns(canvas));
    table_header(&table, canvas, 1);
    if (!rows.count)
        (void)canvas_text(canvas, 2, 1, ROLE_DIM, why_none(input));
    selected = self->selected < rows.count ? self->selected
               : rows.count                ? rows.count - 1
                                           : 0;
    first = table_scroll(0, selected, rows.count, canvas_rows(canvas) - 2);
    for (size_t i = first;
         i < rows.count && (int)(i - first) + 2 < canvas_rows(canvas); i++)
        draw_row(rows.items[i], input, &table, canvas, (int)(i - first) + 2,
                 i == selected);
    free(rows.items);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct changes_view *self = (struct changes_view *)view;
    struct rows rows;

    (void)request;
    switch (binding->command) {
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_PAGE_UP:
    case COMMAND_PAGE_DOWN:
    case COMMAND_FIRST:
    case COMMAND_LAST:
    case COMMAND_SEARCH_NEXT: /* the search filters */
    case COMMAND_SEARCH_PREVIOUS:
        make_rows(input, &rows);
        move(self, binding->command, rows.count,
             input->rows > 4 ? (size_t)input->rows - 3 : 1);
        free(rows.items);
        return true;
    case COMMAND_CHANGES:
    case COMMAND_ENTER:
        return true;
    default:
        return false;
    }
}

static void move(struct changes_view *self, enum command_id command,
                 size_t count, size_t page)
{
    const size_t last = count ? count - 1 : 0;

    if (self->selected > last)
        self->selected = last;
    if (command == COMMAND_UP)
        self->selected -= self->selected > 0;
    else if (command == COMMAND_DOWN)
        self->selected += self->selected < last;
    else if (command == COMMAND_PAGE_UP)
        self->selected -= page < self->selected ? page : self->selected;
    else if (command == COMMAND_PAGE_DOWN)
        self->selected =
            self->selected + page < last ? self->selected + page : last;
    else
        self->selected = command == COMMAND_LAST ? last : 0;
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct changes_view *self = (struct changes_view *)view;

    (void)input;
    (void)column;
    (void)request;
    if (row >= 2)
        self->selected = (size_t)(row - 2);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct changes_view *self = (const struct changes_view *)view;
    struct rows rows;
    char at[32];

    make_rows(input, &rows);
    if (self->selected < rows.count) {
        const struct change *change = rows.items[self->selected];

        clock_format_rfc3339(at, sizeof(at), change->at_ms);
        (void)buf_printf(out, "%s %s %s: %s", at,
                         change_kind_name(change->kind), change->what,
                         change->text);
    }
    free(rows.items);
}

static const char *hints(const struct view *view,
                         const struct view_input *input)
{
    (void)view;
    (void)input;
    return "up down search copy help back";
}

static const struct changes *changes_of(const struct model *model)
{
    return model->components ? model->components->changes : NULL;
}

static void make_rows(const struct view_input *input, struct rows *rows)
{
    const struct changes *changes = changes_of(input->model);

    *rows = (struct rows){0};
    if (!changes)
        return;
    rows->items = xcalloc(changes->count + 1, sizeof(const struct change *));
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];

        if (!input->search[0] || strcasestr(change->what, input->search) ||
            strcasestr(change->text, input->search) ||
            strcasestr(change_kind_name(change->kind), input->search))
            rows->items[rows->count++] = change;
    }
}

static void draw_rule(const struct view_input *input, size_t shown,
                      const struct canvas *canvas)
{
    const struct changes *changes = changes_of(input->model);
    int column = canvas_text(canvas, 0, 2, ROLE_TITLE, "Changes ");

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    if (input->search[0])
        column = canvas_printf(canvas, 0, column, ROLE_MATCH, "'%s' ",
                               input->search);
    column = canvas_printf(canvas, 0, column, ROLE_DIM, "%zu ", shown);
    if (changes && changes->left_out)
        column = canvas_printf(canvas, 0, column, ROLE_DIM,
                               "(%zu older ones left out) ", changes->left_out);
    rule_fill(canvas, column, canvas_columns(canvas), ROLE_RULE_FOCUS);
}

static const char *why_none(const struct view_input *input)
{
    const struct components *components = input->model->components;

    if (input->search[0])
        return "no change has these words";
    if (!components || (!components->of[COMPONENT_KUBERNETES].is_on &&
                        !components->of[COMPONENT_ELASTICSEARCH].is_on))
        return "neither Kubernetes nor Elasticsearch is configured";
    return "nothing changed that Kubernetes or Elasticsearch told of";
}

static void draw_row(const struct change *change,
                     const struct view_input *input, const struct table *table,
                     const struct canvas *canvas, int line, bool is_selected)
{
    const struct civil civil = clock_civil(change->at_ms);
    char at[CLOCK_BYTES];
    char age[UNITS_MAX];
    const struct table_cell cells[COLUMNS] = {
        {change->is_harm ? "!" : "", ROLE_WARNING},
        {at, ROLE_DIM},
        {age, ROLE_DIM},
        {change_kind_name(change->kind),
         change->is_harm ? ROLE_WARNING : ROLE_TEXT},
        {change->what, ROLE_STRONG},
        {change->text, ROLE_TEXT},
    };

    (void)snprintf(at, sizeof(at), "%02d:%02d:%02d", civil.hour % 24,
                   civil.minute % 60, civil.second % 60);
    state_age(age, input->now.wall_ms - change->at_ms);
    table_row(table, canvas, line, cells, is_selected);
}

size_t changes_markers(const struct model *model, struct graph_marker *markers,
                       size_t count, size_t room)
{
    const struct changes *changes = changes_of(model);

    size_t newest = 0;

    if (changes && count < room)
        newest = changes->count < room - count ? changes->count : room - count;
    for (size_t i = newest; i-- > 0;) /* of markers that meet the last stays */
        markers[count++] = (struct graph_marker){
            .at_ms = changes->items[i].at_ms,
            .symbol = "◆",
            .role = changes->items[i].is_harm ? ROLE_WARNING : ROLE_MARKER};
    return count;
}
