/* graph.h - values over time, in braille, blocks or ASCII.
 *
 * Layer: ui. Pure: same request, same cells. The time axis is anchored to
 * whole columns, so between two columns only the last one changes. A gap stays
 * blank. A slot wider than a column is held over its width. Each column shows
 * the largest value of its slots (a spike is never averaged away); the line
 * form joins neighbours. Where a line or area of ROLE_GRAPH breaches a
 * threshold its cells take the threshold's role: those from the limit up, or
 * the whole column when it is too low.
 */
#ifndef TRACETOP_UI_GRAPH_H
#define TRACETOP_UI_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/ring.h"
#include "ui/canvas.h"

enum graph_style { GRAPH_BRAILLE, GRAPH_BLOCK, GRAPH_ASCII };

struct graph_line {
    const struct ring *ring;
    enum role role;
    bool is_area; /* filled down to the axis; else a line */
};

struct graph_threshold {
    double limit;
    bool is_above;
    bool is_critical;
    const char *label; /* right of the line where there is room; or NULL */
};

struct graph_marker {
    int64_t at_ms;
    char symbol[8]; /* one glyph, NUL-ended, such as "▲" */
    char text[8];   /* such as "7"; may be empty */
    enum role role;
};

struct graph_request {
    /* What to show; graph_draw() widens it to whole columns as graph_span()
     * does, so `to_ms` may be the present moment. */
    int64_t from_ms, to_ms;
    const struct graph_line *lines; /* painted in order */
    size_t line_count;
    const struct graph_threshold *thresholds;
    size_t threshold_count;
    const struct graph_marker *markers;
    size_t marker_count;
    const char *unit;
    bool has_minimum, has_maximum; /* fixed ends of the value axis */
    double minimum, maximum;
    int64_t crosshair_ms; /* -1: none */
    enum graph_style style;
    bool has_time_axis; /* a row of clock times below */
    int axis_columns;   /* width of the value axis; 0: as the ticks need; -1:
                         * none */
};

/* The plot's own rectangle within the canvas, for crosshairs and the mouse.
 * A column shows the time after the column before it up to its own time. */
struct graph_layout {
    struct rect plot;
    double low, high;       /* values at the bottom and the top */
    int64_t from_ms, to_ms; /* times of the first and the last column */
    int64_t column_ms;      /* time that one column covers; 0: no plot */
};

/* Works out the stretch of time for a plot of `columns` columns that ends with
 * the slot which holds `end_ms`. Columns cover an even number of ms (two dots
 * in braille) and end at multiples of it since the epoch, so a sample keeps its
 * column, and columns move only when one is full. The stretch is as long as
 * `range_ms`, rounded up by less than 2 ms a column. */
void graph_span(int64_t end_ms, int64_t range_ms, int64_t step_ms, int columns,
                int64_t *from_ms, int64_t *to_ms);

/* Paints axis, threshold lines, values, markers and crosshair.
 * Returns where the plot came to lie. */
struct graph_layout graph_draw(const struct graph_request *request,
                               const struct canvas *canvas);

/* Returns the time of a plot column, and the column of a time (-1: outside). */
int64_t graph_time_at(const struct graph_layout *layout, int column);
int graph_column_of(const struct graph_layout *layout, int64_t at_ms);

/* Returns the largest value that a ring has within the column of a time, NAN
 * when it has none there: what the graph shows at the crosshair. */
double graph_value_at(const struct graph_layout *layout,
                      const struct ring *ring, int64_t at_ms);

/* Fills `ticks` with at most `room` (2 or more) round numbers, the same step
 * apart, that cover low to high; returns how many; widens `low` and `high` to
 * the first and the last. */
size_t graph_ticks(double *low, double *high, double *ticks, size_t room);

#endif
