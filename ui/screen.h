/* screen.h - shows a grid on a terminal, writing only what changed.
 *
 * Layer: ui. Keeps what the terminal shows; each frame finds the cells that
 * differ and the cheapest way to them (moves, rewritten cells, erase to end of
 * line), with as few colour changes as can be, in one buffer and one write.
 */
#ifndef TRACETOP_UI_SCREEN_H
#define TRACETOP_UI_SCREEN_H

#include <stddef.h>

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/term.h"
#include "ui/theme.h"

struct screen; /* private to screen.c */

/* Returns a screen that knows nothing of what is shown.
 * Owns: the caller frees it, before the terminal. */
struct screen *screen_new(struct term *term);
void screen_free(struct screen *screen);

/* Repaints everything at the next frame (Ctrl-L, resize, resume, theme). */
void screen_forget(struct screen *screen);

/* Shows a grid of any size (cut to the terminal's). Does nothing while an
 * earlier frame is still on its way. Returns 1 when the frame was shown, 0 when
 * it was skipped. Fails: -1 and `err` when the terminal is gone. */
int screen_show(struct screen *screen, const struct grid *grid,
                const struct theme *theme, struct err *err);

/* Returns the bytes written since the start. */
size_t screen_bytes(const struct screen *screen);

#endif
