/* engine_once.c - an engine for one who asks once and wants little. */
#include "engine/engine_private.h"

#include "engine/alerts_private.h"

void engine_want_only(struct engine *engine, const struct engine_wants *wants)
{
    engine->is_once = true;
    components_feed_want(engine->components_feed, wants->question,
                         wants->owner);
    for (size_t i = 0; i < engine->defs.count; i++)
        engine->panel_feeds[i].is_left_out =
            !wants->panel(wants->owner, engine->defs.items[i].id);
    feeds_reschedule(engine);
    sched_enable(engine->sched, engine->build_job, false);
    alerts_feed_want(engine, wants->alerts);
    facts_feed_want(engine, wants->facts);
}
