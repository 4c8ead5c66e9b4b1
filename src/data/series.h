/* series.h - the series of one query at one zoom step, bounded.
 *
 * Layer: data. An answer arrives in pieces: begin, then for each series its
 * labels and its samples, then commit. Samples of known series go straight
 * into their rings, so nothing is held twice. Beyond `limit` series the ones
 * with the largest latest value are kept; the others still count towards the
 * headline (sum, or worst, over every series of the answer), are counted in
 * `left_out`, and said. An answer speaks for its whole window: where it has no
 * sample there is a gap, also in series that it does not have at all. A series
 * whose ring holds gaps only is dropped at commit.
 */
#ifndef TRACETOP_DATA_SERIES_H
#define TRACETOP_DATA_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/labels.h"
#include "data/ring.h"

/* How many series become the one number of a panel. */
enum headline_kind {
    HEADLINE_SUM,
    HEADLINE_MAX,    /* worst is largest */
    HEADLINE_MIN,    /* worst is smallest */
    HEADLINE_SELECT, /* the one series that has `select` = `select_value` */
};

struct series_spec {
    int64_t step_ms;
    size_t capacity; /* slots of each ring */
    size_t limit;    /* most series kept, 1 or more */
    enum headline_kind headline;
    const char *select;       /* label name, for HEADLINE_SELECT */
    const char *select_value; /* its value; both copied */
};

struct series {
    const struct labels *labels;
    struct ring *ring;
};

struct series_set; /* private to series.c */

/* Returns an empty set; `table` must outlive it.
 * Owns: the caller frees it. */
struct series_set *series_set_new(struct symtab *table,
                                  const struct series_spec *spec);

/* Frees the set, its rings and its label references. NULL is fine. */
void series_set_free(struct series_set *set);

/* Returns the most bytes a set of this spec can take, labels not counted. */
size_t series_set_bytes_bound(const struct series_spec *spec);

/* Forgets all series (another query took over), and ends an answer under way:
 * what still comes of it is ignored. */
void series_set_reset(struct series_set *set);

/* Begins an answer that covers the grid from `start_ms` to `end_ms`. When that
 * ends more than a step before the newest slot, the clock went back: the slots
 * after it are forgotten. An answer under way is aborted. */
void series_set_begin(struct series_set *set, int64_t start_ms, int64_t end_ms);

/* Begins the next series of the answer. */
void series_set_series(struct series_set *set, const struct label_text *pairs,
                       size_t count);

/* Adds a sample to the series begun last. Samples outside the window that was
 * begun are dropped. */
void series_set_sample(struct series_set *set, int64_t at_ms, double value);

/* Ends the answer: the headline of its window takes effect, series that were
 * left out are counted, empty ones dropped. */
void series_set_commit(struct series_set *set);

/* Drops the answer's headline; samples already in rings stay, they are true. */
void series_set_abort(struct series_set *set);

/* Returns how many series are kept. */
size_t series_set_count(const struct series_set *set);

/* Returns a series; ordered by labels, so its place is stable from frame to
 * frame. `index` below the count. Borrowed: until the next change. */
const struct series *series_set_at(const struct series_set *set, size_t index);

/* Returns how many series of the last answer were left out. */
size_t series_set_left_out(const struct series_set *set);

/* Returns the headline ring. Borrowed. */
const struct ring *series_set_headline(const struct series_set *set);

/* Returns how many samples that are not NAN the last answer had. */
size_t series_set_answer_samples(const struct series_set *set);

/* Returns whether every sample of the last answer was 0 (and it had some). */
bool series_set_answer_all_zero(const struct series_set *set);

/* Returns whether a series came in without its history (it pushed a smaller
 * one out), so that the window wants to be asked for again. */
bool series_set_wants_backfill(const struct series_set *set);

/* Returns the wall time of the newest sample that is not NAN, -1 for none.
 * This is the sample's own time, not its slot's. */
int64_t series_set_newest_ms(const struct series_set *set);

/* Returns a number that changes with every commit, abort and reset. */
uint64_t series_set_generation(const struct series_set *set);

/* Returns the bytes held now by rings and bookkeeping, labels not counted. */
size_t series_set_bytes(const struct series_set *set);

#endif
