/* vt.h - a terminal small enough to trust: interprets what a program writes and
 * shows what would stand on the screen.
 *
 * Knows CUP, CUU, CUD, CUF, CUB, CHA, CR, LF, BS, ED, EL, ECH, SGR, private
 * modes 7, 25 and 1049, wide glyphs, and the ways in which terminals wrap. It
 * counts what it does not know, and what a real one of its kind would not.
 */
#ifndef TRACETOP_TESTS_VT_H
#define TRACETOP_TESTS_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vt_kind {
    bool wraps_late;   /* only when another glyph comes (xenl) */
    bool erases_color; /* erasing paints the current background (bce) */
    bool has_sgr_off;  /* 22, 24, 27, 39, 49 */
    bool has_column;   /* CHA, ECH */
    int colors;        /* as term_colors() */
};

struct vt_cell {
    char text[12];
    uint8_t length;             /* 0: right half of a wide glyph */
    uint8_t attributes;         /* as enum attribute */
    int foreground, background; /* as struct pen */
};

struct vt; /* private to vt.c */

struct vt *vt_new(int rows, int columns, struct vt_kind kind);
void vt_free(struct vt *vt);

/* Changes the size; what stood there stays where it fits. */
void vt_resize(struct vt *vt, int rows, int columns);

/* Takes bytes; a sequence may not be split. */
void vt_feed(struct vt *vt, const char *bytes, size_t length);

const struct vt_cell *vt_at(const struct vt *vt, int row, int column);
void vt_cursor(const struct vt *vt, int *row, int *column);
bool vt_shows_cursor(const struct vt *vt);
bool vt_is_alternate(const struct vt *vt);

/* Returns how often the screen scrolled, and how many bytes or sequences were
 * not understood. */
int vt_scrolls(const struct vt *vt);
int vt_mistakes(const struct vt *vt);

#endif
