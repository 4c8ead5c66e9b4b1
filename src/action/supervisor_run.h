/* supervisor_run.h - the process that looks after one step.
 *
 * Layer: action; private to the supervisor.
 */
#ifndef TRACETOP_ACTION_SUPERVISOR_RUN_H
#define TRACETOP_ACTION_SUPERVISOR_RUN_H

#include <sys/types.h>

#include "action/action_folder.h"
#include "action/supervisor.h"

/* Runs the step of an order to its end; called in a process of its own. */
void supervisor_run(const struct supervisor_order *order,
                    const struct action_folder *folder);

/* A step that was forked and waits for its word. */
struct supervisor_step {
    pid_t pid;  /* its process group, too; it is in its session already */
    int output; /* where its output comes from, non-blocking */
    int go;     /* a byte here lets it run; closing it, and it never does */
    int failed; /* an errno comes here when the shell cannot be started */
};

/* Forks the step. Returns 0 or an errno. */
int supervisor_step_fork(struct supervisor_step *step,
                         const struct supervisor_order *order,
                         const struct action_folder *folder);

/* Lets it run. Returns 0, or the errno of why its shell cannot be started. */
int supervisor_step_go(struct supervisor_step *step);

#endif
