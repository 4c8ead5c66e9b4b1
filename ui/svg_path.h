/* svg_path.h - shapes of many cells as few lines of path data.
 *
 * Layer: ui; a part of export_svg.c.
 */
#ifndef TRACETOP_UI_SVG_PATH_H
#define TRACETOP_UI_SVG_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"

struct buf;

/* A cell in units of the picture. */
enum { SVG_CELL_WIDTH = 12, SVG_CELL_HEIGHT = 24 };

/* The cells of a grid that look alike. */
struct svg_cells {
    const struct grid *grid;
    uint8_t role, attributes;
};

/* Says whether a cell is one of them. */
bool svg_has(const struct svg_cells *cells, const struct cell *cell);

/* Adds blocks and braille as rectangles, to be filled; neighbours of the same
 * form become one. Adds nothing when there are none. */
void svg_path_blocks(const struct svg_cells *cells, struct buf *out);

/* Adds lines, to be stroked: those across or (`is_down`) downwards, solid or
 * dashed. Adds nothing when there are none. */
void svg_path_lines(const struct svg_cells *cells, bool is_down, bool is_dashed,
                    struct buf *out);

#endif
