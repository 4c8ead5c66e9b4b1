/* alerts_view.h - all alerts, and one alert in detail.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_ALERTS_VIEW_H
#define TRACETOP_PANELS_ALERTS_VIEW_H

#include "panels/alert_rows.h"
#include "panels/view.h"

extern const struct view_ops alerts_view_ops;
extern const struct view_ops alert_view_ops;

/* Behind an identity: the alert and all that stand on one line with it. */
#define ALERTS_GROUP " all"

/* Returns the alert that an argument of the "alert" view names (its identity
 * as alert_identity() writes it, ALERTS_GROUP behind it or not), or NULL.
 * Borrowed. */
const struct alert *alerts_find(const struct alerts *alerts,
                                const char *identity);

/* Writes what tells an alert from all others: its labels' hash. */
void alert_identity(const struct alert *alert, char *out, size_t size);

/* Says whether an argument means a whole line: ALERTS_GROUP ends it. */
bool alerts_means_group(const char *argument);

/* Writes "COMMAND IDENTITY" for what a line stands for; of a line of several
 * alerts with ALERTS_GROUP. A command that ends in ':' is not parted. */
void alerts_ask(const char *command, const struct alert_row *row,
                struct view_request *request);

#endif
