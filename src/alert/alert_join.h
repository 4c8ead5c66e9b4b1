/* alert_join.h - finds Alertmanager's word on an alert of Prometheus.
 *
 * Layer: alert; part of alert_list.h. By the labels' key when the external
 * labels are known, and they are after the first alert that was found by
 * comparing; only so many are compared, so a list without a match costs little.
 */
#ifndef TRACETOP_ALERT_ALERT_JOIN_H
#define TRACETOP_ALERT_ALERT_JOIN_H

#include <stdbool.h>
#include <stddef.h>

#include "alert/told_batch.h"

/* An alert as one or several Alertmanagers have it. */
struct joined {
    const struct batch_alert *alert; /* the one that decides */
    size_t source;
    bool is_used; /* an alert of Prometheus took it */
};

struct alert_join; /* private to alert_join.c */

/* Returns an empty table. Owns: the caller frees it. */
struct alert_join *alert_join_new(void);

/* Frees it. NULL is fine. */
void alert_join_free(struct alert_join *join);

/* Adds an alert of a source. Of several that say the same labels, one that is
 * not suppressed decides: somebody is being paged. */
void alert_join_add(struct alert_join *join, const struct batch_alert *alert,
                    size_t source);

/* Returns the entry that has all labels of `alert`, or NULL. */
struct joined *alert_join_find(struct alert_join *join,
                               const struct batch_alert *alert);

/* Returns the alert of a fingerprint, or NULL. */
const struct batch_alert *
alert_join_by_fingerprint(const struct alert_join *join,
                          const char *fingerprint);

/* Returns the entries. Borrowed. */
size_t alert_join_count(const struct alert_join *join);
struct joined *alert_join_at(struct alert_join *join, size_t index);

#endif
