/* changes_view.c - what changed lately, newest first. */
#include "panels/changes_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/change.h"
#include "model/component.h"
#include "panels/list_view.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "ui/table.h"
#include "ui/text.h"

/* The first row stands below title and heads. */
enum { COLUMNS = 6, CLOCK_BYTES = 12, TOP = 2 };

/* Those that the search leaves. */
struct rows {
    const struct change **items;
    size_t count;
};

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static void make_rows(const struct view_input *input, struct rows *rows);
static struct list_rows list_of(const struct rows *rows);
static uint64_t identify(const void *items, size_t index);
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
    .hints = "up down search copy help back",
    .draw = draw,
    .command = command,
    .click = click,
    .copy = copy,
};

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    struct list_window window;
    struct list_rows list;
    struct table table;
    struct rows rows;

    make_rows(input, &rows);
    draw_rule(input, rows.count, canvas);
    table_layout(&table, columns, COLUMNS, canvas_columns(canvas));
    table_header(&table, canvas, 1);
    if (!rows.count)
        (void)canvas_text(canvas, 2, 1, ROLE_DIM, why_none(input));
    list = list_of(&rows);
    window = list_view_window((const struct list_view *)view, &list,
                              canvas_rows(canvas) - TOP);
    for (size_t i = window.first; i < window.end; i++)
        draw_row(rows.items[i], input, &table, canvas,
                 (int)(i - window.first) + TOP, i == window.selected);
    free(rows.items);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct list_rows list;
    struct rows rows;
    bool is_ours;

    (void)request;
    if (binding->command == COMMAND_CHANGES ||
        binding->command == COMMAND_ENTER)
        return true;
    make_rows(input, &rows);
    list = list_of(&rows);
    is_ours = list_view_move((struct list_view *)view, &list, binding->command,
                             input->rows - TOP);
    free(rows.items);
    return is_ours;
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct list_rows list;
    struct rows rows;

    (void)column;
    (void)request;
    make_rows(input, &rows);
    list = list_of(&rows);
    (void)list_view_click((struct list_view *)view, &list, row - TOP,
                          input->rows - TOP);
    free(rows.items);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    struct list_rows list;
    struct rows rows;
    char at[32];

    make_rows(input, &rows);
    list = list_of(&rows);
    if (rows.count) {
        const struct change *change = rows.items[list_view_selected(
            (const struct list_view *)view, &list)];

        clock_format_rfc3339(at, sizeof(at), change->at_ms);
        (void)buf_printf(out, "%s %s %s: %s", at,
                         change_kind_name(change->kind), change->what,
                         change->text);
    }
    free(rows.items);
}

const struct changes *changes_of(const struct model *model)
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

static struct list_rows list_of(const struct rows *rows)
{
    return (struct list_rows){.count = rows->count,
                              .items = rows->items,
                              .identify = identify,
                              .is_filtered = true};
}

static uint64_t identify(const void *items, size_t index)
{
    const struct change *const *changes = items;

    return changes[index]->key;
}

static void draw_rule(const struct view_input *input, size_t shown,
                      const struct canvas *canvas)
{
    const struct changes *changes = changes_of(input->model);
    int column = rule_title(canvas, "Changes", input->search);

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
