/* jaeger.c - services, operations, health ports and the Kafka tool. */
#include "sim/jaeger.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "sim/exposition.h"
#include "sim/metrics.h"
#include "sim/model.h"
#include "sim/traces.h"

enum { SLOW_READ_MS = 1300 };

static void answer_operations(const char *service, bool has_kinds,
                              struct api_reply *reply);
static void answer_collector(struct model *model,
                             const struct api_request *request,
                             struct api_reply *reply, int index);
static void answer_health(struct api_reply *reply, int64_t since_ms,
                          int64_t now_ms);
static void answer_metrics(struct model *model, struct api_reply *reply,
                           metrics_fn *fn, int index);

void jaeger_query(void *state, struct model *model,
                  const struct api_request *request, struct api_reply *reply)
{
    const char *path = request->path;
    const char *slash;
    char service[100];

    if (model_has_fault(model, FAULT_QUERY))
        reply->delay_ms = SLOW_READ_MS;
    if (strcmp(path, "/api/services") == 0) {
        json_t *names = json_array();

        for (size_t i = 0; trace_service(i); i++)
            (void)json_array_append_new(names, json_string(trace_service(i)));
        jaeger_data(reply, names, MODEL_SERVICES);
    } else if (strncmp(path, "/api/services/", 14) == 0 &&
               (slash = strchr(path + 14, '/'))) {
        (void)snprintf(service, sizeof(service), "%.*s",
                       (int)(slash - path - 14), path + 14);
        answer_operations(service, false, reply);
    } else if (strcmp(path, "/api/operations") == 0) {
        answer_operations(api_argument(request, "service", ""), true, reply);
    } else if (strcmp(path, "/api/traces") == 0) {
        jaeger_search(state, model, request, reply);
    } else if (strncmp(path, "/api/traces/", 12) == 0) {
        jaeger_trace(state, model, request, reply);
    } else if (strncmp(path, "/api/", 5) == 0) {
        jaeger_error(reply, 404, "not found");
    } else {
        /* The UI answers for every path that it does not know. */
        api_text(reply, 200, "<!doctype html><title>Jaeger UI</title>\n");
        reply->type = "text/html; charset=utf-8";
        reply->delay_ms = 0;
    }
}

void jaeger_collector_0(void *state, struct model *model,
                        const struct api_request *request,
                        struct api_reply *reply)
{
    (void)state;
    answer_collector(model, request, reply, 0);
}

void jaeger_collector_1(void *state, struct model *model,
                        const struct api_request *request,
                        struct api_reply *reply)
{
    (void)state;
    answer_collector(model, request, reply, 1);
}

void otel_collector(void *state, struct model *model,
                    const struct api_request *request, struct api_reply *reply)
{
    (void)state;
    if (strcmp(request->path, "/metrics") == 0)
        answer_metrics(model, reply, metrics_otel_collector, 0);
    else if (!*request->path || strcmp(request->path, "/") == 0)
        answer_health(reply, model_now_ms(model) - INT64_C(259200000),
                      model_now_ms(model));
    else
        api_text(reply, 404, "404 page not found\n");
}

void kafka_tool(void *state, struct model *model,
                const struct api_request *request, struct api_reply *reply)
{
    (void)state;
    if (strcmp(request->path, "/describe") != 0) {
        api_text(reply, 404, "only /describe\n");
        return;
    }
    api_text(reply, 200, "\n");
    (void)buf_printf(&reply->body,
                     "%-16s%-14s%-11s%-16s%-16s%-12s%-52s%-16s%s\n", "GROUP",
                     "TOPIC", "PARTITION", "CURRENT-OFFSET", "LOG-END-OFFSET",
                     "LAG", "CONSUMER-ID", "HOST", "CLIENT-ID");
    for (int i = 0; i < MODEL_PARTITIONS; i++) {
        const struct partition *partition = &model->partitions[i];
        double end = model_read(model, &partition->produced);
        char current[24] = "-", lag[24] = "-", member[64] = "-";
        bool has_member = model->group_members > 0;

        if (partition->has_commit) {
            (void)snprintf(current, sizeof(current), "%.0f",
                           end - partition->lag);
            (void)snprintf(lag, sizeof(lag), "%.0f", partition->lag);
        }
        if (has_member)
            (void)snprintf(member, sizeof(member),
                           "jaeger-ingester-%d-4f0c8a52-8d2e-4a5b-9f0d",
                           i % model->group_members);
        (void)buf_printf(&reply->body,
                         "%-16s%-14s%-11d%-16s%-16.0f%-12s%-52s%-16s%s\n",
                         "jaeger-ingester", "jaeger-spans", i, current, end,
                         lag, member, has_member ? "/10.42.2.61" : "-",
                         has_member ? "jaeger-ingester" : "-");
    }
}

void jaeger_data(struct api_reply *reply, json_t *data, size_t total)
{
    api_json(reply, 200,
             json_pack("{s:o,s:I,s:i,s:i,s:n}", "data", data, "total",
                       (json_int_t)total, "limit", 0, "offset", 0, "errors"));
}

/* http.Error makes it text/plain, and it is JSON all the same. */
void jaeger_error(struct api_reply *reply, int status, const char *message)
{
    api_json(reply, status,
             json_pack("{s:n,s:i,s:i,s:i,s:[{s:i,s:s}]}", "data", "total", 0,
                       "limit", 0, "offset", 0, "errors", "code", status, "msg",
                       message));
    reply->type = "text/plain; charset=utf-8";
}

static void answer_operations(const char *service, bool has_kinds,
                              struct api_reply *reply)
{
    json_t *names = json_array();
    size_t count = 0;

    for (; trace_operation(service, count); count++) {
        const char *name = trace_operation(service, count);

        (void)json_array_append_new(
            names, has_kinds ? json_pack("{s:s,s:s}", "name", name, "spanKind",
                                         "server")
                             : json_string(name));
    }
    jaeger_data(reply, names, count);
}

/* One that is down closes the connection. */
static void answer_collector(struct model *model,
                             const struct api_request *request,
                             struct api_reply *reply, int index)
{
    const struct collector *collector = &model->collectors[index];

    if (collector->is_down) {
        reply->status = 0;
        return;
    }
    if (strcmp(request->path, "/metrics") == 0)
        answer_metrics(model, reply, metrics_jaeger_collector, index);
    else if (strcmp(request->path, "/version") == 0)
        api_json(reply, 200,
                 json_pack("{s:s,s:s,s:s}", "gitCommit",
                           "6d2ee07bbba2a5a1d4b9d3ed51a17c8eb8a1b4f5",
                           "gitVersion", "v1.62.0", "buildDate",
                           "2024-10-07T21:20:33Z"));
    else if (!*request->path || strcmp(request->path, "/") == 0)
        answer_health(reply, collector->started_ms, model_now_ms(model));
    else
        api_text(reply, 404, "404 page not found\n");
}

static void answer_health(struct api_reply *reply, int64_t since_ms,
                          int64_t now_ms)
{
    char since[32], uptime[40];

    clock_format_rfc3339(since, sizeof(since), since_ms);
    (void)snprintf(uptime, sizeof(uptime), "%lldh%lldm%llds",
                   (long long)((now_ms - since_ms) / 3600000),
                   (long long)((now_ms - since_ms) / 60000 % 60),
                   (long long)((now_ms - since_ms) / 1000 % 60));
    api_json(reply, 200,
             json_pack("{s:s,s:s,s:s}", "status", "Server available", "upSince",
                       since, "uptime", uptime));
}

static void answer_metrics(struct model *model, struct api_reply *reply,
                           metrics_fn *fn, int index)
{
    struct exposition exposition = {.out = &reply->body};

    reply->status = 200;
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    fn(&exposition, model, index);
}
