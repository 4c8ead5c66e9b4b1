/* engine_door.c - the door to Kubernetes, and who waits for it. */
#include "engine/engine_private.h"

#include <stdio.h>

#include "engine/kube_door.h"
#include "engine/services.h"

#define STARTING "kubectl proxy is starting"

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

const struct err *engine_door_reason(const struct engine *engine,
                                     const struct backend_settings *backend,
                                     const struct err *err, struct err *own)
{
    enum kube_door_state state;

    if (err->kind != ERR_NETWORK || !engine->door || !backend->via_kubernetes)
        return err;
    state = kube_door_state(engine->door, own);
    if (state == KUBE_DOOR_OPEN)
        return err;
    if (state == KUBE_DOOR_STARTING)
        (void)err_set(own, ERR_NETWORK, 0, STARTING);
    return own;
}

void engine_door_say(struct engine *engine)
{
    static const size_t lights[] = {BACKEND_PROMETHEUS, BACKEND_ALERTMANAGER};
    const struct context_settings *context = engine->context;
    const bool are_behind[] = {context->prometheus.via_kubernetes,
                               context->alertmanager.base.via_kubernetes};

    for (size_t i = 0; i < 2; i++) {
        struct backend *light = &engine->backends[lights[i]];

        if (are_behind[i] && light->state == BACKEND_WAITING)
            (void)snprintf(light->error, sizeof(light->error), "%s", STARTING);
    }
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
