/* shape.c - the parts of a JSON answer that somebody wants, by a table. */
#include "source/shape.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/xalloc.h"

/* A longer string ends the reading: nobody writes such by good will. */
enum { STRING_MAX = 4 << 20, NAME_MAX_BYTES = 65536, DEPTH_MAX = 16 };

struct level {
    enum shape_type type;            /* an element of a list is an object */
    const struct shape_field *field; /* that it belongs to */
    const struct shape_field *next;  /* in an object: the value to come */
};

struct shape_reader {
    struct json_reader *json;
    struct shape_sink sink;
    const struct shape_field *root;
    struct buf name; /* of the pair to come */
    size_t depth;
    struct level levels[DEPTH_MAX];
};

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err);
static int in_object(struct shape_reader *reader, struct level *level,
                     enum json_event event, const char *text, size_t length);
static int in_list(struct shape_reader *reader, const struct shape_field *list,
                   enum json_event event, struct err *err);
static int in_texts(struct shape_reader *reader,
                    const struct shape_field *texts, enum json_event event,
                    const char *text, size_t length);
static int in_pairs(struct shape_reader *reader,
                    const struct shape_field *pairs, enum json_event event,
                    const char *text, size_t length);
static int begin_value(struct shape_reader *reader,
                       const struct shape_field *field, enum json_event event,
                       const char *text, size_t length);
static void push(struct shape_reader *reader, const struct shape_field *field,
                 enum shape_type type);
static int pop(struct shape_reader *reader, struct err *err);
static bool is_plain(enum json_event event);
static void spell(enum json_event event, const char **text, size_t *length);

/* What the functions of a place return when the event may not come there. */
enum { NOT_HERE = 1 };

struct shape_reader *shape_reader_new(const struct shape_field *root,
                                      const struct shape_sink *sink)
{
    struct shape_reader *reader = xcalloc(1, sizeof(*reader));

    reader->sink = *sink;
    reader->root = root;
    reader->json = json_reader_new(on_event, reader, STRING_MAX);
    buf_init(&reader->name, NAME_MAX_BYTES);
    return reader;
}

void shape_reader_free(struct shape_reader *reader)
{
    if (!reader)
        return;
    json_reader_free(reader->json);
    buf_clear(&reader->name);
    free(reader);
}

int shape_reader_feed(struct shape_reader *reader, const char *bytes,
                      size_t length, struct err *err)
{
    return json_reader_feed(reader->json, bytes, length, err);
}

int shape_reader_finish(struct shape_reader *reader, struct err *err)
{
    return json_reader_finish(reader->json, err);
}

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err)
{
    struct shape_reader *reader = owner;
    const struct shape_field *field = reader->root;
    struct level *level;
    int rc = NOT_HERE;

    if (!reader->depth) {
        rc = begin_value(reader, field, event, text, length);
    } else {
        level = &reader->levels[reader->depth - 1];
        field = level->next ? level->next : level->field;
        switch (level->type) {
        case SHAPE_OBJECT:
            if (event == JSON_EVENT_OBJECT_END)
                return pop(reader, err);
            rc = in_object(reader, level, event, text, length);
            break;
        case SHAPE_LIST:
            rc = in_list(reader, level->field, event, err);
            break;
        case SHAPE_TEXTS:
            rc = in_texts(reader, level->field, event, text, length);
            break;
        case SHAPE_PAIRS:
            rc = in_pairs(reader, level->field, event, text, length);
            break;
        case SHAPE_TEXT:
            break;
        }
    }
    if (rc == NOT_HERE)
        return err_set(err, ERR_FORMAT, 0,
                       "not an answer of %s: %s where \"%s\" should be",
                       reader->sink.api, json_event_name(event), field->key);
    return rc;
}

static int in_object(struct shape_reader *reader, struct level *level,
                     enum json_event event, const char *text, size_t length)
{
    const struct shape *shape = level->field->shape;
    const struct shape_field *next = level->next;

    if (next) {
        level->next = NULL;
        if (begin_value(reader, next, event, text, length) == 0)
            return 0;
        level->next = next; /* for the message */
        return NOT_HERE;
    }
    for (size_t i = 0; i < shape->count; i++) {
        if (strlen(shape->fields[i].key) != length ||
            memcmp(shape->fields[i].key, text, length) != 0)
            continue;
        level->next = &shape->fields[i];
        return 0;
    }
    json_reader_skip(reader->json);
    return 0;
}

static int in_list(struct shape_reader *reader, const struct shape_field *list,
                   enum json_event event, struct err *err)
{
    switch (event) {
    case JSON_EVENT_NULL:
        return 0;
    case JSON_EVENT_ARRAY_END:
        return pop(reader, err);
    case JSON_EVENT_OBJECT:
        push(reader, list, SHAPE_OBJECT);
        return 0;
    default:
        return NOT_HERE;
    }
}

static int in_texts(struct shape_reader *reader,
                    const struct shape_field *texts, enum json_event event,
                    const char *text, size_t length)
{
    if (event == JSON_EVENT_ARRAY_END)
        return pop(reader, NULL);
    if (event == JSON_EVENT_NULL)
        return 0;
    if (!is_plain(event))
        return NOT_HERE;
    spell(event, &text, &length);
    reader->sink.text(reader->sink.owner, texts->slot, text, length);
    return 0;
}

static int in_pairs(struct shape_reader *reader,
                    const struct shape_field *pairs, enum json_event event,
                    const char *text, size_t length)
{
    struct label_text pair;

    if (event == JSON_EVENT_OBJECT_END)
        return pop(reader, NULL);
    if (event == JSON_EVENT_KEY) {
        buf_reset(&reader->name);
        if (!buf_add(&reader->name, text, length))
            json_reader_skip(reader->json);
        return 0;
    }
    if (event == JSON_EVENT_NULL)
        return 0;
    if (!is_plain(event))
        return NOT_HERE;
    spell(event, &text, &length);
    pair = (struct label_text){reader->name.bytes, reader->name.length, text,
                               length};
    reader->sink.pair(reader->sink.owner, pairs->slot, &pair);
    return 0;
}

static int begin_value(struct shape_reader *reader,
                       const struct shape_field *field, enum json_event event,
                       const char *text, size_t length)
{
    bool is_array = field->type == SHAPE_TEXTS || field->type == SHAPE_LIST;

    if (event == JSON_EVENT_NULL)
        return 0;
    if (field->type == SHAPE_TEXT) {
        if (!is_plain(event))
            return NOT_HERE;
        spell(event, &text, &length);
        reader->sink.text(reader->sink.owner, field->slot, text, length);
        return 0;
    }
    if (event != (is_array ? JSON_EVENT_ARRAY : JSON_EVENT_OBJECT))
        return NOT_HERE;
    push(reader, field, field->type);
    return 0;
}

static void push(struct shape_reader *reader, const struct shape_field *field,
                 enum shape_type type)
{
    assert(reader->depth < DEPTH_MAX);
    reader->levels[reader->depth++] =
        (struct level){.type = type, .field = field};
    if (type == SHAPE_OBJECT && reader->sink.begin)
        reader->sink.begin(reader->sink.owner, field->shape->id);
}

static int pop(struct shape_reader *reader, struct err *err)
{
    const struct level *level = &reader->levels[--reader->depth];

    if (level->type != SHAPE_OBJECT || !reader->sink.end)
        return 0;
    return reader->sink.end(reader->sink.owner, level->field->shape->id, err);
}

static bool is_plain(enum json_event event)
{
    return event == JSON_EVENT_STRING || event == JSON_EVENT_NUMBER ||
           event == JSON_EVENT_TRUE || event == JSON_EVENT_FALSE;
}

static void spell(enum json_event event, const char **text, size_t *length)
{
    if (event == JSON_EVENT_TRUE)
        *text = "true";
    else if (event == JSON_EVENT_FALSE)
        *text = "false";
    else
        return;
    *length = strlen(*text);
}
