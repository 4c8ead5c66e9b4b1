/* asker.h - questions to a Prometheus, one after the other.
 *
 * For tests only: each call turns a loop of its own until the answer is there.
 */
#ifndef TRACETOP_TESTS_SUPPORT_ASKER_H
#define TRACETOP_TESTS_SUPPORT_ASKER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "data/labels.h"
#include "data/window.h"

struct asker; /* private to asker.c */

/* One sample of an answer. */
struct asked {
    int64_t at_ms;
    const struct labels *labels;
    double value;
};

/* All samples, by time. */
struct asked_list {
    struct asked *items;
    size_t count, capacity;
};

/* Returns a client of the Prometheus at `url`; labels go to `table`.
 * Owns: the caller frees it. Fails: NULL and `err`. */
struct asker *asker_new(const char *url, struct symtab *table, struct err *err);

/* Frees it. NULL is fine. */
void asker_free(struct asker *asker);

/* Asks an expression over a window (an instant when it is live), adding to a
 * zeroed list, which the caller ends with asked_list_clear().
 * Fails: -1 and `err`. */
int asker_ask(struct asker *asker, const char *expression,
              const struct window *window, struct asked_list *list,
              struct err *err);

/* Sends samples, a request's plain form (remote_write.h).
 * Fails: -1 and `err`, with what the server said. */
int asker_write(struct asker *asker, const struct buf *plain, struct err *err);

/* Gives the labels back and frees the list. */
void asked_list_clear(struct asked_list *list, struct symtab *table);

#endif
