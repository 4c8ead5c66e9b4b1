/* traces_view.c - search fields above, the traces found below. */
#include "panels/traces_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "data/units.h"
#include "model/component.h"
#include "model/trace.h"
#include "model/trace_search.h"
#include "panels/list_view.h"
#include "panels/rule.h"
#include "panels/trace_fields.h"
#include "ui/table.h"
#include "ui/text.h"

enum { LIST_ROW = TRACE_FIELDS_ROWS + 2 };

struct traces_view {
    struct list_view list;
    struct trace_fields *fields;
    bool is_typing;
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static bool take_key(struct view *view, const struct view_input *input,
                     struct key key, struct view_request *request);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static bool is_typing(const struct view *view);
static void destroy(struct view *view);
static struct list_rows list_of(const struct view_input *input);
static uint64_t identify(const void *items, size_t index);
static void draw_state(const struct traces_view *self,
                       const struct view_input *input,
                       const struct canvas *canvas);
static void draw_list(const struct traces_view *self,
                      const struct view_input *input,
                      const struct canvas *canvas);
static void draw_found(const struct trace_found *found,
                       const struct table *table, const struct canvas *canvas,
                       int row, bool is_selected);

static const struct table_column columns[] = {
    {"start", 8, 0, 2, 0},
    {"duration", 8, 0, 0, TEXT_RIGHT},
    {"spans", 6, 0, 1, TEXT_RIGHT},
    {"errors", 6, 0, 1, TEXT_RIGHT},
    {"missing", 7, 0, 4, TEXT_RIGHT},
    {"service", 16, 1, 0, 0},
    {"operation", 16, 2, 3, 0},
    {"trace", 16, 0, 5, 0},
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

const struct view_ops traces_view_ops = {
    .name = "traces",
    .scope = SCOPE_LIST,
    .hints = "enter copy help back",
    .create = create,
    .draw = draw,
    .command = command,
    .key = take_key,
    .click = click,
    .copy = copy,
    .is_typing = is_typing,
    .typing_hints = "Tab next field|Down choose a name|Enter search|Esc back",
    .destroy = destroy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct traces_view *self;
    struct trace_search search;

    if (!model->traces || !model->traces->is_on) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "no Jaeger is configured; set jaeger: {query_url: ...}");
        return NULL;
    }
    if (trace_search_parse(&search, argument, err) < 0)
        return NULL;
    self = xcalloc(1, sizeof(*self));
    self->list.view.ops = &traces_view_ops;
    self->fields = trace_fields_new();
    self->is_typing = !argument[0];
    /* Coming back, the last search and its list are still there. */
    if (argument[0])
        trace_fields_set(self->fields, &search);
    else if (model->traces->search.service[0])
        trace_fields_set(self->fields, &model->traces->search);
    return &self->list.view;
}

static void destroy(struct view *view)
{
    struct traces_view *self = (struct traces_view *)view;

    trace_fields_free(self->fields);
    free(self);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct traces_view *self = (const struct traces_view *)view;
    int width = canvas_columns(canvas);
    int rows = canvas_rows(canvas);
    int end = rule_title(canvas, "Traces", "");
    struct canvas part;

    rule_fill(canvas, end, width, ROLE_RULE_FOCUS);
    part = canvas_cut(canvas, (struct rect){1, 0, TRACE_FIELDS_ROWS, width});
    trace_fields_draw(self->fields, &part, self->is_typing);
    part = canvas_cut(
        canvas, (struct rect){LIST_ROW - 1, 0, rows - LIST_ROW + 1, width});
    if (self->is_typing &&
        trace_fields_draw_names(self->fields, input->model, &part))
        return;
    draw_state(self, input, &part);
    draw_list(self, input, &part);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct traces_view *self = (struct traces_view *)view;
    const struct list_rows rows = list_of(input);
    const int shown = input->rows - LIST_ROW - 1;

    if (binding->command == COMMAND_ENTER) {
        if (rows.count)
            (void)snprintf(request->line, sizeof(request->line), "trace %s",
                           input->model->traces
                               ->found[list_view_selected(&self->list, &rows)]
                               .id);
    } else if (!list_view_move(&self->list, &rows, binding->command, shown)) {
        return false;
    }
    list_view_scroll(&self->list, &rows, shown);
    return true;
}

static bool take_key(struct view *view, const struct view_input *input,
                     struct key key, struct view_request *request)
{
    struct traces_view *self = (struct traces_view *)view;
    enum trace_field before = trace_fields_at(self->fields);
    struct buf line;

    if (!self->is_typing) {
        self->is_typing = key.code == KEY_TAB;
        return self->is_typing;
    }
    if (key.code == KEY_ESC && input->model->traces->found_count > 0) {
        self->is_typing = false; /* to the list; once more goes back */
        return true;
    }
    if (key.code != KEY_ENTER) {
        bool is_taken = trace_fields_key(self->fields, input->model, key);

        if (before == TRACE_FIELD_SERVICE &&
            trace_fields_at(self->fields) != before)
            (void)snprintf(
                request->line, sizeof(request->line), "operations %s",
                trace_fields_text(self->fields, TRACE_FIELD_SERVICE));
        return is_taken;
    }
    trace_fields_complete(self->fields, input->model);
    buf_init(&line, sizeof(request->line) - 10);
    trace_fields_line(self->fields, &line);
    (void)snprintf(request->line, sizeof(request->line), "traces %s",
                   line.bytes);
    buf_clear(&line);
    self->is_typing = false;
    self->list.is_chosen = false; /* the list will be another */
    self->list.first = 0;
    return true;
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct traces_view *self = (struct traces_view *)view;
    const struct list_rows rows = list_of(input);

    (void)column;
    (void)request;
    self->is_typing = row > 0 && row <= TRACE_FIELDS_ROWS;
    (void)list_view_click(&self->list, &rows, row - LIST_ROW - 1,
                          input->rows - LIST_ROW - 1);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct traces_view *self = (const struct traces_view *)view;
    const struct list_rows rows = list_of(input);

    if (rows.count)
        buf_add_str(out, input->model->traces
                             ->found[list_view_selected(&self->list, &rows)]
                             .id);
}

static bool is_typing(const struct view *view)
{
    return ((const struct traces_view *)view)->is_typing;
}

static struct list_rows list_of(const struct view_input *input)
{
    const struct traces *traces = input->model->traces;

    return (struct list_rows){.count = traces->found_count,
                              .items = traces->found,
                              .identify = identify};
}

static uint64_t identify(const void *items, size_t index)
{
    return list_view_hash(((const struct trace_found *)items)[index].id);
}

static void draw_state(const struct traces_view *self,
                       const struct view_input *input,
                       const struct canvas *canvas)
{
    const struct traces *traces = input->model->traces;
    const struct trace_asked *asked = &traces->search_asked;
    char age[UNITS_MAX], latency[UNITS_MAX];

    if (asked->state == TRACES_FAILED) {
        text_draw(canvas, (struct rect){0, 1, 1, canvas_columns(canvas) - 2},
                  ROLE_WARNING, asked->error, TEXT_CUT_END | TEXT_NO_PAD);
    } else if (asked->state == TRACES_ASKING) {
        (void)canvas_text(canvas, 0, 1, ROLE_DIM, "asking Jaeger ...");
    } else if (asked->answered_ms < 0) {
        (void)canvas_text(canvas, 0, 1, ROLE_DIM,
                          self->is_typing ? "" : "Tab: type a search");
    } else {
        units_format_age(age, input->now.wall_ms - asked->answered_ms);
        units_format(latency, (double)asked->latency_ms / 1e3, "s",
                     canvas->is_ascii);
        (void)canvas_printf(canvas, 0, 1, ROLE_DIM,
                            "%zu trace%s, %s ago in %s; Tab: change the search",
                            traces->found_count,
                            traces->found_count == 1 ? "" : "s", age, latency);
    }
}

static void draw_list(const struct traces_view *self,
                      const struct view_input *input,
                      const struct canvas *canvas)
{
    const struct traces *traces = input->model->traces;
    const struct list_rows rows = list_of(input);
    const struct list_window window =
        list_view_window(&self->list, &rows, canvas_rows(canvas) - 2);
    struct table table;

    if (rows.count == 0)
        return;
    table_layout(&table, columns, COLUMNS, canvas_columns(canvas));
    table_header(&table, canvas, 1);
    for (size_t i = window.first; i < window.end; i++)
        draw_found(&traces->found[i], &table, canvas,
                   (int)(i - window.first) + 2,
                   i == window.selected && !self->is_typing);
}

static void draw_found(const struct trace_found *found,
                       const struct table *table, const struct canvas *canvas,
                       int row, bool is_selected)
{
    char start[UNITS_MAX], duration[UNITS_MAX], spans[24], errors[24],
        missing[24];
    const struct table_cell cells[COLUMNS] = {
        {start, ROLE_DIM},
        {duration, ROLE_STRONG},
        {spans, ROLE_TEXT},
        {found->errors > 0 ? errors : "", ROLE_CRITICAL},
        {found->missing_parents > 0 ? missing : "", ROLE_WARNING},
        {found->service, ROLE_TEXT},
        {found->operation, ROLE_TEXT},
        {found->id, ROLE_DIM},
    };

    units_format_clock(start, found->start_us / 1000, true);
    units_format(duration, (double)found->duration_us / 1e6, "s",
                 canvas->is_ascii);
    (void)snprintf(spans, sizeof(spans), "%zu", found->spans);
    (void)snprintf(errors, sizeof(errors), "%zu", found->errors);
    (void)snprintf(missing, sizeof(missing), "%zu", found->missing_parents);
    table_row(table, canvas, row, cells, is_selected);
}
