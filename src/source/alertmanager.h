/* alertmanager.h - one Alertmanager, by its API v2.
 *
 * Layer: source. Asks for alerts and silences, and makes, changes and expires
 * silences. Answers are told as they arrive; annotations are kept up to 4 KiB.
 * Source: Alertmanager OpenAPI v2 (0.25 to 0.34).
 */
#ifndef TRACETOP_SOURCE_ALERTMANAGER_H
#define TRACETOP_SOURCE_ALERTMANAGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/silence.h"
#include "model/told.h"
#include "source/http.h"

struct alertmanager;      /* private to alertmanager.c */
struct alertmanager_call; /* one question in flight */

enum { ALERTMANAGER_ANNOTATION_MAX = 4096 };

/* Who is told of an answer. What was told counts only when `done` says that
 * it was whole and good. Those that a question does not use may be NULL. */
struct alertmanager_sink {
    void *owner;
    void (*alert)(void *owner, const struct told_alert *alert);
    void (*silence)(void *owner, const struct silence *silence);
    void (*receiver)(void *owner, const char *name);

    /* Of status; "" for what it did not say. `cluster` is "ready", "settling"
     * or "disabled". */
    void (*status)(void *owner, const char *version, const char *cluster);
};

/* How a question ended. `err` is ERR_REFUSED with the server's words when only
 * the question was wrong (a filter, a silence); ERR_STATUS with 404 when there
 * is no such silence. */
struct alertmanager_result {
    struct err err;         /* kind ERR_NONE when it is good */
    int64_t latency_ms;     /* whole request */
    int64_t certificate_ms; /* as http_answer's */
    int64_t retry_after_s;
    bool is_transport;      /* no answer at all: the server is away */
    const char *silence_id; /* of the silence made; "" */
};

typedef void alertmanager_done_fn(void *owner,
                                  const struct alertmanager_result *result);

/* Returns a client. `base_url` may have a path. `settings` must outlive it.
 * Owns: the caller frees it. Fails: NULL and `err` for a URL without sense. */
struct alertmanager *alertmanager_new(struct http *http, const char *base_url,
                                      const struct http_settings *settings,
                                      struct err *err);

/* Cancels what is in flight and frees the client. NULL is fine. */
void alertmanager_free(struct alertmanager *alertmanager);

/* Returns the base URL without a secret. Borrowed. */
const char *alertmanager_url(const struct alertmanager *alertmanager);

/* Each asks one question. `sink` is copied; `sink->owner` goes to `done` too,
 * which comes once, from the loop.
 * Owns: the client; the pointer is good until `done` or the cancel.
 * Fails: NULL and `err`. */
struct alertmanager_call *
alertmanager_ask_alerts(struct alertmanager *alertmanager,
                        const struct alertmanager_sink *sink,
                        alertmanager_done_fn *done, struct err *err);
struct alertmanager_call *
alertmanager_ask_silences(struct alertmanager *alertmanager,
                          const struct alertmanager_sink *sink,
                          alertmanager_done_fn *done, struct err *err);
struct alertmanager_call *
alertmanager_ask_receivers(struct alertmanager *alertmanager,
                           const struct alertmanager_sink *sink,
                           alertmanager_done_fn *done, struct err *err);
struct alertmanager_call *
alertmanager_ask_status(struct alertmanager *alertmanager,
                        const struct alertmanager_sink *sink,
                        alertmanager_done_fn *done, struct err *err);

/* Makes a silence, or changes the one of `draft->id` (Alertmanager gives a
 * changed silence a new id when its matchers or its start change). */
struct alertmanager_call *
alertmanager_silence(struct alertmanager *alertmanager,
                     const struct silence_draft *draft,
                     alertmanager_done_fn *done, void *owner, struct err *err);

/* Ends a silence now. */
struct alertmanager_call *alertmanager_expire(struct alertmanager *alertmanager,
                                              const char *id,
                                              alertmanager_done_fn *done,
                                              void *owner, struct err *err);

/* Ends a question; its `done` does not come. NULL is fine. */
void alertmanager_cancel(struct alertmanager_call *call);

#endif
