/* wanted.c - the parts of a JSON answer that somebody wants, by their paths.
 *
 * Each open object or array keeps, as a mask of bits, which paths lead through
 * it; a key narrows the mask, and where it is empty the reader is told to pass
 * over the value. So what nobody wants costs no more than finding its end.
 */
#include "source/wanted.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/xalloc.h"

enum { TEXT_MAX = 1 << 20 };

struct path {
    const char *parts[WANTED_DEPTH_MAX]; /* each ends at a '/' or NUL */
    size_t lengths[WANTED_DEPTH_MAX];
    size_t count;
    bool is_open; /* its last part is '+' */
};

struct level {
    uint64_t mask; /* paths that lead here or through here */
    bool is_array;
};

struct wanted_reader {
    struct json_reader *json;
    const struct wanted *wants;
    struct wanted_sink sink;
    struct path paths[WANTED_MAX];
    size_t count;
    struct level levels[WANTED_DEPTH_MAX + 1];
    size_t depth;  /* open containers */
    uint64_t next; /* mask of the value that follows a key */
    struct wanted_place place;
    char keys[WANTED_DEPTH_MAX][WANTED_KEY_MAX + 1];
    struct buf text;
};

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err);
static void on_key(struct wanted_reader *reader, const char *text,
                   size_t length);
static void on_open(struct wanted_reader *reader, bool is_array);
static void on_close(struct wanted_reader *reader);
static void on_scalar(struct wanted_reader *reader, const char *text,
                      size_t length);
static uint64_t mask_of_value(struct wanted_reader *reader);
static uint64_t narrow(const struct wanted_reader *reader, const char *key,
                       size_t length);
static bool leads_to(const struct path *path, size_t at, const char *key,
                     size_t length);
static bool ends_at(const struct path *path, size_t depth);
static void tell_container(struct wanted_reader *reader, uint64_t mask,
                           bool is_end);
static void compile(struct path *path, const char *text);

struct wanted_reader *wanted_reader_new(const struct wanted *wants,
                                        size_t count,
                                        const struct wanted_sink *sink)
{
    struct wanted_reader *reader = xcalloc(1, sizeof(*reader));

    assert(count <= WANTED_MAX);
    reader->json = json_reader_new(on_event, reader, TEXT_MAX);
    reader->wants = wants;
    reader->sink = *sink;
    reader->count = count;
    buf_init(&reader->text, (size_t)TEXT_MAX * 4);
    for (size_t i = 0; i < count; i++)
        compile(&reader->paths[i], wants[i].path);
    for (size_t i = 0; i < WANTED_DEPTH_MAX; i++)
        reader->place.keys[i] = reader->keys[i];
    reader->next = count == 64 ? UINT64_MAX : ((uint64_t)1 << count) - 1;
    return reader;
}

void wanted_reader_free(struct wanted_reader *reader)
{
    if (!reader)
        return;
    json_reader_free(reader->json);
    buf_clear(&reader->text);
    free(reader);
}

int wanted_reader_feed(struct wanted_reader *reader, const char *bytes,
                       size_t length, struct err *err)
{
    if (json_reader_feed(reader->json, bytes, length, err) < 0)
        return err_within(err, "%s", reader->sink.api);
    return 0;
}

int wanted_reader_finish(struct wanted_reader *reader, struct err *err)
{
    if (json_reader_finish(reader->json, err) < 0)
        return err_within(err, "%s", reader->sink.api);
    return 0;
}

void wanted_join(const struct wanted_place *place, size_t first, char *out,
                 size_t size)
{
    size_t length = 0;

    assert(size > 0);
    out[0] = '\0';
    for (size_t i = first; i < place->depth && length < size; i++) {
        int more = snprintf(out + length, size - length, "%s%s",
                            i > first ? "." : "", place->keys[i]);

        length += more > 0 ? (size_t)more : 0;
    }
}

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err)
{
    struct wanted_reader *reader = owner;

    (void)err;
    switch (event) {
    case JSON_EVENT_KEY:
        on_key(reader, text, length);
        break;
    case JSON_EVENT_OBJECT:
    case JSON_EVENT_ARRAY:
        on_open(reader, event == JSON_EVENT_ARRAY);
        break;
    case JSON_EVENT_OBJECT_END:
    case JSON_EVENT_ARRAY_END:
        on_close(reader);
        break;
    case JSON_EVENT_STRING:
    case JSON_EVENT_NUMBER:
        on_scalar(reader, text, length);
        break;
    case JSON_EVENT_TRUE:
        on_scalar(reader, "true", strlen("true"));
        break;
    case JSON_EVENT_FALSE:
        on_scalar(reader, "false", strlen("false"));
        break;
    case JSON_EVENT_NULL:
    case JSON_EVENT_COUNT:
        break;
    }
    return 0;
}

static void on_key(struct wanted_reader *reader, const char *text,
                   size_t length)
{
    size_t at = reader->depth - 1;

    reader->next = 0;
    if (length <= WANTED_KEY_MAX && !memchr(text, '\0', length))
        reader->next = narrow(reader, text, length);
    if (!reader->next) {
        json_reader_skip(reader->json);
        return;
    }
    memcpy(reader->keys[at], text, length);
    reader->keys[at][length] = '\0';
}

static void on_open(struct wanted_reader *reader, bool is_array)
{
    uint64_t mask = mask_of_value(reader);

    if (!mask || reader->depth == WANTED_DEPTH_MAX) {
        json_reader_skip(reader->json);
        return;
    }
    reader->place.is_array = is_array;
    tell_container(reader, mask, false);
    reader->levels[reader->depth++] =
        (struct level){.mask = mask, .is_array = is_array};
}

static void on_close(struct wanted_reader *reader)
{
    reader->depth--;
    reader->place.is_array = reader->levels[reader->depth].is_array;
    tell_container(reader, reader->levels[reader->depth].mask, true);
}

static void on_scalar(struct wanted_reader *reader, const char *text,
                      size_t length)
{
    uint64_t mask = mask_of_value(reader);

    reader->place.depth = reader->depth;
    for (size_t i = 0; mask; i++, mask >>= 1) {
        const struct path *path = &reader->paths[i];

        if (!(mask & 1) || !ends_at(path, reader->depth))
            continue;
        buf_reset(&reader->text);
        (void)buf_add(&reader->text, text, length);
        reader->sink.text(reader->sink.owner, reader->wants[i].slot,
                          &reader->place, reader->text.bytes,
                          reader->text.length);
    }
}

/* The value after a key has the mask that the key left; an element of an array
 * gets its own; the root has all. */
static uint64_t mask_of_value(struct wanted_reader *reader)
{
    if (reader->depth == 0 || !reader->levels[reader->depth - 1].is_array)
        return reader->next;
    reader->keys[reader->depth - 1][0] = '\0';
    return narrow(reader, "", 0);
}

static uint64_t narrow(const struct wanted_reader *reader, const char *key,
                       size_t length)
{
    size_t at = reader->depth - 1;
    uint64_t left = reader->levels[at].mask;
    uint64_t mask = 0;

    for (size_t i = 0; left; i++, left >>= 1)
        if ((left & 1) && leads_to(&reader->paths[i], at, key, length))
            mask |= (uint64_t)1 << i;
    return mask;
}

static bool leads_to(const struct path *path, size_t at, const char *key,
                     size_t length)
{
    if (path->is_open && at + 1 >= path->count)
        return true;
    if (at >= path->count)
        return false;
    if (path->lengths[at] == 1 && *path->parts[at] == '?')
        return true;
    return path->lengths[at] == length && !memcmp(path->parts[at], key, length);
}

static bool ends_at(const struct path *path, size_t depth)
{
    return path->is_open ? depth >= path->count : depth == path->count;
}

static void tell_container(struct wanted_reader *reader, uint64_t mask,
                           bool is_end)
{
    void (*tell)(void *, int, const struct wanted_place *) =
        is_end ? reader->sink.end : reader->sink.begin;

    if (!tell)
        return;
    reader->place.depth = reader->depth;
    for (size_t i = 0; mask; i++, mask >>= 1)
        if ((mask & 1) && !reader->paths[i].is_open &&
            ends_at(&reader->paths[i], reader->depth))
            tell(reader->sink.owner, reader->wants[i].slot, &reader->place);
}

static void compile(struct path *path, const char *text)
{
    for (;;) {
        size_t length = strcspn(text, "/");

        assert(path->count < WANTED_DEPTH_MAX);
        path->parts[path->count] = text;
        path->lengths[path->count++] = length;
        if (!text[length])
            break;
        text += length + 1;
    }
    path->is_open = path->lengths[path->count - 1] == 1 &&
                    *path->parts[path->count - 1] == '+';
}
