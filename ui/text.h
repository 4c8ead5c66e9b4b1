/* text.h - fitting words into cells.
 *
 * Layer: ui. Widths are those of utf8.h. Names differ at their ends (pods,
 * indices), so what is too long is cut in the middle:
 * `otel-collector-ga…-7d9f`.
 */
#ifndef TRACETOP_UI_TEXT_H
#define TRACETOP_UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

struct buf;

enum text_flag {
    TEXT_RIGHT = 1,   /* blanks stand left of it */
    TEXT_CENTER = 2,  /* blanks stand on both sides */
    TEXT_CUT_END = 4, /* cut at the end, not in the middle (sentences) */
    TEXT_ASCII = 8,   /* "..." instead of an ellipsis */
    TEXT_NO_PAD = 16  /* no blanks after (or before) a shorter text */
};

/* Returns how many cells the text takes. */
int text_width(const char *text);

/* Adds the text in its safe form, cut or padded to `columns` cells (below 0
 * counts as 0). `flags` is a set of enum text_flag. */
void text_add(struct buf *out, const char *text, int columns, unsigned flags);

/* Paints the text, cut or padded, on the first row of `area`; on an ASCII
 * canvas with TEXT_ASCII. */
void text_draw(const struct canvas *canvas, struct rect area, enum role role,
               const char *text, unsigned flags);

/* One line of a wrapped text; not NUL-ended. Borrowed from the text. */
struct text_line {
    const char *text;
    size_t length;
};

/* Cuts the next line of at most `columns` cells (1 or more) off `*rest`: at a
 * newline, else between two words, else (a longer word) inside it. Blanks at
 * a cut are dropped. Returns false when nothing is left. */
bool text_wrap(const char **rest, int columns, struct text_line *line);

/* Returns how many lines text_wrap() makes of a text. */
int text_wrap_rows(const char *text, int columns);

#endif
