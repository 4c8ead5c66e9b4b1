/* silence_view.h - a silence being made: matchers, how long, why, whom it hits.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_SILENCE_VIEW_H
#define TRACETOP_PANELS_SILENCE_VIEW_H

#include "alert/matchers.h"
#include "panels/view.h"

extern const struct view_ops silence_view_ops;

/* What the fields say now. */
struct silence_wish {
    struct matchers matchers; /* the caller ends it with matchers_clear() */
    int64_t duration_ms;
    const char *comment; /* borrowed from the view */
};

/* Reads the fields of a silence view.
 * Fails: -1 and `err` naming the field that is wrong. */
int silence_view_read(const struct view *view, struct silence_wish *wish,
                      struct err *err);

#endif
