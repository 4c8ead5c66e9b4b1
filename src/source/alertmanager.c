/* alertmanager.c - one Alertmanager: questions, and how they ended. */
#include "source/alertmanager.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "config/url.h"
#include "source/alertmanager_json.h"
#include "source/prometheus.h"
#include "source/refusal.h"

enum {
    ANSWER_MAX_BYTES = 512 << 20, /* decoded as it comes, never held */
    HEAD_MAX_BYTES = 2048,
    DRAFT_MAX_BYTES = 1 << 20,
    USELESS_MAX_BYTES = 65536, /* of a failure's body, to keep the connection */
};

struct alertmanager {
    struct http *http;
    char *base_url; /* without a "/" at its end */
    const struct http_settings *settings;
    struct alertmanager_call *first;
};

struct alertmanager_call {
    struct alertmanager *alertmanager;
    struct alertmanager_call *next, *previous;
    struct http_call *http;
    enum alertmanager_kind kind;
    struct alertmanager_decoder *decoder;
    alertmanager_done_fn *done;
    void *owner;
    int status;
    char content_type[64];
    size_t received;
    bool is_stopped; /* we wanted no more of the body */
    struct buf head;
    struct err err; /* what the decoder had to say */
};

static struct alertmanager_call *get(struct alertmanager *alertmanager,
                                     enum alertmanager_kind kind,
                                     const struct alertmanager_sink *sink,
                                     alertmanager_done_fn *done,
                                     struct err *err);
static struct alertmanager_call *start(struct alertmanager_call *call,
                                       struct http_request *request,
                                       const char *path, struct err *err);
static struct alertmanager_call *call_new(struct alertmanager *alertmanager,
                                          enum alertmanager_kind kind,
                                          const struct alertmanager_sink *sink,
                                          alertmanager_done_fn *done);
static void call_free(struct alertmanager_call *call);
static void leave(struct alertmanager_call *call);
static void on_headers(void *owner, const struct http_answer *answer);
static bool on_body(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err);
static int judge(struct alertmanager_call *call, const struct err *why,
                 struct err *err);
static int tell_failure(const struct alertmanager_call *call, struct err *err);
static bool is_good(const struct alertmanager_call *call);

/* What to ask for each kind of answer. */
static const char *const paths[] = {
    [ALERTMANAGER_ALERTS] =
        "/api/v2/alerts?active=true&silenced=true&inhibited=true",
    [ALERTMANAGER_SILENCES] = "/api/v2/silences",
    [ALERTMANAGER_RECEIVERS] = "/api/v2/receivers",
    [ALERTMANAGER_STATUS] = "/api/v2/status",
    [ALERTMANAGER_MADE] = "/api/v2/silences",
    [ALERTMANAGER_GONE] = "/api/v2/silence/",
};

struct alertmanager *alertmanager_new(struct http *http, const char *base_url,
                                      const struct http_settings *settings,
                                      struct err *err)
{
    char *url = url_take_base(base_url, err);
    struct alertmanager *alertmanager;

    if (!url)
        return NULL;
    alertmanager = xcalloc(1, sizeof(*alertmanager));
    alertmanager->http = http;
    alertmanager->settings = settings;
    alertmanager->base_url = url;
    return alertmanager;
}

void alertmanager_free(struct alertmanager *alertmanager)
{
    struct alertmanager_call *call = alertmanager ? alertmanager->first : NULL;

    if (!alertmanager)
        return;
    while (call) {
        struct alertmanager_call *next = call->next;

        alertmanager_cancel(call);
        call = next;
    }
    free(alertmanager->base_url);
    free(alertmanager);
}

const char *alertmanager_url(const struct alertmanager *alertmanager)
{
    return alertmanager->base_url;
}

struct alertmanager_call *
alertmanager_ask_alerts(struct alertmanager *alertmanager,
                        const struct alertmanager_sink *sink,
                        alertmanager_done_fn *done, struct err *err)
{
    return get(alertmanager, ALERTMANAGER_ALERTS, sink, done, err);
}

struct alertmanager_call *
alertmanager_ask_silences(struct alertmanager *alertmanager,
                          const struct alertmanager_sink *sink,
                          alertmanager_done_fn *done, struct err *err)
{
    return get(alertmanager, ALERTMANAGER_SILENCES, sink, done, err);
}

struct alertmanager_call *
alertmanager_ask_receivers(struct alertmanager *alertmanager,
                           const struct alertmanager_sink *sink,
                           alertmanager_done_fn *done, struct err *err)
{
    return get(alertmanager, ALERTMANAGER_RECEIVERS, sink, done, err);
}

struct alertmanager_call *
alertmanager_ask_status(struct alertmanager *alertmanager,
                        const struct alertmanager_sink *sink,
                        alertmanager_done_fn *done, struct err *err)
{
    return get(alertmanager, ALERTMANAGER_STATUS, sink, done, err);
}

struct alertmanager_call *
alertmanager_silence(struct alertmanager *alertmanager,
                     const struct silence_draft *draft,
                     alertmanager_done_fn *done, void *owner, struct err *err)
{
    const struct alertmanager_sink sink = {.owner = owner};
    struct alertmanager_call *call =
        call_new(alertmanager, ALERTMANAGER_MADE, &sink, done);
    struct http_request request = {.method = "POST",
                                   .content_type = "application/json"};
    struct buf body;

    buf_init(&body, DRAFT_MAX_BYTES);
    alertmanager_write_silence(&body, draft);
    request.body = body.bytes;
    request.body_length = body.length;
    if (body.overflow) {
        err_set(err, ERR_LIMIT, 0, "the silence is larger than 1 MiB");
        call_free(call);
        call = NULL;
    } else {
        call = start(call, &request, paths[ALERTMANAGER_MADE], err);
    }
    buf_clear(&body);
    return call;
}

struct alertmanager_call *alertmanager_expire(struct alertmanager *alertmanager,
                                              const char *id,
                                              alertmanager_done_fn *done,
                                              void *owner, struct err *err)
{
    const struct alertmanager_sink sink = {.owner = owner};
    struct alertmanager_call *call =
        call_new(alertmanager, ALERTMANAGER_GONE, &sink, done);
    struct http_request request = {.method = "DELETE"};
    struct buf path;

    buf_init(&path, 4096);
    (void)buf_add_str(&path, paths[ALERTMANAGER_GONE]);
    prometheus_escape(&path, id);
    call = start(call, &request, path.bytes, err);
    buf_clear(&path);
    return call;
}

void alertmanager_cancel(struct alertmanager_call *call)
{
    if (!call)
        return;
    http_cancel(call->http);
    call_free(call);
}

static struct alertmanager_call *get(struct alertmanager *alertmanager,
                                     enum alertmanager_kind kind,
                                     const struct alertmanager_sink *sink,
                                     alertmanager_done_fn *done,
                                     struct err *err)
{
    struct http_request request = {.method = "GET"};

    return start(call_new(alertmanager, kind, sink, done), &request,
                 paths[kind], err);
}

/* Returns the call, or frees it and returns NULL. */
static struct alertmanager_call *start(struct alertmanager_call *call,
                                       struct http_request *request,
                                       const char *path, struct err *err)
{
    struct alertmanager *alertmanager = call->alertmanager;
    char *url = xasprintf("%s%s", alertmanager->base_url, path);
    const struct http_sink sink = {
        .owner = call, .headers = on_headers, .body = on_body, .done = on_done};

    request->url = url;
    request->body_limit = ANSWER_MAX_BYTES;
    request->settings = alertmanager->settings;
    call->http = http_start(alertmanager->http, request, &sink, err);
    free(url);
    if (call->http)
        return call;
    err_within(err, "%.100s", alertmanager->base_url);
    call_free(call);
    return NULL;
}

static struct alertmanager_call *call_new(struct alertmanager *alertmanager,
                                          enum alertmanager_kind kind,
                                          const struct alertmanager_sink *sink,
                                          alertmanager_done_fn *done)
{
    struct alertmanager_call *call = xcalloc(1, sizeof(*call));

    call->alertmanager = alertmanager;
    call->kind = kind;
    call->owner = sink->owner;
    call->done = done;
    buf_init(&call->head, HEAD_MAX_BYTES);
    if (kind != ALERTMANAGER_GONE)
        call->decoder = alertmanager_decoder_new(kind, sink);
    call->next = alertmanager->first;
    if (call->next)
        call->next->previous = call;
    alertmanager->first = call;
    return call;
}

static void call_free(struct alertmanager_call *call)
{
    leave(call);
    alertmanager_decoder_free(call->decoder);
    buf_clear(&call->head);
    free(call);
}

static void leave(struct alertmanager_call *call)
{
    if (!call->alertmanager)
        return;
    if (call->previous)
        call->previous->next = call->next;
    else
        call->alertmanager->first = call->next;
    if (call->next)
        call->next->previous = call->previous;
    call->alertmanager = NULL;
}

static void on_headers(void *owner, const struct http_answer *answer)
{
    struct alertmanager_call *call = owner;

    call->status = answer->status;
    (void)snprintf(call->content_type, sizeof(call->content_type), "%s",
                   answer->content_type);
}

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct alertmanager_call *call = owner;
    size_t room = call->head.limit - call->head.length;

    (void)buf_add(&call->head, bytes, length < room ? length : room);
    call->received += length;
    if (is_good(call) && call->decoder && call->err.kind == ERR_NONE &&
        alertmanager_decoder_feed(call->decoder, bytes, length, &call->err) ==
            0)
        return true;
    call->is_stopped = call->received > USELESS_MAX_BYTES;
    return !call->is_stopped;
}

static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err)
{
    struct alertmanager_call *call = owner;
    struct alertmanager_result result = {
        .latency_ms = (answer->timing.total_us + 500) / 1000,
        .certificate_ms = answer->certificate_ms,
        .retry_after_s = answer->retry_after_s,
        .is_transport = answer->status == 0,
        .silence_id = "",
    };

    call->http = NULL;
    call->status = answer->status;
    if (judge(call, err, &result.err) == 0)
        err_clear(&result.err);
    if (call->kind == ALERTMANAGER_MADE && result.err.kind == ERR_NONE)
        result.silence_id = alertmanager_decoder_silence_id(call->decoder);
    leave(call); /* `done` may free the client */
    call->done(call->owner, &result);
    call_free(call);
}

/* Fails: -1 and `err`. */
static int judge(struct alertmanager_call *call, const struct err *why,
                 struct err *err)
{
    const char *url = call->alertmanager->base_url;

    if (why && !call->is_stopped) {
        *err = *why;
        return err_within(err, "%.100s", url);
    }
    if (!is_good(call))
        return tell_failure(call, err);
    if (!call->decoder)
        return 0;
    if (call->err.kind != ERR_NONE)
        *err = call->err;
    else if (alertmanager_decoder_finish(call->decoder, err) == 0)
        return 0;
    /* A page of a proxy is best told by its own first words. */
    if (call->head.length && !strchr("[{", call->head.bytes[0]))
        return tell_failure(call, err);
    return err_within(err, "%.100s", url);
}

/* A refusal of the question comes as a JSON string, as {"code", "message"}
 * (whose code is not the status) or without a body; what else there is was not
 * said by Alertmanager's API. */
static int tell_failure(const struct alertmanager_call *call, struct err *err)
{
    bool is_json = !strncmp(call->content_type, "application/json", 16);
    bool is_silence =
        call->kind == ALERTMANAGER_MADE || call->kind == ALERTMANAGER_GONE;
    struct buf words;
    int rc;
    const struct refusal refusal = {.api = "Alertmanager",
                                    .url = call->alertmanager->base_url,
                                    .status = call->status,
                                    .content_type = call->content_type,
                                    .body = call->head.bytes,
                                    .length = call->head.length,
                                    .settings = call->alertmanager->settings};

    if (call->status == 404 && is_silence && !call->head.length)
        return err_set(err, ERR_STATUS, 404,
                       "Alertmanager knows no such silence");
    if (call->status == 410)
        return err_set(err, ERR_STATUS, 410,
                       "HTTP 410 from %.100s: the API is gone there; "
                       "tracetop speaks v2 (Alertmanager 0.16 and later)",
                       call->alertmanager->base_url);
    if (!is_json || (call->status != 400 && call->status != 422))
        return refusal_tell(&refusal, err);
    buf_init(&words, 200);
    alertmanager_words(&words, call->head.bytes, call->head.length);
    rc = err_set(err, ERR_REFUSED, 0, "Alertmanager refuses: %s", words.bytes);
    buf_clear(&words);
    return rc;
}

static bool is_good(const struct alertmanager_call *call)
{
    return call->status >= 200 && call->status < 300;
}
