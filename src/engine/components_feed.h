/* components_feed.h - asks the component back ends their questions.
 *
 * Layer: engine. A table of kinds is given; each question of each kind that is
 * on becomes a job of the scheduler. A question is never in flight twice, and
 * none waits for another. A kind's first question that is not left out decides
 * its light: the others may lack a right or not be known to a version.
 */
#ifndef TRACETOP_ENGINE_COMPONENTS_FEED_H
#define TRACETOP_ENGINE_COMPONENTS_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/loop.h"
#include "config/settings.h"
#include "engine/component.h"
#include "sched/sched.h"
#include "source/http.h"

/* Most pages of one answer that are asked in a row. */
enum { QUESTION_PAGES_MOST = 100 };

/* What the feed runs in; all of it outlives the feed. */
struct components_world {
    struct loop *loop;
    struct sched *sched;
    unsigned group; /* of its jobs, see sched.h */
    const struct context_settings *context;
    int64_t refresh_ms;
    struct kube_door *door; /* to Kubernetes; NULL: there is none, and what
                               needs it is left out */
    void *owner;

    /* How the question that decides a light ended: `err` NULL for well. */
    void (*note)(void *owner, enum component_id id, const struct err *err,
                 int64_t latency_ms);

    /* Something was learnt, or failed. The next job may be booked anew. */
    void (*changed)(void *owner);
};

struct kube_door;
struct components_feed; /* private to components_feed.c */

/* Returns a feed of `count` kinds (NULL places are passed over) whose jobs are
 * added to the scheduler; it asks nothing before components_feed_open().
 * Owns: the caller frees it before the transport. */
struct components_feed *
components_feed_new(const struct components_world *world,
                    const struct component_kind *const *kinds, size_t count);

/* Drops what is in flight and frees everything. NULL is fine. */
void components_feed_free(struct components_feed *feed);

/* Gives it the transport: from now on it asks. */
void components_feed_open(struct components_feed *feed, struct http *http);

/* Starts the job if it is one of these; says whether it was. */
bool components_feed_start(struct components_feed *feed, size_t job);

/* Asks what waited for the door: it opened, or it is known why not. */
void components_feed_door_changed(struct components_feed *feed);

/* Leaves out, for ever, the questions that nobody wants; what they would have
 * told stays empty. Before any is asked. */
void components_feed_want(struct components_feed *feed,
                          bool (*wants)(const void *owner, enum component_id id,
                                        const char *name),
                          const void *owner);

/* Asks at another pace, where a question has none of its own. */
void components_feed_set_refresh(struct components_feed *feed,
                                 int64_t refresh_ms);

/* Returns what was learnt so far. Borrowed, at the same place for ever. */
const struct components *
components_feed_get(const struct components_feed *feed);

/* Says whether all of them answered or failed once. */
bool components_feed_is_settled(const struct components_feed *feed);

#endif
