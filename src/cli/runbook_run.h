/* runbook_run.h - `tracetop runbook run ID STEP`.
 *
 * Layer: cli. On a terminal the plan is shown and asked about; without one
 * --yes and --confirm answer in advance, by the same rules.
 */
#ifndef TRACETOP_CLI_RUNBOOK_RUN_H
#define TRACETOP_CLI_RUNBOOK_RUN_H

#include "cli/options.h"
#include "runbook/guide.h"

/* Runs a step. Returns its exit code (128 + signal, 124 timed out, 130
 * cancelled), 64 for a wrong call, 77 when it is refused. */
int runbook_run(const struct options *options, const struct settings *settings,
                const struct guide *guide);

#endif
