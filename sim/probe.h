/* probe.h - is anybody at that loopback port.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_PROBE_H
#define TRACETOP_SIM_PROBE_H

#include <stdint.h>

#include "base/err.h"

/* Returns a port on 127.0.0.1 that was free just now. Someone else may take it
 * before its user does: be ready to ask again. Fails: 0 and `err`. */
uint16_t probe_free_port(struct err *err);

/* Asks http://127.0.0.1:PORT/PATH and returns the HTTP status, or -1 when
 * nobody answers within a second. */
int probe_status(uint16_t port, const char *path);

#endif
