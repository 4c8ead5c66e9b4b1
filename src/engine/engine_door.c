/* engine_door.c - the door to Kubernetes, and who waits for it. */
#include "engine/engine_private.h"

#include "engine/kube_door.h"
#include "engine/services.h"

static void on_changed(void *owner);
static bool is_by_door(const struct engine *engine);
static void open_traces(struct engine *engine);

void engine_door_init(struct engine *engine)
{
    const struct backend_settings *kubernetes =
        &engine->context->kubernetes.base;
    const struct kube_door_order order = {
        .loop = engine->loop,
        .context = engine->context,
        .runtime_dir = engine->settings->paths.runtime_dir,
        .owner = engine,
        .changed = on_changed};
    const bool is_on =
        !kubernetes->is_off && (kubernetes->url || kubernetes->is_configured);

    if (!order.runtime_dir || (!is_on && !services_are_wanted(engine->context)))
        return;
    engine->door = kube_door_new(&order);
    engine->services = services_new(engine->context, engine->door);
    engine->context = services_context(engine->services);
}

void engine_door_clear(struct engine *engine)
{
    services_free(engine->services);
    kube_door_free(engine->door);
}

void engine_door_open(struct engine *engine)
{
    if (engine->door)
        kube_door_open(engine->door);
    open_traces(engine);
}

bool engine_waits_for_door(const struct engine *engine)
{
    return engine->door && is_by_door(engine) &&
           kube_door_state(engine->door, NULL) == KUBE_DOOR_STARTING;
}

/* It opened, or it is known why not. */
static void on_changed(void *owner)
{
    struct engine *engine = owner;

    if (kube_door_state(engine->door, NULL) == KUBE_DOOR_STARTING)
        return;
    components_feed_door_changed(engine->components_feed);
    open_traces(engine);
    if (is_by_door(engine)) {
        sched_kick_all(engine->sched);
        engine_start_due(engine);
    }
}

static bool is_by_door(const struct engine *engine)
{
    return engine->context->prometheus.via_kubernetes ||
           engine->context->alertmanager.base.via_kubernetes;
}

static void open_traces(struct engine *engine)
{
    const bool waits =
        engine->door && engine->context->jaeger.base.via_kubernetes &&
        kube_door_state(engine->door, NULL) == KUBE_DOOR_STARTING;

    if (engine->has_opened_traces || waits)
        return;
    engine->has_opened_traces = true;
    traces_feed_open(engine->traces_feed, engine->http);
}
