/* loop_timer.h - the alarms of one loop, soonest first.
 *
 * Layer: base, private to the loop; everyone else uses loop.h. A binary heap:
 * the soonest alarm is at hand, setting and unsetting cost log(count). Alarms
 * for the same time ring in the order in which they were set.
 */
#ifndef TRACETOP_BASE_LOOP_TIMER_H
#define TRACETOP_BASE_LOOP_TIMER_H

#include <stddef.h>
#include <stdint.h>

#include "base/loop.h"

struct loop_timers {
    struct loop_timer **heap; /* those that are set */
    size_t count;
    size_t capacity;
    struct loop_timer *first; /* all of them, set or not */
    uint64_t next_order;      /* grows with each set */
    int64_t now_ms;           /* monotonic time at the start of the turn */
};

/* Frees all alarms. A zeroed struct is fine. */
void loop_timers_clear(struct loop_timers *timers);

/* Makes an alarm that is not set. Owns: the timers. */
struct loop_timer *loop_timers_add(struct loop_timers *timers,
                                   loop_timer_fn *fn, void *owner);

/* Returns milliseconds from `now_ms` until the next alarm: 0 when one is due,
 * -1 when none is set. */
int loop_timers_wait_ms(const struct loop_timers *timers, int64_t now_ms);

/* Rings the alarms that are due at `now_ms`; those that become due through
 * their callbacks wait for the next turn. */
void loop_timers_run(struct loop_timers *timers);

#endif
