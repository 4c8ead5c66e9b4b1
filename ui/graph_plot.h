/* graph_plot.h - a graph while it is drawn, and its values as dots.
 *
 * Layer: ui; a part of graph.c.
 */
#ifndef TRACETOP_UI_GRAPH_PLOT_H
#define TRACETOP_UI_GRAPH_PLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/graph.h"
#include "ui/raster.h"
#include "ui/scale.h"

struct drawing {
    const struct graph_request *request;
    const struct canvas *canvas;
    struct canvas plot; /* the plot's own part of it */
    struct graph_layout layout;
    struct scale scale;
    struct raster *raster;
    bool *taken; /* by column: a marker stands there */
};

/* Smallest and largest of some values; both NAN when there are none. */
struct extent {
    double min, max;
};

/* Returns the extent of the slots after `after_ms` up to `to_ms`. A stretch
 * that lies within one slot has that slot's value. */
struct extent plot_bucket(const struct ring *ring, int64_t after_ms,
                          int64_t to_ms);

/* Returns the extent of all finite values that the request shows. */
struct extent plot_extent(const struct graph_request *request);

/* Returns the dot row of a value that is not NAN, and its row of cells. */
int plot_dot_row(const struct drawing *drawing, double value);
int plot_row(const struct drawing *drawing, double value);

/* Sets the dots of all lines. */
void plot_lines(const struct drawing *drawing);

/* Says whether there is a row below the plot. */
bool plot_has_time_row(const struct drawing *drawing);

#endif
