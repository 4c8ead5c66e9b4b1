/* process.h - what /proc tells of one process.
 *
 * Layer: action. A number is given out again when its process is gone; the
 * number and the start together are one process and no other.
 */
#ifndef TRACETOP_ACTION_PROCESS_H
#define TRACETOP_ACTION_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/pool.h"

struct process {
    pid_t pid, parent, session;
    uint64_t start; /* clock ticks since the machine was started */
};

/* Reads one. Returns false when there is none, or only its exit status. */
bool process_read(struct process *process, pid_t pid);

/* Returns whether both are the same process. */
bool process_is_same(const struct process *left, const struct process *right);

/* Returns its command line, cut, or "?". Owns: the pool. */
const char *process_name(pid_t pid, struct pool *pool);

/* Returns the name of the user whose rights it has. Owns: the pool. */
const char *process_user(pid_t pid, struct pool *pool);

/* Returns whether it was started with `mark`, a "NAME=value", in its
 * environment; false, too, when that may not be read. */
bool process_has_mark(pid_t pid, const char *mark);

/* Returns the number of its scheduling group: the kernel gives each session a
 * new one and none twice. 0 where there are none. Source: sched(7). */
int64_t process_autogroup(pid_t pid);

#endif
