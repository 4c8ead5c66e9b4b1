/* time_axis.h - where clock times stand below a graph.
 *
 * Layer: ui. Pure. Round times (UTC) that lie in the stretch shown; they are
 * multiples of their step since the epoch, so they move with the data and none
 * changes its text on the way.
 */
#ifndef TRACETOP_UI_TIME_AXIS_H
#define TRACETOP_UI_TIME_AXIS_H

#include <stddef.h>
#include <stdint.h>

enum { TIME_AXIS_MAX_LABELS = 8 };

struct time_label {
    int64_t at_ms;
    char text[16]; /* "20:15", "Mon 23", or "20:14:30" */
};

/* Fills `labels` with the times after `from_ms` up to `to_ms` that leave room
 * for themselves on `columns` columns; returns how many. */
size_t time_axis_labels(int64_t from_ms, int64_t to_ms, int columns,
                        struct time_label labels[TIME_AXIS_MAX_LABELS]);

#endif
