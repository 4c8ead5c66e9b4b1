/* process_list.h - who descends from a process, by /proc.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_PROCESS_LIST_H
#define TRACETOP_ACTION_PROCESS_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "action/action.h"
#include "base/pool.h"

/* Returns the living descendants of `root`, itself not among them, at most
 * `most`; `*count` says how many there are in all. Owns: the pool. */
struct action_process *process_list_below(pid_t root, struct pool *pool,
                                          size_t most, size_t *count);

/* Returns the living processes that were started with `mark`, a "NAME=value",
 * in their environment, this one not among them; else as above. What may not
 * be read (another user's) is not told. */
struct action_process *process_list_marked(const char *mark, struct pool *pool,
                                           size_t most, size_t *count);

/* Returns whether that process lives and carries the mark. */
bool process_list_has_mark(pid_t pid, const char *mark);

#endif
