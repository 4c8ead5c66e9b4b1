/* trace_fields.c - the fields of a search for traces, being typed into. */
#include "panels/trace_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "model/component.h"
#include "model/jaeger.h"
#include "model/trace_search.h"
#include "ui/editor.h"
#include "ui/table.h"
#include "ui/text.h"

enum { FIELD_BYTES = 300, LINE_BYTES = 2000 };

struct trace_fields {
    struct editor *editors[TRACE_FIELDS];
    enum trace_field at;
    size_t marked; /* among the names offered */
};

/* Where a field stands: row, share of the width in twelfths. */
static const struct {
    const char *name; /* as a word of the line, too */
    int row, from, to;
} places[TRACE_FIELDS] = {
    [TRACE_FIELD_SERVICE] = {"service", 0, 0, 12},
    [TRACE_FIELD_OPERATION] = {"operation", 1, 0, 12},
    [TRACE_FIELD_MIN] = {"min", 2, 0, 2},
    [TRACE_FIELD_MAX] = {"max", 2, 2, 4},
    [TRACE_FIELD_LOOKBACK] = {"lookback", 2, 4, 7},
    [TRACE_FIELD_LIMIT] = {"limit", 2, 7, 9},
    [TRACE_FIELD_ERROR] = {"error", 2, 9, 12},
    [TRACE_FIELD_TAGS] = {"tags", 3, 0, 12},
};

static struct trace_names names_of(const struct trace_fields *fields,
                                   const struct model *model);
static size_t match(const struct trace_fields *fields,
                    const struct model *model, size_t wanted,
                    const char **name);
static void set_us(struct editor *editor, int64_t us);
static void add_quoted(struct buf *out, const char *key, const char *value);

struct trace_fields *trace_fields_new(void)
{
    struct trace_fields *fields = xcalloc(1, sizeof(*fields));
    struct trace_search search;

    for (int i = 0; i < TRACE_FIELDS; i++)
        fields->editors[i] = editor_new(FIELD_BYTES);
    trace_search_init(&search);
    trace_fields_set(fields, &search);
    return fields;
}

void trace_fields_free(struct trace_fields *fields)
{
    if (!fields)
        return;
    for (int i = 0; i < TRACE_FIELDS; i++)
        editor_free(fields->editors[i]);
    free(fields);
}

void trace_fields_set(struct trace_fields *fields,
                      const struct trace_search *search)
{
    char text[32];

    editor_set(fields->editors[TRACE_FIELD_SERVICE], search->service);
    editor_set(fields->editors[TRACE_FIELD_OPERATION], search->operation);
    set_us(fields->editors[TRACE_FIELD_MIN], search->min_us);
    set_us(fields->editors[TRACE_FIELD_MAX], search->max_us);
    duration_format(text, sizeof(text), search->lookback_ms);
    editor_set(fields->editors[TRACE_FIELD_LOOKBACK], text);
    (void)snprintf(text, sizeof(text), "%d", search->limit);
    editor_set(fields->editors[TRACE_FIELD_LIMIT], text);
    editor_set(fields->editors[TRACE_FIELD_ERROR],
               search->is_errors ? "true" : "");
    editor_set(fields->editors[TRACE_FIELD_TAGS], search->tags);
}

void trace_fields_line(const struct trace_fields *fields, struct buf *out)
{
    for (int i = 0; i < TRACE_FIELDS; i++) {
        const char *text = editor_text(fields->editors[i]);

        if (!text[strspn(text, " ")])
            continue;
        if (out->length > 0)
            buf_add_char(out, ' ');
        if (i == TRACE_FIELD_TAGS)
            buf_add_str(out, text);
        else
            add_quoted(out, places[i].name, text);
    }
}

const char *trace_fields_text(const struct trace_fields *fields,
                              enum trace_field field)
{
    return editor_text(fields->editors[field]);
}

enum trace_field trace_fields_at(const struct trace_fields *fields)
{
    return fields->at;
}

bool trace_fields_key(struct trace_fields *fields, const struct model *model,
                      struct key key)
{
    size_t matches = match(fields, model, 0, NULL);

    if (key.code == KEY_TAB) {
        int step = key.modifiers & KEY_SHIFT ? TRACE_FIELDS - 1 : 1;

        trace_fields_complete(fields, model);
        fields->at =
            (enum trace_field)(((int)fields->at + step) % TRACE_FIELDS);
        fields->marked = 0;
        return true;
    }
    if (key.code == KEY_ENTER || key.code == KEY_ESC)
        return false;
    if (key.code == KEY_DOWN || key.code == KEY_UP) {
        if (key.code == KEY_DOWN)
            fields->marked += fields->marked + 1 < matches;
        else
            fields->marked -= fields->marked > 0;
        return true;
    }
    if (editor_key(fields->editors[fields->at], key) == EDITOR_MORE) {
        fields->marked = 0;
        return true;
    }
    return !(key.modifiers & KEY_CTRL); /* a letter is never a command here */
}

void trace_fields_complete(struct trace_fields *fields,
                           const struct model *model)
{
    const char *text = editor_text(fields->editors[fields->at]);
    const char *name = NULL;

    /* An empty operation is every operation, unless one was marked. */
    if (fields->at == TRACE_FIELD_OPERATION && !text[0] && fields->marked == 0)
        return;
    (void)match(fields, model, fields->marked, &name);
    if (name)
        editor_set(fields->editors[fields->at], name);
}

void trace_fields_draw(const struct trace_fields *fields,
                       const struct canvas *canvas, bool has_cursor)
{
    int columns = canvas_columns(canvas) - 2;

    for (int i = 0; i < TRACE_FIELDS; i++) {
        int from = 1 + columns * places[i].from / 12;
        int label = places[i].to == 12 && places[i].from == 0
                        ? 10
                        : (int)strlen(places[i].name) + 1;
        int room = columns * places[i].to / 12 + 1 - from - label - 1;
        bool is_here = has_cursor && (int)fields->at == i;
        struct canvas part = canvas_cut(
            canvas, (struct rect){places[i].row, from + label, 1, room});

        (void)canvas_text(canvas, places[i].row, from,
                          is_here ? ROLE_STRONG : ROLE_DIM, places[i].name);
        if (!is_here)
            text_draw(&part, (struct rect){0, 0, 1, room}, ROLE_TEXT,
                      editor_text(fields->editors[i]),
                      TEXT_CUT_END | TEXT_NO_PAD);
        else
            editor_draw(fields->editors[i], "", &part, 0);
    }
}

bool trace_fields_draw_names(const struct trace_fields *fields,
                             const struct model *model,
                             const struct canvas *canvas)
{
    size_t matches = match(fields, model, 0, NULL);
    int rows = canvas_rows(canvas) - 1;
    size_t first = table_scroll(0, fields->marked, matches, rows);

    if (names_of(fields, model).count == 0)
        return false;
    (void)canvas_printf(canvas, 0, 1, ROLE_DIM, "%zu %s%s", matches,
                        places[fields->at].name, matches == 1 ? "" : "s");
    for (int i = 0; i < rows && first + (size_t)i < matches; i++) {
        bool is_marked = first + (size_t)i == fields->marked;
        const char *name = NULL;

        (void)match(fields, model, first + (size_t)i, &name);
        if (name)
            text_draw(canvas,
                      (struct rect){i + 1, 1, 1, canvas_columns(canvas) - 2},
                      is_marked ? ROLE_SELECTED : ROLE_TEXT, name, TEXT_NO_PAD);
    }
    return true;
}

static struct trace_names names_of(const struct trace_fields *fields,
                                   const struct model *model)
{
    const struct jaeger *jaeger =
        model->components ? model->components->jaeger : NULL;
    const struct traces *traces = model->traces;

    if (fields->at == TRACE_FIELD_SERVICE && jaeger)
        return (struct trace_names){jaeger->services.names,
                                    jaeger->services.count};
    if (fields->at == TRACE_FIELD_OPERATION && traces &&
        !strcmp(traces->operations_of,
                editor_text(fields->editors[TRACE_FIELD_SERVICE])))
        return (struct trace_names){traces->operations,
                                    traces->operation_count};
    return (struct trace_names){NULL, 0};
}

/* Returns how many names hold what was typed; `name` gets one of them. */
static size_t match(const struct trace_fields *fields,
                    const struct model *model, size_t wanted, const char **name)
{
    struct trace_names names = names_of(fields, model);
    const char *text = editor_text(fields->editors[fields->at]);
    size_t count = 0;

    for (size_t i = 0; i < names.count; i++) {
        if (!strstr(names.items[i], text))
            continue;
        if (name && count == wanted)
            *name = names.items[i];
        count++;
    }
    return count;
}

static void set_us(struct editor *editor, int64_t us)
{
    char text[40] = "";

    if (us >= 0 && us % 1000)
        (void)snprintf(text, sizeof(text), "%lldus", (long long)us);
    else if (us >= 0)
        duration_format(text, sizeof(text), us / 1000);
    editor_set(editor, text);
}

static void add_quoted(struct buf *out, const char *key, const char *value)
{
    buf_printf(out, "%s=\"", key);
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, *value);
    }
    buf_add_char(out, '"');
}
