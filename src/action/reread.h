/* reread.h - where a value is read a second time, as a text of its own.
 *
 * Layer: action. "$VALUE" is one word and no syntax for our shell; but sh -c,
 * eval, ssh, awk and bash's own arithmetic read it again. There only a plain
 * name is safe, which means the same to everybody.
 */
#ifndef TRACETOP_ACTION_REREAD_H
#define TRACETOP_ACTION_REREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "runbook/shell_words.h"

/* Returns whether anything in the text may read any of its values again. */
bool reread_is_anywhere(const char *text, const struct shell_script *script);

/* Returns whether the command around that byte has a language of its own. */
bool reread_is_at(const struct shell_script *script, size_t at);

/* Returns whether a value is letters, digits and ._:/@%+,=- only. */
bool reread_is_plain(const char *value);

#endif
