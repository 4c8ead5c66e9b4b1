/* supervisor_end.h - writing down how a step went, on any disk.
 *
 * Layer: action; private to the supervisor.
 */
#ifndef TRACETOP_ACTION_SUPERVISOR_END_H
#define TRACETOP_ACTION_SUPERVISOR_END_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "action/action_folder.h"
#include "action/supervisor.h"

struct supervisor_end {
    const struct supervisor_order *order;
    const struct action_folder *folder;
    enum action_state why; /* it was made to end; else ACTION_RUNNING */
    const char *who;       /* cancelled it */
    const char *problem;   /* it could not be started, or "" */
    bool is_reaped;
    int status; /* as waitpid() tells it */
    int output_error;
    uint64_t output_bytes;
};

/* Notes the process of a step that is about to run, and how those that it
 * starts can be told (lineage.h). Fails: -1 and `err`. */
int supervisor_end_note_pid(int folder, pid_t pid, struct err *err);

/* Writes the result and the audit line, and who still lives. A full disk is
 * tried again for a while. */
void supervisor_end_tell(const struct supervisor_end *end);

#endif
