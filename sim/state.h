/* state.h - the model's state for people and tests.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_STATE_H
#define TRACETOP_SIM_STATE_H

struct buf;
struct model;

/* Adds one JSON object: time, scenario, faults with their onset and level, and
 * the numbers that the five panels are about. */
void state_add_json(struct buf *out, const struct model *model);

#endif
