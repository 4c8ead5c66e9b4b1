/* motion.h - the cheapest way for the cursor from one cell to another.
 *
 * Layer: ui; used by screen.c. Chooses between an absolute move and steps (up,
 * down, right, left, backspaces, carriage return, column), by their lengths.
 * Line feeds are not among them: at the bottom they scroll, and what they do
 * depends on modes that others can set.
 */
#ifndef TRACETOP_UI_MOTION_H
#define TRACETOP_UI_MOTION_H

#include "ui/term.h"

struct buf;

struct place {
    int row, column; /* -1: not known */
};

/* Returns about how many bytes the way takes. */
int motion_cost(const struct term *term, struct place from, struct place to);

/* Adds the way. */
void motion_add(const struct term *term, struct place from, struct place to,
                struct buf *out);

#endif
