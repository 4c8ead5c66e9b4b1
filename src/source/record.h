/* record.h - the texts of one record while its JSON is being read.
 *
 * Layer: source. Slots of text and two sets of pairs, in one buffer that is
 * used again for the next record. What is longer than its cap is cut at a
 * character's end and marked with an ellipsis. Slots count modulo RECORD_SLOTS,
 * so that a caller with several records may number theirs on.
 */
#ifndef TRACETOP_SOURCE_RECORD_H
#define TRACETOP_SOURCE_RECORD_H

#include <stddef.h>

#include "base/buf.h"
#include "data/labels.h"

enum {
    RECORD_SLOTS = 16,
    RECORD_SETS = 2,
    RECORD_PAIRS_MAX = 512, /* of a set */
    RECORD_BYTES_MAX = 1 << 20,
};

struct record_span {
    size_t name_at, name_length;
    size_t value_at, value_length;
};

struct record_set {
    size_t count, capacity;
    struct record_span *spans;
    struct label_text *pairs; /* made by record_pairs() */
};

struct record {
    struct buf text;
    size_t slots[RECORD_SLOTS]; /* where a text begins, plus 1; 0: not told */
    struct record_set sets[RECORD_SETS];
    size_t cut; /* texts that were cut or left out, in all records */
};

/* Makes an empty record. Owns: the caller ends it with record_clear(). */
void record_init(struct record *record);

/* Frees the buffers. */
void record_clear(struct record *record);

/* Forgets the texts, to begin the next record. */
void record_begin(struct record *record);

/* Keeps a text, the last one told for a slot, up to `limit` bytes. */
void record_text(struct record *record, int slot, const char *text,
                 size_t length, size_t limit);

/* Keeps a pair of a set, its value up to `limit` bytes. */
void record_pair(struct record *record, int set, const struct label_text *pair,
                 size_t limit);

/* Returns a slot's text, "" when it was not told. Borrowed until the next
 * change of the record. */
const char *record_get(const struct record *record, int slot);

/* Returns the pairs of a set and how many there are. Borrowed likewise. */
const struct label_text *record_pairs(struct record *record, int set,
                                      size_t *count);

#endif
