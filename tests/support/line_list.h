/* line_list.h - lines that are compared as a set.
 *
 * For tests only.
 */
#ifndef TRACETOP_TESTS_SUPPORT_LINE_LIST_H
#define TRACETOP_TESTS_SUPPORT_LINE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct line_list {
    char **items;
    size_t count;
};

/* Adds a line, which is taken over. */
void line_list_give(struct line_list *list, char *line);

/* Sorts and compares; writes what differs to stdout with `title` above it, and
 * says whether they are equal. */
bool line_list_is_same(struct line_list *expected, struct line_list *got,
                       const char *title);

/* Frees the lines. A zeroed struct is fine, and is how it begins. */
void line_list_clear(struct line_list *list);

#endif
