/* resolved.h - alerts that are over, kept for an hour.
 *
 * Layer: alert; part of alert_list.h. They own their strings: what told of
 * them is gone.
 */
#ifndef TRACETOP_ALERT_RESOLVED_H
#define TRACETOP_ALERT_RESOLVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alert/alert_sort.h"

enum { RESOLVED_MOST = 1000 };

struct resolved {
    struct alert alert;
    struct alert_keys keys;
    char *texts;     /* its strings */
    bool is_dropped; /* to be freed by the next resolved_purge() */
};

struct resolved_list {
    struct symtab *symbols;
    struct resolved **entries;
    size_t count;
    size_t first; /* none before it is left undropped */
};

/* Adds a copy of an alert that vanished at `now_ms`; past the bound the oldest
 * goes. */
void resolved_add(struct resolved_list *list, const struct alert *alert,
                  const struct alert_keys *keys, int64_t now_ms);

/* Frees those that are dropped. */
void resolved_purge(struct resolved_list *list);

/* Frees everything. */
void resolved_clear(struct resolved_list *list);

#endif
