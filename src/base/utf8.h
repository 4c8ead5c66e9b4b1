/* utf8.h - strangers' text, one user-perceived character at a time.
 *
 * Layer: base. Widths and character boundaries come from utf8proc, so they do
 * not depend on the locale. This is the one place that decides what a hostile
 * byte becomes: control characters (C0, DEL, C1), format characters (overrides
 * and isolates of direction, joiners on their own), line separators, code
 * points that Unicode has not assigned, marks without a letter before them and
 * broken UTF-8 each become U+FFFD, one cell wide ('?' where only ASCII is
 * wanted). Joiners inside Arabic, Indic or emoji clusters, emoji selectors,
 * skin tones and the tail of a joined emoji are dropped: terminals do not agree
 * on their width.
 * Source: Unicode UAX 29, UAX 11 (through utf8proc 2.8).
 */
#ifndef TRACETOP_BASE_UTF8_H
#define TRACETOP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Reads one code point at `text` (`length` bytes left, 1 or more).
 * Returns the bytes it takes, 1 or more; `*code` is 0xFFFD for broken UTF-8
 * (surrogates, overlong forms and values past 0x10FFFF are broken). */
size_t utf8_decode(const char *text, size_t length, uint32_t *code);

/* Writes a code point as UTF-8 into 4 bytes; returns how many were used. */
size_t utf8_encode(uint32_t code, char out[4]);

struct glyph {
    char text[12]; /* safe UTF-8, 10 bytes at most, not NUL-ended; what does not
                    * fit of the marks is dropped */
    uint8_t length; /* bytes used in `text` */
    uint8_t width;  /* 1 or 2 cells */
};

/* Reads one grapheme cluster at `text` (`length` bytes left, 1 or more) and
 * returns the bytes it takes. `glyph` is always printable; a tab or newline
 * becomes a space. */
size_t utf8_next_glyph(const char *text, size_t length, struct glyph *glyph);

/* Returns how many cells the safe form of the text takes. */
size_t utf8_width(const char *text, size_t length);

/* Returns how many bytes from the start fit into `cells` cells. */
size_t utf8_fit(const char *text, size_t length, size_t cells);

/* Adds the safe form of the text to `out` (what may go to a terminal, a log
 * or a file that a person will cat). A newline stays when `keep_newlines`.
 * Fails: `out` overflows, and has as much of the beginning as fits. */
void utf8_scrub(struct buf *out, const char *text, size_t length,
                bool keep_newlines);

/* Says whether a code point is never printed: on its own it becomes U+FFFD. */
bool utf8_is_hostile(uint32_t code);

#endif
