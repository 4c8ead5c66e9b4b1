/* process_list.h - all processes, and who descends from one.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_PROCESS_LIST_H
#define TRACETOP_ACTION_PROCESS_LIST_H

#include <stddef.h>
#include <sys/types.h>

#include "action/action.h"
#include "action/process.h"
#include "base/pool.h"

struct process_list {
    struct process *items; /* by number */
    size_t count;
};

/* Reads all that live, one after the other: some may have ended meanwhile.
 * Owns: the caller ends it with process_list_clear(). */
void process_list_read(struct process_list *list);

/* Frees it. A zeroed struct is fine. */
void process_list_clear(struct process_list *list);

/* Returns the one with that number, or NULL. Borrowed from the list. */
const struct process *process_list_find(const struct process_list *list,
                                        pid_t pid);

/* Returns the living descendants of `root`, itself not among them, at most
 * `most`; `*count` says how many there are in all. Owns: the pool. */
struct action_process *process_list_below(pid_t root, struct pool *pool,
                                          size_t most, size_t *count);

#endif
