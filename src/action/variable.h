/* variable.h - the variables that a shell text uses and sets, by name.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_VARIABLE_H
#define TRACETOP_ACTION_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

/* Makes a name: the prefix, then `word` in capitals, with _ for what no name
 * has. Cut to `size`. */
void variable_make_name(char *out, size_t size, const char *prefix,
                        const char *word);

/* Returns whether $NAME or ${NAME...} stands anywhere in the text. */
bool variable_is_used(const char *text, const char *name);

/* Returns whether the text seems to set the variable: its name stands
 * somewhere without a $ before it. */
bool variable_is_set(const char *text, const char *name);

/* Returns whether every shell has it by itself: RANDOM, PWD, ... */
bool variable_is_usual(const char *name);

/* Takes the name of a variable. */
typedef void variable_fn(void *owner, const char *name, size_t length);

/* Tells every variable in capitals that the shell would expand and that must
 * have a value: no ${NAME:-...} and the like, none in single quotes, comments
 * and literal heredocs. When the quoting cannot be followed, all of them. */
void variable_each(const char *text, variable_fn *fn, void *owner);

#endif
