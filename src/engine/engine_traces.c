/* engine_traces.c - the Traces view's questions, as the engine's. */
#include "engine/engine_private.h"

#include <string.h>

#include "model/trace_search.h"

static void on_changed(void *owner);

void engine_traces_init(struct engine *engine)
{
    const struct traces_world world = {.loop = engine->loop,
                                       .settings = &engine->context->jaeger,
                                       .owner = engine,
                                       .changed = on_changed};

    engine->traces_feed = traces_feed_new(&world);
    engine->model.traces = traces_feed_get(engine->traces_feed);
}

void engine_trace_operations(struct engine *engine, const char *service)
{
    traces_feed_operations(engine->traces_feed, service);
    engine_changed(engine);
}

void engine_trace_search(struct engine *engine,
                         const struct trace_search *search)
{
    traces_feed_search(engine->traces_feed, search);
    engine_changed(engine);
}

void engine_trace_open(struct engine *engine, const char *id)
{
    traces_feed_trace(engine->traces_feed, id);
    engine_changed(engine);
}

void engine_trace_wanted(struct engine *engine, const char *view)
{
    struct trace_search search;

    if (!strncmp(view, "trace:", 6))
        engine_trace_open(engine, view + 6);
    else if (!strncmp(view, "traces:", 7) &&
             trace_search_parse(&search, view + 7, NULL) == 0)
        engine_trace_search(engine, &search);
}

void engine_trace_cancel(struct engine *engine)
{
    traces_feed_cancel(engine->traces_feed);
    engine_changed(engine);
}

static void on_changed(void *owner)
{
    engine_changed(owner);
}
