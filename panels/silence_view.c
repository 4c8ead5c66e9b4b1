/* silence_view.c - three fields and a preview, of a silence new or known. */
#include "panels/silence_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/duration.h"
#include "alert/matchers.h"
#include "base/xalloc.h"
#include "panels/alert_rows.h"
#include "panels/alerts_view.h"
#include "panels/rule.h"
#include "ui/editor.h"
#include "ui/text.h"

enum field { FIELD_MATCHERS, FIELD_DURATION, FIELD_COMMENT, FIELDS };
enum { LABEL_COLUMNS = 10, FIELD_BYTES = 4000 };

struct silence_view {
    struct view view;
    struct editor *editors[FIELDS];
    enum field field;
    char *id;          /* of the silence that is to last longer; NULL: a new */
    int64_t starts_ms; /* of that one, else -1 */
    int64_t ends_ms;
    char wrong[240]; /* what was wrong at the last Enter; "" */
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void fill_new(struct silence_view *self, const struct alert *alert,
                     const struct alerts *alerts);
static bool is_shared(const struct alerts *alerts, const struct alert *alert,
                      const struct matcher *matcher);
static const char *const *names(const struct silence_view *self);
static int fill_known(struct silence_view *self, const struct silence *silence,
                      struct err *err);
static const struct silence *find_silence(const struct silences *silences,
                                          const char *id);
static void draw_title(const struct silence_view *self,
                       const struct view_input *input,
                       const struct canvas *canvas);
static int64_t new_end(const struct silence_view *self, int64_t now_ms);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool take_key(struct view *view, const struct view_input *input,
                     struct key key, struct view_request *request);
static void destroy(struct view *view);
static bool is_typing(const struct view *view);
static void draw_fields(const struct silence_view *self,
                        const struct canvas *canvas);
static void draw_preview(const struct silence_view *self,
                         const struct view_input *input,
                         const struct canvas *canvas);
static void finish(struct silence_view *self, struct view_request *request);

static const char *const field_names[] = {"matchers", "for", "comment"};
static const char *const known_names[] = {"matchers", "longer by", "comment"};

const struct view_ops silence_view_ops = {
    .name = "silence",
    .scope = SCOPE_LIST,
    .typing_hints = "Tab next field|Enter send it to Alertmanager|Esc nothing",
    .is_typing = is_typing,
    .hints = "",
    .create = create,
    .draw = draw,
    .key = take_key,
    .destroy = destroy,
};

int silence_view_read(const struct view *view, struct silence_wish *wish,
                      struct err *err)
{
    const struct silence_view *self = (const struct silence_view *)view;

    *wish = (struct silence_wish){
        .id = self->id,
        .starts_ms = self->starts_ms,
        .ends_ms = self->ends_ms,
        .comment = editor_text(self->editors[FIELD_COMMENT])};
    if (duration_parse(editor_text(self->editors[FIELD_DURATION]),
                       &wish->duration_ms, err) < 0)
        return err_within(err, "%s", names(self)[FIELD_DURATION]);
    if (wish->duration_ms <= 0)
        return err_set(err, ERR_FORMAT, 0, "%s: longer than nothing, please",
                       names(self)[FIELD_DURATION]);
    if (!wish->comment[strspn(wish->comment, " ")])
        return err_set(err, ERR_FORMAT, 0,
                       "comment: say why, for those who read it later");
    if (matchers_parse(&wish->matchers,
                       editor_text(self->editors[FIELD_MATCHERS]), err) < 0)
        return err_within(err, "matchers");
    return 0;
}

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    const size_t prefix = strlen(SILENCE_VIEW_EXTEND);
    bool is_known = !strncmp(argument, SILENCE_VIEW_EXTEND, prefix);
    const struct alert *alert =
        alerts_find(model->alerts, is_known ? argument + prefix : argument);
    const struct silence *silence = NULL;
    struct silence_view *self;

    if (alert && is_known)
        silence = find_silence(model->silences, alert->silence_id);
    if (!alert || (is_known && !silence)) {
        (void)err_set(err, ERR_REFUSED, 0, "there is no such %s now",
                      alert ? "silence" : "alert");
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->view.ops = &silence_view_ops;
    self->starts_ms = self->ends_ms = -1;
    for (int i = 0; i < FIELDS; i++)
        self->editors[i] = editor_new(FIELD_BYTES);
    editor_set(self->editors[FIELD_DURATION], "2h");
    if (!silence)
        fill_new(self, alert,
                 alerts_means_group(argument) ? model->alerts : NULL);
    else if (fill_known(self, silence, err) < 0) {
        destroy(&self->view);
        return NULL;
    }
    return &self->view;
}

/* Of a whole line of alerts the labels count that all of them have. */
static void fill_new(struct silence_view *self, const struct alert *alert,
                     const struct alerts *alerts)
{
    const struct labels *labels = alert->labels;
    const char *comma = "";
    struct buf line;

    buf_init(&line, FIELD_BYTES);
    for (size_t i = 0; i < labels_count(labels); i++) {
        const struct matcher matcher = {.name = labels_name(labels, i),
                                        .value = labels_value(labels, i),
                                        .is_equal = true};

        if (alerts && !is_shared(alerts, alert, &matcher))
            continue;
        (void)buf_add_str(&line, comma);
        matchers_add(&line, &matcher, 1);
        comma = ", ";
    }
    editor_set(self->editors[FIELD_MATCHERS], line.bytes);
    self->field = FIELD_COMMENT;
    buf_clear(&line);
}

/* Says whether all that stand on a line with the alert have the label. */
static bool is_shared(const struct alerts *alerts, const struct alert *alert,
                      const struct matcher *matcher)
{
    for (size_t i = 0; i < alerts->count; i++) {
        const struct alert *other = &alerts->items[i];
        const char *value;

        if (!alert_rows_is_same_group(alert, other))
            continue;
        value = labels_get(other->labels, matcher->name);
        if (!value || strcmp(value, matcher->value) != 0)
            return false;
    }
    return true;
}

/* A line cut short would say other matchers than the silence has. */
static int fill_known(struct silence_view *self, const struct silence *silence,
                      struct err *err)
{
    struct buf line;
    int rc = -1;

    buf_init(&line, FIELD_BYTES);
    matchers_add(&line, silence->matchers, silence->matcher_count);
    if (line.overflow || strlen(silence->comment) > FIELD_BYTES) {
        err_set(err, ERR_LIMIT, 0,
                "the silence is longer than the %d bytes of a field",
                FIELD_BYTES);
        goto out;
    }
    editor_set(self->editors[FIELD_MATCHERS], line.bytes);
    editor_set(self->editors[FIELD_COMMENT], silence->comment);
    self->field = FIELD_DURATION;
    self->id = xstrdup(silence->id);
    self->starts_ms = silence->starts_ms;
    self->ends_ms = silence->ends_ms;
    rc = 0;
out:
    buf_clear(&line);
    return rc;
}

static const struct silence *find_silence(const struct silences *silences,
                                          const char *id)
{
    for (size_t i = 0; silences && i < silences->count; i++)
        if (!strcmp(silences->items[i].id, id))
            return &silences->items[i];
    return NULL;
}

static bool is_typing(const struct view *view)
{
    (void)view;
    return true;
}

static const char *const *names(const struct silence_view *self)
{
    return self->id ? known_names : field_names;
}

static void destroy(struct view *view)
{
    struct silence_view *self = (struct silence_view *)view;

    for (int i = 0; i < FIELDS; i++)
        editor_free(self->editors[i]);
    free(self->id);
    free(self);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct silence_view *self = (const struct silence_view *)view;
    int columns = canvas_columns(canvas);
    struct canvas part;

    draw_title(self, input, canvas);
    part = canvas_cut(canvas, (struct rect){1, 0, FIELDS, columns});
    draw_fields(self, &part);
    text_draw(canvas, (struct rect){FIELDS + 1, 1, 1, columns - 2},
              ROLE_WARNING, self->wrong, TEXT_CUT_END | TEXT_NO_PAD);
    part = canvas_cut(canvas,
                      (struct rect){FIELDS + 2, 0,
                                    canvas_rows(canvas) - FIELDS - 2, columns});
    draw_preview(self, input, &part);
}

static void draw_title(const struct silence_view *self,
                       const struct view_input *input,
                       const struct canvas *canvas)
{
    int64_t end_ms = new_end(self, input->now.wall_ms);
    int column = rule_title(
        canvas, self->id ? "Extend a silence" : "Silence in Alertmanager", "");
    char until[32];

    if (end_ms >= 0) {
        clock_format_rfc3339(until, sizeof(until), end_ms / 1000 * 1000);
        column = canvas_printf(canvas, 0, column, ROLE_DIM, "until %s ", until);
    }
    rule_fill(canvas, column, canvas_columns(canvas), ROLE_RULE_FOCUS);
}

/* When the silence would end, -1 while the field makes no sense. */
static int64_t new_end(const struct silence_view *self, int64_t now_ms)
{
    const char *text = editor_text(self->editors[FIELD_DURATION]);
    int64_t duration_ms;

    if (duration_parse(text, &duration_ms, NULL) < 0)
        return -1;
    return (self->ends_ms > now_ms ? self->ends_ms : now_ms) + duration_ms;
}

static bool take_key(struct view *view, const struct view_input *input,
                     struct key key, struct view_request *request)
{
    struct silence_view *self = (struct silence_view *)view;

    (void)input;
    if (key.code == KEY_TAB) {
        int step = key.modifiers & KEY_SHIFT ? FIELDS - 1 : 1;

        self->field = (enum field)(((int)self->field + step) % FIELDS);
        return true;
    }
    if (key.code == KEY_ENTER) {
        finish(self, request);
        return true;
    }
    if (key.code == KEY_ESC)
        return false; /* goes back, and nothing happened */
    switch (editor_key(self->editors[self->field], key)) {
    case EDITOR_MORE:
        return true;
    case EDITOR_ENTER:
    case EDITOR_CANCEL:
    case EDITOR_COMPLETE:
    case EDITOR_IGNORED:
        break;
    }
    return !(key.modifiers & KEY_CTRL); /* a letter is never a command here */
}

static void draw_fields(const struct silence_view *self,
                        const struct canvas *canvas)
{
    for (int i = 0; i < FIELDS; i++) {
        struct canvas field = canvas_cut(
            canvas, (struct rect){i, LABEL_COLUMNS + 1, 1,
                                  canvas_columns(canvas) - LABEL_COLUMNS - 2});

        (void)canvas_text(canvas, i, 1,
                          (int)self->field == i ? ROLE_STRONG : ROLE_DIM,
                          names(self)[i]);
        if ((int)self->field != i)
            text_draw(&field, (struct rect){0, 0, 1, canvas_columns(&field)},
                      ROLE_TEXT, editor_text(self->editors[i]),
                      TEXT_CUT_END | TEXT_NO_PAD);
    }
    /* Last, since it places the cursor. */
    for (int i = 0; i < FIELDS; i++) {
        struct canvas field = canvas_cut(
            canvas, (struct rect){i, LABEL_COLUMNS + 1, 1,
                                  canvas_columns(canvas) - LABEL_COLUMNS - 2});

        if ((int)self->field == i)
            editor_draw(self->editors[i], "", &field, 0);
    }
}

/* Every alert that the matchers hit now. */
static void draw_preview(const struct silence_view *self,
                         const struct view_input *input,
                         const struct canvas *canvas)
{
    const struct alerts *alerts = input->model->alerts;
    struct matchers matchers = {.count = 0};
    struct err err = {0};
    size_t hits = 0;
    int row = 1;

    if (matchers_parse(&matchers, editor_text(self->editors[FIELD_MATCHERS]),
                       &err) < 0)
        (void)canvas_printf(canvas, row, 1, ROLE_WARNING, "matchers: %s",
                            err.text);
    for (size_t i = 0; alerts && i < alerts->count; i++) {
        struct alert_row line = {.alert = &alerts->items[i], .count = 1};

        if (line.alert->state == ALERT_RESOLVED ||
            !matchers_hit(&matchers, line.alert->labels))
            continue;
        hits++;
        if (row < canvas_rows(canvas) - 1) {
            struct canvas cut = canvas_cut(
                canvas, (struct rect){row++, 0, 1, canvas_columns(canvas)});

            alert_row_draw(&line, input->now.wall_ms, &cut);
        }
    }
    matchers_clear(&matchers);
    (void)canvas_printf(canvas, 0, 1, ROLE_DIM, "hits %zu alert%s now", hits,
                        hits == 1 ? "" : "s");
}

static void finish(struct silence_view *self, struct view_request *request)
{
    struct silence_wish wish;
    struct err err = {0};

    self->wrong[0] = '\0';
    if (silence_view_read(&self->view, &wish, &err) < 0) {
        (void)snprintf(self->wrong, sizeof(self->wrong), "%s", err.text);
        return;
    }
    matchers_clear(&wish.matchers);
    (void)snprintf(request->line, sizeof(request->line), "silence send");
}
