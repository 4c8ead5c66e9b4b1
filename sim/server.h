/* server.h - the platform behind one loopback port.
 *
 * Layer: sim; the only file that knows libmicrohttpd is server.c.
 * GET /metrics/TARGET is a target's metrics text (one that is down closes the
 * connection without an answer), the APIs are in rooms.h, what moves the
 * platform in control.h. The model belongs to the server once it is started.
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
