/* traces.c - asks Jaeger for what the Traces view wants to see. */
#include "engine/traces.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/trace_search.h"
#include "source/jaeger_traces.h"
#include "source/names.h"

enum {
    OPERATIONS_MAX = 4000,
    URL_MAX = 8000,
    SEARCH_BODY_MAX = 256 << 20,
    TIMEOUT_MS = 30000, /* a search over a slow storage takes its time */
};

enum wish { WISH_NONE, WISH_OPERATIONS, WISH_SEARCH, WISH_TRACE };

struct traces_feed {
    struct traces_world world;
    struct http_settings http_settings; /* Jaeger's, with our time limit */
    struct http *http;                  /* NULL: not open yet */
    struct traces traces;
    struct trace *trace; /* of `traces` */

    enum wish wish; /* asked now, or once the transport is there */
    char operations_of[sizeof(((struct traces *)0)->operations_of)];
    struct trace_search search;
    struct http_call *call;
    struct names_reader *names;
    struct jaeger_traces *reader;
    struct err err; /* of the reader, which ends a call */
    struct trace_found *found;
    size_t found_count;
    struct trace *fresh;
};

static void ask(struct traces_feed *feed, enum wish wish);
static void write_url(const struct traces_feed *feed, struct buf *out);
static struct trace_asked *asked(struct traces_feed *feed);
static void on_headers(void *owner, const struct http_answer *answer);
static bool on_body(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err);
static int take(struct traces_feed *feed, const struct http_answer *answer);
static void end(struct traces_feed *feed, const struct err *err,
                int64_t latency_ms);
static void on_trace(void *owner, struct trace *trace);
static void drop_answer(struct traces_feed *feed);
static int compare_found(const void *a, const void *b);

struct traces_feed *traces_feed_new(const struct traces_world *world)
{
    struct traces_feed *feed = xcalloc(1, sizeof(*feed));
    const struct trace_asked never = {.answered_ms = -1, .latency_ms = -1};

    feed->world = *world;
    feed->http_settings = world->settings->base.http;
    if (feed->http_settings.timeout_ms < TIMEOUT_MS)
        feed->http_settings.timeout_ms = TIMEOUT_MS;
    feed->traces.is_on =
        world->settings->base.url && !world->settings->base.is_off;
    feed->traces.operations_asked = never;
    feed->traces.search_asked = never;
    feed->traces.trace_asked = never;
    trace_search_init(&feed->traces.search);
    return feed;
}

void traces_feed_free(struct traces_feed *feed)
{
    if (!feed)
        return;
    traces_feed_cancel(feed);
    names_free(feed->traces.operations, feed->traces.operation_count);
    free(feed->traces.found);
    trace_free(feed->trace);
    free(feed);
}

void traces_feed_open(struct traces_feed *feed, struct http *http)
{
    feed->http = http;
    if (feed->wish != WISH_NONE)
        ask(feed, feed->wish);
}

const struct traces *traces_feed_get(const struct traces_feed *feed)
{
    return &feed->traces;
}

bool traces_feed_is_asking(const struct traces_feed *feed)
{
    return feed->wish != WISH_NONE;
}

void traces_feed_operations(struct traces_feed *feed, const char *service)
{
    if (!strcmp(feed->traces.operations_of, service) &&
        feed->traces.operations_asked.state == TRACES_READY)
        return;
    (void)snprintf(feed->operations_of, sizeof(feed->operations_of), "%s",
                   service);
    ask(feed, WISH_OPERATIONS);
}

void traces_feed_search(struct traces_feed *feed,
                        const struct trace_search *search)
{
    feed->search = *search;
    ask(feed, WISH_SEARCH);
}

/* The id is a stranger's, too: only hexadecimal digits go into a path. */
void traces_feed_trace(struct traces_feed *feed, const char *id)
{
    size_t length = 0;

    while (isxdigit((unsigned char)id[length]) && length < TRACE_ID_MAX - 1)
        length++;
    (void)snprintf(feed->traces.wanted_id, sizeof(feed->traces.wanted_id),
                   "%.*s", (int)length, id);
    ask(feed, WISH_TRACE);
}

void traces_feed_cancel(struct traces_feed *feed)
{
    struct trace_asked *state = asked(feed);

    http_cancel(feed->call);
    feed->call = NULL;
    drop_answer(feed);
    if (state && state->state == TRACES_ASKING)
        state->state = state->answered_ms < 0 ? TRACES_NONE : TRACES_READY;
    feed->wish = WISH_NONE;
}

static void ask(struct traces_feed *feed, enum wish wish)
{
    const struct http_sink sink = {
        .owner = feed, .headers = on_headers, .body = on_body, .done = on_done};
    struct err err = {0};
    struct buf url;

    traces_feed_cancel(feed);
    feed->wish = wish;
    asked(feed)->state = TRACES_ASKING;
    asked(feed)->error[0] = '\0';
    feed->err = (struct err){0};
    if (!feed->traces.is_on) {
        (void)err_set(&err, ERR_REFUSED, 0,
                      "no Jaeger is configured; set jaeger: {query_url: ...}");
        end(feed, &err, -1);
        return;
    }
    if (!feed->http)
        return;
    buf_init(&url, URL_MAX);
    write_url(feed, &url);
    feed->call =
        http_start(feed->http,
                   &(struct http_request){.method = "GET",
                                          .url = url.bytes,
                                          .body_limit = SEARCH_BODY_MAX,
                                          .settings = &feed->http_settings},
                   &sink, &err);
    buf_clear(&url);
    if (!feed->call)
        end(feed, &err, -1);
}

static void write_url(const struct traces_feed *feed, struct buf *out)
{
    buf_add_str(out, feed->world.settings->base.url);
    switch (feed->wish) {
    case WISH_OPERATIONS:
        buf_add_str(out, "/api/operations?service=");
        trace_search_escape(out, feed->operations_of);
        break;
    case WISH_SEARCH:
        buf_add_str(out, "/api/traces");
        trace_search_query(&feed->search, loop_now(feed->world.loop).wall_ms,
                           out);
        break;
    case WISH_TRACE:
        buf_printf(out, "/api/traces/%s", feed->traces.wanted_id);
        break;
    case WISH_NONE:
        break;
    }
}

static struct trace_asked *asked(struct traces_feed *feed)
{
    switch (feed->wish) {
    case WISH_OPERATIONS:
        return &feed->traces.operations_asked;
    case WISH_SEARCH:
        return &feed->traces.search_asked;
    case WISH_TRACE:
        return &feed->traces.trace_asked;
    case WISH_NONE:
        break;
    }
    return NULL;
}

static void on_headers(void *owner, const struct http_answer *answer)
{
    struct traces_feed *feed = owner;

    if (feed->wish == WISH_OPERATIONS)
        feed->names = names_reader_new(answer->status, OPERATIONS_MAX);
    else
        feed->reader = jaeger_traces_new(answer->status, on_trace, feed,
                                         feed->wish == WISH_TRACE);
}

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct traces_feed *feed = owner;
    int rc = feed->names
                 ? names_reader_feed(feed->names, bytes, length, &feed->err)
                 : jaeger_traces_feed(feed->reader, bytes, length, &feed->err);

    return rc == 0;
}

static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err)
{
    struct traces_feed *feed = owner;

    feed->call = NULL;
    if (!err && take(feed, answer) == 0)
        end(feed, NULL, answer->timing.total_us / 1000);
    else
        end(feed, feed->err.kind != ERR_NONE ? &feed->err : err, -1);
}

static int take(struct traces_feed *feed, const struct http_answer *answer)
{
    struct traces *traces = &feed->traces;
    struct names names;

    if (feed->names) {
        if (names_reader_finish(feed->names, answer->content_type, &names,
                                &feed->err) < 0)
            return -1;
        names_free(traces->operations, traces->operation_count);
        traces->operations = names.items;
        traces->operation_count = names.count;
        (void)snprintf(traces->operations_of, sizeof(traces->operations_of),
                       "%s", feed->operations_of);
        return 0;
    }
    if (jaeger_traces_finish(feed->reader, answer->content_type, &feed->err) <
        0)
        return -1;
    if (feed->wish == WISH_TRACE) {
        if (!feed->fresh)
            return err_set(&feed->err, ERR_REFUSED, 0,
                           "Jaeger has no trace of that id");
        trace_free(feed->trace);
        traces->trace = feed->trace = feed->fresh;
        feed->fresh = NULL;
        traces->trace_serial++;
        return 0;
    }
    if (feed->found_count > 1)
        qsort(feed->found, feed->found_count, sizeof(*feed->found),
              compare_found);
    free(traces->found);
    traces->found = feed->found;
    traces->found_count = feed->found_count;
    traces->search = feed->search;
    feed->found = NULL;
    return 0;
}

static void end(struct traces_feed *feed, const struct err *err,
                int64_t latency_ms)
{
    struct trace_asked *state = asked(feed);

    state->state = err ? TRACES_FAILED : TRACES_READY;
    (void)snprintf(state->error, sizeof(state->error), "%s",
                   err ? err->text : "");
    if (!err) {
        state->answered_ms = loop_now(feed->world.loop).wall_ms;
        state->latency_ms = latency_ms;
    }
    drop_answer(feed);
    feed->wish = WISH_NONE;
    feed->world.changed(feed->world.owner);
}

static void on_trace(void *owner, struct trace *trace)
{
    struct traces_feed *feed = owner;

    if (feed->wish == WISH_TRACE) {
        if (!feed->fresh && trace->count > 0) {
            feed->fresh = trace;
            return;
        }
    } else if (feed->found_count < TRACE_FOUND_MAX) {
        feed->found =
            xrealloc(feed->found, feed->found_count + 1, sizeof(*feed->found));
        jaeger_traces_sum(trace, &feed->found[feed->found_count++]);
    }
    trace_free(trace);
}

static void drop_answer(struct traces_feed *feed)
{
    names_reader_free(feed->names);
    jaeger_traces_free(feed->reader);
    free(feed->found);
    trace_free(feed->fresh);
    feed->names = NULL;
    feed->reader = NULL;
    feed->found = NULL;
    feed->found_count = 0;
    feed->fresh = NULL;
}

/* Newest first. */
static int compare_found(const void *a, const void *b)
{
    const struct trace_found *left = a, *right = b;

    if (left->start_us != right->start_us)
        return left->start_us > right->start_us ? -1 : 1;
    return strcmp(left->id, right->id);
}
