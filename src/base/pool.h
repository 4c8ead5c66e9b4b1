/* pool.h - many small pieces of memory that live and die together.
 *
 * Layer: base. What is read once and kept as a whole (a guide, a script) is
 * built in a pool: no piece is freed on its own, pool_clear() ends all.
 */
#ifndef TRACETOP_BASE_POOL_H
#define TRACETOP_BASE_POOL_H

#include <stddef.h>

struct pool_chunk; /* private to pool.c */

struct pool {
    struct pool_chunk *chunks; /* newest first */
    size_t bytes;              /* handed out in all */
};

/* Returns `count` times `size` zero bytes, aligned for any type.
 * Owns: the pool. */
void *pool_alloc(struct pool *pool, size_t count, size_t size);

/* Returns a NUL-ended copy of `length` bytes. Owns: the pool. */
char *pool_copy(struct pool *pool, const char *bytes, size_t length);

/* Returns a copy of a string. Owns: the pool. */
char *pool_strdup(struct pool *pool, const char *text);

/* Returns room for one more element behind `count` of them, each of `size`
 * bytes: `list` itself, or a copy twice as large. A NULL list starts one.
 * `count` must be the number of elements that were ever added. */
void *pool_grow(struct pool *pool, void *list, size_t count, size_t size);

/* Frees every piece. A zeroed struct is fine, before and after. */
void pool_clear(struct pool *pool);

#endif
