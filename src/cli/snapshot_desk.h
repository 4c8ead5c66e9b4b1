/* snapshot_desk.h - the guide and the actions that a picture shows.
 *
 * Layer: cli. What the dashboard reads slice by slice after its first frame, a
 * picture needs at once: the guide in force, judged, and what was run.
 */
#ifndef TRACETOP_CLI_SNAPSHOT_DESK_H
#define TRACETOP_CLI_SNAPSHOT_DESK_H

#include "action/action.h"
#include "config/settings.h"
#include "model/desk.h"
#include "runbook/guide.h"
#include "runbook/lint.h"

struct snapshot_desk {
    struct desk desk; /* for the model */
    struct guide guide;
    struct lint_report findings;
    struct action_list actions;
    struct err problem; /* of the user's guide, or of any */
};

/* Reads what can be read; what cannot is told as the guide's problem, or
 * missing. Owns: the caller ends it with snapshot_desk_clear(), once nobody
 * looks at the desk any more. */
void snapshot_desk_load(struct snapshot_desk *desk,
                        const struct settings *settings);

/* Frees it. A zeroed one is fine. */
void snapshot_desk_clear(struct snapshot_desk *desk);

#endif
