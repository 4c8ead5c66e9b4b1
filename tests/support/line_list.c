/* line_list.c - lines that are compared as a set. */
#include "tests/support/line_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void sort(struct line_list *list);
static int by_text(const void *left, const void *right);

void line_list_give(struct line_list *list, char *line)
{
    list->items =
        xrealloc(list->items, list->count + 1, sizeof(list->items[0]));
    list->items[list->count++] = line;
}

bool line_list_is_same(struct line_list *expected, struct line_list *got,
                       const char *title)
{
    bool is_same = expected->count == got->count;

    sort(expected);
    sort(got);
    for (size_t i = 0; is_same && i < got->count; i++)
        is_same = !strcmp(expected->items[i], got->items[i]);
    if (is_same)
        return true;
    (void)printf("%s:\n", title);
    for (size_t i = 0; i < expected->count; i++)
        (void)printf("  expected %s\n", expected->items[i]);
    for (size_t i = 0; i < got->count; i++)
        (void)printf("  got %s\n", got->items[i]);
    if (!expected->count || !got->count)
        (void)printf("  %s none\n", got->count ? "expected" : "got");
    return false;
}

void line_list_clear(struct line_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct line_list){0};
}

static void sort(struct line_list *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof(list->items[0]), by_text);
}

static int by_text(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;

    return strcmp(*a, *b);
}
