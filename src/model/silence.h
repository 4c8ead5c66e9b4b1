/* silence.h - a silence, and one that somebody is about to make.
 *
 * Layer: model. Plain values; whoever keeps them says how long the strings
 * live. Source: Alertmanager API v2.
 */
#ifndef TRACETOP_MODEL_SILENCE_H
#define TRACETOP_MODEL_SILENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct matcher {
    const char *name;
    const char *value;
    bool is_regex;
    bool is_equal; /* false: != and !~ */
};

enum silence_state { SILENCE_ACTIVE, SILENCE_PENDING, SILENCE_EXPIRED };

struct silence {
    const char *id;
    enum silence_state state;
    const char *comment;
    const char *created_by;
    int64_t starts_ms; /* wall time */
    int64_t ends_ms;
    const struct matcher *matchers;
    size_t matcher_count;
};

struct silences {
    const struct silence *items;
    size_t count;
};

/* What is sent to make a silence, or to change one: to extend it, its own
 * values with a later end. */
struct silence_draft {
    const char *id; /* NULL: a new one */
    const struct matcher *matchers;
    size_t matcher_count; /* 1 or more */
    int64_t starts_ms;
    int64_t ends_ms;
    const char *created_by;
    const char *comment; /* not empty */
};

/* Returns "active", "pending" or "expired". */
const char *silence_state_name(enum silence_state state);

#endif
