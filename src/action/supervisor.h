/* supervisor.h - runs a step that a person has said yes to.
 *
 * Layer: action. A small process of its own, in a session of its own, starts
 * the shell, keeps its output and its exit status, and outlives whoever asked
 * for it: a closed terminal, a killed dashboard. How it goes is read from its
 * folder (action.h, output.h); nothing has to be waited for.
 */
#ifndef TRACETOP_ACTION_SUPERVISOR_H
#define TRACETOP_ACTION_SUPERVISOR_H

#include "action/action.h"
#include "action/consent.h"
#include "action/plan.h"
#include "base/clock.h"
#include "base/err.h"

struct supervisor_order {
    const char *state_dir; /* made when it is not there */
    const struct plan *plan;
    struct consent *consent; /* given; it is taken */
    const char *who;         /* the user's name; NULL: of the process */
    struct moment now;
    int terminal;     /* for an interactive plan: a terminal that is the step's
                       * until it ends. Do not read it meanwhile, and give its
                       * modes back afterwards. Else -1 */
    int64_t grace_ms; /* between INT, TERM and KILL; 0: five seconds */
};

/* Starts it. Returns as soon as the start is in the audit log, on the disk;
 * `id` is the action's. The shell starts right after that.
 * Fails: -1 and `err`, and nothing was run: no consent, one that another
 * program has used, a state folder that is not ours alone, no audit. */
int supervisor_start(const struct supervisor_order *order,
                     char id[ACTION_ID_SIZE], struct err *err);

#endif
