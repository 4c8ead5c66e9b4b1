/* term.h - the terminal itself: modes, size, capabilities.
 *
 * Layer: ui; terminfo.c is the only file that knows ncurses' tinfo library. It
 * puts the terminal into raw mode on the alternate screen and gives it back,
 * whatever happens. An unknown TERM degrades: "xterm-new" to "xterm", and
 * whatever else to "ansi"; only one that cannot place its cursor is refused.
 * Output goes through an own, non-blocking descriptor of the same terminal
 * where one can be opened, so that a stalled SSH session cannot stop the loop.
 */
#ifndef TRACETOP_UI_TERM_H
#define TRACETOP_UI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf;
struct term; /* private to term.c */

struct term_options {
    int in_fd, out_fd;     /* terminals */
    const char *term;      /* $TERM, or NULL */
    const char *colorterm; /* $COLORTERM, or NULL */
    bool is_utf8;          /* the locale's character set */
    bool has_color;        /* false: never a colour */
    bool has_mouse;
    bool in_tmux;   /* $TMUX is set */
    bool in_screen; /* $STY is set */
};

/* Takes the terminal: raw mode, alternate screen, hidden cursor, bracketed
 * paste. Owns: the caller closes it. Fails: NULL and `err` when `in_fd` or
 * `out_fd` is no terminal, or when it cannot place its cursor (ERR_REFUSED). */
struct term *term_open(const struct term_options *options, struct err *err);

/* Gives the terminal back as it was. NULL is fine. */
void term_close(struct term *term);

/* Gives it back for a while (suspend, a pager), and takes it again; the next
 * frame repaints everything. */
void term_release(struct term *term);
int term_retake(struct term *term, struct err *err);

/* Gives it back from a fatal path (no memory, a signal): only async-signal-safe
 * calls. */
void term_emergency(struct term *term);

/* Reads the window's size, clamped to 1 to 1000. */
void term_size(const struct term *term, int *rows, int *columns);

/* Returns 0 (none), 8, 16, 256 or 1 << 24 colours. */
int term_colors(const struct term *term);
bool term_is_utf8(const struct term *term);

/* Returns the descriptor to write to (watch it for LOOP_WRITE while
 * term_pending() is not 0), and the one to read keys from. */
int term_out_fd(const struct term *term);
int term_in_fd(const struct term *term);

/* Queues bytes and writes what the terminal takes now: one write(2) where
 * possible. Fails: -1 and `err` when the terminal is gone. */
int term_write(struct term *term, const char *bytes, size_t length,
               struct err *err);
int term_flush(struct term *term, struct err *err);

/* Returns how many bytes wait. While any wait, a new frame is not drawn. */
size_t term_pending(const struct term *term);

/* Adds the sequence for a capability, if the terminal has it. */
enum term_cap {
    TERM_CAP_CLEAR,
    TERM_CAP_CLEAR_EOL,
    TERM_CAP_RESET,
    TERM_CAP_BOLD,
    TERM_CAP_DIM,
    TERM_CAP_REVERSE,
    TERM_CAP_UNDERLINE,
    TERM_CAP_CURSOR_SHOW,
    TERM_CAP_CURSOR_HIDE,
    TERM_CAP_COUNT
};
bool term_has(const struct term *term, enum term_cap cap);
void term_add_cap(const struct term *term, enum term_cap cap, struct buf *out);
void term_add_move(const struct term *term, int row, int column,
                   struct buf *out);

/* Adds the sequence for a colour: 0 to 255 from the palette, which must have
 * it, or TERM_RGB with red, green and blue in the low bytes, where
 * term_colors() is 1 << 24. */
enum { TERM_RGB = 1 << 24 };
void term_add_foreground(const struct term *term, int index, struct buf *out);
void term_add_background(const struct term *term, int index, struct buf *out);

/* What else a painter may count on. */
enum term_fact {
    TERM_FACT_SGR = 1,           /* every look is CSI ... m and may be joined */
    TERM_FACT_SGR_OFF = 2,       /* 22, 24 and 27 take one look away */
    TERM_FACT_SGR_DEFAULT = 4,   /* 39 and 49 are the default colours */
    TERM_FACT_COLUMN = 8,        /* CSI n G */
    TERM_FACT_UP = 16,           /* CSI n A */
    TERM_FACT_DOWN = 32,         /* CSI n B */
    TERM_FACT_RIGHT = 64,        /* CSI n C */
    TERM_FACT_LEFT = 128,        /* CSI n D; and BS goes one to the left */
    TERM_FACT_ERASE_CHARS = 256, /* CSI n X */
    TERM_FACT_ERASE_COLOR = 512, /* erasing paints the current background */
    TERM_FACT_EDGE = 1024,       /* a glyph in the last column moves nothing
                                  * on: the cursor stays in its row */
    TERM_FACT_PLAIN_DIM = 2048,  /* dim does not go with a colour */
    TERM_FACT_PLAIN_LINE = 4096, /* underline does not go with a colour */
};

/* Returns the set of enum term_fact that holds. */
unsigned term_facts(const struct term *term);

/* Asks the terminal to copy text (OSC 52; inside tmux and screen through their
 * pass-through), to set its title (OSC 0), or to ring. Text is scrubbed.
 * Fails: -1 and `err` when the terminal is gone; term_copy() also when it is
 * one that knows no copying (ERR_REFUSED), or for more than 56,244 bytes
 * (ERR_LIMIT). Where a title cannot be set, nothing happens. */
int term_copy(struct term *term, const char *text, size_t length,
              struct err *err);
int term_title(struct term *term, const char *text, struct err *err);
int term_bell(struct term *term, struct err *err);

#endif
