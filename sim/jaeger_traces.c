/* jaeger_traces.c - search, and traces by their ID, as Jaeger's JSON. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/xalloc.h"
#include "sim/jaeger.h"
#include "sim/model.h"
#include "sim/traces.h"

enum { LIMIT_USUAL = 20, LIMIT_MOST = 1500, CANDIDATES_MOST = 20000 };

struct search {
    const char *service, *operation;
    int64_t least_us, most_us; /* of the whole trace */
    int64_t start_us, end_us;
    bool wants_error;
    size_t limit;
};

static int64_t microseconds(const char *text, int64_t fallback);
static bool meets(const struct search *search, const struct trace_span *spans,
                  size_t count);
static json_t *trace_json(uint64_t id, const struct trace_span *spans,
                          size_t count);
static json_t *span_json(uint64_t id, const struct trace_span *span,
                         const char *process);
static const char *process_of(json_t *processes, const char *service);

void jaeger_search(void *state, struct model *model,
                   const struct api_request *request, struct api_reply *reply)
{
    int64_t now_us = model_now_ms(model) * 1000;
    struct search search = {
        .service = api_argument(request, "service", ""),
        .operation = api_argument(request, "operation", ""),
        .least_us = microseconds(api_argument(request, "minDuration", ""), 0),
        .most_us =
            microseconds(api_argument(request, "maxDuration", ""), INT64_MAX),
        .start_us = strtoll(api_argument(request, "start", "0"), NULL, 10),
        .end_us = strtoll(api_argument(request, "end", "0"), NULL, 10),
        .wants_error =
            strstr(api_argument(request, "tags", ""), "\"error\"") != NULL,
        .limit = strtoul(api_argument(request, "limit", "0"), NULL, 10),
    };
    struct trace_span spans[TRACE_USUAL_SPANS];
    json_t *found = json_array();
    int64_t span_s;

    (void)state;
    if (!*search.service) {
        json_decref(found);
        jaeger_error(reply, 400, "parameter 'service' is required");
        return;
    }
    if (search.end_us <= 0 || search.end_us > now_us)
        search.end_us = now_us;
    if (search.start_us <= 0)
        search.start_us = search.end_us - INT64_C(3600000000);
    if (!search.limit)
        search.limit = LIMIT_USUAL;
    if (search.limit > LIMIT_MOST)
        search.limit = LIMIT_MOST;
    span_s = (search.end_us - search.start_us) / 1000000;
    for (int i = 0; i < CANDIDATES_MOST && i < span_s * 4 &&
                    json_array_size(found) < search.limit;
         i++) {
        int64_t at_s = search.end_us / 1000000 - 1 - i / 4;
        uint64_t id = trace_id(at_s, (unsigned)i % 4);
        size_t count = trace_make(model, id, spans, TRACE_USUAL_SPANS);

        if (count && meets(&search, spans, count))
            (void)json_array_append_new(found, trace_json(id, spans, count));
    }
    jaeger_data(reply, found, 0);
}

void jaeger_trace(void *state, struct model *model,
                  const struct api_request *request, struct api_reply *reply)
{
    const char *text = request->path + strlen("/api/traces/");
    char *end;
    uint64_t id = strtoull(text, &end, 16);
    struct trace_span *spans;
    size_t count;

    (void)state;
    if (end == text || *end) {
        jaeger_error(reply, 400, "strconv.ParseUint: invalid syntax");
        return;
    }
    spans = xcalloc(TRACE_SPANS_MAX, sizeof(*spans));
    count = trace_make(model, id, spans, TRACE_SPANS_MAX);
    if (count) {
        json_t *traces = json_array();

        (void)json_array_append_new(traces, trace_json(id, spans, count));
        jaeger_data(reply, traces, 0);
    } else {
        jaeger_error(reply, 404, "trace not found");
    }
    free(spans);
}

static int64_t microseconds(const char *text, int64_t fallback)
{
    char *end;
    double number = strtod(text, &end);

    if (end == text)
        return fallback;
    if (strcmp(end, "us") == 0)
        return (int64_t)number;
    return (int64_t)(number * (strcmp(end, "ms") == 0 ? 1000 : 1000000));
}

static bool meets(const struct search *search, const struct trace_span *spans,
                  size_t count)
{
    bool has_service = false, has_error = false;

    for (size_t i = 0; i < count; i++) {
        bool is_of = strcmp(spans[i].service, search->service) == 0 &&
                     (!*search->operation ||
                      strcmp(spans[i].operation, search->operation) == 0) &&
                     spans[i].duration_us >= search->least_us &&
                     spans[i].duration_us <= search->most_us;

        has_service = has_service || is_of;
        has_error = has_error || (is_of && spans[i].is_error);
    }
    return has_service && (has_error || !search->wants_error);
}

static json_t *trace_json(uint64_t id, const struct trace_span *spans,
                          size_t count)
{
    json_t *all = json_array(), *processes = json_object();
    char text[20];

    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(
            all,
            span_json(id, &spans[i], process_of(processes, spans[i].service)));
    (void)snprintf(text, sizeof(text), "%016llx", (unsigned long long)id);
    return json_pack("{s:s,s:o,s:o,s:n}", "traceID", text, "spans", all,
                     "processes", processes, "warnings");
}

static json_t *span_json(uint64_t id, const struct trace_span *span,
                         const char *process)
{
    json_t *references = json_array();
    json_t *tags = json_pack("[{s:s,s:s,s:s}]", "key", "span.kind", "type",
                             "string", "value", span->kind);
    json_t *logs = json_array();
    json_int_t end_us = span->start_us + span->duration_us;
    char trace[20], self[20], parent[20];

    (void)snprintf(trace, sizeof(trace), "%016llx", (unsigned long long)id);
    (void)snprintf(self, sizeof(self), "%016llx", (unsigned long long)span->id);
    (void)snprintf(parent, sizeof(parent), "%016llx",
                   (unsigned long long)span->parent);
    if (span->parent)
        (void)json_array_append_new(
            references, json_pack("{s:s,s:s,s:s}", "refType", "CHILD_OF",
                                  "traceID", trace, "spanID", parent));
    if (span->is_error) {
        (void)json_array_append_new(tags,
                                    json_pack("{s:s,s:s,s:b}", "key", "error",
                                              "type", "bool", "value", 1));
        (void)json_array_append_new(
            logs, json_pack("{s:I,s:[{s:s,s:s,s:s}]}", "timestamp", end_us,
                            "fields", "key", "message", "type", "string",
                            "value", "bank answered 504 after five tries"));
    }
    return json_pack("{s:s,s:s,s:s,s:o,s:I,s:I,s:o,s:o,s:s,s:n}", "traceID",
                     trace, "spanID", self, "operationName", span->operation,
                     "references", references, "startTime",
                     (json_int_t)span->start_us, "duration",
                     (json_int_t)span->duration_us, "tags", tags, "logs", logs,
                     "processID", process, "warnings");
}

/* Returns the name of a service's process ("p1"), new in `processes` when it
 * is the service's first span. */
static const char *process_of(json_t *processes, const char *service)
{
    const char *key;
    json_t *process;
    char name[24];

    json_object_foreach(processes, key, process)
    {
        const char *known =
            json_string_value(json_object_get(process, "serviceName"));

        if (known && strcmp(known, service) == 0)
            return key;
    }
    (void)snprintf(name, sizeof(name), "p%zu", json_object_size(processes) + 1);
    (void)json_object_set_new(
        processes, name,
        json_pack("{s:s,s:[{s:s,s:s,s:s}]}", "serviceName", service, "tags",
                  "key", "hostname", "type", "string", "value", service));
    return process_of(processes, service);
}
