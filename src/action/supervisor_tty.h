/* supervisor_tty.h - a terminal that is handed over to a step.
 *
 * Layer: action; private to the supervisor.
 */
#ifndef TRACETOP_ACTION_SUPERVISOR_TTY_H
#define TRACETOP_ACTION_SUPERVISOR_TTY_H

#include <stddef.h>

#include "base/loop.h"

struct supervisor_tty; /* private to supervisor_tty.c */

/* Passes keys from a terminal to a PTY and its size along, until either ends;
 * a `terminal` of -1 has no keys. Owns: supervisor_tty_close() ends it. */
struct supervisor_tty *supervisor_tty_open(struct loop *loop, int terminal,
                                           int pty);

/* Shows output of the step. NULL is fine. */
void supervisor_tty_show(struct supervisor_tty *tty, const char *bytes,
                         size_t length);

/* Ends it and gives the terminal its modes back. NULL is fine. */
void supervisor_tty_close(struct supervisor_tty *tty);

#endif
