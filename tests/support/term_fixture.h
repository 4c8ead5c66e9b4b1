/* term_fixture.h - a terminal on a pty of its own. */
#ifndef TRACETOP_TESTS_SUPPORT_TERM_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_TERM_FIXTURE_H

#include "tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/support/pty.h"
#include "ui/osc.h"
#include "ui/term.h"

#define XTERM_ENTER "\033[?1049h\033[22;0;0t\033[?7l\033[?25l\033[?2004h"

#define XTERM_LEAVE                                                            \
    "\033[m\033[?7h\033[?2004l\033[?1049l\033[23;0;0t\033[?12l\033[?25h"

struct term_options options_for(const struct pty *pty, const char *name);

struct term *open_term(const struct pty *pty, const char *name);

/* Opens a pty of 80x24, and a terminal of that name on it. */
struct term *open_on_pty(struct pty *pty, const char *name);

/* The same for an xterm, with the modes that the pty had before. */
struct term *open_noting_modes(struct pty *pty, struct termios *before);

/* Closes both. */
void close_on_pty(struct term *term, struct pty *pty);

void assert_read(const struct pty *pty, const char *expected);

void assert_modes(int fd, const struct termios *expected);

#endif
