/* rules_here.h - alerting rules that Prometheus has not loaded, evaluated here.
 *
 * Layer: engine. The rules in force (rules_load.h) whose alert Prometheus does
 * not list by name are asked of it at their group's interval, a few at a time,
 * and their states are kept by rule_state.h. The first question of a rule goes
 * back an hour (or its `for`, if that is longer), so that an alert that was
 * there before tracetop was started does not begin to wait anew.
 */
#ifndef TRACETOP_ENGINE_RULES_HERE_H
#define TRACETOP_ENGINE_RULES_HERE_H

#include <stdbool.h>
#include <stddef.h>

struct engine;
struct told_batch;
struct rules_here;

/* Returns the rules of the engine's settings, adding a source to its alert
 * list and a job for each rule; none is asked before rules_here_told().
 * Owns: the caller frees it before the alert list. */
struct rules_here *rules_here_new(struct engine *engine);

/* Cancels the questions and frees everything. NULL is fine. */
void rules_here_free(struct rules_here *here);

/* Notes which rules Prometheus has: those of a good answer, or none (NULL) when
 * it has no rules to tell of. */
void rules_here_told(struct rules_here *here, const struct told_batch *batch);

/* Starts the job if it is one of these; says whether it was. */
bool rules_here_start(struct rules_here *here, size_t job);

/* Says whether it is known what is to be evaluated, and all of it was once. */
bool rules_here_is_settled(const struct rules_here *here);

#endif
