/* osc.h - requests to the terminal as control strings: copy, title.
 *
 * Layer: ui; used by term.c. Pure. Inside tmux and GNU screen a request is
 * wrapped so that it reaches the outer terminal.
 * Source: XTerm Control Sequences (patch 380), OSC 0 and OSC 52; tmux(1),
 * allow-passthrough; screen(1), "Device Control String".
 */
#ifndef TRACETOP_UI_OSC_H
#define TRACETOP_UI_OSC_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum osc_route { OSC_DIRECT, OSC_TMUX, OSC_SCREEN };

/* The most bytes of text that osc_add_copy() takes: terminals stop at 74,994
 * bytes of base64. */
enum { OSC_COPY_MOST = 74994 / 4 * 3 };

/* Adds the request to copy text (OSC 52). tmux gets it twice: it takes one for
 * itself (set-clipboard), and passes the other on (allow-passthrough). `length`
 * is at most OSC_COPY_MOST. Fails: false, when `out` is full. */
bool osc_add_copy(struct buf *out, enum osc_route route, const char *text,
                  size_t length);

/* Adds the request to set the window's title. The text must be printable.
 * Fails: as above. */
bool osc_add_title(struct buf *out, const char *text);

#endif
