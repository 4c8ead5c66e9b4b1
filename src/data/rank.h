/* rank.h - who is the smallest? A min-heap whose items may change.
 *
 * Layer: data. Items lie in their owner's structs; NAN ranks below everything.
 */
#ifndef TRACETOP_DATA_RANK_H
#define TRACETOP_DATA_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ranked {
    double score;
    uint32_t place; /* kept by the heap */
};

struct rank {
    struct ranked **items;
    size_t count;
    size_t capacity;
};

/* Makes an empty heap. Owns: the caller ends it with rank_clear(). */
void rank_init(struct rank *rank);

/* Frees the heap, not the items. */
void rank_clear(struct rank *rank);

/* Empties the heap and makes room for `capacity` items. */
void rank_restart(struct rank *rank, size_t capacity);

/* Adds an item; there must be room. */
void rank_add(struct rank *rank, struct ranked *item);

/* Returns the item with the smallest score, or NULL. Borrowed. */
struct ranked *rank_first(const struct rank *rank);

/* Moves an item whose score was changed to its new place. */
void rank_update(struct rank *rank, struct ranked *item);

/* Says whether `left` ranks below `right`. */
bool rank_below(double left, double right);

/* Returns the bytes that the heap takes. */
size_t rank_bytes(const struct rank *rank);

#endif
