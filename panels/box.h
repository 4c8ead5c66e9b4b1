/* box.h - one panel: its title rule and its graph.
 *
 * Layer: panels. Used by the overview and by the zoomed panel.
 */
#ifndef TRACETOP_PANELS_BOX_H
#define TRACETOP_PANELS_BOX_H

#include <stdbool.h>

#include "panels/view.h"
#include "ui/canvas.h"

struct box {
    const struct panel *panel;
    size_t number; /* shown before the title; from 1 */
    bool has_focus;
    bool has_legend; /* beside the graph */
    bool has_time_axis;
};

/* Paints the rule on row 0 and the graph below. */
void box_draw(const struct box *box, const struct view_input *input,
              const struct canvas *canvas);

/* Paints just the title rule: number, title, subtitle where there is room,
 * headline and state at the right end. */
void box_draw_rule(const struct box *box, const struct view_input *input,
                   const struct canvas *canvas);

/* Writes the name of a series of a panel: the values of the panel's legend
 * labels (`is_short`: of the first one that the series has), or else all
 * labels. */
void box_series_name(const struct panel *panel, const struct labels *labels,
                     bool is_short, char *out, size_t size);

enum { BOX_MARKERS = 32 };

/* Marks what changed and where alerts of the panel began. Fills at most
 * BOX_MARKERS; returns how many. */
size_t box_markers(const struct panel *panel, const struct model *model,
                   struct graph_marker *markers);

/* Fills the parts of a graph request that depend on the panel alone; room for
 * `room` thresholds. */
struct graph_request box_request(const struct panel *panel,
                                 const struct view_input *input,
                                 struct graph_threshold *thresholds,
                                 size_t room);

#endif
