/* term.h - the terminal itself: modes, size, capabilities.
 *
 * Layer: ui; the only file that knows terminfo (ncurses' tinfo library). It
 * puts the terminal into raw mode on the alternate screen and gives it back,
 * whatever happens. An unknown TERM degrades: to "ansi", then to "dumb".
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
};

/* Takes the terminal: raw mode, alternate screen, hidden cursor, bracketed
 * paste. Owns: the caller closes it. Fails: NULL and `err` when `in_fd` or
 * `out_fd` is no terminal. */
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

/* Adds the sequence for a capability (see term.c), already expanded. */
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
void term_add_foreground(const struct term *term, int index, struct buf *out);
void term_add_background(const struct term *term, int index, struct buf *out);

/* Asks the terminal to copy text (OSC 52; inside tmux and screen through their
 * pass-through), to set its title (OSC 0), or to ring. Text is scrubbed. */
int term_copy(struct term *term, const char *text, size_t length,
              struct err *err);
int term_title(struct term *term, const char *text, struct err *err);
int term_bell(struct term *term, struct err *err);

#endif
