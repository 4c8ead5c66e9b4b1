/* world.h - all that a feed of components needs, over a server of the test's.
 *
 * For tests only.
 */
#ifndef TRACETOP_TESTS_SUPPORT_WORLD_H
#define TRACETOP_TESTS_SUPPORT_WORLD_H

#include "engine/components_feed.h"
#include "engine/kube_door.h"
#include "tests/support/server.h"

struct world {
    struct loop *loop;
    struct server *server;
    struct sched *sched;
    struct http *http;
    struct kube_door *door; /* NULL unless world_open_door() */
    struct components_feed *feed;
    struct context_settings context; /* the texts are the test's */
};

/* Opens loop, server and transport. Owns: world_close(). */
void world_open(struct world *world);

/* Makes a door to the API server that the context names, once it is set;
 * `told` says whom to tell. */
void world_open_door(struct world *world, const struct components_world *told);

/* Makes and opens the feed of these kinds, once the context is set; `told` says
 * whom to tell, and how often to ask. */
void world_feed(struct world *world, const struct components_world *told,
                const struct component_kind *const *kinds, size_t count);

/* Frees it all; the context's texts stay the test's. */
void world_close(struct world *world);

#endif
