/* panel_match.h - which panel a rule belongs to.
 *
 * Layer: alert. By the metrics that its expression and a panel's queries share;
 * else by the component label, else by a panel's name in the alert's. The name
 * also decides between panels of one component.
 */
#ifndef TRACETOP_ALERT_PANEL_MATCH_H
#define TRACETOP_ALERT_PANEL_MATCH_H

#include "model/panel_def.h"

/* Returns the id of the panel, "" for none. `component` may be NULL.
 * Borrowed from `panels`. */
const char *panel_match(const struct panel_defs *panels, const char *alertname,
                        const char *expression, const char *component);

#endif
