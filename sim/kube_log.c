/* kube_log.c - the last words of a container. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "sim/kube_private.h"
#include "sim/model.h"

enum { LINES_MAX = 12 };

struct lines {
    const char *text[LINES_MAX];
    int count;
};

static void say(struct lines *lines, const char *text);
static void collect(struct lines *lines, const struct model *model,
                    const char *workload, bool is_down);
static bool has_restarted(json_t *pod);

void kube_log(const struct kube_call *call, json_t *pod)
{
    const char *wanted = api_argument(call->request, "previous", "");
    const char *tail = api_argument(call->request, "tailLines", "-1");
    const char *workload = json_string_value(json_object_get(
        kube_walk(pod, "metadata.labels"), "app.kubernetes.io/instance"));
    bool is_previous = *wanted && strcmp(wanted, "false") != 0;
    struct lines lines = {0};
    long most = strtol(tail, NULL, 10);
    int from = 0;

    if (is_previous && !has_restarted(pod)) {
        char text[400];

        (void)snprintf(text, sizeof(text),
                       "previous terminated container in pod \"%s\" not found",
                       kube_string(pod, "metadata.name"));
        kube_status(call->reply, 400, "BadRequest", text);
        return;
    }
    collect(&lines, call->model, workload ? workload : "", has_restarted(pod));
    if (most >= 0 && most < lines.count)
        from = lines.count - (int)most;
    api_text(call->reply, 200, "");
    for (int i = from; i < lines.count; i++) {
        bool is_error = lines.text[i][0] == '!';
        char at[40];

        clock_format_rfc3339(at, sizeof(at),
                             model_now_ms(call->model) -
                                 (lines.count - i) * INT64_C(7000));
        (void)buf_printf(&call->reply->body,
                         "{\"level\":\"%s\",\"ts\":\"%s\",\"msg\":\"%s\"}\n",
                         is_error ? "error" : "info", at,
                         lines.text[i] + is_error);
    }
}

static void say(struct lines *lines, const char *text)
{
    if (lines->count < LINES_MAX)
        lines->text[lines->count++] = text;
}

/* A line that begins with ! is an error. */
static void collect(struct lines *lines, const struct model *model,
                    const char *workload, bool is_down)
{
    bool is_collector = strcmp(workload, "jaeger-collector") == 0;
    bool is_ingester = strcmp(workload, "jaeger-ingester") == 0;
    bool is_query = strcmp(workload, "jaeger-query") == 0;
    bool is_gateway = strcmp(workload, "otel-collector-gateway") == 0;

    say(lines, "Starting");
    say(lines, "Configuration is read");
    say(lines, "Everything is ready. Begin running and processing data.");
    if (model_has_fault(model, FAULT_DISK) && (is_collector || is_ingester))
        say(lines,
            "!Elasticsearch could not process bulk request: index blocked by: "
            "[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, "
            "index has read-only-allow-delete block]");
    if (model_has_fault(model, FAULT_DISK) &&
        strcmp(workload, "elasticsearch-master") == 0)
        say(lines, "!high disk watermark [90%] exceeded on this node, shards "
                   "will be relocated away from this node");
    if (model_has_fault(model, FAULT_QUERY) && is_query)
        say(lines, "!HTTP handler, Internal Server Error: context deadline "
                   "exceeded");
    if (model_has_fault(model, FAULT_KAFKA) && is_ingester)
        say(lines, "!failed to flush spans: dial tcp 10.43.0.13:9200: connect: "
                   "connection refused");
    if (model_has_fault(model, FAULT_COLLECTOR) && is_gateway)
        say(lines, "!Exporting failed. Dropping data: sending queue is full");
    if (is_collector && is_down) {
        say(lines, "!Failed to save span: queue is full");
        say(lines, "!memory limit is near: 4.0 GiB of 4.0 GiB used");
    }
}

static bool has_restarted(json_t *pod)
{
    json_t *first =
        json_array_get(kube_walk(pod, "status.containerStatuses"), 0);

    return json_integer_value(json_object_get(first, "restartCount")) > 0;
}
