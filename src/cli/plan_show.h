/* plan_show.h - what would run, as text.
 *
 * Layer: cli.
 */
#ifndef TRACETOP_CLI_PLAN_SHOW_H
#define TRACETOP_CLI_PLAN_SHOW_H

#include "action/plan.h"

/* Prints a plan: command, the values it will see, where, the risk. Returns
 * cli_write()'s answer. */
int plan_show(const struct plan *plan);

#endif
