/* hashset.c - open addressing with backward-shift deletion. */
#include "data/hashset.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

static size_t home_of(const struct hashset *set, const void *item);
static size_t place_of(const struct hashset *set, const void *item);
static void close_gap(struct hashset *set, size_t gap);
static void resize(struct hashset *set, size_t capacity);
static void put(struct hashset *set, void *item);

enum { SMALLEST = 8 };

void hashset_init(struct hashset *set, hashset_hash_fn *hash_of)
{
    *set = (struct hashset){.hash_of = hash_of};
}

void hashset_clear(struct hashset *set)
{
    free(set->slots);
    *set = (struct hashset){.hash_of = set->hash_of};
}

void *hashset_find(const struct hashset *set, uint64_t hash,
                   hashset_match_fn *match, const void *key)
{
    size_t mask = set->capacity - 1;

    if (set->count == 0)
        return NULL;
    for (size_t at = (size_t)hash & mask; set->slots[at]; at = (at + 1) & mask)
        if (match(set->slots[at], key))
            return set->slots[at];
    return NULL;
}

void hashset_add(struct hashset *set, void *item)
{
    assert(item);
    if (set->capacity == 0)
        resize(set, SMALLEST);
    else if ((set->count + 1) * 4 > set->capacity * 3)
        resize(set, set->capacity * 2);
    put(set, item);
    set->count++;
}

void hashset_remove(struct hashset *set, const void *item)
{
    close_gap(set, place_of(set, item));
    set->count--;
    if (set->count == 0)
        hashset_clear(set);
    else if (set->capacity > SMALLEST && set->count * 8 < set->capacity)
        resize(set, set->capacity / 2);
}

size_t hashset_bytes(const struct hashset *set)
{
    return set->capacity * sizeof(set->slots[0]);
}

size_t hashset_bytes_bound(size_t count)
{
    size_t capacity = SMALLEST;

    while (count * 4 > capacity * 3)
        capacity *= 2;
    return capacity * sizeof(void *);
}

static size_t home_of(const struct hashset *set, const void *item)
{
    return (size_t)set->hash_of(item) & (set->capacity - 1);
}

static size_t place_of(const struct hashset *set, const void *item)
{
    size_t at = home_of(set, item);

    while (set->slots[at] != item) {
        assert(set->slots[at]);
        at = (at + 1) & (set->capacity - 1);
    }
    return at;
}

/* Moves back each later item of the same run that the gap would cut off from
 * its home, so that no tombstones are needed. */
static void close_gap(struct hashset *set, size_t gap)
{
    size_t mask = set->capacity - 1;

    set->slots[gap] = NULL;
    for (size_t at = (gap + 1) & mask; set->slots[at]; at = (at + 1) & mask) {
        size_t home = home_of(set, set->slots[at]);

        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        set->slots[gap] = set->slots[at];
        set->slots[at] = NULL;
        gap = at;
    }
}

static void resize(struct hashset *set, size_t capacity)
{
    struct hashset old = *set;

    set->slots = xcalloc(capacity, sizeof(set->slots[0]));
    set->capacity = capacity;
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i])
            put(set, old.slots[i]);
    free(old.slots);
}

static void put(struct hashset *set, void *item)
{
    size_t at = home_of(set, item);

    while (set->slots[at])
        at = (at + 1) & (set->capacity - 1);
    set->slots[at] = item;
}
