/* list_view.c - selection and scrolling of all views that are lists. */
#include "panels/list_view.h"

#include "base/xalloc.h"
#include "ui/table.h"

uint64_t list_view_hash(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

struct view *list_view_create(const struct view_ops *ops)
{
    struct list_view *list = xcalloc(1, sizeof(*list));

    list->view.ops = ops;
    return &list->view;
}

/* Of rows that nobody can tell apart the one at the old place is meant. */
size_t list_view_selected(const struct list_view *list,
                          const struct list_rows *rows)
{
    const size_t last = rows->count ? rows->count - 1 : 0;

    if (!list->is_chosen || !rows->count)
        return 0;
    if (list->index <= last &&
        rows->identify(rows->items, list->index) == list->identity)
        return list->index;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->identify(rows->items, i) == list->identity)
            return i;
    return list->index < last ? list->index : last;
}

struct list_window list_view_window(const struct list_view *list,
                                    const struct list_rows *rows, int shown)
{
    struct list_window window = {.selected = list_view_selected(list, rows)};
    size_t room = shown > 0 ? (size_t)shown : 0;

    window.first =
        table_scroll(list->first, window.selected, rows->count, shown);
    window.end =
        rows->count - window.first < room ? rows->count : window.first + room;
    return window;
}

void list_view_select(struct list_view *list, const struct list_rows *rows,
                      size_t index)
{
    if (!rows->count)
        return;
    list->is_chosen = true;
    list->index = index < rows->count ? index : rows->count - 1;
    list->identity = rows->identify(rows->items, list->index);
}

bool list_view_move(struct list_view *list, const struct list_rows *rows,
                    enum command_id command, int shown)
{
    const size_t page = shown > 1 ? (size_t)shown - 1 : 1;
    size_t at = list_view_selected(list, rows);

    switch (command) {
    case COMMAND_UP:
        at -= at > 0;
        break;
    case COMMAND_DOWN:
        at++;
        break;
    case COMMAND_PAGE_UP:
        at -= page < at ? page : at;
        break;
    case COMMAND_PAGE_DOWN:
        at += page;
        break;
    case COMMAND_SEARCH_NEXT:
    case COMMAND_SEARCH_PREVIOUS:
        if (!rows->is_filtered)
            return false;
        at = 0;
        break;
    case COMMAND_FIRST:
        at = 0;
        break;
    case COMMAND_LAST:
        at = rows->count;
        break;
    default:
        return false;
    }
    list_view_select(list, rows, at);
    return true;
}

bool list_view_click(struct list_view *list, const struct list_rows *rows,
                     int line, int shown)
{
    const struct list_window window = list_view_window(list, rows, shown);

    if (line < 0 || (size_t)line >= window.end - window.first)
        return false;
    list_view_select(list, rows, window.first + (size_t)line);
    return true;
}

void list_view_scroll(struct list_view *list, const struct list_rows *rows,
                      int shown)
{
    list->first = list_view_window(list, rows, shown).first;
}
