/* control.h - the port through which tests and demos move the platform.
 *
 * Layer: sim.
 *   GET  /-/ready
 *   GET  /-/state                          the state as JSON
 *   POST /-/scenario?name=disk-full        plays it from now on
 *   POST /-/event?name=restart-collector   what a runbook step would cure
 *   POST /-/fail?backend=NAME&how=WAY      makes an API fail, "none" to heal
 */
#ifndef TRACETOP_SIM_CONTROL_H
#define TRACETOP_SIM_CONTROL_H

#include "sim/rooms.h"

/* Answers a request of the control port; 404 for any other path. */
void control_answer(struct rooms *rooms, struct model *model,
                    const struct api_request *request, struct api_reply *reply);

#endif
