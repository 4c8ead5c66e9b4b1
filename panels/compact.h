/* compact.h - the panels without graphs, for small terminals.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_COMPACT_H
#define TRACETOP_PANELS_COMPACT_H

#include <stddef.h>

#include "panels/view.h"
#include "ui/canvas.h"

/* Paints a line for each panel, and below it why the worst is not well. */
void compact_draw(const struct view_input *input, size_t focus,
                  const struct canvas *canvas);

/* Paints everything on one line: what is worst, and how many more. */
void compact_draw_line(const struct view_input *input,
                       const struct canvas *canvas);

#endif
