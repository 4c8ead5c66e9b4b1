/* http_call.c - one request: what its answer brings, and where it leads. */
#include "source/http_private.h"

#include <assert.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"

enum {
    HEADER_MAX_BYTES = 256 * 1024,
    SKIP_MAX_BYTES = 64 * 1024, /* of a redirect's body; then hang up */
    REDIRECT_MAX = 5,
    DEFAULT_BODY_MIB = 64,
    BYTES_PER_MIB = 1024 * 1024,
    RETRY_MAX_S = 365 * 24 * 3600,
};

static int prepare(struct http_call *call, const struct http_request *request,
                   struct err *err);
static const char *known_method(const char *method);
static size_t on_header(char *bytes, size_t size, size_t count, void *owner);
static bool end_headers(struct http_call *call);
static const char *header(const struct http_call *call, const char *name);
static bool is_redirect(int status);
static void take_redirect(struct http_call *call, const char *location);
static size_t on_body(char *bytes, size_t size, size_t count, void *owner);
static bool must_breathe(struct http_call *call);
static bool skip_body(struct http_call *call, size_t length);
static void tell_limit(struct http_call *call);
static bool drops_body(const char *method, int status);
static int status_of(const struct http_call *call);
static int64_t retry_after_s(const struct http_call *call);
static int64_t time_of(const struct http_call *call, CURLINFO which);
static int64_t connect_us(const struct http_call *call);

struct http_call *http_call_new(struct http *http, struct loop *loop,
                                const struct http_request *request,
                                const struct http_sink *sink, struct err *err)
{
    struct http_call *call = xcalloc(1, sizeof(*call));

    assert(request->method && request->url && request->settings);
    assert(sink->body && sink->done);
    call->http = http;
    call->curl = http_libcurl(http);
    call->loop = loop;
    call->sink = *sink;
    call->settings = request->settings;
    call->method = known_method(request->method);
    call->url = xstrdup(request->url);
    call->body_limit = request->body_limit
                           ? request->body_limit
                           : (size_t)DEFAULT_BODY_MIB * BYTES_PER_MIB;
    if (prepare(call, request, err) < 0) {
        http_call_free(call);
        return NULL;
    }
    return call;
}

static int prepare(struct http_call *call, const struct http_request *request,
                   struct err *err)
{
    if (http_url_check(call->curl, request->url, err) < 0)
        return -1;
    call->easy = call->curl->easy_init();
    if (!call->easy)
        return err_set(err, ERR_NETWORK, CURLE_FAILED_INIT,
                       "libcurl gives no handle");
    if (http_options_set(call, request, err) < 0)
        return -1;
    call->curl->easy_setopt(call->easy, CURLOPT_HEADERFUNCTION, on_header);
    call->curl->easy_setopt(call->easy, CURLOPT_HEADERDATA, call);
    call->curl->easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, on_body);
    call->curl->easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
    return 0;
}

/* Returns the word that outlives the request. */
static const char *known_method(const char *method)
{
    static const char *const methods[] = {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
    };

    size_t count = sizeof(methods) / sizeof(*methods);
    size_t index = 0;

    while (index < count && strcmp(method, methods[index]) != 0)
        index++;
    assert(index < count);
    return methods[index];
}

void http_call_free(struct http_call *call)
{
    if (!call)
        return;
    loop_timer_remove(call->deadline);
    call->curl->easy_cleanup(call->easy);
    http_headers_wipe(call);
    call->curl->slist_free_all(call->connect_to);
    free(call->host);
    free(call->url);
    free(call->next_url);
    free(call);
}

static size_t on_header(char *bytes, size_t size, size_t count, void *owner)
{
    struct http_call *call = owner;
    size_t length = size * count;

    if (call->is_cancelled)
        return 0;
    call->header_bytes += length;
    if (call->header_bytes > HEADER_MAX_BYTES) {
        err_set(&call->err, ERR_LIMIT, 0, "headers larger than %d KiB",
                HEADER_MAX_BYTES / 1024);
        return 0;
    }
    /* What comes after the body are trailers. */
    if (call->has_headers || (bytes[0] != '\r' && bytes[0] != '\n'))
        return length;
    return end_headers(call) ? length : 0;
}

/* Returns whether to go on. */
static bool end_headers(struct http_call *call)
{
    int status = status_of(call);
    const char *location = NULL;
    curl_off_t length = -1;

    if (status < 200)
        return true; /* the final headers follow */
    call->has_headers = true;
    http_certificates_note(http_certificates_of(call->http), call);
    if (is_redirect(status))
        location = header(call, "Location");
    if (location) {
        take_redirect(call, location);
        return true;
    }
    call->curl->easy_getinfo(call->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
                             &length);
    if (length > 0 && (uint64_t)length > call->body_limit &&
        strcmp(call->method, "HEAD") != 0) {
        tell_limit(call);
        return false;
    }
    if (call->sink.headers) {
        struct http_answer answer = http_call_answer(call);

        call->sink.headers(call->sink.owner, &answer);
    }
    return !call->is_cancelled;
}

static const char *header(const struct http_call *call, const char *name)
{
    struct curl_header *found = NULL;

    if (call->curl->easy_header(call->easy, name, 0, CURLH_HEADER, -1, &found))
        return NULL;
    return found->value;
}

/* The five that carry a Location to go to. Source: RFC 9110, 15.4. */
static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 ||
           status == 308;
}

static void take_redirect(struct http_call *call, const char *location)
{
    char *next = http_url_redirect(call, location, &call->err);

    if (!next)
        return;
    if (!call->settings->follow_redirects)
        err_set(&call->err, ERR_REFUSED, 0,
                "redirects, not followed: follow_redirects is off");
    else if (call->redirects == REDIRECT_MAX)
        err_set(&call->err, ERR_LIMIT, 0, "redirects more than %d times",
                REDIRECT_MAX);
    else
        call->next_url = next;
    if (!call->next_url)
        free(next);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *owner)
{
    struct http_call *call = owner;
    size_t length = size * count;
    size_t room = call->body_limit - call->body_bytes;
    size_t piece = length < room ? length : room;

    if (call->is_cancelled)
        return 0;
    if (call->next_url || call->err.kind != ERR_NONE)
        return skip_body(call, length) ? length : 0;
    if (must_breathe(call))
        return CURL_WRITEFUNC_PAUSE;
    call->burst_bytes += piece;
    call->body_bytes += piece;
    if (piece && !call->sink.body(call->sink.owner, bytes, piece)) {
        err_set(&call->err, ERR_LIMIT, 0, "the answer was not read to its end");
        return 0;
    }
    if (call->is_cancelled)
        return 0;
    if (piece < length) {
        tell_limit(call);
        return 0;
    }
    return length;
}

/* Returns whether the piece must wait. libcurl reads on for as long as there
 * is something to read, which would make one long turn of the loop. */
static bool must_breathe(struct http_call *call)
{
    if (call->burst_bytes < http_burst_bytes(call->http))
        return false;
    call->is_paused = true;
    http_call_paused(call);
    return true;
}

/* A short body is read away, so that the connection can be used again. */
static bool skip_body(struct http_call *call, size_t length)
{
    call->skipped_bytes += length;
    return call->skipped_bytes <= SKIP_MAX_BYTES;
}

static void tell_limit(struct http_call *call)
{
    size_t limit = call->body_limit;

    if (limit % BYTES_PER_MIB == 0)
        err_set(&call->err, ERR_LIMIT, 0, "answer larger than %zu MiB",
                limit / BYTES_PER_MIB);
    else if (limit % 1024 == 0)
        err_set(&call->err, ERR_LIMIT, 0, "answer larger than %zu KiB",
                limit / 1024);
    else
        err_set(&call->err, ERR_LIMIT, 0, "answer larger than %zu bytes",
                limit);
}

int http_call_follow(struct http_call *call, struct err *err)
{
    if (!call->next_url)
        return 0;
    if (drops_body(call->method, status_of(call))) {
        call->method = "GET";
        http_options_drop_body(call);
    }
    call->earlier_us += time_of(call, CURLINFO_TOTAL_TIME_T);
    call->earlier_connect_us += connect_us(call);
    free(call->url);
    call->url = call->next_url;
    call->next_url = NULL;
    call->redirects++;
    call->has_headers = false;
    call->header_bytes = 0;
    call->skipped_bytes = 0;
    return http_options_set_url(call, err) < 0 ? -1 : 1;
}

/* 307 and 308 repeat the request; 303 never does; for 301 and 302 a POST
 * becomes a GET, as every client does. Source: RFC 9110, 15.4.2 to 15.4.9. */
static bool drops_body(const char *method, int status)
{
    if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
        return false;
    return status == 303 ||
           ((status == 301 || status == 302) && strcmp(method, "POST") == 0);
}

struct http_answer http_call_answer(const struct http_call *call)
{
    const char *type = NULL;
    struct http_answer answer = {
        .content_type = "",
        .retry_after_s = -1,
        .body_bytes = call->body_bytes,
        .timing = {
            .connect_us = call->earlier_connect_us + connect_us(call),
            .total_us = call->earlier_us + time_of(call, CURLINFO_TOTAL_TIME_T),
        }};

    if (!call->has_headers)
        return answer;
    answer.status = status_of(call);
    answer.certificate_ms =
        http_certificates_find(http_certificates_of(call->http), call);
    answer.retry_after_s = retry_after_s(call);
    answer.timing.first_byte_us =
        call->earlier_us + time_of(call, CURLINFO_STARTTRANSFER_TIME_T);
    call->curl->easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
    if (type)
        answer.content_type = type;
    return answer;
}

static int status_of(const struct http_call *call)
{
    long status = 0;

    call->curl->easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

/* Seconds, or a date. Source: RFC 9110, 10.2.3. */
static int64_t retry_after_s(const struct http_call *call)
{
    const char *text = header(call, "Retry-After");
    int64_t seconds = -1;
    char *end = NULL;

    if (!text)
        return -1;
    if (*text >= '0' && *text <= '9') {
        seconds = strtoll(text, &end, 10);
        if (*end)
            return -1;
    } else {
        time_t at_s = call->curl->getdate(text, NULL);

        if (at_s == -1)
            return -1;
        seconds = (int64_t)at_s - loop_now(call->loop).wall_ms / 1000;
        if (seconds < 0)
            seconds = 0;
    }
    return seconds < RETRY_MAX_S ? seconds : RETRY_MAX_S;
}

static int64_t time_of(const struct http_call *call, CURLINFO which)
{
    curl_off_t time_us = 0;

    call->curl->easy_getinfo(call->easy, which, &time_us);
    return (int64_t)time_us;
}

static int64_t connect_us(const struct http_call *call)
{
    long connections = 0;
    int64_t tls_us = time_of(call, CURLINFO_APPCONNECT_TIME_T);

    call->curl->easy_getinfo(call->easy, CURLINFO_NUM_CONNECTS, &connections);
    if (connections == 0)
        return 0;
    return tls_us ? tls_us : time_of(call, CURLINFO_CONNECT_TIME_T);
}
