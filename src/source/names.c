/* names.c - a list of names that Jaeger answers. */
#include "source/names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "source/jaeger_answer.h"

enum { NAME_MAX_BYTES = 255 };
enum { SLOT_NAME, SLOT_DATA };

struct names_reader {
    struct jaeger_answer *answer;
    struct names names;
    size_t most;
    bool is_wrong;
};

static const struct wanted wants[] = {
    JAEGER_ENVELOPE,
    {"data", SLOT_DATA}, /* anything but a list or null */
    {"data/?", SLOT_NAME},
    {"data/?/name", SLOT_NAME}, /* operations of the v3 and of newer v1 */
};

static void on_name(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static int compare(const void *a, const void *b);
static void sort_out(struct names *names);

struct names_reader *names_reader_new(int status, size_t most)
{
    struct names_reader *reader = xcalloc(1, sizeof(*reader));
    const struct wanted_sink sink = {
        .owner = reader, .api = "Jaeger", .text = on_name};

    reader->most = most;
    reader->answer = jaeger_answer_new(status, wants,
                                       sizeof(wants) / sizeof(wants[0]), &sink);
    return reader;
}

int names_reader_feed(struct names_reader *reader, const char *bytes,
                      size_t length, struct err *err)
{
    return jaeger_answer_feed(reader->answer, bytes, length, err);
}

int names_reader_finish(struct names_reader *reader, const char *content_type,
                        struct names *out, struct err *err)
{
    if (jaeger_answer_finish(reader->answer, content_type, err) < 0)
        return -1;
    if (reader->is_wrong)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer's data are no list: not Jaeger's API?");
    sort_out(&reader->names);
    *out = reader->names;
    reader->names = (struct names){0};
    return 0;
}

void names_reader_free(struct names_reader *reader)
{
    if (!reader)
        return;
    names_free(reader->names.items, reader->names.count);
    jaeger_answer_free(reader->answer);
    free(reader);
}

void names_free(char **items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(items[i]);
    free(items);
}

static void on_name(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct names_reader *reader = owner;
    struct names *names = &reader->names;

    (void)place;
    reader->is_wrong = reader->is_wrong || slot == SLOT_DATA;
    if (slot == SLOT_DATA)
        return;
    if (names->count == reader->most) {
        names->left_out++;
        return;
    }
    names->items =
        xrealloc(names->items, names->count + 1, sizeof(*names->items));
    names->items[names->count++] =
        xstrndup(text, length < NAME_MAX_BYTES ? length : NAME_MAX_BYTES);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_out(struct names *names)
{
    size_t kept = 0;

    if (names->count == 0)
        return;
    qsort(names->items, names->count, sizeof(*names->items), compare);
    for (size_t i = 0; i < names->count; i++) {
        if (kept > 0 && !strcmp(names->items[kept - 1], names->items[i]))
            free(names->items[i]);
        else
            names->items[kept++] = names->items[i];
    }
    names->count = kept;
}
