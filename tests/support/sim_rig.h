/* sim_rig.h - a simulated platform whose rooms are asked without a server.
 *
 * For tests only. It plays "disk-full" at a fixed time.
 */
#ifndef TRACETOP_TESTS_SUPPORT_SIM_RIG_H
#define TRACETOP_TESTS_SUPPORT_SIM_RIG_H

#include "sim/control.h"
#include "sim/model.h"

enum { SIM_ARGUMENTS_MAX = 8 };

struct sim_rig {
    struct model model;
    struct rooms rooms;
    struct api_reply reply;               /* the last one */
    const char *query[SIM_ARGUMENTS_MAX]; /* names and values, then NULL */
};

/* cmocka's setup and teardown; the state is a struct sim_rig. */
int sim_rig_setup(void **state);
int sim_rig_teardown(void **state);

/* Asks a path of a room, or of the control port. Returns the body, borrowed
 * until the next call; status and type are in `reply`. */
const char *sim_ask(struct sim_rig *rig, const char *method, const char *path,
                    const char *body);

#endif
