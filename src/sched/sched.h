/* sched.h - who is asked when.
 *
 * Layer: sched. Pure: no clock, no I/O; times are monotonic milliseconds. A
 * job belongs to a group (a back end). Jobs of a group that are well share
 * their ticks, so that one wake-up starts them all; ticks carry a jitter of up
 * to a tenth of the interval that differs from process to process, so that
 * many dashboards do not ask in step. A job that fails backs off on its own:
 * twice as long each time, up to SCHED_BACKOFF_MAX_MS. A job in flight is
 * never started again before it ended.
 */
#ifndef TRACETOP_SCHED_SCHED_H
#define TRACETOP_SCHED_SCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCHED_BACKOFF_MAX_MS = 60000, SCHED_BACKOFF_MIN_MS = 1000 };

#define SCHED_NONE ((size_t)-1)

struct sched; /* private to sched.c */

/* Returns a scheduler without jobs; `seed` makes the jitter.
 * Owns: the caller frees it. */
struct sched *sched_new(uint64_t seed);

/* Frees it. NULL is fine. */
void sched_free(struct sched *sched);

/* Adds a job that is due at once; returns its index. Jobs are never removed;
 * sched_enable() puts them to rest. */
size_t sched_add(struct sched *sched, unsigned group, int64_t interval_ms);

/* Changes a job's interval; what is booked moves nearer if that is sooner. */
void sched_set_interval(struct sched *sched, size_t job, int64_t interval_ms,
                        int64_t now_ms);

/* Rests a job, or wakes it (then it is due at once). */
void sched_enable(struct sched *sched, size_t job, bool is_enabled);

/* Makes a job due at once (in flight: as soon as it ended). */
void sched_kick(struct sched *sched, size_t job);

/* Makes all enabled jobs due at once and forgets their failures. */
void sched_kick_all(struct sched *sched);

/* While paused nothing is due except what was kicked since. */
void sched_pause(struct sched *sched, bool is_paused);

/* Returns a job that is due at `now_ms`, the longest waiting first, or
 * SCHED_NONE. */
size_t sched_due(const struct sched *sched, int64_t now_ms);

/* Returns when the next job is due (maybe in the past), or -1 for never. */
int64_t sched_next_ms(const struct sched *sched);

/* Notes that a job began. */
void sched_started(struct sched *sched, size_t job);

/* Notes that a job ended and books its next time: the group's next tick, or
 * after a failure the back-off, never before `retry_after_ms` (0 for none). */
void sched_finished(struct sched *sched, size_t job, bool is_ok,
                    int64_t retry_after_ms, int64_t now_ms);

/* Returns when a job is booked, its failures in a row, and whether it is in
 * flight. */
int64_t sched_booked_ms(const struct sched *sched, size_t job);
unsigned sched_failures(const struct sched *sched, size_t job);
bool sched_is_in_flight(const struct sched *sched, size_t job);

#endif
