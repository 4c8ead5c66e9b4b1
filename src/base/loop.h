/* loop.h - the one poll(2) of the program.
 *
 * Layer: base. One thread. A turn is: sleep until a descriptor, a timer or a
 * signal is due; read both clocks once; call back whoever is due; then the
 * `after` hook, where the picture is painted. Callbacks return soon: a turn is
 * meant to stay under 5 ms, and loop_stats() tells the longest.
 *
 * Objects may be removed from inside any callback, their own included.
 */
#ifndef TRACETOP_BASE_LOOP_H
#define TRACETOP_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

struct loop;       /* private to loop.c */
struct loop_io;    /* one watched descriptor */
struct loop_timer; /* one alarm */

enum loop_event { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_HANGUP = 4 };

typedef void loop_io_fn(void *owner, int fd, unsigned events);
typedef void loop_timer_fn(void *owner);
typedef void loop_signal_fn(void *owner, int signum);

struct loop_stats {
    uint64_t turns;
    uint64_t sleeps;        /* turns that had to wait in poll(2) */
    int64_t longest_us;     /* the longest turn's work, sleep not counted */
    int64_t longest_cpu_us; /* the most CPU that one took */
};

/* Returns a loop whose clocks were just read.
 * Owns: the caller frees it. Fails: NULL and `err` (ERR_SYSTEM). */
struct loop *loop_new(struct err *err);

/* Gives the signals back their old handlers and frees the loop, its watches
 * and timers. Descriptors stay open: they are their owners'. NULL is fine. */
void loop_free(struct loop *loop);

/* Returns the clocks as read at the start of this turn. */
struct moment loop_now(const struct loop *loop);

/* Watches a descriptor. `events` is a set of LOOP_READ and LOOP_WRITE (0 for
 * hang-ups only). Owns: the loop, until loop_io_remove(). */
struct loop_io *loop_io_add(struct loop *loop, int fd, unsigned events,
                            loop_io_fn *fn, void *owner);

/* Changes what is waited for. */
void loop_io_want(struct loop_io *io, unsigned events);

/* Ends the watch; the callback does not come again. NULL is fine. */
void loop_io_remove(struct loop_io *io);

/* Makes an alarm that is not set. Owns: the loop, until loop_timer_remove().*/
struct loop_timer *loop_timer_add(struct loop *loop, loop_timer_fn *fn,
                                  void *owner);

/* Sets the alarm for a monotonic time; a time gone by rings without sleeping,
 * and when an alarm sets it, in the next turn: work done slice by slice leaves
 * the others their turns. It rings once. Setting again moves it. */
void loop_timer_set(struct loop_timer *timer, int64_t at_mono_ms);

/* Unsets the alarm. */
void loop_timer_stop(struct loop_timer *timer);

/* Returns whether the alarm is set. */
bool loop_timer_is_set(const struct loop_timer *timer);

/* Ends the alarm. NULL is fine. */
void loop_timer_remove(struct loop_timer *timer);

/* Calls `fn` in a turn after `signum` arrived (several arrivals may be told
 * once). The handler itself only writes a byte to the loop's pipe.
 * Fails: -1 and `err`. */
int loop_on_signal(struct loop *loop, int signum, loop_signal_fn *fn,
                   void *owner, struct err *err);

/* Calls `fn` at the end of every turn. One hook; NULL takes it away. */
void loop_after_turn(struct loop *loop, loop_timer_fn *fn, void *owner);

/* Turns until loop_stop(). Fails: -1 and `err` when poll(2) itself does. */
int loop_run(struct loop *loop, struct err *err);

/* Makes one turn; waits at most `max_wait_ms` (-1: as long as it takes).
 * Fails: as loop_run(). */
int loop_turn(struct loop *loop, int max_wait_ms, struct err *err);

/* Reaps a child process that was killed, at once or in a later turn: under load
 * one takes longer to die than a turn may last. */
void loop_reap(struct loop *loop, int pid);

/* Makes loop_run() return after this turn. */
void loop_stop(struct loop *loop);

/* Returns the counters since the start or the last reset. */
struct loop_stats loop_stats(const struct loop *loop);

/* Sets the counters to zero. */
void loop_stats_reset(struct loop *loop);

#endif
