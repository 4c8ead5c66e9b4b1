/* change.c - a short list of changes, each kept once. */
#include "model/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static uint64_t hash_of(enum change_kind kind, const char *key);
static bool is_known(const struct changes *changes, uint64_t key);
static size_t place_of(const struct changes *changes, int64_t at_ms);

void changes_clear(struct changes *changes)
{
    free(changes->items);
    *changes = (struct changes){0};
}

bool changes_add(struct changes *changes, const struct change *change,
                 const char *key)
{
    const uint64_t hash = hash_of(change->kind, key);
    const size_t place = place_of(changes, change->at_ms);
    size_t moved;

    if (is_known(changes, hash) || place == CHANGES_MAX)
        return false;
    if (!changes->items)
        changes->items = xcalloc(CHANGES_MAX, sizeof(*changes->items));
    if (changes->count == CHANGES_MAX) {
        changes->count--;
        changes->left_out++;
    }
    moved = changes->count - place;
    memmove(&changes->items[place + 1], &changes->items[place],
            moved * sizeof(*changes->items));
    changes->items[place] = *change;
    changes->items[place].key = hash;
    changes->count++;
    return true;
}

const char *change_kind_name(enum change_kind kind)
{
    static const char *const names[CHANGE_KINDS] = {
        [CHANGE_ROLLOUT] = "rollout",   [CHANGE_SCALE] = "scale",
        [CHANGE_RESTART] = "restart",   [CHANGE_EVICTION] = "eviction",
        [CHANGE_NODE] = "node",         [CHANGE_SNAPSHOT] = "snapshot",
        [CHANGE_ROLLOVER] = "rollover",
    };

    return names[kind];
}

/* FNV-1a. */
static uint64_t hash_of(enum change_kind kind, const char *key)
{
    uint64_t hash = 0xcbf29ce484222325ULL ^ (uint64_t)kind;

    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3ULL;
    return hash;
}

static bool is_known(const struct changes *changes, uint64_t key)
{
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].key == key)
            return true;
    return false;
}

/* Of equal times the one told last comes first. */
static size_t place_of(const struct changes *changes, int64_t at_ms)
{
    size_t place = 0;

    while (place < changes->count && changes->items[place].at_ms > at_ms)
        place++;
    return place;
}
