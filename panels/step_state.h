/* step_state.h - how a step stands: from the last action that ran it.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_STEP_STATE_H
#define TRACETOP_PANELS_STEP_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "model/model.h"
#include "runbook/guide.h"
#include "ui/role.h"

/* Returns the newest action of a step (0: of any step of the runbook), or
 * NULL. Borrowed. */
const struct action *step_last_action(const struct action_list *actions,
                                      const char *runbook, int step);

/* Writes "ready", "held back", "running 42s", "done 5m ago", "failed 12, 5m
 * ago" and returns its role. */
enum role step_state(const struct step *step, const struct action *last,
                     int64_t now_ms, char *out, size_t size);

/* Writes how an action stands, as step_state() does. */
enum role action_result(const struct action *action, int64_t now_ms, char *out,
                        size_t size);

/* Returns the role of a risk. */
enum role risk_role(enum risk risk);

/* Returns the first step that can be run and has not been done since a wall
 * time, else NULL. */
const struct step *step_first_unfinished(const struct runbook *runbook,
                                         const struct action_list *actions,
                                         int64_t since_ms);

/* Returns the runbook of an alert in the guide in force, or NULL. */
const struct runbook *runbook_of_alert(const struct model *model,
                                       const struct alert *alert);

/* Returns the title of that runbook, or NULL. */
const char *runbook_title_of(const struct model *model,
                             const struct alert *alert);

/* Returns the runbook for a panel that is not well, or NULL; and the panel
 * that a runbook is for, or NULL. */
const struct runbook *runbook_of_panel(const struct model *model,
                                       const struct panel *panel);
const struct panel *panel_of_runbook(const struct model *model,
                                     const struct runbook *runbook);

/* Returns the panel that is worst among those beyond a limit that have a
 * runbook, or NULL. */
const struct panel *runbook_worst_panel(const struct model *model);

/* Returns the worst alert that fires, or soon will, and has a runbook; one
 * without when none has; NULL when there is none. */
const struct alert *runbook_worst_alert(const struct model *model);

#endif
