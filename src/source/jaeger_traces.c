/* jaeger_traces.c - traces as Jaeger's query API answers them. */
#include "source/jaeger_traces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/xalloc.h"
#include "source/jaeger_answer.h"

enum { PROCESSES_MAX = 4096, VALUE_MAX = 4096 };

enum slot {
    SLOT_TRACE,
    SLOT_TRACE_ID,
    SLOT_PROCESS,
    SLOT_SPAN,
    SLOT_SPAN_ID,
    SLOT_PARENT_ID,
    SLOT_OPERATION,
    SLOT_START,
    SLOT_DURATION,
    SLOT_PROCESS_ID,
    SLOT_OWN_PROCESS,
    SLOT_WARNING,
    SLOT_REFERENCE,
    SLOT_REFERENCE_TYPE,
    SLOT_REFERENCE_SPAN,
    SLOT_TAG,
    SLOT_TAG_KEY,
    SLOT_TAG_VALUE,
    SLOT_LOG,
    SLOT_LOG_TIME,
    SLOT_FIELD,
    SLOT_FIELD_KEY,
    SLOT_FIELD_VALUE,
};

#define SPAN "data/?/spans/?"
static const struct wanted wants[] = {
    JAEGER_ENVELOPE,
    {"data/?", SLOT_TRACE},
    {"data/?/traceID", SLOT_TRACE_ID},
    {"data/?/processes/?/serviceName", SLOT_PROCESS},
    {SPAN, SLOT_SPAN},
    {SPAN "/spanID", SLOT_SPAN_ID},
    {SPAN "/parentSpanID", SLOT_PARENT_ID},
    {SPAN "/operationName", SLOT_OPERATION},
    {SPAN "/startTime", SLOT_START},
    {SPAN "/duration", SLOT_DURATION},
    {SPAN "/processID", SLOT_PROCESS_ID},
    {SPAN "/process/serviceName", SLOT_OWN_PROCESS},
    {SPAN "/warnings/?", SLOT_WARNING},
    {SPAN "/references/?", SLOT_REFERENCE},
    {SPAN "/references/?/refType", SLOT_REFERENCE_TYPE},
    {SPAN "/references/?/spanID", SLOT_REFERENCE_SPAN},
    {SPAN "/tags/?", SLOT_TAG},
    {SPAN "/tags/?/key", SLOT_TAG_KEY},
    {SPAN "/tags/?/value", SLOT_TAG_VALUE},
    {SPAN "/logs/?", SLOT_LOG},
    {SPAN "/logs/?/timestamp", SLOT_LOG_TIME},
    {SPAN "/logs/?/fields/?", SLOT_FIELD},
    {SPAN "/logs/?/fields/?/key", SLOT_FIELD_KEY},
    {SPAN "/logs/?/fields/?/value", SLOT_FIELD_VALUE},
};
#undef SPAN

/* A process of the trace: its id in it, and the service. Both pooled. */
struct process {
    const char *id, *service;
};

struct jaeger_traces {
    struct jaeger_answer *answer;
    jaeger_trace_fn *fn;
    void *owner;
    bool has_tags;
    struct trace *trace; /* NULL: between two */
    struct process *processes;
    size_t process_count;

    /* The span in the making. It is added when its object ends; its tags wait
     * here. */
    struct trace_span span;
    const char *process_id;
    struct trace_tag *tags;
    size_t tag_count, tag_capacity;
    size_t log_first; /* its first tag that is of the log being read */
    int64_t log_us;
    const char *key, *value;
    bool is_child_of, is_bound; /* the reference, and whether one was taken */
    char reference[TRACE_SPAN_ID_MAX];
};

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void on_span_text(struct jaeger_traces *reader, int slot,
                         const char *text, size_t length);
static void on_detail(struct jaeger_traces *reader, int slot, const char *text,
                      size_t length);
static void on_begin(void *owner, int slot, const struct wanted_place *place);
static void on_end(void *owner, int slot, const struct wanted_place *place);
static void end_span(struct jaeger_traces *reader);
static void end_trace(struct jaeger_traces *reader);
static void end_reference(struct jaeger_traces *reader);
static void end_tag(struct jaeger_traces *reader, bool is_log);
static void end_log(struct jaeger_traces *reader);
static const char *keep(struct jaeger_traces *reader, const char *text,
                        size_t length);
static bool is_error(const char *key, const char *value);
static int64_t time_of(const char *text, size_t length);

struct jaeger_traces *jaeger_traces_new(int status, jaeger_trace_fn *fn,
                                        void *owner, bool has_tags)
{
    struct jaeger_traces *reader = xcalloc(1, sizeof(*reader));
    const struct wanted_sink sink = {.owner = reader,
                                     .api = "Jaeger",
                                     .text = on_text,
                                     .begin = on_begin,
                                     .end = on_end};

    reader->fn = fn;
    reader->owner = owner;
    reader->has_tags = has_tags;
    reader->answer = jaeger_answer_new(status, wants,
                                       sizeof(wants) / sizeof(wants[0]), &sink);
    return reader;
}

int jaeger_traces_feed(struct jaeger_traces *reader, const char *bytes,
                       size_t length, struct err *err)
{
    return jaeger_answer_feed(reader->answer, bytes, length, err);
}

int jaeger_traces_finish(struct jaeger_traces *reader, const char *content_type,
                         struct err *err)
{
    return jaeger_answer_finish(reader->answer, content_type, err);
}

void jaeger_traces_free(struct jaeger_traces *reader)
{
    if (!reader)
        return;
    jaeger_answer_free(reader->answer);
    trace_free(reader->trace);
    free(reader->processes);
    free(reader->tags);
    free(reader);
}

void jaeger_traces_sum(const struct trace *trace, struct trace_found *out)
{
    *out = (struct trace_found){.spans = trace->count + trace->left_out,
                                .errors = trace->errors,
                                .services = trace->services,
                                .missing_parents = trace->missing_parents};
    (void)snprintf(out->id, sizeof(out->id), "%s", trace->id);
    if (trace->count == 0)
        return;
    out->start_us = trace->start_us;
    out->duration_us = trace->end_us - trace->start_us;
    (void)snprintf(out->service, sizeof(out->service), "%s",
                   trace->spans[trace->root].service);
    (void)snprintf(out->operation, sizeof(out->operation), "%s",
                   trace->spans[trace->root].operation);
}

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct jaeger_traces *reader = owner;

    if (!reader->trace)
        return; /* an element of `data` that is no object */
    if (slot == SLOT_TRACE_ID) {
        (void)snprintf(reader->trace->id, sizeof(reader->trace->id), "%s",
                       text);
    } else if (slot == SLOT_PROCESS) {
        const char *id = place->keys[3];

        if (reader->process_count == PROCESSES_MAX)
            return;
        reader->processes =
            xrealloc(reader->processes, reader->process_count + 1,
                     sizeof(*reader->processes));
        reader->processes[reader->process_count++] =
            (struct process){trace_keep(reader->trace, id, strlen(id)),
                             trace_keep(reader->trace, text, length)};
    } else if (slot < SLOT_REFERENCE) {
        on_span_text(reader, slot, text, length);
    } else {
        on_detail(reader, slot, text, length);
    }
}

static void on_span_text(struct jaeger_traces *reader, int slot,
                         const char *text, size_t length)
{
    struct trace_span *span = &reader->span;

    switch (slot) {
    case SLOT_SPAN_ID:
        (void)snprintf(span->id, sizeof(span->id), "%s", text);
        break;
    case SLOT_PARENT_ID: /* before references */
        if (!reader->is_bound)
            (void)snprintf(span->parent_id, sizeof(span->parent_id), "%s",
                           text);
        break;
    case SLOT_OPERATION:
        span->operation = trace_keep(reader->trace, text, length);
        break;
    case SLOT_START:
        span->start_us = time_of(text, length);
        break;
    case SLOT_DURATION:
        span->duration_us = time_of(text, length);
        break;
    case SLOT_PROCESS_ID:
        reader->process_id = trace_keep(reader->trace, text, length);
        break;
    case SLOT_OWN_PROCESS:
        span->service = trace_keep(reader->trace, text, length);
        break;
    case SLOT_WARNING:
        if (!span->warning)
            span->warning = trace_keep(reader->trace, text, length);
        break;
    default:
        break;
    }
}

static void on_detail(struct jaeger_traces *reader, int slot, const char *text,
                      size_t length)
{
    switch (slot) {
    case SLOT_REFERENCE_TYPE:
        reader->is_child_of = !strcmp(text, "CHILD_OF");
        break;
    case SLOT_REFERENCE_SPAN:
        (void)snprintf(reader->reference, sizeof(reader->reference), "%s",
                       text);
        break;
    case SLOT_TAG_KEY:
    case SLOT_FIELD_KEY:
        reader->key = keep(reader, text, length);
        break;
    case SLOT_TAG_VALUE:
    case SLOT_FIELD_VALUE:
        reader->value = keep(reader, text, length);
        break;
    case SLOT_LOG_TIME:
        reader->log_us = time_of(text, length);
        break;
    default:
        break;
    }
}

static void on_begin(void *owner, int slot, const struct wanted_place *place)
{
    struct jaeger_traces *reader = owner;

    (void)place;
    switch (slot) {
    case SLOT_TRACE:
        trace_free(reader->trace);
        reader->trace = trace_new();
        reader->process_count = 0;
        break;
    case SLOT_SPAN:
        reader->span = (struct trace_span){.parent = TRACE_NO_SPAN};
        reader->process_id = NULL;
        reader->tag_count = 0;
        reader->is_bound = false;
        break;
    case SLOT_REFERENCE:
        reader->reference[0] = '\0';
        reader->is_child_of = false;
        break;
    case SLOT_LOG:
        reader->log_first = reader->tag_count;
        reader->log_us = 0;
        break;
    case SLOT_TAG:
    case SLOT_FIELD:
        reader->key = reader->value = NULL;
        break;
    default:
        break;
    }
}

static void on_end(void *owner, int slot, const struct wanted_place *place)
{
    struct jaeger_traces *reader = owner;

    (void)place;
    switch (slot) {
    case SLOT_TRACE:
        end_trace(reader);
        break;
    case SLOT_SPAN:
        end_span(reader);
        break;
    case SLOT_REFERENCE:
        end_reference(reader);
        break;
    case SLOT_TAG:
    case SLOT_FIELD:
        end_tag(reader, slot == SLOT_FIELD);
        break;
    case SLOT_LOG:
        end_log(reader);
        break;
    default:
        break;
    }
}

static void end_span(struct jaeger_traces *reader)
{
    struct trace_span *span = &reader->span;

    if (!span->operation)
        span->operation = trace_keep(reader->trace, "", 0);
    /* Until the trace ends the process' id stands for the service. */
    if (!span->service)
        span->service = reader->process_id ? reader->process_id
                                           : trace_keep(reader->trace, "", 0);
    if (trace_add(reader->trace, span) == TRACE_NO_SPAN)
        return;
    for (size_t i = 0; i < reader->tag_count; i++)
        trace_add_tag(reader->trace, &reader->tags[i]);
}

static void end_trace(struct jaeger_traces *reader)
{
    struct trace *trace = reader->trace;
    const struct process *last = NULL;

    for (size_t i = 0; i < trace->count; i++) {
        struct trace_span *span = &trace->spans[i];

        if (!last || last->id != span->service) {
            last = NULL;
            for (size_t j = 0; j < reader->process_count && !last; j++)
                if (reader->processes[j].id == span->service)
                    last = &reader->processes[j];
        }
        if (last)
            span->service = last->service;
    }
    trace_build(trace);
    reader->trace = NULL;
    reader->fn(reader->owner, trace);
}

/* CHILD_OF before FOLLOWS_FROM, the first before later ones. */
static void end_reference(struct jaeger_traces *reader)
{
    struct trace_span *span = &reader->span;

    if (!reader->reference[0] || reader->is_bound)
        return;
    if (reader->is_child_of || !span->parent_id[0])
        memcpy(span->parent_id, reader->reference, sizeof(span->parent_id));
    reader->is_bound = reader->is_child_of;
}

static void end_tag(struct jaeger_traces *reader, bool is_log)
{
    if (!reader->key)
        return;
    if (!is_log && reader->value && is_error(reader->key, reader->value))
        reader->span.has_error = true;
    if (!reader->has_tags)
        return;
    if (reader->tag_count == reader->tag_capacity) {
        reader->tag_capacity =
            reader->tag_capacity > 0 ? reader->tag_capacity * 2 : 32;
        reader->tags =
            xrealloc(reader->tags, reader->tag_capacity, sizeof(*reader->tags));
    }
    reader->tags[reader->tag_count++] =
        (struct trace_tag){reader->key, reader->value ? reader->value : "", -1};
}

static void end_log(struct jaeger_traces *reader)
{
    for (size_t i = reader->log_first; i < reader->tag_count; i++)
        reader->tags[i].log_us = reader->log_us;
}

/* Keys and values; those that nobody will show are not kept. */
static const char *keep(struct jaeger_traces *reader, const char *text,
                        size_t length)
{
    if (length > VALUE_MAX)
        length = VALUE_MAX;
    return trace_keep(reader->trace, text, length);
}

static bool is_error(const char *key, const char *value)
{
    if (!strcmp(key, "error"))
        return strcmp(value, "false") != 0 && *value;
    return !strcmp(key, "otel.status_code") && !strcmp(value, "ERROR");
}

/* Microseconds; what no clock says is 0, so that sums cannot overflow. */
static int64_t time_of(const char *text, size_t length)
{
    double value;

    if (!decimal_parse(text, length, &value) || !(value >= 0) || value > 4e18)
        return 0;
    return value > 4e15 ? (int64_t)4e15 : (int64_t)value;
}
