/* runs.h - which cells of a frame differ, in the order to paint them.
 *
 * Layer: ui; used by screen.c.
 */
#ifndef TRACETOP_UI_RUNS_H
#define TRACETOP_UI_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"
#include "ui/motion.h"
#include "ui/pen.h"
#include "ui/shown.h"

struct run {
    int row, column, end;
    bool is_erasure; /* blank from `column` up to the end of the row */
};

struct runs {
    struct run *items;
    size_t count, capacity;
};

/* Finds the runs of cells in which the terminal differs from the grid. A short
 * gap that is cheaper to write again than to jump over joins two runs. Cells
 * that only look the same are taken over into `shown` on the way.
 * Owns: the caller ends `runs` (zeroed before the first use) with
 * runs_clear(). */
void runs_find(struct runs *runs, struct shown *shown, const struct grid *grid);

/* Puts the runs into an order in which the cursor goes a short way and the pen
 * changes seldom, from here on. Too many are left row by row. */
void runs_order(struct runs *runs, const struct shown *shown,
                const struct grid *grid, struct place place, struct pen pen);

/* Frees the runs. A zeroed struct is fine. */
void runs_clear(struct runs *runs);

#endif
