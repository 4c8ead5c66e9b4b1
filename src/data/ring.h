/* ring.h - the last N values of one series on a step grid.
 *
 * Layer: data. Slot k holds the value at wall time k * step; times are not
 * stored. Between grid times a value goes into the slot that ends its step
 * (rounded up), so the running bucket is overwritten until its own time has
 * come. A slot that nobody filled is NAN: a gap, never a zero. Time moves
 * forward only; a value older than the window is refused.
 */
#ifndef TRACETOP_DATA_RING_H
#define TRACETOP_DATA_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring; /* private to ring.c */

/* What a stretch of a ring amounts to; all NAN and 0 when it is all gaps. */
struct ring_stats {
    double last; /* newest value that is not a gap */
    double min, max, avg;
    int64_t last_ms; /* its grid time */
    size_t count;    /* values that are not gaps */
};

/* Returns an empty ring of `capacity` slots (1 or more), `step_ms` apart (1 or
 * more). Owns: the caller frees it. */
struct ring *ring_new(int64_t step_ms, size_t capacity);

/* Frees the ring. NULL is fine. */
void ring_free(struct ring *ring);

/* Returns the bytes that a ring of `capacity` slots takes. */
size_t ring_bytes(size_t capacity);

/* Empties the ring. */
void ring_reset(struct ring *ring);

/* Stores a value at a wall time, making gaps of the slots stepped over.
 * Fails: false, ring untouched, when the time is before the window or
 * negative. Infinities are values; NAN is stored as a gap. */
bool ring_put(struct ring *ring, int64_t at_ms, double value);

/* Forgets the slots after the one of `at_ms` (the clock went back). */
void ring_forget_after(struct ring *ring, int64_t at_ms);

/* Returns the value in the slot of a wall time (rounded up), or NAN. */
double ring_at(const struct ring *ring, int64_t at_ms);

/* Points `values` at the slots from `from_ms` (rounded up) to `to_ms` that lie
 * together in memory and returns how many: 0, `values` untouched, when the
 * first is not held. The slot after them is `count` steps on. Borrowed: until
 * the next change. */
size_t ring_span(const struct ring *ring, int64_t from_ms, int64_t to_ms,
                 const double **values);

/* Returns the grid time of the slot that a wall time goes into. */
int64_t ring_slot_ms(const struct ring *ring, int64_t at_ms);

/* Returns the grid time of the newest slot, -1 when the ring is empty. */
int64_t ring_newest_ms(const struct ring *ring);

/* Returns the grid time of the oldest slot still held, -1 when empty. */
int64_t ring_oldest_ms(const struct ring *ring);

/* Returns the step and the capacity that the ring was made with. */
int64_t ring_step_ms(const struct ring *ring);
size_t ring_capacity(const struct ring *ring);

/* Returns the newest value of the last 5 slots, or NAN when they are all gaps:
 * what a series amounts to now, one late answer forgiven. */
double ring_latest(const struct ring *ring);

/* Sums up the slots whose grid time is within `from_ms` to `to_ms`, both
 * included. */
struct ring_stats ring_summary(const struct ring *ring, int64_t from_ms,
                               int64_t to_ms);

#endif
