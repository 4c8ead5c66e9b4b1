/* graph_mark.h - what points at a moment of a graph.
 *
 * Layer: ui; a part of graph.c.
 */
#ifndef TRACETOP_UI_GRAPH_MARK_H
#define TRACETOP_UI_GRAPH_MARK_H

#include "ui/graph_plot.h"

/* Paints the crosshair: first its line, for the values to cover; after them
 * its colour, which shows it on top of an area. */
void mark_crosshair_line(const struct drawing *drawing);
void mark_crosshair_color(const struct drawing *drawing);

/* Paints the markers and notes the columns they take. */
void mark_draw_markers(const struct drawing *drawing);

/* Says whether no marker stands in some columns. Those beyond the edges are
 * free. */
bool mark_is_free(const struct drawing *drawing, int column, int columns);

#endif
