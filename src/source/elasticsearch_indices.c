/* elasticsearch_indices.c - the answer to _cat/indices.
 *
 * All its values are texts, and null for what is closed or red. Where no index
 * matches Jaeger's own names, those with a prefix before them are tried.
 */
#include "source/elasticsearch_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum {
    SLOT_INDEX,
    SLOT_NAME,
    SLOT_HEALTH,
    SLOT_STATUS,
    SLOT_DOCS,
    SLOT_SIZE,
    SLOT_CREATED,
};

struct indices_draft {
    struct elasticsearch_indices indices;
    struct elasticsearch_index index;
    size_t all;
};

static void begin(void *draft, int slot, const struct wanted_place *place);
static void on_text(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void end(void *draft, int slot, const struct wanted_place *place);
static void keep(struct elasticsearch_indices *indices,
                 const struct elasticsearch_index *index);
static void note_extremes(struct elasticsearch_indices *indices,
                          const struct elasticsearch_index *index);
static int64_t day_of(const char *name);
static bool is_date(const char *text);
static int done(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err);
static int by_harm(const void *left, const void *right);
static void clear(void *draft);

static const struct wanted wants[] = {
    {"?", SLOT_INDEX},
    {"?/index", SLOT_NAME},
    {"?/health", SLOT_HEALTH},
    {"?/status", SLOT_STATUS},
    {"?/docs.count", SLOT_DOCS},
    {"?/store.size", SLOT_SIZE},
    {"?/creation.date", SLOT_CREATED},
};
static const struct elasticsearch_decoder decoder = {
    .needs = "index privilege monitor",
    .wants = wants,
    .want_count = sizeof(wants) / sizeof(wants[0]),
    .draft_size = sizeof(struct indices_draft),
    .is_list = true,
    .begin = begin,
    .text = on_text,
    .end = end,
    .done = done,
    .clear = clear,
};

static const char *const patterns[] = {"jaeger-*", "*jaeger-*"};

const char *elasticsearch_pattern(const struct elasticsearch_source *source)
{
    return patterns[source->pattern];
}

void *elasticsearch_begin_indices(void *source, int status)
{
    return elasticsearch_answer_begin(source, &decoder, status);
}

static void begin(void *draft, int slot, const struct wanted_place *place)
{
    struct indices_draft *mine = draft;

    (void)slot;
    (void)place;
    mine->index = (struct elasticsearch_index){
        .docs = -1, .size_bytes = -1, .day_ms = -1, .created_ms = -1};
}

static void on_text(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct elasticsearch_index *index = &((struct indices_draft *)draft)->index;

    (void)place;
    if (slot == SLOT_NAME)
        elasticsearch_copy(index->name, sizeof(index->name), text);
    else if (slot == SLOT_HEALTH)
        index->health = elasticsearch_color_parse(text, length);
    else if (slot == SLOT_STATUS)
        index->is_closed = !strcmp(text, "close");
    else if (slot == SLOT_DOCS)
        index->docs = elasticsearch_int(text, length);
    else if (slot == SLOT_SIZE)
        (void)elasticsearch_bytes_parse(text, &index->size_bytes);
    else if (slot == SLOT_CREATED)
        index->created_ms = elasticsearch_int(text, length);
}

static void end(void *draft, int slot, const struct wanted_place *place)
{
    struct indices_draft *mine = draft;
    struct elasticsearch_indices *indices = &mine->indices;
    struct elasticsearch_index *index = &mine->index;

    (void)slot;
    (void)place;
    if (!*index->name)
        return;
    mine->all++;
    index->day_ms = day_of(index->name);
    indices->red += index->health == ELASTICSEARCH_RED;
    indices->yellow += index->health == ELASTICSEARCH_YELLOW;
    indices->closed += index->is_closed;
    indices->size_bytes += index->size_bytes > 0 ? index->size_bytes : 0;
    indices->docs += index->docs > 0 ? index->docs : 0;
    note_extremes(indices, index);
    keep(indices, index);
}

/* When there are too many, the one of least harm goes. */
static void keep(struct elasticsearch_indices *indices,
                 const struct elasticsearch_index *index)
{
    size_t least = 0;

    if (indices->count < ELASTICSEARCH_INDICES_MAX) {
        indices->items =
            elasticsearch_grow(indices->items, indices->count, sizeof(*index));
        indices->items[indices->count++] = *index;
        return;
    }
    indices->left_out++;
    for (size_t i = 1; i < indices->count; i++)
        if (by_harm(&indices->items[least], &indices->items[i]) < 0)
            least = i;
    if (by_harm(index, &indices->items[least]) < 0)
        indices->items[least] = *index;
}

static void note_extremes(struct elasticsearch_indices *indices,
                          const struct elasticsearch_index *index)
{
    if (index->size_bytes >= 0 &&
        (!*indices->biggest.name ||
         index->size_bytes > indices->biggest.size_bytes))
        indices->biggest = *index;
    if (index->day_ms < 0)
        return;
    if (!*indices->oldest.name || index->day_ms < indices->oldest.day_ms)
        indices->oldest = *index;
    if (!*indices->newest.name || index->day_ms > indices->newest.day_ms)
        indices->newest = *index;
}

/* The last date in the name: "jaeger-span-2026-10-08", "...-2026.10.08". */
static int64_t day_of(const char *name)
{
    size_t length = strlen(name);
    int64_t day_ms = -1;
    char text[32] = "0000-00-00T00:00:00Z";

    for (size_t i = length < 10 ? 0 : length - 9; i > 0 && day_ms < 0; i--) {
        const char *at = name + i - 1;

        if (!is_date(at))
            continue;
        memcpy(text, at, 4);
        memcpy(text + 5, at + 5, 2);
        memcpy(text + 8, at + 8, 2);
        if (clock_parse_rfc3339(text, &day_ms) < 0)
            day_ms = -1;
    }
    return day_ms;
}

static bool is_date(const char *text)
{
    for (size_t i = 0; i < strlen("2026-10-08"); i++) {
        if (i == 4 || i == 7 ? text[i] != '-' && text[i] != '.'
                             : !isdigit((unsigned char)text[i]))
            return false;
    }
    return true;
}

static int done(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err)
{
    struct indices_draft *mine = draft;
    struct elasticsearch_indices *indices = &mine->indices;
    bool is_last =
        source->pattern + 1 == sizeof(patterns) / sizeof(patterns[0]);

    (void)err;
    if (mine->all == 0 && !is_last) {
        source->pattern++;
        return 1;
    }
    if (mine->all == 0)
        source->pattern = 0;
    if (indices->count > 0)
        qsort(indices->items, indices->count, sizeof(indices->items[0]),
              by_harm);
    indices->answered_ms = answer->now_ms;
    elasticsearch_copy(indices->pattern, sizeof(indices->pattern),
                       elasticsearch_pattern(source));
    elasticsearch_tell_indices(source, &source->model.indices, indices);
    free(source->model.indices.items);
    source->model.indices = *indices;
    indices->items = NULL;
    return 0;
}

static int by_harm(const void *left, const void *right)
{
    const struct elasticsearch_index *a = left, *b = right;
    bool one = a->health == ELASTICSEARCH_RED;
    bool other = b->health == ELASTICSEARCH_RED;

    if (one != other)
        return one ? -1 : 1;
    if (a->size_bytes != b->size_bytes)
        return a->size_bytes > b->size_bytes ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void clear(void *draft)
{
    free(((struct indices_draft *)draft)->indices.items);
}
