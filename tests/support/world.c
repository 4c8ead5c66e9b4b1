/* world.c - all that a feed of components needs, over a server of the test's.
 */
#include "tests/support/world.h"

#include "tests/test.h"

void world_open(struct world *world)
{
    *world = (struct world){0};
    world->loop = loop_new(NULL);
    world->server = server_new(world->loop);
    world->sched = sched_new(1);
    world->http = http_new(world->loop, NULL);
    assert_non_null(world->http);
}

void world_open_door(struct world *world, const struct components_world *told)
{
    world->door =
        kube_door_new(&(struct kube_door_order){.loop = world->loop,
                                                .context = &world->context,
                                                .runtime_dir = "/nowhere",
                                                .owner = told->owner,
                                                .changed = told->changed});
    kube_door_open(world->door);
}

void world_feed(struct world *world, const struct components_world *told,
                const struct component_kind *const *kinds, size_t count)
{
    struct components_world whole = *told;

    whole.loop = world->loop;
    whole.sched = world->sched;
    whole.context = &world->context;
    whole.door = world->door;
    world->feed = components_feed_new(&whole, kinds, count);
    components_feed_open(world->feed, world->http);
}

void world_close(struct world *world)
{
    components_feed_free(world->feed);
    kube_door_free(world->door);
    http_free(world->http);
    sched_free(world->sched);
    server_free(world->server);
    loop_free(world->loop);
}
