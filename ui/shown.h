/* shown.h - what the terminal shows, and what it should show instead.
 *
 * Layer: ui; used by screen.c and runs.c. Cells are those of the canvas; one
 * that was erased has the role SHOWN_CLEARED.
 */
#ifndef TRACETOP_UI_SHOWN_H
#define TRACETOP_UI_SHOWN_H

#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/pen.h"
#include "ui/role.h"
#include "ui/term.h"
#include "ui/theme.h"

enum { SHOWN_CLEARED = ROLE_COUNT };

struct shown {
    const struct term *term;
    int rows, columns;
    struct cell *cells;                 /* row by row */
    struct pen pens[SHOWN_CLEARED + 1]; /* by role */
};

/* Makes everything blank, in the terminal's present size. A zeroed struct with
 * its `term` set is fine. Owns: the caller ends it with shown_clear(). */
void shown_reset(struct shown *shown, const struct theme *theme, int rows,
                 int columns);

/* Frees the cells. A zeroed struct is fine. */
void shown_clear(struct shown *shown);

/* Returns a cell of the terminal. Borrowed: until shown_reset(). */
struct cell *shown_at(const struct shown *shown, int row, int column);

/* Returns what a cell should show: that of the grid, made such that the
 * terminal can show it; a blank outside the grid. */
struct cell shown_wanted(const struct shown *shown, const struct grid *grid,
                         int row, int column);

/* Says whether two cells look the same. */
bool shown_is_same(const struct shown *shown, const struct cell *left,
                   const struct cell *right);

/* Returns the pen that paints a cell. */
struct pen shown_pen(const struct shown *shown, const struct cell *cell);

/* Says whether erasing paints blanks as this pen does. */
bool shown_can_erase(const struct shown *shown, struct pen pen);

bool shown_is_blank(const struct cell *cell);

#endif
