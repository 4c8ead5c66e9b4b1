/* raster.h - dots that become braille, blocks or ASCII.
 *
 * Layer: ui. A cell holds 2 by 4 dots in braille, 1 by 8 in blocks and 1 by 2
 * in ASCII; lines among blocks are box-drawing lines, a cell each. Dot columns
 * count from the left, dot rows from the bottom. A cell has one role: what is
 * painted later wins, but of the graph's own three roles the worst stays, so a
 * short breach is not painted over by its neighbour.
 */
#ifndef TRACETOP_UI_RASTER_H
#define TRACETOP_UI_RASTER_H

#include <stdbool.h>

#include "ui/canvas.h"

enum raster_style { RASTER_BRAILLE, RASTER_BLOCK, RASTER_ASCII };

struct raster; /* private to raster.c */

/* A run of dots in one dot column, both ends included. */
struct raster_run {
    int column;
    int bottom, top;
};

/* Returns a blank raster for a rectangle of cells.
 * Owns: the caller frees it. */
struct raster *raster_new(int rows, int columns, enum raster_style style);
void raster_free(struct raster *raster);

/* Returns how many dots there are across and upwards. */
int raster_dot_columns(const struct raster *raster);
int raster_dot_rows(const struct raster *raster);

/* A step of a line: it comes in from the left at one dot row (-1: it begins
 * here) and goes on at another. */
struct raster_step {
    int column;
    int from, to;
};

/* Sets the dots of a run; parts outside are left out. */
void raster_area(struct raster *raster, struct raster_run run, enum role role);

/* Sets the dots of a step, which must be inside. */
void raster_line(struct raster *raster, struct raster_step step,
                 enum role role);

/* Gives the cells that a run touches the role, when it is worse. */
void raster_raise(struct raster *raster, struct raster_run run, enum role role);

/* Returns the cell row (from the top) of a dot row. */
int raster_row_of(const struct raster *raster, int dot_row);

/* Says whether cells of a row are all without a dot. */
bool raster_is_blank(const struct raster *raster, int row, int column,
                     int columns);

/* Paints the cells that have a dot; the others are left as they are. */
void raster_paint(const struct raster *raster, const struct canvas *canvas);

#endif
