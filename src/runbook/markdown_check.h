/* markdown_check.h - is it a page that the parser may be given?
 *
 * Layer: runbook; part of markdown.h. The parser below takes memory and time
 * by the nesting of a page and the columns of its tables; both are capped
 * here, before it runs.
 */
#ifndef TRACETOP_RUNBOOK_MARKDOWN_CHECK_H
#define TRACETOP_RUNBOOK_MARKDOWN_CHECK_H

#include <stddef.h>

#include "base/err.h"

/* Returns a copy with bare newlines, without byte order mark, and with front
 * matter made empty lines, so that line numbers stay; `*length` is its length
 * from then on. Owns: free() it.
 * Fails: NULL and `err` as markdown_parse(). */
char *markdown_copy(const char *bytes, size_t *length, struct err *err);

/* Looks at some whole lines of that copy, the first of which has the number
 * `number`. Fails: as markdown_parse(). */
int markdown_check(const char *text, size_t length, int number,
                   struct err *err);

#endif
