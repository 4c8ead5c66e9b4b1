/* alerts_view.c - the list of alerts. */
#include "panels/alerts_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "panels/alert_rows.h"
#include "panels/list_view.h"
#include "panels/rule.h"
#include "panels/step_state.h"
#include "ui/text.h"

/* The rows as they were made last: of 10,000 alerts they cost a millisecond,
 * and a key and the frame that answers it need the same ones. */
struct kept_rows {
    struct alert_rows rows;
    bool is_made;
    uint64_t generation; /* of the model that they are of */
    const struct alerts *alerts;
    char search[128];
};

struct alerts_view {
    struct list_view list;
    struct alert_choice choice;
    struct kept_rows *kept;
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
static void destroy(struct view *view);
static struct alert_rows *rows_of(const struct alerts_view *self,
                                  const struct view_input *input);
static void forget_rows(const struct alerts_view *self);
static struct list_rows list_of(const struct alert_rows *rows);
static uint64_t identify(const void *items, size_t index);
static const struct alert_row *selected_row(const struct alerts_view *self,
                                            const struct alert_rows *rows);
static int first_row(const struct view_input *input);
static void draw_rule(const struct alerts_view *self,
                      const struct view_input *input,
                      const struct alert_rows *rows,
                      const struct canvas *canvas);
static void draw_runbook(const struct alert_row *row,
                         const struct view_input *input, int column,
                         const struct canvas *canvas);
static int draw_broken(const struct alerts *alerts, const struct canvas *canvas,
                       int row);
static void run(struct alerts_view *self, enum command_id id,
                const struct alert_row *row, struct view_request *request,
                bool is_filtered);
static void toggle(struct alerts_view *self, const struct alert *alert);

const struct view_ops alerts_view_ops = {
    .name = "alerts",
    .scope = SCOPE_ALERTS,
    .hints = "enter runbook next-step acknowledge silence hide-silenced search "
             "copy help back",
    .create = create,
    .draw = draw,
    .command = command,
    .click = click,
    .copy = copy,
    .destroy = destroy,
};

const struct alert *alerts_find(const struct alerts *alerts,
                                const char *identity)
{
    const uint64_t hash = strtoull(identity, NULL, 16);

    /* Of thousands only the one of that hash is written out to be compared. */
    for (size_t i = 0; alerts && i < alerts->count; i++) {
        char own[24];

        if (labels_hash(alerts->items[i].labels) != hash)
            continue;
        alert_identity(&alerts->items[i], own, sizeof(own));
        if (!strncmp(own, identity, strlen(own)) &&
            (!identity[strlen(own)] || alerts_means_group(identity)))
            return &alerts->items[i];
    }
    return NULL;
}

void alert_identity(const struct alert *alert, char *out, size_t size)
{
    (void)snprintf(out, size, "%016" PRIx64, labels_hash(alert->labels));
}

bool alerts_means_group(const char *argument)
{
    const char *end = strchr(argument, ' ');

    return end && !strcmp(end, ALERTS_GROUP);
}

void alerts_ask(const char *command, const struct alert_row *row,
                struct view_request *request)
{
    char identity[24];

    alert_identity(row->alert, identity, sizeof(identity));
    (void)snprintf(request->line, sizeof(request->line), "%s%s%s%s", command,
                   strchr(command, ':') ? "" : " ", identity,
                   row->count > 1 && !row->is_member ? ALERTS_GROUP : "");
}

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct alerts_view *self = xcalloc(1, sizeof(*self));

    (void)argument;
    (void)model;
    (void)err;
    self->list.view.ops = &alerts_view_ops;
    self->kept = xcalloc(1, sizeof(*self->kept));
    return &self->list.view;
}

static void destroy(struct view *view)
{
    struct alerts_view *self = (struct alerts_view *)view;

    forget_rows(self);
    free(self->kept);
    free(self);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct alerts_view *self = (const struct alerts_view *)view;
    const struct alerts *alerts = input->model->alerts;
    struct alert_rows *rows = rows_of(self, input);
    const struct list_rows list = list_of(rows);
    struct list_window window;
    int row = 1;

    draw_rule(self, input, rows, canvas);
    if (alerts)
        row = draw_broken(alerts, canvas, row);
    if (!rows->count)
        (void)canvas_text(canvas, row, 1, ROLE_DIM,
                          !alerts || !alerts->is_known
                              ? "nobody has told of alerts yet"
                              : "no alerts");
    window = list_view_window(&self->list, &list, canvas_rows(canvas) - row);
    for (size_t i = window.first; i < window.end; i++, row++) {
        const struct rect area = {row, 0, 1, canvas_columns(canvas)};
        struct canvas line = canvas_cut(canvas, area);

        rows->rows[i].runbook =
            runbook_title_of(input->model, rows->rows[i].alert);
        alert_row_draw(&rows->rows[i], input->now.wall_ms, &line);
        if (i == window.selected)
            canvas_glyph(&line, 0, 0, ROLE_STRONG, "›", '>');
    }
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct alerts_view *self = (struct alerts_view *)view;
    struct alert_rows *rows;
    struct list_rows list;

    if (binding->argument[0])
        return false; /* of a certain alert: app.c knows */
    rows = rows_of(self, input);
    list = list_of(rows);
    if (list_view_move(&self->list, &list, binding->command,
                       input->rows - first_row(input)))
        return true;
    switch (binding->command) {
    case COMMAND_ENTER:
    case COMMAND_RIGHT:
    case COMMAND_LEFT:
    case COMMAND_ACKNOWLEDGE:
    case COMMAND_SILENCE:
    case COMMAND_EXPIRE:
    case COMMAND_EXTEND:
    case COMMAND_RUNBOOK:
        run(self, binding->command, selected_row(self, rows), request,
            input->search[0] != '\0');
        return true;
    case COMMAND_HIDE_SILENCED:
        self->choice.hides_silenced = !self->choice.hides_silenced;
        forget_rows(self);
        return true;
    default:
        return false;
    }
}

static void click(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request)
{
    struct alerts_view *self = (struct alerts_view *)view;
    const struct list_rows list = list_of(rows_of(self, input));
    int first = first_row(input);

    (void)column;
    (void)request;
    (void)list_view_click(&self->list, &list, row - first, input->rows - first);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct alerts_view *self = (const struct alerts_view *)view;
    const struct alert_row *row = selected_row(self, rows_of(self, input));

    if (row) {
        labels_format(row->alert->labels, out);
        buf_printf(out, " %s", row->alert->summary);
    }
}

static struct alert_rows *rows_of(const struct alerts_view *self,
                                  const struct view_input *input)
{
    const struct model *model = input->model;
    struct kept_rows *kept = self->kept;
    struct alert_choice choice = self->choice;

    if (kept->is_made && kept->generation == model->generation &&
        kept->alerts == model->alerts && !strcmp(kept->search, input->search))
        return &kept->rows;
    forget_rows(self);
    choice.search = input->search;
    alert_rows_init(&kept->rows, model->alerts, &choice);
    kept->generation = model->generation;
    kept->alerts = model->alerts;
    /* One that does not fit whole is never met again. */
    kept->is_made = (size_t)snprintf(kept->search, sizeof(kept->search), "%s",
                                     input->search) < sizeof(kept->search);
    return &kept->rows;
}

static void forget_rows(const struct alerts_view *self)
{
    alert_rows_clear(&self->kept->rows);
    self->kept->is_made = false;
}

static struct list_rows list_of(const struct alert_rows *rows)
{
    return (struct list_rows){.count = rows->count,
                              .items = rows->rows,
                              .identify = identify,
                              .is_filtered = true};
}

/* A group is known by its oldest alert, and so stays itself when it begins to
 * fire. */
static uint64_t identify(const void *items, size_t index)
{
    const struct alert_row *row = (const struct alert_row *)items + index;

    return labels_hash(row->alert->labels) ^ (row->is_member ? 1 : 0);
}

/* Returns NULL when the list is empty. */
static const struct alert_row *selected_row(const struct alerts_view *self,
                                            const struct alert_rows *rows)
{
    const struct list_rows list = list_of(rows);

    return rows->count ? &rows->rows[list_view_selected(&self->list, &list)]
                       : NULL;
}

/* Where the list begins: below its rule and the rules that cannot work. */
static int first_row(const struct view_input *input)
{
    const struct alerts *alerts = input->model->alerts;

    return 1 + (alerts ? (int)alerts->broken_count : 0);
}

static void draw_rule(const struct alerts_view *self,
                      const struct view_input *input,
                      const struct alert_rows *rows,
                      const struct canvas *canvas)
{
    const struct alerts *alerts = input->model->alerts;
    int column = rule_title(canvas, "Alerts", input->search);
    size_t here = alerts ? alerts_count_of(alerts, ALERT_FROM_HERE) : 0;

    if (rows->hidden)
        column = canvas_printf(
            canvas, 0, column, ROLE_DIM, "%zu hidden%s ", rows->hidden,
            self->choice.hides_silenced ? " (silenced are not shown)" : "");
    if (here)
        column = canvas_printf(canvas, 0, column, ROLE_DIM,
                               "%zu evaluated here ", here);
    if (alerts && alerts->left_out)
        column = canvas_printf(canvas, 0, column, ROLE_WARNING,
                               "+%zu more not kept ", alerts->left_out);
    if (alerts && alerts->cut)
        column = canvas_printf(canvas, 0, column, ROLE_DIM,
                               "%zu long texts cut ", alerts->cut);
    if (alerts && alerts->error[0])
        column = canvas_printf(canvas, 0, column, ROLE_WARNING, "%s ",
                               alerts->error);
    draw_runbook(selected_row(self, rows), input, column, canvas);
}

/* The rule ends with what the runbook of the selected alert is called. */
static void draw_runbook(const struct alert_row *row,
                         const struct view_input *input, int column,
                         const struct canvas *canvas)
{
    const char *title = row ? runbook_title_of(input->model, row->alert) : NULL;
    int end = canvas_columns(canvas);

    if (title && column + text_width(title) + 14 <= end) {
        end -= text_width(title) + 10;
        (void)canvas_printf(canvas, 0, end, ROLE_TEXT, "runbook: %s", title);
        end--;
    }
    rule_fill(canvas, column, end, ROLE_RULE_FOCUS);
}

/* Rules that cannot fire must not look quiet: they come first. */
static int draw_broken(const struct alerts *alerts, const struct canvas *canvas,
                       int row)
{
    for (size_t i = 0; i < alerts->broken_count && row < canvas_rows(canvas);
         i++, row++) {
        const struct broken_rule *rule = &alerts->broken[i];
        int column;

        canvas_glyph(canvas, row, 1, ROLE_UNKNOWN, "?", '?');
        column =
            canvas_printf(canvas, row, 3, ROLE_UNKNOWN, "%s  ", rule->name);
        text_draw(
            canvas,
            (struct rect){row, column, 1, canvas_columns(canvas) - column - 1},
            ROLE_TEXT, rule->error, TEXT_CUT_END | TEXT_NO_PAD);
    }
    return row;
}

/* Of a line that the search has left a part of, only what is seen is meant. */
static void run(struct alerts_view *self, enum command_id id,
                const struct alert_row *row, struct view_request *request,
                bool is_filtered)
{
    struct alert_row alone;

    if (!row)
        return;
    alone = (struct alert_row){.alert = row->alert, .count = 1};
    if (id == COMMAND_ACKNOWLEDGE)
        alerts_ask("acknowledge", is_filtered ? &alone : row, request);
    else if (id == COMMAND_SILENCE)
        alerts_ask("silence", is_filtered ? &alone : row, request);
    else if (id == COMMAND_RUNBOOK)
        alerts_ask("runbook alert:", &alone, request);
    else if (id == COMMAND_EXPIRE)
        alerts_ask("expire", &alone, request);
    else if (id == COMMAND_EXTEND)
        alerts_ask("extend", &alone, request);
    else if (row->count > 1 && !row->is_member)
        toggle(self, row->alert);
    else if (id == COMMAND_ENTER)
        alerts_ask("alert", &alone, request);
}

static void toggle(struct alerts_view *self, const struct alert *alert)
{
    alert_rows_toggle(&self->choice, alert);
    forget_rows(self);
}
