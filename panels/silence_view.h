/* silence_view.h - a silence being made: matchers, how long, why, whom it hits.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_SILENCE_VIEW_H
#define TRACETOP_PANELS_SILENCE_VIEW_H

#include "alert/matchers.h"
#include "panels/view.h"

extern const struct view_ops silence_view_ops;

/* An argument that begins so opens the silence of the alert, to last longer. */
#define SILENCE_VIEW_EXTEND "extend:"

/* What the fields say now. */
struct silence_wish {
    struct matchers matchers; /* the caller ends it with matchers_clear() */
    const char *id;           /* of the silence to extend, borrowed; NULL */
    int64_t starts_ms;        /* of that one; else -1: now */
    int64_t ends_ms;          /* likewise, as it is: add the duration */
    int64_t duration_ms;
    const char *comment; /* borrowed from the view */
};

/* Reads the fields of a silence view.
 * Fails: -1 and `err` naming the field that is wrong. */
int silence_view_read(const struct view *view, struct silence_wish *wish,
                      struct err *err);

#endif
