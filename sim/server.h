/* server.h - the platform behind one loopback port.
 *
 * Layer: sim; the only file that knows libmicrohttpd is server.c.
 *   GET  /metrics/TARGET             metrics text; a target that is down closes
 *                                    the connection without an answer
 *   GET  /-/ready                    200
 *   GET  /-/state                    the state as JSON
 *   POST /-/scenario?name=disk-full  plays it from now on
 *   POST /-/event?name=restart-collector  what a runbook step would cure
 * The model is touched by the server's own thread only, once it is started.
 */
#ifndef TRACETOP_SIM_SERVER_H
#define TRACETOP_SIM_SERVER_H

#include <stdint.h>

#include "base/err.h"

struct model;
struct server; /* private to server.c */

/* Returns the wall clock, ms since the Unix epoch. */
typedef int64_t server_clock_fn(void);

/* Listens on 127.0.0.1. `port` 0 takes a free one. `model` must outlive the
 * server. Owns: the caller ends it with server_close().
 * Fails: NULL and `err` (ERR_SYSTEM). */
struct server *server_open(struct model *model, uint16_t port,
                           server_clock_fn *clock, struct err *err);

/* Returns the port it listens on. */
uint16_t server_port(const struct server *server);

/* Stops answering and frees the server. NULL is fine. */
void server_close(struct server *server);

#endif
