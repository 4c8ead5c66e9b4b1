/* check_text.h - the morning check as lines of text.
 *
 * Layer: cli. Colours only where asked for; a symbol goes with each.
 */
#ifndef TRACETOP_CLI_CHECK_TEXT_H
#define TRACETOP_CLI_CHECK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "health/check.h"

struct check_line {
    const struct check *check;
    const struct check_result *result;
    const char *runbook; /* id, or NULL */
};

struct check_lines {
    const struct model *model;
    struct check_line items[CHECK_COUNT];
    size_t count;
    bool is_ascii, has_colors;
};

/* Adds a title and a line for each item. */
void check_text_print(const struct check_lines *lines, struct buf *out);

/* Returns the names of all checks by ", ". Borrowed for ever. */
const char *check_text_names(void);

#endif
