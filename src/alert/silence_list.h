/* silence_list.h - the silences that Alertmanager told.
 *
 * Layer: alert. Counted, as told_batch.h and for the same reason. Expired ones
 * are not kept.
 */
#ifndef TRACETOP_ALERT_SILENCE_LIST_H
#define TRACETOP_ALERT_SILENCE_LIST_H

#include <stddef.h>

#include "model/silence.h"

enum { SILENCE_LIST_MOST = 5000 };

struct silence_list; /* private to silence_list.c */

/* Returns an empty list with one reference. */
struct silence_list *silence_list_new(void);

/* Takes one more reference and returns the list. */
struct silence_list *silence_list_ref(struct silence_list *list);

/* Gives one reference back; the last frees the list. NULL is fine. */
void silence_list_unref(struct silence_list *list);

/* Adds a copy of a silence, unless it is expired or past the bound. */
void silence_list_add(struct silence_list *list, const struct silence *silence);

/* Ends the filling: sorts by id. */
void silence_list_end(struct silence_list *list);

/* Returns all of them, by id. Borrowed. */
struct silences silence_list_all(const struct silence_list *list);

/* Returns the silence of an id, or NULL. Borrowed. `list` may be NULL. */
const struct silence *silence_list_find(const struct silence_list *list,
                                        const char *id);

/* Returns "NAME until TIME" of a silence of this list. Borrowed. */
const char *silence_list_words(const struct silence_list *list,
                               const struct silence *silence);

#endif
