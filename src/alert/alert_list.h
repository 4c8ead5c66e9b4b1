/* alert_list.h - what all sources told of alerts, joined into one list.
 *
 * Layer: alert. Prometheus knows rules, values and what is pending;
 * Alertmanager knows what is silenced or inhibited. The same alert has more
 * labels there (external labels, unless a scraped label of that name is in the
 * way), so the two are joined on a subset. An alert that vanishes while its
 * sources answer stays for an hour as resolved.
 *
 * A list is built in slices, so that 10,000 alerts hold nobody up; what was
 * built before stays as it is until the new one is whole.
 */
#ifndef TRACETOP_ALERT_ALERT_LIST_H
#define TRACETOP_ALERT_ALERT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alert/ack.h"
#include "alert/silence_list.h"
#include "alert/told_batch.h"
#include "model/alert.h"

enum { ALERT_LIST_MOST = 20000, ALERT_LIST_RESOLVED_MS = 3600000 };

struct alert_list; /* private to alert_list.c */

/* What the list needs to know besides what it is told. */
struct alert_list_world {
    const struct panel_defs *panels; /* must outlive the list */
    const struct ack_book *acks;     /* likewise; may be NULL */

    /* Returns by when somebody has to respond to an alert that fires since
     * `fired_ms`, -1 for no clock. */
    int64_t (*respond_by)(void *owner, enum severity severity,
                          int64_t fired_ms);
    void *owner; /* of `respond_by` */
};

/* Returns a list that nobody told anything yet. Owns: the caller frees it. */
struct alert_list *alert_list_new(const struct alert_list_world *world);

/* Frees it. NULL is fine. */
void alert_list_free(struct alert_list *list);

/* Returns the table for the labels of batches. Borrowed. */
struct symtab *alert_list_symbols(struct alert_list *list);

/* Adds a source; returns its place. `name` is borrowed, for messages. */
size_t alert_list_add_source(struct alert_list *list, const char *name,
                             enum alert_origin origin);

/* Takes what a source answered; the reference is taken over. */
void alert_list_take(struct alert_list *list, size_t source,
                     struct told_batch *batch);

/* Takes the silences that an Alertmanager answered, likewise. */
void alert_list_take_silences(struct alert_list *list, size_t source,
                              struct silence_list *silences);

/* Notes that a source did not answer: what it told last stays. */
void alert_list_failed(struct alert_list *list, size_t source, const char *why);

/* Begins to build the list of what was told; nothing while there is more to do
 * of the last one. */
void alert_list_begin(struct alert_list *list, int64_t now_ms);

/* Builds on, about `budget` alerts' worth of work (1,000 is some 1 ms).
 * Returns true while there is more to do. The list becomes the new one in one
 * of these steps; those that follow free the one before. */
bool alert_list_step(struct alert_list *list, size_t budget);

/* Returns the list built last, and the silences that it knew. Borrowed until
 * the next alert_list_step(). */
const struct alerts *alert_list_get(const struct alert_list *list);
const struct silences *alert_list_silences(const struct alert_list *list);

#endif
