/* leftover.h - ending what an action left behind.
 *
 * Layer: action. That is what still runs of a step whose supervisor was killed,
 * or what outlived a step that is over. Who belongs to it is known for certain
 * (lineage.h): a number that somebody else has by now is never signalled.
 */
#ifndef TRACETOP_ACTION_LEFTOVER_H
#define TRACETOP_ACTION_LEFTOVER_H

#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "base/err.h"
#include "base/pool.h"

#define LEFTOVER_VARIABLE "TRACETOP_RUN_MARK"

enum { LEFTOVER_MARK_SIZE = 128, LEFTOVER_MOST = 256 };

struct leftover_order {
    const char *state_dir, *id;
    const char *who;  /* told in the audit log */
    int64_t grace_ms; /* between INT, TERM and KILL; 0: 5 s */
};

struct leftover {
    struct action_process *found; /* what lived when it began, the first ones */
    size_t found_count;
    struct action_process *left; /* what lives still */
    size_t left_count;
    struct pool pool;
};

/* Writes "TRACETOP_RUN_MARK=..." for the action of an open folder. Each step
 * carries its mark in its environment. */
void leftover_mark(char out[LEFTOVER_MARK_SIZE], int folder,
                   const char *consent);

/* Sends INT, TERM and KILL to what an action left that is over, until nothing
 * lives that may be signalled; adds an audit line about it and notes in the
 * action's folder what is left. Takes as long as that takes.
 * Owns: the caller ends it with leftover_clear(), also after a failure.
 * Fails: -1 and `err`: not over; over in order and nothing left; the audit
 * line or the note could not be written (it has been done all the same). */
int leftover_end(struct leftover *leftover, const struct leftover_order *order,
                 struct err *err);

/* Frees it. A zeroed struct is fine. */
void leftover_clear(struct leftover *leftover);

#endif
