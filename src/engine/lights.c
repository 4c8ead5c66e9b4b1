/* lights.c - one light for each back end, and what version it is. */
#include "engine/engine_private.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

enum { SLOW_MS = 1000 };

struct light_source {
    const char *name, *short_name;
    const struct backend_settings *settings;
    bool needs_no_url;
};

static bool is_denial(const struct err *err);
static void init_light(struct backend *backend,
                       const struct light_source *source);

static void on_version(void *owner, const struct json_t *data,
                       const struct prometheus_result *result);

void lights_init(struct engine *engine)
{
    const struct context_settings *context = engine->context;
    struct light_source sources[BACKEND_COMPONENTS + COMPONENT_COUNT] = {
        {"prometheus", "prom", &context->prometheus, false},
        {"alertmanager", "am", &context->alertmanager.base, false},
    };
    size_t count = BACKEND_COMPONENTS;

    for (size_t i = 0; i < COMPONENT_COUNT; i++) {
        const struct component_kind *kind = component_kinds[i];

        engine->component_lights[i] = count;
        if (kind)
            sources[count++] = (struct light_source){
                kind->name, kind->short_name, component_settings(kind, context),
                kind->is_on && kind->is_on(context)};
    }
    engine->backends = xcalloc(count, sizeof(*engine->backends));
    engine->model.backend_count = count;
    for (size_t i = 0; i < count; i++)
        init_light(&engine->backends[i], &sources[i]);
}

void lights_note(struct engine *engine, const struct prometheus_result *result)
{
    bool was_down = engine->backends[BACKEND_PROMETHEUS].state == BACKEND_DOWN;
    /* A refused expression is still an answer: the server is well. */
    bool is_well =
        result->err.kind == ERR_NONE || result->err.kind == ERR_REFUSED;
    struct err own = {0};

    lights_note_backend(
        engine, BACKEND_PROMETHEUS,
        is_well ? NULL
                : engine_door_reason(engine, &engine->context->prometheus,
                                     &result->err, &own),
        result->latency_ms);
    if (result->certificate_ms)
        engine->backends[BACKEND_PROMETHEUS].certificate_ms =
            result->certificate_ms;
    engine->model.mode = is_well ? "prometheus" : "offline";
    if (is_well && was_down)
        sched_kick(engine->sched, engine->build_job);
}

void lights_note_backend(struct engine *engine, size_t index,
                         const struct err *err, int64_t latency_ms)
{
    struct backend *backend = &engine->backends[index];
    int64_t now_ms = loop_now(engine->loop).wall_ms;

    if (!err) {
        backend->state = latency_ms > SLOW_MS ? BACKEND_SLOW : BACKEND_OK;
        backend->latency_ms = latency_ms;
        backend->answered_ms = now_ms;
        backend->error[0] = '\0';
        return;
    }
    if (backend->state != BACKEND_DOWN)
        log_line(engine->log, now_ms, backend->name, "%s", err->text);
    backend->state = BACKEND_DOWN;
    backend->is_denied = is_denial(err);
    (void)snprintf(backend->error, sizeof(backend->error), "%s", err->text);
}

/* A server that is away or broken is one thing, one that does not speak to us
 * another. */
static bool is_denial(const struct err *err)
{
    switch (err->kind) {
    case ERR_STATUS:
        return err->code > 0 && err->code < 500;
    case ERR_FORMAT:
    case ERR_LIMIT:
    case ERR_REFUSED:
        return true;
    case ERR_NONE:
    case ERR_SYSTEM:
    case ERR_NETWORK:
        break;
    }
    return false;
}

void lights_note_component(void *owner, enum component_id id,
                           const struct err *err, int64_t latency_ms)
{
    struct engine *engine = owner;

    lights_note_backend(engine, engine->component_lights[id], err, latency_ms);
}

void lights_take_certificates(struct engine *engine)
{
    for (size_t id = 0; id < COMPONENT_COUNT; id++) {
        const struct component *component = &engine->model.components->of[id];
        int64_t first_ms = 0;

        for (size_t i = 0; component->is_on && i < component->count; i++)
            first_ms =
                lights_sooner(first_ms, component->asked[i].certificate_ms);
        if (first_ms)
            engine->backends[engine->component_lights[id]].certificate_ms =
                first_ms;
    }
}

int64_t lights_sooner(int64_t one_ms, int64_t other_ms)
{
    if (!one_ms || !other_ms)
        return one_ms ? one_ms : other_ms;
    return one_ms < other_ms ? one_ms : other_ms;
}

void lights_ask_version(struct engine *engine)
{
    engine->build_call =
        prometheus_get(engine->prometheus, "/api/v1/status/buildinfo",
                       on_version, engine, NULL);
    if (!engine->build_call)
        sched_finished(engine->sched, engine->build_job, false, 0,
                       loop_now(engine->loop).mono_ms);
}

static void init_light(struct backend *backend,
                       const struct light_source *source)
{
    const struct backend_settings *settings = source->settings;
    bool is_on = !settings->is_off && (settings->url || source->needs_no_url);

    *backend = (struct backend){
        .name = source->name,
        .short_name = source->short_name,
        .state = is_on ? BACKEND_WAITING : BACKEND_OFF,
        .latency_ms = -1,
        .answered_ms = -1,
        .next_try_ms = -1,
    };
    (void)snprintf(backend->url, sizeof(backend->url), "%s",
                   settings->url ? settings->url : "");
}

static void on_version(void *owner, const struct json_t *data,
                       const struct prometheus_result *result)
{
    struct engine *engine = owner;
    struct backend *backend = &engine->backends[BACKEND_PROMETHEUS];
    const char *version = json_string_value(json_object_get(data, "version"));

    engine->build_call = NULL;
    /* Thanos and older proxies do not know the path: that is no fault. */
    if (version)
        (void)snprintf(backend->version, sizeof(backend->version), "%s",
                       version);
    sched_finished(engine->sched, engine->build_job, !result->is_transport, 0,
                   loop_now(engine->loop).mono_ms);
    engine_arm(engine);
    engine_changed(engine);
}
