/* http.h - requests in flight, without waiting for any of them.
 *
 * Layer: source; the only file that knows libcurl. Runs on the loop through
 * libcurl multi's socket and timer callbacks. Connections are kept and reused;
 * HTTP/2 where TLS offers it; bodies are handed on as they arrive, decoded
 * from gzip, and cut off at a cap. A redirect is followed to the same scheme,
 * host and port only, unless the settings say never. What it shows of a URL
 * never holds a password.
 */
#ifndef TRACETOP_SOURCE_HTTP_H
#define TRACETOP_SOURCE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "config/http_settings.h"

struct http;      /* the transport: one for the whole program */
struct http_call; /* one request in flight */

struct http_timing {
    int64_t connect_us; /* name, connection and TLS; 0 when reused */
    int64_t first_byte_us;
    int64_t total_us;
};

struct http_answer {
    int status;               /* HTTP status; 0 when there was no answer */
    const char *content_type; /* "" when the server said none; borrowed */
    int64_t retry_after_s;    /* from Retry-After, -1 for none */
    size_t body_bytes;        /* handed on, after decoding */
    struct http_timing timing;

    /* Wall time at which the first of the server's TLS certificates expires,
     * its own or one that vouches for it; 0: no TLS, or not told. */
    int64_t certificate_ms;
};

/* What becomes of an answer. Called from the loop, never from http_start(). */
struct http_sink {
    void *owner;

    /* May be NULL. The status line and headers are in; the body follows.
     * Called for the final answer only, not for redirects or 1xx. */
    void (*headers)(void *owner, const struct http_answer *answer);

    /* A piece of the body, in order. Return false to end the call: `done`
     * follows with ERR_LIMIT. */
    bool (*body)(void *owner, const char *bytes, size_t length);

    /* Exactly once for each call that was started and not cancelled; `err` is
     * NULL when an answer came in full, whatever its status; but a redirect
     * that is not followed is ERR_REFUSED, and brings no headers and no body.
     * The call is freed after this returns. */
    void (*done)(void *owner, const struct http_answer *answer,
                 const struct err *err);
};

struct http_request {
    const char *method; /* "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" */
    const char *url;    /* whole URL; user:password@ is refused here */
    const char *body;   /* NULL for none; copied */
    size_t body_length;
    const char *content_type; /* of the body; NULL for a form */
    const char *accept;       /* NULL: application/json */
    size_t body_limit; /* most bytes of answer, after decoding; 0: 64 MiB */
    const struct http_settings *settings; /* must outlive the call */
};

/* Returns a transport on the loop; from then on SIGPIPE is ignored, unless it
 * has a handler, for TLS writes to peers that hang up.
 * Owns: the caller frees it before the loop. Fails: NULL and `err`. */
struct http *http_new(struct loop *loop, struct err *err);

/* Cancels all calls (their `done` does not come) and frees the transport.
 * Not from inside a sink. NULL is fine. */
void http_free(struct http *http);

/* Starts a request and returns at once.
 * Owns: the transport; the pointer is good until `done` or http_cancel().
 * Fails: NULL and `err` (a bad URL, a secret file that cannot be read). */
struct http_call *http_start(struct http *http,
                             const struct http_request *request,
                             const struct http_sink *sink, struct err *err);

/* Ends a call; its sink is not called again. NULL is fine. */
void http_cancel(struct http_call *call);

/* Lets so many calls to one back end run at a time, for a program that asks
 * everything once. Before any is started. */
void http_set_width(struct http *http, size_t calls);

/* Returns how many calls are in flight. */
size_t http_in_flight(const struct http *http);

#endif
