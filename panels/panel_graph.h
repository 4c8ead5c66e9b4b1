/* panel_graph.h - one panel's graph over the stretch on screen, its crosshair.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_PANEL_GRAPH_H
#define TRACETOP_PANELS_PANEL_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "panels/legend.h"
#include "panels/view.h"
#include "ui/graph.h"

enum { PANEL_AXIS_COLUMNS = 7 };

struct panel_graph {
    size_t panel;         /* index into the model */
    int64_t crosshair_ms; /* -1: none */
};

/* Returns what is asked of the graph but for its lines: the stretch, and the
 * crosshair while it lies within. */
struct graph_request panel_graph_request(const struct panel_graph *self,
                                         const struct view_input *input);

/* Returns how much time a column of the plot stands for, 1 ms or more. */
int64_t panel_graph_column_ms(const struct graph_request *request,
                              const struct view_input *input);

/* Moves the crosshair by columns, from the right end if there is none; past
 * that end it is gone. */
void panel_graph_move(struct panel_graph *self, const struct view_input *input,
                      int columns);

/* Paints the lines of the legend that are shown. */
void panel_graph_draw(const struct panel_graph *self,
                      const struct view_input *input,
                      const struct legend *legend, const struct canvas *canvas);

#endif
