/* canvas.h - the picture as data: a grid of cells.
 *
 * Layer: ui. Views paint it, screen.c shows it, export.c writes it as text,
 * ANSI or SVG, tests read it. A cell holds one safe glyph (utf8.h) and the
 * role it plays; what a role looks like is the theme's affair. Whatever is
 * painted is scrubbed here, once. A view gets a `struct canvas` that is cut
 * to its own rectangle: coordinates start at its corner, and painting outside
 * does nothing.
 */
#ifndef TRACETOP_UI_CANVAS_H
#define TRACETOP_UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/role.h"

struct cell {
    char text[12];      /* safe UTF-8, not NUL-ended */
    uint8_t length;     /* 0: the right half of the wide glyph before it */
    uint8_t width;      /* 1 or 2 */
    uint8_t role;       /* enum role */
    uint8_t attributes; /* set of enum attribute, on top of the role's */
};

enum attribute {
    ATTR_BOLD = 1,
    ATTR_DIM = 2,
    ATTR_REVERSE = 4,
    ATTR_UNDERLINE = 8
};

struct grid; /* the cells; private to canvas.c */

struct rect {
    int row, column, rows, columns;
};

/* A window onto a grid. A plain value: copy it, cut it, pass it on. */
struct canvas {
    struct grid *grid;
    struct rect area; /* in the grid */
    bool is_ascii;    /* paint ASCII only */
};

/* Returns a blank grid. Owns: the caller frees it. */
struct grid *grid_new(int rows, int columns);
void grid_free(struct grid *grid);

/* Blanks all cells and hides the cursor; grid_resize() also changes the size
 * (below 0 counts as 0). */
void grid_clear(struct grid *grid);
void grid_resize(struct grid *grid, int rows, int columns);
int grid_rows(const struct grid *grid);
int grid_columns(const struct grid *grid);

/* Returns the cell; row and column must be inside. The rest of its row follows
 * it. Borrowed. */
const struct cell *grid_at(const struct grid *grid, int row, int column);

/* Where the hardware cursor stands (line editing); row -1: hidden. */
void grid_set_cursor(struct grid *grid, int row, int column);
void grid_cursor(const struct grid *grid, int *row, int *column);

/* Returns a canvas over the whole grid. */
struct canvas canvas_of(struct grid *grid, bool is_ascii);

/* Returns the part of a canvas inside `area` (relative to it), cut to fit. */
struct canvas canvas_cut(const struct canvas *canvas, struct rect area);

int canvas_rows(const struct canvas *canvas);
int canvas_columns(const struct canvas *canvas);

/* Paints text from a cell on, up to the canvas' right edge; returns the column
 * after it. NUL-ended and counted forms. Wide glyphs never get cut in half: a
 * blank stands where one meets the edge. On an ASCII canvas our own symbols
 * and lines become their nearest ASCII sign, others '?', width kept. */
int canvas_text(const struct canvas *canvas, int row, int column,
                enum role role, const char *text);
int canvas_bytes(const struct canvas *canvas, int row, int column,
                 enum role role, const char *bytes, size_t length);

/* Paints formatted text; otherwise as canvas_text(). */
int canvas_printf(const struct canvas *canvas, int row, int column,
                  enum role role, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Paints one glyph given as UTF-8, or `ascii` on an ASCII canvas. */
void canvas_glyph(const struct canvas *canvas, int row, int column,
                  enum role role, const char *utf8, char ascii);

/* Paints one glyph into every cell of a rectangle: a rule, a dotted line. */
void canvas_repeat(const struct canvas *canvas, struct rect area,
                   enum role role, const char *utf8, char ascii);

/* Paints blanks (and so a background) over a rectangle. */
void canvas_fill(const struct canvas *canvas, struct rect area, enum role role);

/* Gives the cells of a rectangle another role or further attributes; what
 * stands in them stays. */
void canvas_paint(const struct canvas *canvas, struct rect area,
                  enum role role);
void canvas_attributes(const struct canvas *canvas, struct rect area,
                       unsigned attributes);

#endif
