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
};

static void on_version(void *owner, const struct json_t *data,
                       const struct prometheus_result *result);

void lights_init(struct engine *engine)
{
    const struct context_settings *context = engine->context;
    const struct light_source sources[] = {
        {"prometheus", "prom", &context->prometheus},
    };
    size_t count = sizeof(sources) / sizeof(sources[0]);

    engine->backends = xcalloc(count, sizeof(*engine->backends));
    engine->model.backend_count = count;
    for (size_t i = 0; i < count; i++) {
        struct backend *backend = &engine->backends[i];
        const struct backend_settings *settings = sources[i].settings;

        *backend = (struct backend){
            .name = sources[i].name,
            .short_name = sources[i].short_name,
            .state = settings->url && !settings->is_off ? BACKEND_WAITING
                                                        : BACKEND_OFF,
            .latency_ms = -1,
            .answered_ms = -1,
            .next_try_ms = -1,
        };
        (void)snprintf(backend->url, sizeof(backend->url), "%s",
                       settings->url ? settings->url : "");
    }
}

void lights_note(struct engine *engine, const struct prometheus_result *result)
{
    struct backend *backend = &engine->backends[BACKEND_PROMETHEUS];
    bool was_down = backend->state == BACKEND_DOWN;

    /* A refused expression is still an answer: the server is well. */
    if (result->err.kind == ERR_NONE || result->err.kind == ERR_REFUSED) {
        backend->state =
            result->latency_ms > SLOW_MS ? BACKEND_SLOW : BACKEND_OK;
        backend->latency_ms = result->latency_ms;
        backend->answered_ms = loop_now(engine->loop).wall_ms;
        backend->error[0] = '\0';
        engine->model.mode = "prometheus";
        if (was_down)
            sched_kick(engine->sched, engine->build_job);
        return;
    }
    backend->state = BACKEND_DOWN;
    engine->model.mode = "offline";
    (void)snprintf(backend->error, sizeof(backend->error), "%s",
                   result->err.text);
    if (!was_down)
        log_line(engine->log, loop_now(engine->loop).wall_ms, "prometheus",
                 "%s", result->err.text);
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
