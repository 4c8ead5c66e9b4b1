/* alert_sort.h - puts the alerts of a list in order, in slices.
 *
 * Layer: alert; part of alert_list.h.
 */
#ifndef TRACETOP_ALERT_ALERT_SORT_H
#define TRACETOP_ALERT_ALERT_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/alert.h"

/* The keys by which it is known again: of its labels, and of those that
 * Alertmanager has for it (0: none). */
struct alert_keys {
    uint64_t keys[2];
};

/* Sorts pointers to alerts by alert_compare(): a merge sort that can stop
 * anywhere. */
struct alert_sort {
    struct alert **items, **scratch;
    size_t count;
    size_t width;       /* of the runs that are sorted; 0: not begun */
    size_t run;         /* where the next two runs begin */
    size_t left, right; /* taken of those two */
};

/* Begins. `items` and `scratch` have room for `count`. */
void alert_sort_begin(struct alert_sort *sort, struct alert **items,
                      struct alert **scratch, size_t count);

/* Works on, about `*budget` comparisons, which it counts down. Returns true
 * while there is more to do; then the result is in `sort->items`. */
bool alert_sort_step(struct alert_sort *sort, size_t *budget);

/* Moves the alerts to where the sorted pointers want them, with their keys:
 * those that change places with the one at `index`. `storage` is the array that
 * the pointers point into. To be called for each index. */
void alert_sort_place(struct alert_sort *sort, struct alert *storage,
                      struct alert_keys *keys, size_t index);

#endif
