/* store.c - the series sets of every query at every zoom. */
#include "data/store.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* What a graph adds to its range when it rounds both ends to its columns. */
enum { SPARE_SLOTS = 16 };

enum { ZOOMS_MAX = 8 };

struct query {
    struct series_spec headline; /* owns its strings */
    struct series_set *sets[ZOOMS_MAX];
    struct coverage coverage[ZOOMS_MAX];
};

struct store {
    struct symtab *symbols;
    size_t series_limit;
    struct query *queries;
    size_t query_count;
};

static size_t keeper_of(size_t zoom);
static struct series_spec spec_of(const struct store *store,
                                  const struct query *query, size_t zoom);
static struct query *query_at(const struct store *store, size_t query);

struct store *store_new(size_t series_limit)
{
    struct store *store = xcalloc(1, sizeof(*store));

    assert(zoom_count <= ZOOMS_MAX);
    store->symbols = symtab_new();
    store->series_limit = series_limit;
    return store;
}

void store_free(struct store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->query_count; i++) {
        struct query *query = &store->queries[i];

        for (size_t zoom = 0; zoom < zoom_count; zoom++)
            series_set_free(query->sets[zoom]);
        free((char *)query->headline.select);
        free((char *)query->headline.select_value);
    }
    free(store->queries);
    symtab_free(store->symbols);
    free(store);
}

struct symtab *store_symbols(struct store *store)
{
    return store->symbols;
}

size_t store_add_query(struct store *store, const struct series_spec *headline)
{
    struct query *query;

    store->queries = xrealloc(store->queries, store->query_count + 1,
                              sizeof(store->queries[0]));
    query = &store->queries[store->query_count];
    *query = (struct query){.headline.headline = headline->headline};
    if (headline->select)
        query->headline.select = xstrdup(headline->select);
    if (headline->select_value)
        query->headline.select_value = xstrdup(headline->select_value);
    for (size_t zoom = 0; zoom < zoom_count; zoom++)
        query->coverage[zoom] = coverage_none();
    return store->query_count++;
}

struct series_set *store_open(struct store *store, size_t query, size_t zoom)
{
    struct query *owner = query_at(store, query);
    struct series_set **set = &owner->sets[keeper_of(zoom)];

    if (!*set) {
        struct series_spec spec = spec_of(store, owner, keeper_of(zoom));

        *set = series_set_new(store->symbols, &spec);
    }
    return *set;
}

const struct series_set *store_get(const struct store *store, size_t query,
                                   size_t zoom)
{
    return query_at(store, query)->sets[keeper_of(zoom)];
}

struct coverage *store_coverage(struct store *store, size_t query, size_t zoom)
{
    return &query_at(store, query)->coverage[keeper_of(zoom)];
}

void store_reset_query(struct store *store, size_t query)
{
    struct query *owner = query_at(store, query);

    for (size_t zoom = 0; zoom < zoom_count; zoom++) {
        if (owner->sets[zoom])
            series_set_reset(owner->sets[zoom]);
        owner->coverage[zoom] = coverage_none();
    }
}

size_t store_bytes(const struct store *store)
{
    size_t bytes = sizeof(*store) + symtab_bytes(store->symbols) +
                   store->query_count * sizeof(store->queries[0]);

    for (size_t i = 0; i < store->query_count; i++)
        for (size_t zoom = 0; zoom < zoom_count; zoom++)
            if (store->queries[i].sets[zoom])
                bytes += series_set_bytes(store->queries[i].sets[zoom]);
    return bytes;
}

size_t store_bytes_bound(const struct store *store)
{
    size_t bytes =
        sizeof(*store) + store->query_count * sizeof(store->queries[0]);

    for (size_t i = 0; i < store->query_count; i++)
        for (size_t zoom = 0; zoom < zoom_count; zoom++) {
            struct series_spec spec = spec_of(store, &store->queries[i], zoom);

            if (keeper_of(zoom) == zoom)
                bytes += series_set_bytes_bound(&spec);
        }
    return bytes;
}

/* Zooms of one step share the samples of the longest of them, so that no value
 * is asked for twice; they follow one another in the table. */
static size_t keeper_of(size_t zoom)
{
    assert(zoom < zoom_count);
    while (zoom + 1 < zoom_count &&
           zoom_table[zoom + 1].step_ms == zoom_table[zoom].step_ms)
        zoom++;
    return zoom;
}

static struct series_spec spec_of(const struct store *store,
                                  const struct query *query, size_t zoom)
{
    const struct zoom *view = &zoom_table[zoom];
    struct series_spec spec = query->headline;

    spec.step_ms = view->step_ms;
    spec.capacity = (size_t)(view->range_ms / view->step_ms) + SPARE_SLOTS;
    spec.limit = store->series_limit;
    return spec;
}

static struct query *query_at(const struct store *store, size_t query)
{
    assert(query < store->query_count);
    return &store->queries[query];
}
