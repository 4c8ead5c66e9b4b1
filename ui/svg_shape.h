/* svg_shape.h - the glyphs that a picture draws as shapes.
 *
 * Layer: ui; a part of export_svg.c. Fonts differ in where lines, blocks and
 * braille end within a cell, so a picture made of glyphs has gaps.
 */
#ifndef TRACETOP_UI_SVG_SHAPE_H
#define TRACETOP_UI_SVG_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"

enum shape_arm {
    SHAPE_LEFT = 1,
    SHAPE_RIGHT = 2,
    SHAPE_UP = 4,
    SHAPE_DOWN = 8,
    SHAPE_DASHED = 16 /* a dotted or broken line */
};

/* Returns which eighths of the left (0) or right (1) half of the cell are
 * filled, bit 0 at the bottom; 0 when it is neither block nor braille. */
uint8_t shape_mask(const struct cell *cell, int half);

/* Returns the arms of a line, from the middle of the cell to its edges (a set
 * of enum shape_arm); 0 when it is no line. */
unsigned shape_arms(const struct cell *cell);

/* Says whether the cell shows anything but its background, and whether only a
 * font can draw it. */
bool shape_is_shown(const struct cell *cell);
bool shape_is_text(const struct cell *cell);

#endif
