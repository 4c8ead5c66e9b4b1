/* markdown_same.h - two pages compared. */
#ifndef TRACETOP_TESTS_SUPPORT_MARKDOWN_SAME_H
#define TRACETOP_TESTS_SUPPORT_MARKDOWN_SAME_H

#include <stdbool.h>

#include "runbook/markdown.h"

/* Returns whether two pages hold the same blocks, by all that is in them. */
bool markdown_is_same(const struct markdown *left,
                      const struct markdown *right);

#endif
