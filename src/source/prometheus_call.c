/* prometheus_call.c - what comes back from a question, and what it means. */
#include "source/prometheus_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "source/refusal.h"

/* What more of a body that is of no use is read, to keep the connection. */
enum { USELESS_MAX_BYTES = 65536 };

static void on_headers(void *owner, const struct http_answer *answer);
static bool on_body(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err);
static void find_form(struct prometheus_call *call, const char *bytes,
                      size_t length);
static int feed(struct prometheus_call *call, const char *bytes, size_t length);
static struct matrix_sink sink_of(struct prometheus_call *call);
static bool is_good(const struct prometheus_call *call);
static int judge(struct prometheus_call *call, const struct err *why,
                 struct prometheus_result *result);
static int end_body(struct prometheus_call *call,
                    struct prometheus_result *result);
static int tell_broken(const struct prometheus_call *call,
                       const struct err *why, struct err *err);
static int tell_server(const struct prometheus_call *call, struct err *err);
static bool is_about_the_question(int status, const char *text);
static int tell_status(const struct prometheus_call *call, const char *type,
                       const char *body, size_t length, struct err *err);
static void leave(struct prometheus_call *call);

struct http_sink prometheus_call_sink(struct prometheus_call *call)
{
    return (struct http_sink){
        .owner = call, .headers = on_headers, .body = on_body, .done = on_done};
}

void prometheus_call_free(struct prometheus_call *call)
{
    leave(call);
    if (call->is_set_open)
        series_set_abort(call->set);
    prometheus_tree_free(call->root);
    matrix_decoder_free(call->decoder);
    json_reader_free(call->checker);
    buf_clear(&call->head);
    buf_clear(&call->tree);
    buf_clear(&call->notes);
    free(call);
}

void prometheus_call_note(struct prometheus_call *call, const char *text,
                          size_t length)
{
    struct buf *notes = &call->notes;

    if (notes->overflow)
        return;
    if (length + 5 > notes->limit - notes->length) { /* "; " and "..." */
        (void)buf_add_str(notes, "...");
        notes->overflow = true;
        return;
    }
    if (notes->length)
        (void)buf_add_str(notes, "; ");
    (void)buf_add(notes, text, length);
}

static void on_headers(void *owner, const struct http_answer *answer)
{
    struct prometheus_call *call = owner;

    call->status = answer->status;
    (void)snprintf(call->content_type, sizeof(call->content_type), "%s",
                   answer->content_type);
}

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct prometheus_call *call = owner;
    size_t room = call->head.limit - call->head.length;

    (void)buf_add(&call->head, bytes, length < room ? length : room);
    call->received += length;
    if (call->form == BODY_EMPTY)
        find_form(call, bytes, length);
    if (call->form == BODY_JSON && call->err.kind == ERR_NONE &&
        feed(call, bytes, length) == 0)
        return true;
    call->is_stopped = call->received > USELESS_MAX_BYTES;
    return !call->is_stopped;
}

/* Every answer of the API is an object, whatever its Content-Type says. */
static void find_form(struct prometheus_call *call, const char *bytes,
                      size_t length)
{
    size_t blank = 0;

    while (blank < length && strchr(" \t\r\n", bytes[blank]) && bytes[blank])
        blank++;
    if (blank < length)
        call->form = bytes[blank] == '{' ? BODY_JSON : BODY_TEXT;
}

/* Fails: -1 and the call's `err`. */
static int feed(struct prometheus_call *call, const char *bytes, size_t length)
{
    if (call->json_done)
        return prometheus_tree_feed(call, bytes, length, &call->err);
    if (call->taker.feed)
        return call->taker.feed(call->taker.owner, bytes, length, &call->err);
    if (!call->decoder) {
        struct matrix_sink sink = sink_of(call);

        call->decoder = matrix_decoder_new(&sink);
        if (call->set && is_good(call)) {
            series_set_begin(call->set, call->window.start_ms,
                             call->window.end_ms);
            call->is_set_open = true;
        }
    }
    return matrix_decoder_feed(call->decoder, bytes, length, &call->err);
}

static void set_series(void *owner, const struct label_text *pairs,
                       size_t count)
{
    struct prometheus_call *call = owner;

    series_set_series(call->set, pairs, count);
}

static void set_sample(void *owner, int64_t at_ms, double value)
{
    struct prometheus_call *call = owner;

    series_set_sample(call->set, at_ms, value);
}

static void pass_series(void *owner, const struct label_text *pairs,
                        size_t count)
{
    struct prometheus_call *call = owner;

    call->sink.series(call->sink.owner, pairs, count);
}

static void pass_sample(void *owner, int64_t at_ms, double value)
{
    struct prometheus_call *call = owner;

    call->sink.sample(call->sink.owner, at_ms, value);
}

static void pass_string(void *owner, int64_t at_ms, const char *text,
                        size_t length)
{
    struct prometheus_call *call = owner;

    if (call->sink.string)
        call->sink.string(call->sink.owner, at_ms, text, length);
}

static void drop_series(void *owner, const struct label_text *pairs,
                        size_t count)
{
    (void)owner;
    (void)pairs;
    (void)count;
}

static void drop_sample(void *owner, int64_t at_ms, double value)
{
    (void)owner;
    (void)at_ms;
    (void)value;
}

static void take_note(void *owner, const char *text, size_t length, int is_info)
{
    struct prometheus_call *call = owner;

    prometheus_call_note(call, text, length);
    if (!call->set && call->sink.note)
        call->sink.note(call->sink.owner, text, length, is_info);
}

/* What comes with the status of a failure is no data. */
static struct matrix_sink sink_of(struct prometheus_call *call)
{
    if (!is_good(call))
        return (struct matrix_sink){.owner = call,
                                    .series = drop_series,
                                    .sample = drop_sample,
                                    .note = take_note};
    if (call->set)
        return (struct matrix_sink){.owner = call,
                                    .series = set_series,
                                    .sample = set_sample,
                                    .note = take_note};
    return (struct matrix_sink){.owner = call,
                                .series = pass_series,
                                .sample = pass_sample,
                                .string = pass_string,
                                .note = take_note};
}

static bool is_good(const struct prometheus_call *call)
{
    return call->status >= 200 && call->status < 300;
}

static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err)
{
    struct prometheus_call *call = owner;
    struct prometheus_result result = {
        .retry_after_s = answer->retry_after_s,
        .latency_ms = (answer->timing.total_us + 500) / 1000,
        .certificate_ms = answer->certificate_ms,
        .notes = call->notes.bytes,
    };

    call->http = NULL;
    call->status = answer->status;
    if (judge(call, err, &result) == 0)
        err_clear(&result.err);
    result.notes = call->notes.bytes;
    if (call->is_set_open && result.err.kind == ERR_NONE)
        series_set_commit(call->set);
    else if (call->is_set_open)
        series_set_abort(call->set);
    call->is_set_open = false;
    leave(call); /* `done` may free the client */
    if (call->json_done)
        call->json_done(call->owner,
                        result.err.kind == ERR_NONE ? call->data : NULL,
                        &result);
    else
        call->done(call->owner, &result);
    prometheus_call_free(call);
}

/* Fails: -1 and the result's `err`. */
static int judge(struct prometheus_call *call, const struct err *why,
                 struct prometheus_result *result)
{
    struct err *err = &result->err;

    result->is_transport = call->status == 0;
    if (why && !call->is_stopped)
        return tell_broken(call, why, err);
    if (call->form != BODY_JSON)
        return tell_status(call, call->content_type, call->head.bytes,
                           call->head.length, err);
    if (end_body(call, result) == 0 && is_good(call))
        return 0;
    if (err->kind == ERR_REFUSED)
        return tell_server(call, err);
    if (!is_good(call))
        return tell_status(call, call->content_type, call->head.bytes,
                           call->head.length, err);
    return err_within(err, "%.100s", call->prometheus->base_url);
}

static int end_body(struct prometheus_call *call,
                    struct prometheus_result *result)
{
    if (call->err.kind != ERR_NONE) {
        result->err = call->err;
        return -1;
    }
    if (call->json_done)
        return prometheus_tree_finish(call, &result->err);
    if (call->taker.finish)
        return call->taker.finish(call->taker.owner, &result->err);
    return matrix_decoder_finish(call->decoder, &result->totals, &result->err);
}

/* No answer, or not all of it. */
static int tell_broken(const struct prometheus_call *call,
                       const struct err *why, struct err *err)
{
    *err = *why;
    if (err->kind == ERR_REFUSED) { /* a redirect: not the question's fault */
        err->kind = ERR_STATUS;
        err->code = call->status;
    }
    return err_within(err, "%.100s", call->prometheus->base_url);
}

/* `err` holds the server's words, "errorType: error". */
static int tell_server(const struct prometheus_call *call, struct err *err)
{
    struct err words = *err;

    if (is_about_the_question(call->status, words.text))
        return -1;
    return tell_status(call, "text/plain", words.text, strlen(words.text), err);
}

/* Says whether the server is well and only this question was too bad or too
 * much for it. Source: Prometheus docs, HTTP API, format overview. */
static bool is_about_the_question(int status, const char *text)
{
    static const char *const types[] = {
        "bad_data: ", "execution: ", "timeout: ", "canceled: "};

    if (status < 300)
        return true;
    if (status == 401 || status == 403 || status == 404 || status == 407 ||
        status == 429)
        return false;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (!strncmp(text, types[i], strlen(types[i])))
            return true;
    return status < 500;
}

static int tell_status(const struct prometheus_call *call, const char *type,
                       const char *body, size_t length, struct err *err)
{
    const struct refusal refusal = {.api = "Prometheus",
                                    .url = call->prometheus->base_url,
                                    .status = call->status,
                                    .content_type = type,
                                    .body = body,
                                    .length = length,
                                    .settings = call->prometheus->settings};

    return refusal_tell(&refusal, err);
}

static void leave(struct prometheus_call *call)
{
    if (!call->prometheus)
        return;
    if (call->previous)
        call->previous->next = call->next;
    else
        call->prometheus->first = call->next;
    if (call->next)
        call->next->previous = call->previous;
    call->prometheus = NULL;
}
