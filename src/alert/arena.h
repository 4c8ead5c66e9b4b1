/* arena.h - memory that is given back all at once.
 *
 * Layer: alert. A template's tree and the strings that it makes on the way live
 * in one of these and end together.
 */
#ifndef TRACETOP_ALERT_ARENA_H
#define TRACETOP_ALERT_ARENA_H

#include <stddef.h>

struct arena_block; /* private to arena.c */

struct arena {
    struct arena_block *blocks; /* the newest first */
    size_t bytes;               /* handed out in all */
};

/* Frees everything that came from the arena. A zeroed struct is fine, and is
 * how an arena begins. */
void arena_clear(struct arena *arena);

/* Returns `size` zero bytes. Owns: the arena. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns a NUL-ended copy of `length` bytes. Owns: the arena. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

#endif
