/* facts_feed.h - asks Prometheus the single numbers that the checks want.
 *
 * Layer: engine. One const table of expressions; each is a job of its own, at
 * rest until engine_want_facts().
 */
#ifndef TRACETOP_ENGINE_FACTS_FEED_H
#define TRACETOP_ENGINE_FACTS_FEED_H

#include <stdbool.h>
#include <stddef.h>

struct engine;

/* Adds the jobs, at rest, and puts the facts into the model. */
void facts_feed_init(struct engine *engine);

/* Cancels all questions and frees everything. */
void facts_feed_clear(struct engine *engine);

/* Starts the job if it is one of these; says whether it was. */
bool facts_feed_start(struct engine *engine, size_t job);

/* Says whether all that are wanted answered or failed once. */
bool facts_feed_is_settled(const struct engine *engine);

/* Wants these, a set of 1 << id, and no others. */
void facts_feed_want(struct engine *engine, unsigned facts);

/* Wakes those that waited for a panel to find its query. */
void facts_feed_wake(struct engine *engine);

#endif
