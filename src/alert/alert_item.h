/* alert_item.h - one alert of a list that is being built.
 *
 * Layer: alert; part of alert_list.h.
 */
#ifndef TRACETOP_ALERT_ALERT_ITEM_H
#define TRACETOP_ALERT_ALERT_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/alert.h"

/* The keys by which it is known again: of its labels, and of those that
 * Alertmanager has for it (0: none). */
struct alert_keys {
    uint64_t keys[2];
};

struct alert_item {
    struct alert alert;
    struct alert_keys keys;
};

/* Sorts pointers to items by alert_compare() in slices: a merge sort that can
 * stop anywhere. */
struct alert_sort {
    struct alert_item **items, **scratch;
    size_t count;
    size_t width;       /* of the runs that are sorted; 0: not begun */
    size_t run;         /* where the next two runs begin */
    size_t left, right; /* taken of those two */
};

/* Begins. `items` and `scratch` have room for `count`. */
void alert_sort_begin(struct alert_sort *sort, struct alert_item **items,
                      struct alert_item **scratch, size_t count);

/* Works on, about `*budget` comparisons, which it counts down. Returns true
 * while there is more to do; then the result is in `sort->items`. */
bool alert_sort_step(struct alert_sort *sort, size_t *budget);

#endif
