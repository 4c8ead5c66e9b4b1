/* pen.h - how the terminal paints just now, and the cheapest way to another.
 *
 * Layer: ui; used by screen.c.
 */
#ifndef TRACETOP_UI_PEN_H
#define TRACETOP_UI_PEN_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/term.h"
#include "ui/theme.h"

struct buf;

enum { PEN_DEFAULT = -1 };

struct pen {
    int foreground, background; /* as term_add_foreground(), or PEN_DEFAULT */
    uint8_t attributes;         /* set of enum attribute of canvas.h */
};

/* Returns the pen of the terminal's own colours and nothing else. */
struct pen pen_plain(void);

/* Returns the pen that comes nearest to a look on this terminal: true colour
 * becomes the nearest of what there is; bright colours on a terminal of 8
 * become bold; what it cannot show is left out. */
struct pen pen_of(const struct term *term, const struct look *look);

/* Returns the pen with these attributes added, if the terminal has them. */
struct pen pen_with(const struct term *term, struct pen pen,
                    unsigned attributes);

bool pen_equal(struct pen left, struct pen right);

/* Says whether a blank looks the same in both. */
bool pen_equal_blank(struct pen left, struct pen right);

/* Returns the pen nearest to `pen` in which a blank looks as in `blank`. */
struct pen pen_for_blank(struct pen pen, struct pen blank);

/* Adds the shortest sequence from one pen to another. */
void pen_change(const struct term *term, struct pen from, struct pen to,
                struct buf *out);

#endif
