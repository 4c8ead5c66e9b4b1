/* list_view.h - a view that is a list: which row is selected, what is seen.
 *
 * Layer: panels. First member of the views whose rows are made anew for every
 * frame. The selection is that of a row, not of a place: while rows come and
 * go it stays with the one that was chosen, and when that one is gone, at its
 * place. Nobody has chosen until a key or a click did; till then it is the
 * first row.
 */
#ifndef TRACETOP_PANELS_LIST_VIEW_H
#define TRACETOP_PANELS_LIST_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "panels/view.h"

struct list_view {
    struct view view;
    bool is_chosen;
    size_t index;      /* where the chosen row was last */
    uint64_t identity; /* of the chosen row */
    size_t first;      /* the row on top; 0 unless list_view_scroll() is used */
};

/* The rows there are now. */
struct list_rows {
    size_t count;
    const void *items; /* for `identify` */
    /* Returns what tells a row from the others, now and in later frames. */
    uint64_t (*identify)(const void *items, size_t index);
    bool is_filtered; /* the search leaves only what it finds: its next and
                       * previous go to the first row */
};

/* The part of the rows that is seen; empty where there are none. */
struct list_window {
    size_t first, end; /* first <= row < end */
    size_t selected;
};

/* Returns an identity made of a text. */
uint64_t list_view_hash(const char *text);

/* Returns a view that has nothing but its list. Owns: view_free(). */
struct view *list_view_create(const struct view_ops *ops);

/* Returns the selected row: below rows->count, or 0 when there is none. */
size_t list_view_selected(const struct list_view *list,
                          const struct list_rows *rows);

/* Returns what is seen where `shown` rows have room. */
struct list_window list_view_window(const struct list_view *list,
                                    const struct list_rows *rows, int shown);

/* Chooses a row; one too many is the last. */
void list_view_select(struct list_view *list, const struct list_rows *rows,
                      size_t index);

/* Moves the selection by a row, a page of `shown` rows, or to an end. False,
 * nothing done, when the command is another. */
bool list_view_move(struct list_view *list, const struct list_rows *rows,
                    enum command_id command, int shown);

/* Chooses the row on line `line` (0: the first seen) of `shown`. False when no
 * row is there. */
bool list_view_click(struct list_view *list, const struct list_rows *rows,
                     int line, int shown);

/* Moves the rows no more than it takes to see the selected one, and lets them
 * stand there. Without it they begin at the top in each frame. */
void list_view_scroll(struct list_view *list, const struct list_rows *rows,
                      int shown);

#endif
