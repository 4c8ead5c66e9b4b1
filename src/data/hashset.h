/* hashset.h - pointers that are found by a hash of what they point to.
 *
 * Layer: data. Open addressing with linear probing, load at most 3/4; it
 * shrinks again when most items are gone. The items stay their owner's.
 */
#ifndef TRACETOP_DATA_HASHSET_H
#define TRACETOP_DATA_HASHSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Returns the hash of an item; its low bits must be well mixed. */
typedef uint64_t hashset_hash_fn(const void *item);

/* Says whether an item is the one that `key` asks for. */
typedef bool hashset_match_fn(const void *item, const void *key);

struct hashset {
    void **slots;    /* NULL is a free slot */
    size_t capacity; /* 0, or a power of two */
    size_t count;
    hashset_hash_fn *hash_of;
};

/* Makes an empty set. Owns: the caller ends it with hashset_clear(). */
void hashset_init(struct hashset *set, hashset_hash_fn *hash_of);

/* Empties the set and frees its slots, not the items. */
void hashset_clear(struct hashset *set);

/* Returns the item of this hash that matches `key`, or NULL. Borrowed. */
void *hashset_find(const struct hashset *set, uint64_t hash,
                   hashset_match_fn *match, const void *key);

/* Adds an item that is not in the set yet. */
void hashset_add(struct hashset *set, void *item);

/* Takes out an item that is in the set. */
void hashset_remove(struct hashset *set, const void *item);

/* Returns the bytes that the slots take. */
size_t hashset_bytes(const struct hashset *set);

/* Returns the most bytes that the slots take for up to `count` items. */
size_t hashset_bytes_bound(size_t count);

#endif
