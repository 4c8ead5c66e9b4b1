/* pool.c - memory by the chunk. */
#include "base/pool.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* A pool may hold one annotation or a whole guide: chunks double in size. */
enum { CHUNK_LEAST = 2048, CHUNK_MOST = 64 * 1024, FIRST_ELEMENTS = 8 };

struct pool_chunk {
    struct pool_chunk *next;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static size_t next_size(const struct pool_chunk *newest);

void *pool_alloc(struct pool *pool, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct pool_chunk *chunk = pool->chunks;
    size_t want;

    assert(!size || count <= SIZE_MAX / 2 / size);
    want = (count * size + align - 1) / align * align;
    if (!chunk || chunk->size - chunk->used < want) {
        size_t room = next_size(chunk);

        if (want > room / 4)
            room = want;
        chunk = xcalloc(1, sizeof(*chunk) + room);
        chunk->size = room;
        if (room == want && pool->chunks) { /* a big one must not end the
                                             * chunk that has room left */
            chunk->next = pool->chunks->next;
            pool->chunks->next = chunk;
        } else {
            chunk->next = pool->chunks;
            pool->chunks = chunk;
        }
    }
    chunk->used += want;
    pool->bytes += want;
    return chunk->bytes + chunk->used - want;
}

char *pool_copy(struct pool *pool, const char *bytes, size_t length)
{
    char *copy = pool_alloc(pool, length + 1, 1);

    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

char *pool_strdup(struct pool *pool, const char *text)
{
    return pool_copy(pool, text, strlen(text));
}

void *pool_grow(struct pool *pool, void *list, size_t count, size_t size)
{
    void *grown;

    if (!list)
        return pool_alloc(pool, FIRST_ELEMENTS, size);
    if (count < FIRST_ELEMENTS || (count & (count - 1)))
        return list;
    grown = pool_alloc(pool, count * 2, size);
    memcpy(grown, list, count * size);
    return grown;
}

void pool_clear(struct pool *pool)
{
    while (pool->chunks) {
        struct pool_chunk *next = pool->chunks->next;

        free(pool->chunks);
        pool->chunks = next;
    }
    pool->bytes = 0;
}

static size_t next_size(const struct pool_chunk *newest)
{
    size_t size = newest ? newest->size * 2 : CHUNK_LEAST;

    return size < CHUNK_MOST ? size : CHUNK_MOST;
}
