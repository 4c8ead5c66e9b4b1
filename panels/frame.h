/* frame.h - the whole picture: header, view, message, hints.
 *
 * Layer: panels. What the terminal shows, the snapshot prints and the golden
 * tests compare.
 */
#ifndef TRACETOP_PANELS_FRAME_H
#define TRACETOP_PANELS_FRAME_H

#include "panels/view.h"
#include "ui/canvas.h"
#include "ui/editor.h"

struct frame {
    const struct view *view;
    struct view_input input; /* rows and columns are filled in here */
    const char *message;     /* "" for none */
    enum role message_role;
    const struct editor *editor; /* being typed into, or NULL */
    const char *prompt;          /* before it: ":" or "/" */
    bool is_ascii;
};

/* Paints the frame onto the grid, which is blanked first. Under 40x10 it is a
 * single line that says what is worst. */
void frame_paint(const struct frame *frame, struct grid *grid);

/* Returns the rectangle that frame_paint() gives to the view. */
struct rect frame_view_area(const struct frame *frame, int rows, int columns);

#endif
