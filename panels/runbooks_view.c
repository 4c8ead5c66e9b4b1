/* runbooks_view.c - the list: those of firing alerts first. */
#include "panels/runbooks_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/desk.h"
#include "panels/list_view.h"
#include "panels/rule.h"
#include "panels/step_state.h"
#include "ui/table.h"
#include "ui/text.h"

enum { TOP = 2 }; /* the first row stands below title and heads */

struct row {
    const struct runbook *runbook;
    const struct alert *alert; /* the worst one that fires, or NULL */
};

struct rows {
    struct row *items;
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
static void add_kind(const struct view_input *input, struct rows *rows,
                     const struct alert **alerts, int kind);
static bool is_wanted(const struct runbook *runbook, const char *search);
static void draw_rule(const struct view_input *input, size_t shown,
                      const struct canvas *canvas);
static void draw_row(const struct row *row, const struct view_input *input,
                     const struct table *table, const struct canvas *canvas,
                     int line, bool is_selected);

static const struct table_column columns[] = {
    {"", 1, 0, 0, 0},          {"runbook", 26, 3, 0, 0},
    {"alert", 20, 2, 2, 0},    {"steps", 5, 0, 3, TEXT_RIGHT},
    {"last run", 22, 0, 1, 0},
};

const struct view_ops runbooks_view_ops = {
    .name = "runbooks",
    .scope = SCOPE_LIST,
    .hints = "enter search next-step actions copy help back",
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
    table_layout(&table, columns, sizeof(columns) / sizeof(columns[0]),
                 canvas_columns(canvas));
    table_header(&table, canvas, 1);
    if (!rows.count)
        (void)canvas_text(
            canvas, 2, 1, ROLE_DIM,
            !input->model->desk || !input->model->desk->guide
                ? "reading the guide"
            : input->search[0]
                ? "no runbook has these words"
                : "no runbook: a heading above a shell fence is one");
    list = list_of(&rows);
    window = list_view_window((const struct list_view *)view, &list,
                              canvas_rows(canvas) - TOP);
    for (size_t i = window.first; i < window.end; i++)
        draw_row(&rows.items[i], input, &table, canvas,
                 (int)(i - window.first) + TOP, i == window.selected);
    free(rows.items);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct list_view *self = (struct list_view *)view;
    struct list_rows list;
    struct rows rows;
    bool is_ours = true;

    make_rows(input, &rows);
    list = list_of(&rows);
    switch (binding->command) {
    case COMMAND_RUNBOOK:
    case COMMAND_ENTER:
        is_ours = !binding->argument[0];
        if (is_ours && rows.count)
            (void)snprintf(
                request->line, sizeof(request->line), "runbook %.120s",
                rows.items[list_view_selected(self, &list)].runbook->id);
        break;
    default:
        is_ours =
            list_view_move(self, &list, binding->command, input->rows - TOP);
        break;
    }
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

    make_rows(input, &rows);
    list = list_of(&rows);
    if (rows.count)
        buf_add_str(out, rows.items[list_view_selected(
                                        (const struct list_view *)view, &list)]
                             .runbook->id);
    free(rows.items);
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
    return list_view_hash(((const struct row *)items)[index].runbook->id);
}

/* Those of firing alerts in the alerts' order, then those that the guide calls
 * runbooks, then every other heading with commands. */
static void make_rows(const struct view_input *input, struct rows *rows)
{
    const struct desk *desk = input->model->desk;
    const struct alerts *alerts = input->model->alerts;
    const struct alert **firing;

    memset(rows, 0, sizeof(*rows));
    if (!desk || !desk->guide)
        return;
    rows->items = xcalloc(desk->guide->count + 1, sizeof(*rows->items));
    firing = xcalloc(desk->guide->count + 1, sizeof(struct alert *));
    for (size_t i = 0; alerts && i < alerts->count; i++) {
        const struct alert *alert = &alerts->items[i];
        const struct runbook *runbook =
            alert->state == ALERT_FIRING ? runbook_of_alert(input->model, alert)
                                         : NULL;

        if (!runbook || firing[runbook - desk->guide->runbooks])
            continue;
        firing[runbook - desk->guide->runbooks] = alert;
        if (is_wanted(runbook, input->search))
            rows->items[rows->count++] = (struct row){runbook, alert};
    }
    add_kind(input, rows, firing, true);
    add_kind(input, rows, firing, false);
    free(firing);
}

static void add_kind(const struct view_input *input, struct rows *rows,
                     const struct alert **alerts, int kind)
{
    const struct guide *guide = input->model->desk->guide;

    for (size_t i = 0; i < guide->count; i++)
        if (!alerts[i] && guide->runbooks[i].is_named == kind &&
            is_wanted(&guide->runbooks[i], input->search))
            rows->items[rows->count++] =
                (struct row){.runbook = &guide->runbooks[i]};
}

static bool is_wanted(const struct runbook *runbook, const char *search)
{
    const struct step_list *list;

    if (!search[0] || strcasestr(runbook->title, search) ||
        strcasestr(runbook->id, search))
        return true;
    for (size_t i = 0; i < runbook->alert_count; i++)
        if (strcasestr(runbook->alerts[i], search))
            return true;
    list = runbook_steps(runbook);
    for (size_t i = 0; i < list->count; i++)
        if (strcasestr(list->steps[i].title, search))
            return true;
    return false;
}

static void draw_rule(const struct view_input *input, size_t shown,
                      const struct canvas *canvas)
{
    const struct desk *desk = input->model->desk;
    int column = rule_title(canvas, "Runbooks", input->search);

    if (desk && desk->guide)
        column = canvas_printf(canvas, 0, column, ROLE_DIM, "%zu of %s ", shown,
                               desk->guide->name);
    if (desk && desk->guide_problem && desk->guide_problem[0])
        column = canvas_printf(canvas, 0, column, ROLE_WARNING, "%s ",
                               desk->guide_problem);
    rule_fill(canvas, column, canvas_columns(canvas), ROLE_RULE_FOCUS);
}

static void draw_row(const struct row *row, const struct view_input *input,
                     const struct table *table, const struct canvas *canvas,
                     int line, bool is_selected)
{
    const struct runbook *runbook = row->runbook;
    const struct action *last =
        step_last_action(input->model->desk->actions, runbook->id, 0);
    enum role role = row->alert && row->alert->severity == SEVERITY_CRITICAL
                         ? ROLE_CRITICAL
                     : row->alert ? ROLE_WARNING
                                  : ROLE_DIM;
    char steps[16], when[80] = "", result[100] = "";
    enum role result_role = ROLE_DIM;
    const struct table_cell cells[] = {
        {!row->alert                                 ? ""
         : row->alert->severity == SEVERITY_CRITICAL ? "✗"
                                                     : "!",
         role},
        {runbook->title, row->alert          ? ROLE_STRONG
                         : runbook->is_named ? ROLE_TEXT
                                             : ROLE_DIM},
        {row->alert             ? row->alert->name
         : runbook->alert_count ? runbook->alerts[0]
                                : "",
         role},
        {steps, ROLE_DIM},
        {result, result_role},
    };
    struct table_cell own[5];

    memcpy(own, cells, sizeof(own));
    (void)snprintf(steps, sizeof(steps), "%zu", runbook_steps(runbook)->count);
    if (last) {
        own[4].role =
            action_result(last, input->now.wall_ms, when, sizeof(when));
        (void)snprintf(result, sizeof(result), "%d %s", last->step, when);
    }
    table_row(table, canvas, line, own, is_selected);
}
