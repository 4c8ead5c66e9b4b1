/* traces.h - asks Jaeger for what the Traces view wants to see.
 *
 * Layer: engine; part of engine.h. Nothing is asked by itself: a search, the
 * operations of a service or a trace are asked when somebody wants them. One
 * question is in flight; the next one, or leaving, ends it.
 */
#ifndef TRACETOP_ENGINE_TRACES_H
#define TRACETOP_ENGINE_TRACES_H

#include <stdbool.h>

#include "base/err.h"
#include "base/loop.h"
#include "config/settings.h"
#include "model/trace.h"
#include "source/http.h"

struct traces_feed; /* private to traces.c */

/* What it runs in; all of it outlives the feed. */
struct traces_world {
    struct loop *loop;
    const struct jaeger_settings *settings;
    void *owner;
    void (*changed)(void *owner); /* something was learnt, or failed */
};

/* Returns a feed that has asked nothing. Owns: the caller frees it before the
 * transport. */
struct traces_feed *traces_feed_new(const struct traces_world *world);

/* Drops what is in flight and frees everything. NULL is fine. */
void traces_feed_free(struct traces_feed *feed);

/* Gives it the transport; what was wanted before is asked now. */
void traces_feed_open(struct traces_feed *feed, struct http *http);

/* Returns what was learnt. Borrowed, at the same place for ever. */
const struct traces *traces_feed_get(const struct traces_feed *feed);

/* Says whether an answer is on its way, or would be once it is open. */
bool traces_feed_is_asking(const struct traces_feed *feed);

/* Asks for the operations of a service. */
void traces_feed_operations(struct traces_feed *feed, const char *service);

/* Asks for the traces that a search finds. */
void traces_feed_search(struct traces_feed *feed,
                        const struct trace_search *search);

/* Asks for a trace. */
void traces_feed_trace(struct traces_feed *feed, const char *id);

/* Ends the question in flight. */
void traces_feed_cancel(struct traces_feed *feed);

#endif
