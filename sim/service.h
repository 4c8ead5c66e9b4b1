/* service.h - the simulator as a process: listen, say where, wait for the end.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_SERVICE_H
#define TRACETOP_SIM_SERVICE_H

#include <stdint.h>

#include "base/err.h"
#include "sim/server.h"

struct model;

/* Serves the model on 127.0.0.1 until SIGINT, SIGTERM or SIGHUP. Once it
 * listens, writes one line "listening http://127.0.0.1:PORT" to `ready_fd`.
 * Fails: -1 and `err` when it cannot listen. */
int service_run(struct model *model, uint16_t port, int ready_fd,
                server_clock_fn *clock, struct err *err);

#endif
