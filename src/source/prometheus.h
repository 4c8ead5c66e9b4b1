/* prometheus.h - one Prometheus, or what speaks its HTTP API.
 *
 * Layer: source. Builds requests, tells the answers apart, knows nothing of
 * panels: a caller asks a window of an expression and gets the samples pushed
 * into a series set. Works with Thanos, Mimir and VictoriaMetrics: base path,
 * extra headers, `warnings`, text and HTML errors from a proxy in front.
 */
#ifndef TRACETOP_SOURCE_PROMETHEUS_H
#define TRACETOP_SOURCE_PROMETHEUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/series.h"
#include "data/window.h"
#include "source/http.h"
#include "source/matrix.h"

struct prometheus;      /* private to prometheus.c */
struct prometheus_call; /* one question in flight */

/* How an answer ended. `err` is ERR_REFUSED with the server's own words when
 * only the question was wrong or too much ("bad_data: ..."); every other kind
 * tells of the server or the way to it, and its text begins with, or holds, the
 * URL. */
struct prometheus_result {
    struct err err; /* kind ERR_NONE when it is good */
    struct matrix_totals totals;
    int64_t latency_ms;     /* whole request */
    int64_t certificate_ms; /* as http_answer's */
    int64_t retry_after_s;  /* -1 unless the server said */
    const char *notes;      /* warnings and infos, joined by "; "; "" */
    bool is_transport;      /* no answer at all: the server is away */
};

typedef void prometheus_done_fn(void *owner,
                                const struct prometheus_result *result);

/* Returns a client. `base_url` may have a path ("http://p:9090/prometheus").
 * `settings` must outlive it. Owns: the caller frees it.
 * Fails: NULL and `err` when the URL makes no sense. */
struct prometheus *prometheus_new(struct http *http, const char *base_url,
                                  const struct http_settings *settings,
                                  struct err *err);

/* Cancels what is in flight and frees the client. NULL is fine. */
void prometheus_free(struct prometheus *prometheus);

/* Makes it ask by GET, however long an expression is: the way to it lets
 * nothing else through. */
void prometheus_use_get(struct prometheus *prometheus);

/* Returns the base URL without a secret, for the screen. Borrowed. */
const char *prometheus_url(const struct prometheus *prometheus);

/* Asks query_range for a window and pushes the answer into `set`: begin,
 * samples, then commit when the answer was whole and good, else abort. `done`
 * comes once, from the loop, after that. Long expressions go by POST.
 * Owns: the client; the pointer is good until `done` or the cancel. `set` must
 * outlive the call. Fails: NULL and `err`. */
struct prometheus_call *
prometheus_ask_range(struct prometheus *prometheus, const char *expression,
                     const struct window *window, struct series_set *set,
                     prometheus_done_fn *done, void *owner, struct err *err);

/* Asks query (`is_range` false: at `window->end_ms`) or query_range and hands
 * the samples to `sink`. Otherwise as prometheus_ask_range(). */
struct prometheus_call *prometheus_ask(struct prometheus *prometheus,
                                       const char *expression, bool is_range,
                                       const struct window *window,
                                       const struct matrix_sink *sink,
                                       prometheus_done_fn *done, void *owner,
                                       struct err *err);

/* An answer of an API that is small enough for a tree. */
struct json_t;
typedef void prometheus_json_fn(void *owner, const struct json_t *data,
                                const struct prometheus_result *result);

/* Asks GET `path` (such as "/api/v1/status/buildinfo", query included) and
 * hands on the envelope's `data` (borrowed, NULL on failure).
 * At most 4 MiB. Otherwise as prometheus_ask_range(). */
struct prometheus_call *prometheus_get(struct prometheus *prometheus,
                                       const char *path,
                                       prometheus_json_fn *done, void *owner,
                                       struct err *err);

/* Takes an answer of another shape as it arrives, envelope and all. */
struct prometheus_taker {
    void *owner;

    /* Fails: -1 and `err` ends the answer. */
    int (*feed)(void *owner, const char *bytes, size_t length, struct err *err);

    /* The answer is whole. Fails: -1 and `err`, ERR_REFUSED with the server's
     * words ("errorType: error") when it says so. */
    int (*finish)(void *owner, struct err *err);
};

/* Asks GET `path` and hands the answer to `taker`, also one with the status of
 * a failure: it counts when `done` says that all was good. Otherwise as
 * prometheus_ask_range(). */
struct prometheus_call *prometheus_take(struct prometheus *prometheus,
                                        const char *path,
                                        const struct prometheus_taker *taker,
                                        prometheus_done_fn *done, void *owner,
                                        struct err *err);

/* Ends a question; its `done` does not come. Not from inside the question's own
 * sink. NULL is fine. */
void prometheus_cancel(struct prometheus_call *call);

/* Adds `text` percent-encoded, for building paths. */
struct buf;
void prometheus_escape(struct buf *out, const char *text);

#endif
