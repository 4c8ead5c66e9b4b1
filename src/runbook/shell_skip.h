/* shell_skip.h - where a quoted or bracketed part of a shell text ends.
 *
 * Layer: runbook; part of shell_words.h. Each takes the place behind the
 * opening and gives the place behind the closing, or `end + 1` when there is
 * none before `end`.
 */
#ifndef TRACETOP_RUNBOOK_SHELL_SKIP_H
#define TRACETOP_RUNBOOK_SHELL_SKIP_H

#include <stddef.h>

/* '...' */
size_t shell_skip_single(const char *text, size_t at, size_t end);

/* $'...' and `...`: to the first `mark` without a backslash. */
size_t shell_skip_escaped(const char *text, size_t at, size_t end, char mark);

/* "...", with the substitutions in it. `depth`: as shell_skip_brackets(). */
size_t shell_skip_double(const char *text, size_t at, size_t end, int depth);

/* $(...) and ${...}: to the `close` that belongs to `open`, over quotes.
 * `depth` counts how deep we are; past SHELL_DEPTH_MAX there is no closing. */
size_t shell_skip_brackets(const char *text, size_t at, size_t end,
                           const char *pair, int depth);

#endif
