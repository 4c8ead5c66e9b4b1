/* trace_view.c - one trace as a waterfall. */
#include "panels/traces_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/trace.h"
#include "panels/rule.h"
#include "panels/trace_detail.h"
#include "panels/trace_draw.h"
#include "panels/waterfall.h"
#include "ui/table.h"
#include "ui/text.h"

enum { HEAD_ROWS = TRACE_HEAD_ROWS, DETAIL_FROM_ROWS = 12 };

struct trace_view {
    struct view view;
    struct waterfall *waterfall;
    uint32_t selected; /* a span */
    size_t first;      /* line at the top */
    bool has_detail;
    bool is_all_folded;
    char id[TRACE_ID_MAX];
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static bool move(struct trace_view *self, const struct trace *trace,
                 const struct view_input *input, enum command_id command);
static bool fold(struct trace_view *self, const struct trace *trace,
                 enum command_id command);
static void search(struct trace_view *self, const struct trace *trace,
                   const struct view_input *input, bool is_backwards);
static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static void destroy(struct view *view);
static const struct trace *look(const struct trace_view *self,
                                const struct view_input *input);
static void draw_waiting(const struct trace_view *self,
                         const struct traces *traces,
                         const struct canvas *canvas);
static int list_rows(const struct trace_view *self, int rows);

const struct view_ops trace_view_ops = {
    .name = "trace",
    .scope = SCOPE_LIST | SCOPE_TRACE,
    .hints = "enter fold-all next-error search copy help back",
    .create = create,
    .draw = draw,
    .command = command,
    .click = click,
    .copy = copy,
    .destroy = destroy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct trace_view *self;
    size_t length = strlen(argument);

    if (!model->traces || !model->traces->is_on) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "no Jaeger is configured; set jaeger: {query_url: ...}");
        return NULL;
    }
    if (length == 0 || length >= TRACE_ID_MAX ||
        strspn(argument, "0123456789abcdefABCDEF") != length) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "'%.40s' is no trace ID: up to 32 hexadecimal digits",
                      argument);
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->view.ops = &trace_view_ops;
    self->waterfall = waterfall_new();
    (void)snprintf(self->id, sizeof(self->id), "%s", argument);
    return &self->view;
}

static void destroy(struct view *view)
{
    struct trace_view *self = (struct trace_view *)view;

    waterfall_free(self->waterfall);
    free(self);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct trace_view *self = (const struct trace_view *)view;
    const struct trace *trace = look(self, input);
    int columns = canvas_columns(canvas);
    int rows = list_rows(self, canvas_rows(canvas));
    struct canvas part;
    uint32_t span;
    size_t first;

    if (!trace || input->model->traces->trace_asked.state != TRACES_READY) {
        draw_waiting(self, input->model->traces, canvas);
        return;
    }
    trace_draw_head(trace, self->id, canvas);
    first = table_scroll(self->first,
                         waterfall_row(self->waterfall, self->selected),
                         waterfall_rows(self->waterfall), rows);
    for (int i = 0; i < rows; i++) {
        if (first + (size_t)i >= waterfall_rows(self->waterfall))
            break;
        span = waterfall_span(self->waterfall, first + (size_t)i);
        part = canvas_cut(canvas, (struct rect){HEAD_ROWS + i, 0, 1, columns});
        trace_draw_row(trace, self->waterfall, span, span == self->selected,
                       &part);
    }
    if (!self->has_detail)
        return;
    canvas_repeat(canvas, (struct rect){HEAD_ROWS + rows, 0, 1, columns},
                  ROLE_RULE, "─", '-');
    part = canvas_cut(canvas,
                      (struct rect){HEAD_ROWS + rows + 1, 0,
                                    canvas_rows(canvas) - HEAD_ROWS - rows - 1,
                                    columns});
    trace_detail_draw(trace, self->selected, 0, &part);
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct trace_view *self = (struct trace_view *)view;
    const struct trace *trace = look(self, input);

    if (binding->command == COMMAND_REFRESH) {
        (void)snprintf(request->line, sizeof(request->line), "trace %s",
                       self->id);
        return true;
    }
    if (!trace)
        return false;
    switch (binding->command) {
    case COMMAND_ENTER:
        self->has_detail = !self->has_detail;
        return true;
    case COMMAND_SEARCH_NEXT:
    case COMMAND_SEARCH_PREVIOUS:
        search(self, trace, input, binding->command == COMMAND_SEARCH_PREVIOUS);
        return true;
    case COMMAND_LEFT:
    case COMMAND_RIGHT:
    case COMMAND_FOLD_ALL:
    case COMMAND_NEXT_ERROR:
        return fold(self, trace, binding->command);
    default:
        return move(self, trace, input, binding->command);
    }
}

static bool move(struct trace_view *self, const struct trace *trace,
                 const struct view_input *input, enum command_id command)
{
    size_t count = waterfall_rows(self->waterfall);
    size_t row = waterfall_row(self->waterfall, self->selected);
    int rows = list_rows(self, input->rows);
    size_t page = rows > 1 ? (size_t)rows - 1 : 1;

    (void)trace;
    switch (command) {
    case COMMAND_UP:
        row -= row > 0;
        break;
    case COMMAND_DOWN:
        row += row + 1 < count;
        break;
    case COMMAND_PAGE_UP:
        row -= row < page ? row : page;
        break;
    case COMMAND_PAGE_DOWN:
        row = row + page < count ? row + page : count - 1;
        break;
    case COMMAND_FIRST:
        row = 0;
        break;
    case COMMAND_LAST:
        row = count - 1;
        break;
    default:
        return false;
    }
    self->selected = waterfall_span(self->waterfall, row);
    self->first = table_scroll(self->first, row, count, rows);
    return true;
}

/* Left folds, and goes to the parent when there is nothing to fold. */
static bool fold(struct trace_view *self, const struct trace *trace,
                 enum command_id command)
{
    const struct trace_span *span = &trace->spans[self->selected];
    uint32_t next;

    if (command == COMMAND_RIGHT) {
        waterfall_fold(self->waterfall, self->selected, false);
    } else if (command == COMMAND_LEFT) {
        if (span->descendants > 0 &&
            !waterfall_is_folded(self->waterfall, self->selected))
            waterfall_fold(self->waterfall, self->selected, true);
        else if (span->parent != TRACE_NO_SPAN)
            self->selected = span->parent;
    } else if (command == COMMAND_FOLD_ALL) {
        self->is_all_folded = !self->is_all_folded;
        waterfall_fold_all(self->waterfall, self->is_all_folded);
        self->selected = waterfall_span(
            self->waterfall, waterfall_row(self->waterfall, self->selected));
    } else {
        next = waterfall_next_error(self->waterfall, self->selected, false);
        if (next != TRACE_NO_SPAN) {
            waterfall_reveal(self->waterfall, next);
            self->selected = next;
        }
    }
    return true;
}

static void search(struct trace_view *self, const struct trace *trace,
                   const struct view_input *input, bool is_backwards)
{
    for (size_t i = 1; i <= trace->count && input->search[0]; i++) {
        size_t at = is_backwards ? self->selected + trace->count - i
                                 : self->selected + i;
        const struct trace_span *span = &trace->spans[at % trace->count];

        if (strstr(span->operation, input->search) ||
            strstr(span->service, input->search) ||
            strstr(span->id, input->search)) {
            self->selected = (uint32_t)(at % trace->count);
            waterfall_reveal(self->waterfall, self->selected);
            return;
        }
    }
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct trace_view *self = (struct trace_view *)view;
    size_t at = self->first + (size_t)(row - HEAD_ROWS);

    (void)column;
    (void)request;
    if (look(self, input) && row >= HEAD_ROWS &&
        row < HEAD_ROWS + list_rows(self, input->rows) &&
        at < waterfall_rows(self->waterfall))
        self->selected = waterfall_span(self->waterfall, at);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct trace_view *self = (const struct trace_view *)view;
    const struct trace *trace = look(self, input);

    buf_printf(out, "trace: %s\n", self->id);
    if (trace)
        trace_detail_add(trace, self->selected, out);
}

/* Returns the trace when it is the one of this view, laid out. */
static const struct trace *look(const struct trace_view *self,
                                const struct view_input *input)
{
    const struct traces *traces = input->model->traces;

    /* The storage pads ids with zeros, people leave them out. */
    if (!traces || !traces->trace || strcmp(traces->wanted_id, self->id) != 0)
        return NULL;
    waterfall_set(self->waterfall, traces->trace, traces->trace_serial);
    return self->selected < traces->trace->count ? traces->trace : NULL;
}

static void draw_waiting(const struct trace_view *self,
                         const struct traces *traces,
                         const struct canvas *canvas)
{
    int columns = canvas_columns(canvas);
    int end = canvas_printf(canvas, 0, 2, ROLE_TITLE, "Trace %s ", self->id);

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    rule_fill(canvas, end, columns, ROLE_RULE_FOCUS);
    if (traces && traces->trace_asked.state == TRACES_FAILED)
        text_draw(canvas, (struct rect){1, 1, 1, columns - 2}, ROLE_WARNING,
                  traces->trace_asked.error, TEXT_CUT_END | TEXT_NO_PAD);
    else
        (void)canvas_text(canvas, 1, 1, ROLE_DIM, "asking Jaeger ...");
}

static int list_rows(const struct trace_view *self, int rows)
{
    int left = rows - HEAD_ROWS;

    if (self->has_detail)
        left = rows >= DETAIL_FROM_ROWS ? left / 2 : 1;
    return left > 0 ? left : 0;
}
