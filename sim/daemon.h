/* daemon.h - a server of somebody else's on a free loopback port.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_DAEMON_H
#define TRACETOP_SIM_DAEMON_H

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct daemon {
    const char *name; /* for messages */
    const char *log;  /* file that its output goes to */
    pid_t pid;        /* 0: not started */
    uint16_t port;
};

/* Starts the program for a port; returns its pid. Fails: -1 and `err`. */
typedef pid_t daemon_launch_fn(void *owner, uint16_t port, struct err *err);

/* Starts it on a free port and waits until /-/ready answers 200. Somebody else
 * may take the port first: then another one is tried. The caller stops it.
 * Fails: -1 and `err`, with the last line of its log. */
int daemon_start(struct daemon *daemon, daemon_launch_fn *launch, void *owner,
                 struct err *err);

#endif
