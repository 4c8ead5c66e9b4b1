/* names.h - strings to numbers.
 *
 * Layer: runbook. A guide of ten megabytes has thousands of ids and alerts;
 * looking each up in a list would take minutes.
 */
#ifndef TRACETOP_RUNBOOK_NAMES_H
#define TRACETOP_RUNBOOK_NAMES_H

#include <stddef.h>

#include "base/pool.h"

struct name {
    const char *key; /* NULL: free */
    size_t value;
};

/* A zeroed struct is an empty map. */
struct names {
    struct name *slots; /* the pool's */
    size_t capacity;    /* 0 or a power of two */
    size_t count;
};

/* Returns the value of a key, or NULL; borrowed until the next add. */
size_t *names_find(const struct names *names, const char *key);

/* Adds a key that is not there. `key` is borrowed for the map's life. */
void names_add(struct names *names, struct pool *pool, const char *key,
               size_t value);

#endif
