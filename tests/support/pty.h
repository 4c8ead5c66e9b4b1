/* pty.h - a pseudo-terminal whose outer side the test holds. */
#ifndef TRACETOP_TESTS_PTY_H
#define TRACETOP_TESTS_PTY_H

#include <stddef.h>

struct pty {
    int outer; /* where a terminal emulator would be; non-blocking; -1: closed
                */
    int inner; /* the program's terminal */
};

/* Opens a pseudo-terminal with a window of this size. */
void pty_open(struct pty *pty, int rows, int columns);
void pty_close(struct pty *pty);

void pty_resize(const struct pty *pty, int rows, int columns);

/* Closes the outer side: the terminal is gone. */
void pty_hang_up(struct pty *pty);

/* Reads what has been written, NUL-ended; returns the bytes. */
size_t pty_read(const struct pty *pty, char *out, size_t size);

#endif
