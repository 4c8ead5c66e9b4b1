/* ack.h - who has seen which alert, kept over restarts.
 *
 * Layer: alert. An acknowledgement belongs to an alert's labels and holds for
 * alerts that were active before it: one that resolves and comes back is new.
 * Kept as lines of JSON in STATE_DIR/acknowledged.jsonl, mode 0600; a line that
 * does not parse is passed over.
 */
#ifndef TRACETOP_ALERT_ACK_H
#define TRACETOP_ALERT_ACK_H

#include <stdint.h>

#include "base/err.h"
#include "data/labels.h"

enum { ACK_MOST = 5000 };

struct ack_book; /* private to ack.c */

struct ack {
    const char *by; /* lives as long as the book */
    int64_t at_ms;  /* wall time */
};

/* Returns the book of a state folder (NULL: nothing is read or written) with
 * what it held. Owns: the caller frees it.
 * Fails: never; `err` says why the file could not be read, if so. */
struct ack_book *ack_book_new(const char *state_dir, struct err *err);

/* Frees it. NULL is fine. */
void ack_book_free(struct ack_book *book);

/* Notes that `by` has seen the alert of these labels, and writes it down.
 * Fails: -1 and `err` when it could not be written; it holds all the same. */
int ack_book_add(struct ack_book *book, const struct labels *labels,
                 const char *by, int64_t at_ms, struct err *err);

/* Returns the newest acknowledgement of these labels, or NULL. Borrowed until
 * the next change. */
const struct ack *ack_book_find(const struct ack_book *book,
                                const struct labels *labels);

#endif
