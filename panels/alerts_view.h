/* alerts_view.h - all alerts, and one alert in detail.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_ALERTS_VIEW_H
#define TRACETOP_PANELS_ALERTS_VIEW_H

#include "panels/view.h"

extern const struct view_ops alerts_view_ops;
extern const struct view_ops alert_view_ops;

/* Returns the alert that an argument of the "alert" view names (its identity
 * as alert_identity() writes it), or NULL. Borrowed. */
const struct alert *alerts_find(const struct alerts *alerts,
                                const char *identity);

/* Writes what tells an alert from all others: its labels' hash. */
void alert_identity(const struct alert *alert, char *out, size_t size);

#endif
