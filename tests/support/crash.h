/* crash.h - kill -9 between any two things that a program does.
 *
 * For tests only. A function runs in a process of its own and is stopped at
 * each of its system calls, so the moment of the blow is exact and the same
 * each time.
 */
#ifndef TRACETOP_TESTS_SUPPORT_CRASH_H
#define TRACETOP_TESTS_SUPPORT_CRASH_H

#include <stdbool.h>

typedef void crash_fn(void *argument);

/* Runs `fn` and kills a process of it right before the `nth` (from 1) system
 * call by which that one changes something outside of itself: a file, a
 * folder, another process. Which process: 0 is the one that runs `fn`, 1 the
 * first that this one forks, 2 the first of that one.
 * Returns whether it was killed; false: it ended before the `nth`. */
bool crash_at(crash_fn *fn, void *argument, int generation, int nth);

/* Returns whether this machine lets a process trace its children. */
bool crash_is_possible(void);

#endif
