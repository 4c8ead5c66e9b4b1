/* guide_alerts.h - which alerts a guide speaks of.
 *
 * Layer: runbook; part of guide.h.
 */
#ifndef TRACETOP_RUNBOOK_GUIDE_ALERTS_H
#define TRACETOP_RUNBOOK_GUIDE_ALERTS_H

#include "runbook/guide.h"

/* Fills guide->alerts from the YAML fences of the page. */
void guide_alerts_read(struct guide *guide);

/* Fills the alerts of a runbook: named in its title or text. */
void guide_alerts_bind(struct guide *guide, struct runbook *runbook);

/* Adds a name to a runbook once. `name` is the pool's. */
void guide_alerts_add(struct guide *guide, struct runbook *runbook,
                      const char *name);

#endif
