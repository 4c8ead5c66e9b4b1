/* waterfall.h - which spans of a trace stand on which lines, and their bars.
 *
 * Layer: panels. A layout without a screen: folding hides what is below a
 * span, the order is the tree's. Bars are cells of a width given when asked.
 */
#ifndef TRACETOP_PANELS_WATERFALL_H
#define TRACETOP_PANELS_WATERFALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/trace.h"

struct waterfall; /* private to waterfall.c */

/* The cells of a span's bar: at least one. */
struct waterfall_bar {
    int first, count;
};

/* Returns a layout without a trace. Owns: the caller frees it. */
struct waterfall *waterfall_new(void);

/* Frees it. NULL is fine. */
void waterfall_free(struct waterfall *waterfall);

/* Lays a trace out, all unfolded; does nothing when it is the one of this
 * serial. The trace outlives the layout, or the next call. NULL is no trace. */
void waterfall_set(struct waterfall *waterfall, const struct trace *trace,
                   uint64_t serial);

/* Returns how many lines there are. */
size_t waterfall_rows(const struct waterfall *waterfall);

/* Returns the index of the span on a line below waterfall_rows(). */
uint32_t waterfall_span(const struct waterfall *waterfall, size_t row);

/* Returns the line of a span, or of what it is folded into. */
size_t waterfall_row(const struct waterfall *waterfall, uint32_t span);

/* Folds what is below a span, or unfolds it. */
void waterfall_fold(struct waterfall *waterfall, uint32_t span, bool is_folded);

/* Says whether it is folded. */
bool waterfall_is_folded(const struct waterfall *waterfall, uint32_t span);

/* Folds every span that has children, or unfolds all. */
void waterfall_fold_all(struct waterfall *waterfall, bool is_folded);

/* Unfolds all that a span is folded into. */
void waterfall_reveal(struct waterfall *waterfall, uint32_t span);

/* Returns the next span with an error after (or before) a span, round the
 * corner; TRACE_NO_SPAN when there is none. */
uint32_t waterfall_next_error(const struct waterfall *waterfall, uint32_t span,
                              bool is_backwards);

/* Returns where a span's bar is in `columns` cells for the whole trace. */
struct waterfall_bar waterfall_bar(const struct trace *trace,
                                   const struct trace_span *span, int columns);

#endif
