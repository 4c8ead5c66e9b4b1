/* outfit.h - what a command that runs on the platform is given.
 *
 * Layer: sim. A configuration of tracetop that names every back end, a state
 * folder that goes with the platform, and in front of kubectl a stand-in that
 * answers for what runs inside pods (Kafka's tools): all in the runner's
 * folder, named to the command by its environment.
 */
#ifndef TRACETOP_SIM_OUTFIT_H
#define TRACETOP_SIM_OUTFIT_H

#include <stdint.h>

#include "base/err.h"

struct outfit {
    const char *folder; /* the runner's */
    uint16_t prometheus_port, sim_port;
    uint16_t alertmanager_port; /* 0: there is none */
};

/* Writes the files and sets TRACETOP_CONFIG, XDG_STATE_HOME and PATH of this
 * process. Fails: -1 and `err`. */
int outfit_make(const struct outfit *outfit, struct err *err);

#endif
