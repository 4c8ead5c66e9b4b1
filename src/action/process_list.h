/* process_list.h - who descends from a process, by /proc.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_PROCESS_LIST_H
#define TRACETOP_ACTION_PROCESS_LIST_H

#include <stddef.h>
#include <sys/types.h>

#include "action/action.h"
#include "base/pool.h"

/* Returns the living descendants of `root`, itself not among them, at most
 * `most`; `*count` says how many there are in all. Owns: the pool. */
struct action_process *process_list_below(pid_t root, struct pool *pool,
                                          size_t most, size_t *count);

#endif
