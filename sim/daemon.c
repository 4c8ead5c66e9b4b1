/* daemon.c - start, wait until it is ready, try another port. */
#include "sim/daemon.h"

#include <signal.h>
#include <stdbool.h>

#include "sim/child.h"
#include "sim/probe.h"
#include "sim/scratch.h"

enum {
    START_TRIES = 3,    /* of a port that someone else may take first */
    READY_TRIES = 1500, /* of READY_WAIT_MS each: 30 s */
    READY_WAIT_MS = 20,
};

static int wait_ready(struct daemon *daemon, bool *has_died, struct err *err);

int daemon_start(struct daemon *daemon, daemon_launch_fn *launch, void *owner,
                 struct err *err)
{
    bool has_died = true;

    for (int i = 0; has_died && i < START_TRIES; i++) {
        has_died = false;
        daemon->port = probe_free_port(err);
        if (!daemon->port)
            return -1;
        daemon->pid = launch(owner, daemon->port, err);
        if (daemon->pid < 0)
            return -1;
        if (wait_ready(daemon, &has_died, err) == 0)
            return 0;
    }
    scratch_add_last_line(daemon->log, err);
    return -1;
}

static int wait_ready(struct daemon *daemon, bool *has_died, struct err *err)
{
    for (int i = 0; i < READY_TRIES; i++) {
        int status;
        int signum;

        if (probe_status(daemon->port, "/-/ready") == 200)
            return 0;
        if (child_has_ended(daemon->pid, &status)) {
            daemon->pid = 0;
            *has_died = true;
            return err_set(err, ERR_SYSTEM, 0, "%s ended at once",
                           daemon->name);
        }
        signum = child_wait_signal(READY_WAIT_MS);
        if (signum && signum != SIGCHLD)
            return err_set(err, ERR_REFUSED, 0, "ended while %s was starting",
                           daemon->name);
    }
    return err_set(err, ERR_SYSTEM, 0, "%s is not ready after 30 s",
                   daemon->name);
}
