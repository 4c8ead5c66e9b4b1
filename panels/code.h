/* code.h - shell text with quiet colours.
 *
 * Layer: panels. Comments step back, variables and placeholders stand out; the
 * rest is as it is. Made for reading, not for judging: src/runbook judges.
 */
#ifndef TRACETOP_PANELS_CODE_H
#define TRACETOP_PANELS_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "ui/role.h"

/* A stretch of a text that looks the same all along. */
struct span {
    size_t start, length; /* bytes */
    enum role role;
    unsigned attributes; /* set of enum attribute */
};

struct spans {
    struct span *items; /* without gaps */
    size_t count;
};

/* Returns the spans of one line of code; `is_shell` false: plain code.
 * Owns: the pool. */
struct spans code_spans(struct pool *pool, const char *line, size_t length,
                        bool is_shell);

/* Adds a stretch to some spans; an empty one adds nothing. Owns: the pool. */
void spans_add(struct spans *spans, struct pool *pool, struct span span);

#endif
