/* prometheus.c - one Prometheus, or what speaks its HTTP API: its questions. */
#include "source/prometheus_private.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "config/url.h"

enum {
    GET_MAX_BYTES = 2000,         /* a longer URL goes by POST */
    QUESTION_MAX_BYTES = 1 << 20, /* encoded, with its times */
    ANSWER_MAX_BYTES = 512 << 20, /* decoded as it comes, never held */
    HEAD_MAX_BYTES = 1024,
    NOTES_MAX_BYTES = 1000,
};

static struct prometheus_call *get(struct prometheus_call *call,
                                   const char *path, size_t body_limit,
                                   struct err *err);
static struct prometheus_call *ask(struct prometheus *prometheus,
                                   struct prometheus_call *call,
                                   const char *expression, bool is_range,
                                   struct err *err);
static void write_times(struct buf *form, const struct window *window,
                        bool is_range);
static void write_seconds(struct buf *form, const char *name, int64_t ms);
static struct prometheus_call *call_new(struct prometheus *prometheus,
                                        void *owner);
static struct prometheus_call *start(struct prometheus_call *call,
                                     const struct http_request *request,
                                     struct err *err);

struct prometheus *prometheus_new(struct http *http, const char *base_url,
                                  const struct http_settings *settings,
                                  struct err *err)
{
    char *url = url_take_base(base_url, err);
    struct prometheus *prometheus;

    if (!url)
        return NULL;
    prometheus = xcalloc(1, sizeof(*prometheus));
    prometheus->http = http;
    prometheus->settings = settings;
    prometheus->base_url = url;
    return prometheus;
}

void prometheus_free(struct prometheus *prometheus)
{
    if (!prometheus)
        return;
    while (prometheus->first)
        prometheus_cancel(prometheus->first);
    free(prometheus->base_url);
    free(prometheus);
}

void prometheus_use_get(struct prometheus *prometheus)
{
    prometheus->uses_get = true;
}

const char *prometheus_url(const struct prometheus *prometheus)
{
    return prometheus->base_url;
}

struct prometheus_call *
prometheus_ask_range(struct prometheus *prometheus, const char *expression,
                     const struct window *window, struct series_set *set,
                     prometheus_done_fn *done, void *owner, struct err *err)
{
    struct prometheus_call *call = call_new(prometheus, owner);

    call->done = done;
    call->set = set;
    call->window = *window;
    return ask(prometheus, call, expression, true, err);
}

struct prometheus_call *prometheus_ask(struct prometheus *prometheus,
                                       const char *expression, bool is_range,
                                       const struct window *window,
                                       const struct matrix_sink *sink,
                                       prometheus_done_fn *done, void *owner,
                                       struct err *err)
{
    struct prometheus_call *call = call_new(prometheus, owner);

    call->done = done;
    call->sink = *sink;
    call->window = *window;
    return ask(prometheus, call, expression, is_range, err);
}

struct prometheus_call *prometheus_get(struct prometheus *prometheus,
                                       const char *path,
                                       prometheus_json_fn *done, void *owner,
                                       struct err *err)
{
    struct prometheus_call *call = call_new(prometheus, owner);

    call->json_done = done;
    return get(call, path, TREE_MAX_BYTES, err);
}

struct prometheus_call *prometheus_take(struct prometheus *prometheus,
                                        const char *path,
                                        const struct prometheus_taker *taker,
                                        prometheus_done_fn *done, void *owner,
                                        struct err *err)
{
    struct prometheus_call *call = call_new(prometheus, owner);

    call->done = done;
    call->taker = *taker;
    return get(call, path, ANSWER_MAX_BYTES, err);
}

void prometheus_cancel(struct prometheus_call *call)
{
    if (!call)
        return;
    http_cancel(call->http);
    prometheus_call_free(call);
}

/* Unreserved characters stand for themselves. Source: RFC 3986, 2.3. */
void prometheus_escape(struct buf *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *text; text++) {
        if (strchr(plain, *text))
            (void)buf_add_char(out, *text);
        else
            (void)buf_printf(out, "%%%02X", (unsigned char)*text);
    }
}

/* Starts a call for a path, or frees it. */
static struct prometheus_call *get(struct prometheus_call *call,
                                   const char *path, size_t body_limit,
                                   struct err *err)
{
    char *url = xasprintf("%s%s", call->prometheus->base_url, path);
    const struct http_request request = {.method = "GET",
                                         .url = url,
                                         .body_limit = body_limit,
                                         .settings =
                                             call->prometheus->settings};

    assert(*path == '/');
    call = start(call, &request, err);
    free(url);
    return call;
}

/* Starts the question, or frees it. */
static struct prometheus_call *ask(struct prometheus *prometheus,
                                   struct prometheus_call *call,
                                   const char *expression, bool is_range,
                                   struct err *err)
{
    struct http_request request = {.method = "GET",
                                   .body_limit = ANSWER_MAX_BYTES,
                                   .settings = prometheus->settings};
    struct buf form, url;

    buf_init(&form, QUESTION_MAX_BYTES);
    buf_init(&url, QUESTION_MAX_BYTES + 4096);
    (void)buf_add_str(&form, "query=");
    prometheus_escape(&form, expression);
    write_times(&form, &call->window, is_range);
    (void)buf_printf(&url, "%s/api/v1/query%s", prometheus->base_url,
                     is_range ? "_range" : "");
    if (prometheus->uses_get || url.length + 1 + form.length <= GET_MAX_BYTES) {
        (void)buf_printf(&url, "?%s", form.bytes);
    } else {
        request.method = "POST";
        request.body = form.bytes;
        request.body_length = form.length;
    }
    request.url = url.bytes;
    if (form.overflow || url.overflow) {
        err_set(err, ERR_LIMIT, 0, "the expression is larger than 1 MiB");
        prometheus_call_free(call);
        call = NULL;
    } else {
        call = start(call, &request, err);
    }
    buf_clear(&url);
    buf_clear(&form);
    return call;
}

static void write_times(struct buf *form, const struct window *window,
                        bool is_range)
{
    if (!is_range) {
        write_seconds(form, "time", window->end_ms);
        return;
    }
    assert(window->step_ms > 0);
    write_seconds(form, "start", window->start_ms);
    write_seconds(form, "end", window->end_ms);
    write_seconds(form, "step", window->step_ms);
}

static void write_seconds(struct buf *form, const char *name, int64_t ms)
{
    (void)buf_printf(form, "&%s=%s%" PRId64 ".%03d", name, ms < 0 ? "-" : "",
                     ms < 0 ? -(ms / 1000) : ms / 1000, abs((int)(ms % 1000)));
}

static struct prometheus_call *call_new(struct prometheus *prometheus,
                                        void *owner)
{
    struct prometheus_call *call = xcalloc(1, sizeof(*call));

    call->prometheus = prometheus;
    call->owner = owner;
    buf_init(&call->head, HEAD_MAX_BYTES);
    buf_init(&call->tree, TREE_MAX_BYTES);
    buf_init(&call->notes, NOTES_MAX_BYTES);
    call->next = prometheus->first;
    if (call->next)
        call->next->previous = call;
    prometheus->first = call;
    return call;
}

/* Returns the call, or frees it and returns NULL. */
static struct prometheus_call *start(struct prometheus_call *call,
                                     const struct http_request *request,
                                     struct err *err)
{
    struct http_sink sink = prometheus_call_sink(call);

    call->http = http_start(call->prometheus->http, request, &sink, err);
    if (call->http)
        return call;
    err_within(err, "%.100s", call->prometheus->base_url);
    prometheus_call_free(call);
    return NULL;
}
