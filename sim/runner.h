/* runner.h - a whole platform around one command: simulator, Prometheus with
 * history, COMMAND; all of it ends together.
 *
 * Layer: sim. COMMAND finds PROMETHEUS_URL and TRACETOP_SIM_URL in its
 * environment and has the terminal to itself. When it ends, or the runner gets
 * SIGINT, SIGTERM or SIGHUP, everything that was started is ended by its
 * process id and the private folder is removed.
 */
#ifndef TRACETOP_SIM_RUNNER_H
#define TRACETOP_SIM_RUNNER_H

#include "base/err.h"
#include "sim/options.h"
#include "sim/server.h"

/* Runs it all and returns COMMAND's exit status (128 and the signal's number
 * when a signal ended it).
 * Fails: -1 and `err` when the platform does not come up. */
int runner_run(const struct options *options, server_clock_fn *clock,
               struct err *err);

#endif
