/* regex.h - RE2's patterns, as near as PCRE2 comes.
 *
 * Layer: alert; regex.c is the only file that knows PCRE2. Steps are limited,
 * so a hostile pattern ends. Built without PCRE2, every call fails and says so.
 */
#ifndef TRACETOP_ALERT_REGEX_H
#define TRACETOP_ALERT_REGEX_H

#include <stdbool.h>

#include "base/err.h"

struct buf;

/* Says whether the pattern matches anywhere in the text.
 * Fails: -1 and `err`. */
int regex_match(const char *pattern, const char *text, bool *is_match,
                struct err *err);

/* Adds the text with every match replaced; `$1`, `${1}` and `${name}` in `by`
 * are groups, `$$` a dollar sign, as in Go. Fails: -1 and `err`. */
int regex_replace(const char *pattern, const char *by, const char *text,
                  struct buf *out, struct err *err);

#endif
