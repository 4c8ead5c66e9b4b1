/* trace.c - spans gathered, then made a tree. */
#include "model/trace.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/xalloc.h"
#include "model/trace_path.h"

/* Texts, each once, in an open-addressing table. */
struct trace_pool {
    struct pool pool;
    const char **slots;
    size_t capacity; /* a power of two */
    size_t count;
};

enum { DIGIT_BITS = 11 };

/* A span's index and what it is sorted by. */
struct by_time {
    int64_t at_us;
    uint32_t index;
};

static uint32_t hash_of(const char *text, size_t length);
static void grow_table(struct trace_pool *pool);
static void find_parents(struct trace *trace);
static uint32_t *index_ids(const struct trace *trace, uint32_t *mask);
static uint32_t find_id(const struct trace *trace, const uint32_t *table,
                        uint32_t mask, const char *id);
static void break_rings(struct trace *trace);
static void cut_ring(struct trace *trace, uint32_t on_ring);
static void link_children(struct trace *trace, struct by_time *order);
static void sort_by_time(struct by_time *order, size_t count);
static void sort_digit(const struct by_time *from, struct by_time *to,
                       size_t count, int64_t least, unsigned shift);
static size_t digit_of(const struct by_time *item, int64_t least,
                       unsigned shift);
static void put_in_order(struct trace *trace);
static void count_below(struct trace *trace);
static void sum_up(struct trace *trace);
static size_t count_services(const struct trace *trace);

struct trace *trace_new(void)
{
    struct trace *trace = xcalloc(1, sizeof(*trace));

    trace->pool = xcalloc(1, sizeof(*trace->pool));
    trace->root = TRACE_NO_SPAN;
    return trace;
}

void trace_free(struct trace *trace)
{
    if (!trace)
        return;
    pool_clear(&trace->pool->pool);
    free(trace->pool->slots);
    free(trace->pool);
    free(trace->spans);
    free(trace->tags);
    free(trace);
}

const char *trace_keep(struct trace *trace, const char *text, size_t length)
{
    struct trace_pool *pool = trace->pool;
    const char *nul = memchr(text, '\0', length);
    size_t at;

    if (nul)
        length = (size_t)(nul - text);
    if (pool->count * 2 >= pool->capacity)
        grow_table(pool);
    at = hash_of(text, length) & (pool->capacity - 1);
    while (pool->slots[at]) {
        if (!strncmp(pool->slots[at], text, length) &&
            pool->slots[at][length] == '\0')
            return pool->slots[at];
        at = (at + 1) & (pool->capacity - 1);
    }
    pool->slots[at] = pool_copy(&pool->pool, text, length);
    pool->count++;
    return pool->slots[at];
}

uint32_t trace_add(struct trace *trace, const struct trace_span *span)
{
    uint32_t index = (uint32_t)trace->count;

    if (trace->count == TRACE_SPANS_MAX) {
        trace->left_out++;
        return TRACE_NO_SPAN;
    }
    if ((trace->count & (trace->count - 1)) == 0)
        trace->spans =
            xrealloc(trace->spans, trace->count > 0 ? trace->count * 2 : 1,
                     sizeof(*trace->spans));
    trace->spans[index] = *span;
    trace->spans[index].first_tag = (uint32_t)trace->tag_count;
    trace->spans[index].tag_count = 0;
    trace->count++;
    return index;
}

void trace_add_tag(struct trace *trace, const struct trace_tag *tag)
{
    assert(trace->count > 0);
    if (trace->tag_count == TRACE_TAGS_MAX) {
        trace->tags_left_out++;
        return;
    }
    if ((trace->tag_count & (trace->tag_count - 1)) == 0)
        trace->tags = xrealloc(trace->tags,
                               trace->tag_count > 0 ? trace->tag_count * 2 : 1,
                               sizeof(*trace->tags));
    trace->tags[trace->tag_count++] = *tag;
    trace->spans[trace->count - 1].tag_count++;
}

void trace_build(struct trace *trace)
{
    struct by_time *order;

    if (trace->count == 0)
        return;
    order = xcalloc(trace->count, sizeof(*order));
    find_parents(trace);
    break_rings(trace);
    link_children(trace, order);
    put_in_order(trace);
    count_below(trace);
    sum_up(trace);
    trace_path_mark(trace);
    free(order);
}

static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static void grow_table(struct trace_pool *pool)
{
    size_t capacity = pool->capacity > 0 ? pool->capacity * 2 : 64;
    const char **slots = xcalloc(capacity, sizeof(*slots));

    for (size_t i = 0; i < pool->capacity; i++) {
        const char *text = pool->slots[i];
        size_t at;

        if (!text)
            continue;
        at = hash_of(text, strlen(text)) & (capacity - 1);
        while (slots[at])
            at = (at + 1) & (capacity - 1);
        slots[at] = text;
    }
    free(pool->slots);
    pool->slots = slots;
    pool->capacity = capacity;
}

static void find_parents(struct trace *trace)
{
    uint32_t mask;
    uint32_t *table = index_ids(trace, &mask);

    for (uint32_t i = 0; i < trace->count; i++) {
        struct trace_span *span = &trace->spans[i];

        span->parent = TRACE_NO_SPAN;
        span->is_parent_missing = false;
        if (!span->parent_id[0])
            continue;
        span->parent = find_id(trace, table, mask, span->parent_id);
        span->is_parent_missing = span->parent == TRACE_NO_SPAN;
    }
    free(table);
}

/* Returns a table of indices plus 1 by the hash of their ids. */
static uint32_t *index_ids(const struct trace *trace, uint32_t *mask)
{
    uint32_t capacity = 16;
    uint32_t *table;

    while (capacity < trace->count * 2)
        capacity *= 2;
    *mask = capacity - 1;
    table = xcalloc(capacity, sizeof(*table));
    for (uint32_t i = 0; i < trace->count; i++) {
        const char *id = trace->spans[i].id;
        uint32_t at = hash_of(id, strlen(id)) & *mask;

        while (table[at] && strcmp(trace->spans[table[at] - 1].id, id) != 0)
            at = (at + 1) & *mask;
        if (!table[at])
            table[at] = i + 1;
    }
    return table;
}

static uint32_t find_id(const struct trace *trace, const uint32_t *table,
                        uint32_t mask, const char *id)
{
    uint32_t at = hash_of(id, strlen(id)) & mask;

    while (table[at]) {
        if (!strcmp(trace->spans[table[at] - 1].id, id))
            return table[at] - 1;
        at = (at + 1) & mask;
    }
    return TRACE_NO_SPAN;
}

/* Walks up from each span; meeting the walk itself is a ring. */
static void break_rings(struct trace *trace)
{
    uint32_t *walk = xcalloc(trace->count, sizeof(*walk));

    for (uint32_t i = 0; i < trace->count; i++) {
        uint32_t at = i;

        while (at != TRACE_NO_SPAN && walk[at] == 0) {
            walk[at] = i + 1;
            at = trace->spans[at].parent;
        }
        if (at != TRACE_NO_SPAN && walk[at] == i + 1)
            cut_ring(trace, at);
    }
    free(walk);
}

static void cut_ring(struct trace *trace, uint32_t on_ring)
{
    uint32_t first = on_ring;

    for (uint32_t at = trace->spans[on_ring].parent; at != on_ring;
         at = trace->spans[at].parent)
        if (trace->spans[at].start_us < trace->spans[first].start_us)
            first = at;
    trace->spans[first].parent = TRACE_NO_SPAN;
}

/* Children and roots by start; `order` is left in that order. The list of
 * roots begins at trace->root for now. */
static void link_children(struct trace *trace, struct by_time *order)
{
    trace->root = TRACE_NO_SPAN;
    for (uint32_t i = 0; i < trace->count; i++) {
        trace->spans[i].first_child = TRACE_NO_SPAN;
        trace->spans[i].next_sibling = TRACE_NO_SPAN;
        order[i] = (struct by_time){trace->spans[i].start_us, i};
    }
    sort_by_time(order, trace->count);
    for (size_t i = trace->count; i-- > 0;) {
        struct trace_span *span = &trace->spans[order[i].index];
        uint32_t *first = span->parent == TRACE_NO_SPAN
                              ? &trace->root
                              : &trace->spans[span->parent].first_child;

        span->next_sibling = *first;
        *first = order[i].index;
    }
}

/* A radix sort from the low digit up, stable: comparing took longer than all
 * the rest of building a trace. A trace lasts seconds, so few digits differ. */
static void sort_by_time(struct by_time *order, size_t count)
{
    struct by_time *spare = xcalloc(count, sizeof(*spare));
    struct by_time *from = order, *to = spare;
    int64_t least = order[0].at_us;
    uint64_t span = 0;

    for (size_t i = 1; i < count; i++)
        if (order[i].at_us < least)
            least = order[i].at_us;
    for (size_t i = 0; i < count; i++)
        span |= (uint64_t)order[i].at_us - (uint64_t)least;
    for (unsigned shift = 0; shift < 64 && span >> shift; shift += DIGIT_BITS) {
        struct by_time *sorted = to;

        sort_digit(from, to, count, least, shift);
        to = from;
        from = sorted;
    }
    if (from != order)
        memcpy(order, from, count * sizeof(*order));
    free(spare);
}

static void sort_digit(const struct by_time *from, struct by_time *to,
                       size_t count, int64_t least, unsigned shift)
{
    size_t places[(1 << DIGIT_BITS) + 1] = {0};

    for (size_t i = 0; i < count; i++)
        places[digit_of(&from[i], least, shift) + 1]++;
    for (size_t i = 0; i < 1 << DIGIT_BITS; i++)
        places[i + 1] += places[i];
    for (size_t i = 0; i < count; i++)
        to[places[digit_of(&from[i], least, shift)]++] = from[i];
}

static size_t digit_of(const struct by_time *item, int64_t least,
                       unsigned shift)
{
    uint64_t since = (uint64_t)item->at_us - (uint64_t)least;

    return since >> shift & ((1 << DIGIT_BITS) - 1);
}

/* Moves the spans into the order of the tree, top down. */
static void put_in_order(struct trace *trace)
{
    uint32_t *place = xcalloc(trace->count, sizeof(*place));
    struct trace_span *spans = xcalloc(trace->count, sizeof(*spans));
    uint32_t at = trace->root;
    uint32_t count = 0;
    size_t depth = 0;

    while (at != TRACE_NO_SPAN) {
        const struct trace_span *span = &trace->spans[at];

        place[at] = count;
        spans[count] = *span;
        spans[count++].depth = (uint16_t)(depth < 60000 ? depth : 60000);
        if (span->first_child != TRACE_NO_SPAN) {
            at = span->first_child;
            depth++;
            continue;
        }
        while (at != TRACE_NO_SPAN &&
               trace->spans[at].next_sibling == TRACE_NO_SPAN) {
            at = trace->spans[at].parent;
            depth--;
        }
        if (at != TRACE_NO_SPAN)
            at = trace->spans[at].next_sibling;
    }
    assert(count == trace->count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *links[] = {&spans[i].parent, &spans[i].first_child,
                             &spans[i].next_sibling};

        for (size_t j = 0; j < 3; j++)
            if (*links[j] != TRACE_NO_SPAN)
                *links[j] = place[*links[j]];
    }
    free(place);
    free(trace->spans);
    trace->spans = spans;
}

static void count_below(struct trace *trace)
{
    for (uint32_t i = 0; i < trace->count; i++) {
        trace->spans[i].descendants = 0;
        trace->spans[i].error_count = 0;
        trace->spans[i].is_critical = false;
    }
    for (size_t i = trace->count; i-- > 0;) {
        const struct trace_span *span = &trace->spans[i];

        if (span->parent == TRACE_NO_SPAN)
            continue;
        trace->spans[span->parent].descendants += span->descendants + 1;
        trace->spans[span->parent].error_count +=
            span->error_count + (uint32_t)span->has_error;
    }
}

static void sum_up(struct trace *trace)
{
    uint32_t root = TRACE_NO_SPAN;

    trace->start_us = INT64_MAX;
    trace->end_us = INT64_MIN;
    trace->roots = trace->missing_parents = trace->errors = 0;
    trace->warnings = 0;
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct trace_span *span = &trace->spans[i];

        trace->errors += span->has_error;
        trace->warnings += span->warning != NULL;
        trace->missing_parents += span->is_parent_missing;
        if (span->start_us < trace->start_us)
            trace->start_us = span->start_us;
        if (span->start_us + span->duration_us > trace->end_us)
            trace->end_us = span->start_us + span->duration_us;
        if (span->parent != TRACE_NO_SPAN)
            continue;
        trace->roots++;
        if (root == TRACE_NO_SPAN && !span->is_parent_missing)
            root = i;
    }
    trace->root = root == TRACE_NO_SPAN ? 0 : root;
    trace->services = count_services(trace);
}

/* Equal texts of a pool are one text. */
static size_t count_services(const struct trace *trace)
{
    size_t capacity = 16;
    const char **names;
    size_t count = 0;

    while (capacity < trace->count * 2)
        capacity *= 2;
    names = xcalloc(capacity, sizeof(*names));
    for (uint32_t i = 0; i < trace->count; i++) {
        const char *name = trace->spans[i].service;
        uint64_t bits = (uintptr_t)name * UINT64_C(0x9E3779B97F4A7C15);
        size_t at = bits >> 32 & (capacity - 1);

        while (names[at] && names[at] != name)
            at = (at + 1) & (capacity - 1);
        count += !names[at];
        names[at] = name;
    }
    free(names);
    return count;
}
