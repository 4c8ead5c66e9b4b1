/* overview_layout.h - where the parts of the overview lie.
 *
 * Layer: panels. Pure. Panels stand in rows of at most three, the shorter rows
 * first (five are two and three); the list takes what is left.
 */
#ifndef TRACETOP_PANELS_OVERVIEW_LAYOUT_H
#define TRACETOP_PANELS_OVERVIEW_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

enum {
    OVERVIEW_PANELS_MAX = 24,
    OVERVIEW_LEGEND_COLUMNS = 56, /* a panel as wide as this has a legend */
};

struct overview_layout {
    struct rect panels[OVERVIEW_PANELS_MAX];
    size_t panel_count; /* those that fit */
    struct rect list;
    bool has_legend;
    bool has_time_axis;
};

/* Lays out `panel_count` panels on a view of this size. Returns false when
 * there is no room for graphs: the compact list is drawn instead. */
bool overview_layout_make(struct overview_layout *layout, size_t panel_count,
                          int rows, int columns);

/* Returns the panel above or below another one. */
size_t overview_layout_neighbour(size_t panel_count, size_t panel,
                                 bool is_below);

#endif
