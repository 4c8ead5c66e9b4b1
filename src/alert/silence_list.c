/* silence_list.c - the silences that Alertmanager told. */
#include "alert/silence_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/clock.h"
#include "base/xalloc.h"

/* The words stand behind the silence they are about. */
struct entry {
    struct silence silence;
    const char *words;
};

struct silence_list {
    unsigned refs;
    struct pool pool;
    struct entry *entries;
    struct silence *items; /* of the entries, in the same order */
    size_t count, capacity;
};

static const char *copy(struct silence_list *list, const char *text);
static const char *make_words(struct silence_list *list,
                              const struct silence *silence);
static int by_id(const void *left, const void *right);

struct silence_list *silence_list_new(void)
{
    struct silence_list *list = xcalloc(1, sizeof(*list));

    list->refs = 1;
    return list;
}

struct silence_list *silence_list_ref(struct silence_list *list)
{
    list->refs++;
    return list;
}

void silence_list_unref(struct silence_list *list)
{
    if (!list || --list->refs)
        return;
    pool_clear(&list->pool);
    free(list->entries);
    free(list->items);
    free(list);
}

void silence_list_add(struct silence_list *list, const struct silence *silence)
{
    struct matcher *matchers;
    struct entry *entry;

    if (silence->state == SILENCE_EXPIRED || list->count == SILENCE_LIST_MOST)
        return;
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 16;
        list->entries =
            xrealloc(list->entries, list->capacity, sizeof(*list->entries));
    }
    matchers = pool_alloc(&list->pool, 1,
                          silence->matcher_count * sizeof(*matchers) + 1);
    for (size_t i = 0; i < silence->matcher_count; i++) {
        matchers[i] = silence->matchers[i];
        matchers[i].name = copy(list, silence->matchers[i].name);
        matchers[i].value = copy(list, silence->matchers[i].value);
    }
    entry = &list->entries[list->count++];
    entry->silence = *silence;
    entry->silence.id = copy(list, silence->id);
    entry->silence.comment = copy(list, silence->comment);
    entry->silence.created_by = copy(list, silence->created_by);
    entry->silence.matchers = matchers;
    entry->words = make_words(list, silence);
}

void silence_list_end(struct silence_list *list)
{
    if (!list->count)
        return;
    qsort(list->entries, list->count, sizeof(*list->entries), by_id);
    list->items = xrealloc(list->items, list->count, sizeof(*list->items));
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = list->entries[i].silence;
}

struct silences silence_list_all(const struct silence_list *list)
{
    if (!list || !list->items)
        return (struct silences){0};
    return (struct silences){.items = list->items, .count = list->count};
}

const struct silence *silence_list_find(const struct silence_list *list,
                                        const char *id)
{
    size_t low = 0, high = list && list->items ? list->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(id, list->items[middle].id);

        if (!order)
            return &list->items[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *silence_list_words(const struct silence_list *list,
                               const struct silence *silence)
{
    return list->entries[silence - list->items].words;
}

static const char *copy(struct silence_list *list, const char *text)
{
    return pool_copy(&list->pool, text, strlen(text));
}

static const char *make_words(struct silence_list *list,
                              const struct silence *silence)
{
    char until[32];
    char *words;
    const char *kept;

    clock_format_rfc3339(until, sizeof(until), silence->ends_ms);
    words = xasprintf("%s until %s", silence->created_by, until);
    kept = copy(list, words);
    free(words);
    return kept;
}

static int by_id(const void *left, const void *right)
{
    const struct entry *one = left, *other = right;

    return strcmp(one->silence.id, other->silence.id);
}
