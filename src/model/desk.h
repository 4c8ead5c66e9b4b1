/* desk.h - the runbooks and the actions, as far as a picture needs them.
 *
 * Layer: model. Kept by the dashboard, not by the engine: a guide is read from
 * a file, an action from its folder, a proposal comes from the keyboard.
 */
#ifndef TRACETOP_MODEL_DESK_H
#define TRACETOP_MODEL_DESK_H

#include <stdbool.h>

struct action_list;
struct effect_list;
struct guide;
struct lint_report;
struct proposal;
struct action_screen;

/* Everything is borrowed; NULL where there is nothing (yet). */
struct desk {
    const struct guide *guide;          /* runbook/guide.h */
    const struct lint_report *findings; /* of that guide; runbook/lint.h */
    const struct action_list *actions;  /* action/action.h */
    const struct effect_list *effects;  /* action/effect.h */
    const struct proposal *proposal;    /* waits for a yes; panels/proposal.h */
    const struct action_screen *screen; /* output; panels/action_screen.h */
    const char *guide_problem; /* why the user's own guide is not in force */
    bool is_dry_run;           /* --dry-run: nothing is really run */
};

#endif
