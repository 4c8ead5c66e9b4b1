/* graph_axis.h - what stands left of and below a plot.
 *
 * Layer: ui; a part of graph.c.
 */
#ifndef TRACETOP_UI_GRAPH_AXIS_H
#define TRACETOP_UI_GRAPH_AXIS_H

#include "ui/graph_plot.h"

/* Returns how many columns the numbers need; 0 when the canvas is too small
 * for them. Needs the scale only. */
int axis_columns(const struct drawing *drawing, int rows);

/* Paints the numbers of the ticks. */
void axis_draw_ticks(const struct drawing *drawing);

/* Paints the dotted lines and their numbers, for the values to cover. */
void axis_draw_thresholds(const struct drawing *drawing);

/* Paints the words of the thresholds where no value is in their way. */
void axis_draw_threshold_labels(const struct drawing *drawing);

/* Paints the clock times, where markers and crosshair leave room. */
void axis_draw_times(const struct drawing *drawing);

#endif
