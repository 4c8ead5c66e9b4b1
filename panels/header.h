/* header.h - the top line: where am I, who answers, what time is it.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_HEADER_H
#define TRACETOP_PANELS_HEADER_H

#include "panels/view.h"
#include "ui/canvas.h"

/* Paints the header on row 0. */
void header_draw(const struct view_input *input, const struct canvas *canvas);

#endif
