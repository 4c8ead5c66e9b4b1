/* service.c - the server between its first line and its last signal. */
#include "sim/service.h"

#include <signal.h>
#include <stdio.h>

int service_run(struct model *model, uint16_t port, int ready_fd,
                server_clock_fn *clock, struct err *err)
{
    struct server *server = NULL;
    sigset_t ends;
    int signum = 0;

    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGINT);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGHUP);
    (void)sigprocmask(SIG_SETMASK, &ends, NULL);
    server = server_open(model, port, clock, err);
    if (!server)
        return -1;
    (void)dprintf(ready_fd, "listening http://127.0.0.1:%u\n",
                  server_port(server));
    (void)sigwait(&ends, &signum);
    server_close(server);
    return 0;
}
