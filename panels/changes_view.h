/* changes_view.h - what changed lately, newest first.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_CHANGES_VIEW_H
#define TRACETOP_PANELS_CHANGES_VIEW_H

#include "panels/view.h"
#include "ui/graph.h"

struct changes;

extern const struct view_ops changes_view_ops;

/* Adds a marker for each of the newest changes to `markers`, which has `room`
 * and `count` of them; returns how many they are then. */
size_t changes_markers(const struct model *model, struct graph_marker *markers,
                       size_t count, size_t room);

/* Returns what changed lately, or NULL when nobody tells. Borrowed. */
const struct changes *changes_of(const struct model *model);

#endif
