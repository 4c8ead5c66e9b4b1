/* complete.h - finishing a command line that is half typed.
 *
 * Layer: action. Pure.
 */
#ifndef TRACETOP_ACTION_COMPLETE_H
#define TRACETOP_ACTION_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

/* The words that an argument may be, by what the command table calls it. */
struct complete_words {
    const char *argument; /* "ID", "NAME", "DUR": struct command's */
    const char *command;  /* NULL: any command with that argument */
    const char *const *words;
    size_t count;
};

/* Completes the last word of `line` from the command table (first word) or
 * from `words` (ended by an entry whose `argument` is NULL) into `out`.
 * Writes the candidates, by blanks, to `candidates` when there are several
 * ("" otherwise). Returns whether `out` differs from `line`. */
bool complete_command(const char *line, const struct complete_words *words,
                      char *out, size_t size, char *candidates,
                      size_t candidates_size);

#endif
