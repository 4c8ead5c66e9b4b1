/* headline.h - the one number of many series, slot by slot.
 *
 * Layer: data. For series.c. The window under way is gathered in a row of its
 * own and reaches the ring only when the answer is complete.
 */
#ifndef TRACETOP_DATA_HEADLINE_H
#define TRACETOP_DATA_HEADLINE_H

#include <stddef.h>
#include <stdint.h>

#include "data/labels.h"
#include "data/ring.h"
#include "data/series.h"

struct headline {
    enum headline_kind kind;
    char *select;
    char *select_value;
    struct ring *ring;
    double *row; /* by slot, from first_ms */
    int64_t first_ms, last_ms;
};

/* Makes an empty headline of this spec's kind, step and capacity.
 * Owns: the caller ends it with headline_clear(). */
void headline_init(struct headline *headline, const struct series_spec *spec);

/* Frees what the headline holds. */
void headline_clear(struct headline *headline);

/* Begins a window of grid times, as many as the capacity at most. */
void headline_begin(struct headline *headline, int64_t first_ms,
                    int64_t last_ms);

/* Adds what a series' ring holds within the window. */
void headline_add(struct headline *headline, const struct labels *labels,
                  const struct ring *ring);

/* Puts the window into the ring; slots that no series had become gaps. */
void headline_commit(struct headline *headline);

/* Returns the most bytes that a headline of this spec holds. */
size_t headline_bytes(const struct series_spec *spec);

#endif
