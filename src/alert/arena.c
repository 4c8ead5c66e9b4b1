/* arena.c - blocks in a chain, cut from the front. */
#include "alert/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { BLOCK_BYTES = 2048 };

struct arena_block {
    struct arena_block *next;
    size_t used, capacity;
    max_align_t bytes[];
};

void arena_clear(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;

        arena->blocks = block->next;
        free(block);
    }
    arena->bytes = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t align = sizeof(max_align_t);
    size_t rounded = (size + align - 1) / align * align;
    struct arena_block *block = arena->blocks;
    void *bytes;

    if (!block || block->capacity - block->used < rounded) {
        size_t capacity = rounded > BLOCK_BYTES ? rounded : BLOCK_BYTES;

        block = xmalloc(sizeof(*block) + capacity);
        block->next = arena->blocks;
        block->used = 0;
        block->capacity = capacity;
        arena->blocks = block;
    }
    bytes = (char *)block->bytes + block->used;
    block->used += rounded;
    arena->bytes += rounded;
    memset(bytes, 0, size);
    return bytes;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    if (length)
        memcpy(copy, text, length);
    return copy;
}
