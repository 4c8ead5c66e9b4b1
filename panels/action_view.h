/* action_view.h - one run with its output, and the log of all runs.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_ACTION_VIEW_H
#define TRACETOP_PANELS_ACTION_VIEW_H

#include "action/action.h"
#include "panels/action_screen.h"
#include "panels/view.h"

extern const struct view_ops action_view_ops;
extern const struct view_ops actions_view_ops;

/* Returns the action of an id in the model, or NULL. Borrowed. */
const struct action *action_find(const struct model *model, const char *id);

/* Paints the newest run that has not ended on one row: what, since when, how
 * to cancel it. Returns false, nothing painted, when none runs. */
bool action_draw_running(const struct view_input *input,
                         const struct canvas *canvas);

/* Returns the newest run of the last hours that was to cure a panel, or NULL.
 * Borrowed. */
const struct action *action_of_panel(const struct model *model,
                                     const struct panel *panel);

/* Paints that run on one row: when, what, how it ended, its effect; nothing
 * when there is none. */
void action_draw_of_panel(const struct panel *panel,
                          const struct view_input *input,
                          const struct canvas *canvas);

#endif
