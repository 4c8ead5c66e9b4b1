/* shell_place.h - how each byte of a shell text is quoted.
 *
 * Layer: action. Where the quoting cannot be followed for certain it says so,
 * instead of guessing: what is put into a text relies on it.
 * Source: POSIX.1-2017, XCU 2.2 and 2.7.4, with bash's $'' and <().
 */
#ifndef TRACETOP_ACTION_SHELL_PLACE_H
#define TRACETOP_ACTION_SHELL_PLACE_H

#include <stdbool.h>
#include <stddef.h>

enum shell_place {
    SHELL_PLACE_PLAIN,
    SHELL_PLACE_SINGLE,  /* '...' */
    SHELL_PLACE_ESCAPES, /* $'...' */
    SHELL_PLACE_DOUBLE,  /* "..." */
    SHELL_PLACE_HEREDOC, /* expanded */
    SHELL_PLACE_LITERAL, /* heredoc with a quoted delimiter */
    SHELL_PLACE_COMMENT,
    SHELL_PLACE_NESTED, /* in ${}, (()), `` or behind a backslash */
};

/* Fills `places` with one enum shell_place for each byte of the text.
 * Fails: false; then nothing is known. */
bool shell_place_map(const char *text, size_t length, unsigned char *places);

/* Returns whether the shell expands a $ there. */
bool shell_place_expands(unsigned char place);

#endif
