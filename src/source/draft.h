/* draft.h - the series that a decoder is in the middle of.
 *
 * Layer: source; part of matrix.h. Labels are gathered until the first sample
 * needs them; samples that come before the labels are held, up to a cap.
 */
#ifndef TRACETOP_SOURCE_DRAFT_H
#define TRACETOP_SOURCE_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "source/matrix.h"

enum {
    DRAFT_LABELS_MAX = 512,
    DRAFT_TEXT_MAX = 1 << 20, /* bytes of names and values of a series */
    DRAFT_HELD_MAX = 1 << 20, /* bytes of samples before their labels */
};

struct draft_span {
    size_t name_at, name_length;
    size_t value_at, value_length;
};

struct draft {
    const struct matrix_sink *sink;
    struct matrix_totals *totals;
    bool has_labels; /* they are complete */
    bool is_told;    /* the sink has the labels */
    size_t label_count;
    size_t label_at; /* the label whose value comes next */
    struct buf text;
    struct buf held; /* samples, one struct after the other */
    struct draft_span spans[DRAFT_LABELS_MAX];
    struct label_text pairs[DRAFT_LABELS_MAX];
};

/* Makes a draft that tells `sink` and counts in `totals`; both outlive it.
 * Owns: the caller ends it with draft_clear(). */
void draft_init(struct draft *draft, const struct matrix_sink *sink,
                struct matrix_totals *totals);

/* Frees the buffers. */
void draft_clear(struct draft *draft);

/* Begins the next series. */
void draft_begin(struct draft *draft);

/* Begins its label set; an earlier set of this series is forgotten.
 * Fails: -1 and `err` when the sink already has that. */
int draft_labels_begin(struct draft *draft, struct err *err);

/* Takes a label's name, then its value; the last of equal names stays.
 * Fails: -1 and `err` (ERR_FORMAT) past the caps. */
int draft_label_name(struct draft *draft, const char *text, size_t length,
                     struct err *err);
int draft_label_value(struct draft *draft, const char *text, size_t length,
                      struct err *err);

/* Ends the label set. */
void draft_labels_end(struct draft *draft);

/* Tells the sink the labels, unless it has them or they are not there yet.
 * Returns whether it has them, so that samples may go to it. */
bool draft_tell(struct draft *draft);

/* Takes a sample. Fails: -1 and `err` when too many must be held. */
int draft_sample(struct draft *draft, int64_t at_ms, double value,
                 struct err *err);

/* Ends the series: everything is with the sink.
 * Fails: -1 and `err` when it had no labels. */
int draft_end(struct draft *draft, struct err *err);

#endif
