/* names.c - open addressing with FNV-1a. */
#include "runbook/names.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

static size_t slot_of(const struct names *names, const char *key);
static void grow(struct names *names, struct pool *pool);

size_t *names_find(const struct names *names, const char *key)
{
    struct name *slot;

    if (!names->capacity)
        return NULL;
    slot = &names->slots[slot_of(names, key)];
    return slot->key ? &slot->value : NULL;
}

void names_add(struct names *names, struct pool *pool, const char *key,
               size_t value)
{
    if (names->count * 2 >= names->capacity)
        grow(names, pool);
    names->slots[slot_of(names, key)] = (struct name){key, value};
    names->count++;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct names *names, const char *key)
{
    uint64_t hash = 0xcbf29ce484222325ULL;
    size_t at;

    for (const char *byte = key; *byte; byte++)
        hash = (hash ^ (unsigned char)*byte) * 0x100000001b3ULL;
    at = (size_t)hash & (names->capacity - 1);
    while (names->slots[at].key && strcmp(names->slots[at].key, key) != 0)
        at = (at + 1) & (names->capacity - 1);
    return at;
}

static void grow(struct names *names, struct pool *pool)
{
    struct names larger = {.capacity = names->capacity ? names->capacity * 2
                                                       : FIRST_SLOTS,
                           .count = names->count};

    larger.slots = pool_alloc(pool, larger.capacity, sizeof(*larger.slots));
    for (size_t i = 0; i < names->capacity; i++)
        if (names->slots[i].key)
            larger.slots[slot_of(&larger, names->slots[i].key)] =
                names->slots[i];
    *names = larger;
}
