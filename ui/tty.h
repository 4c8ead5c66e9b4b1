/* tty.h - a terminal's two descriptors: modes, size, bytes that never block.
 *
 * Layer: ui; used by term.c, which knows what the bytes mean. Output goes
 * through an own, non-blocking descriptor of the same terminal where one can
 * be opened, so that a stalled SSH session cannot stop the loop, and so that
 * the shell's descriptor never becomes non-blocking behind its back.
 */
#ifndef TRACETOP_UI_TTY_H
#define TRACETOP_UI_TTY_H

#include <stddef.h>

#include "base/err.h"

struct tty; /* private to tty.c */

/* Returns the terminal behind two descriptors, its modes untouched.
 * Owns: the caller closes it. Fails: NULL and `err` when one is no terminal. */
struct tty *tty_open(int in_fd, int out_fd, struct err *err);

/* Gives the modes back if they were taken, and closes what tty_open() opened.
 * NULL is fine. */
void tty_close(struct tty *tty);

/* Takes every key and byte raw: no echo, no lines, no signals, no flow
 * control, no newline mapping. Fails: -1 and `err`, modes as they were. */
int tty_take(struct tty *tty, struct err *err);

/* Drops what waits to be written, writes `farewell` at all costs short of
 * blocking (what the terminal has not read yet is thrown away), and gives the
 * modes back as tty_take() found them. Async-signal-safe. */
void tty_give_back(struct tty *tty, const char *farewell, size_t length);

/* Throws away typed bytes that nobody has read. */
void tty_drop_input(const struct tty *tty);

/* Returns the descriptor that is written to, and the one that is read. */
int tty_out_fd(const struct tty *tty);
int tty_in_fd(const struct tty *tty);

/* Reads the window's size, clamped to 1 to 1000; 24x80 when it tells none. */
void tty_size(const struct tty *tty, int *rows, int *columns);

/* Queues bytes and writes what the terminal takes now.
 * Fails: -1 and `err` when the terminal is gone (ERR_SYSTEM), or when too much
 * waits already and these bytes were dropped (ERR_LIMIT). */
int tty_write(struct tty *tty, const char *bytes, size_t length,
              struct err *err);
int tty_flush(struct tty *tty, struct err *err);

/* Returns how many bytes wait. */
size_t tty_pending(const struct tty *tty);

#endif
