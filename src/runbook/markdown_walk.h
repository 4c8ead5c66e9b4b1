/* markdown_walk.h - the parser's tree as blocks of a page.
 *
 * Layer: runbook; part of markdown.h.
 */
#ifndef TRACETOP_RUNBOOK_MARKDOWN_WALK_H
#define TRACETOP_RUNBOOK_MARKDOWN_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "runbook/markdown.h"

struct cmark_node;

/* Some whole lines of a page, and what the parser made of them. */
struct markdown_part {
    const char *text;
    size_t length;
    int line; /* of the page: that of its first byte */
    struct cmark_node *root;
};

/* Adds the blocks of a part to the page. Fails: as markdown_parse(). */
int markdown_walk(struct markdown *page, const struct markdown_part *part,
                  struct err *err);

/* Returns whether the last block of a part would have gone on, had there been
 * more lines that are neither empty nor indented: a code fence that is not
 * closed, or raw HTML. */
bool markdown_ends_open(const struct markdown_part *part);

#endif
