/* change.h - what changed lately, newest first.
 *
 * Layer: model. Rollouts, restarts, evictions, nodes, snapshots, rollovers:
 * most incidents begin with one. Whoever learns of a change tells it with a
 * key that is the same each time it is told; it is kept once.
 */
#ifndef TRACETOP_MODEL_CHANGE_H
#define TRACETOP_MODEL_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHANGES_MAX = 500 };

enum change_kind {
    CHANGE_ROLLOUT,
    CHANGE_SCALE,
    CHANGE_RESTART,
    CHANGE_EVICTION,
    CHANGE_NODE,
    CHANGE_SNAPSHOT,
    CHANGE_ROLLOVER,
    CHANGE_KINDS
};

struct change {
    int64_t at_ms; /* wall time */
    enum change_kind kind;
    bool is_harm;   /* it is itself bad: a restart, an eviction */
    char what[96];  /* "deployment/jaeger-collector" */
    char text[200]; /* "revision 3 to 4, image 1.50 to 1.57" */
    uint64_t key;   /* of what is told twice */
};

struct changes {
    struct change *items; /* newest first */
    size_t count;
    size_t left_out; /* older ones that were dropped */
};

/* Empties the list. A zeroed struct is an empty list, too. */
void changes_clear(struct changes *changes);

/* Takes a change. `key` is text that names it among those of its kind
 * ("UID 4" for a pod's fourth restart); what was taken with the same key
 * before keeps its place and its time. Returns whether it was new. */
bool changes_add(struct changes *changes, const struct change *change,
                 const char *key);

/* Returns "rollout", "restart", ... */
const char *change_kind_name(enum change_kind kind);

#endif
