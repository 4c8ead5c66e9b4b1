/* export.h - a painted grid as text, ANSI or SVG.
 *
 * Layer: ui. Pure.
 */
#ifndef TRACETOP_UI_EXPORT_H
#define TRACETOP_UI_EXPORT_H

#include <stdbool.h>

struct buf;
struct grid;
struct theme;

/* Adds the cells as lines of text, trailing blanks cut; one row alone, without
 * its newline. */
void export_text(const struct grid *grid, struct buf *out);
void export_row(const struct grid *grid, int row, struct buf *out);

/* Adds the cells with SGR sequences for 256 colours (`has_rgb`: 24 bit). Each
 * line ends in the terminal's own look. */
void export_ansi(const struct grid *grid, const struct theme *theme,
                 bool has_rgb, struct buf *out);

/* Adds a stand-alone SVG picture: a monospaced font, cells in a fixed raster
 * (lines, blocks and braille drawn as shapes, so that they join up in every
 * renderer), the theme's colours. `title` may be NULL. */
void export_svg(const struct grid *grid, const struct theme *theme,
                const char *title, struct buf *out);

#endif
