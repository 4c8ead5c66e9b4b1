/* app_traces.c - searches for traces, and one trace, on the screen. */
#include "app_private.h"

#include <string.h>

#include "model/trace_search.h"

void app_show_traces(struct app *app, const char *line)
{
    struct trace_search search;
    struct err err = {0};

    if (strcmp(app_view(app)->ops->name, "traces") != 0)
        app_push_view(app, "traces", line);
    if (!line[0])
        return;
    if (trace_search_parse(&search, line, &err) < 0)
        app_say(app, ROLE_WARNING, "traces: %s", err.text);
    else if (!search.service[0])
        app_say(app, ROLE_WARNING, "traces: Jaeger wants a service to search");
    else
        engine_trace_search(app->engine, &search);
}

void app_show_trace(struct app *app, const char *id)
{
    if (!strcmp(app_view(app)->ops->name, "trace"))
        app_pop_view(app);
    app_push_view(app, "trace", id);
    if (!strcmp(app_view(app)->ops->name, "trace"))
        engine_trace_open(app->engine, id);
}

void app_trace_operations(struct app *app, const char *service)
{
    if (service[0])
        engine_trace_operations(app->engine, service);
}
