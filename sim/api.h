/* api.h - the platform's HTTP APIs, apart from the server that carries them.
 *
 * Layer: sim. A room is a function that answers one request about the model;
 * it knows neither sockets nor libmicrohttpd. rooms.h lists them with their
 * prefixes.
 */
#ifndef TRACETOP_SIM_API_H
#define TRACETOP_SIM_API_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct json_t;
struct model;

struct api_request {
    const char *method; /* "GET" */
    const char *path;   /* behind the room's prefix, decoded: "/_cat/nodes" */
    const char *body;   /* "" for none; NUL-ended */
    const char *accept; /* the Accept header, or NULL */

    /* Returns an argument of the query, decoded, or NULL; "" without a value.
     */
    const char *(*argument)(const void *owner, const char *name);
    const void *owner;
};

/* An answer that goes on behind its body, until it ends or the client does. */
struct api_stream {
    /* Adds what is new since the last call, often nothing. Fails: -1 when
     * there will be no more. */
    int (*more)(struct api_stream *stream, struct model *model,
                struct buf *out);
    void (*end)(struct api_stream *stream); /* frees it */
};

struct api_reply {
    int status;       /* 0: the connection is closed without an answer */
    int delay_ms;     /* before it is sent */
    const char *type; /* Content-Type; static */
    struct buf body;
    struct api_stream *stream; /* or NULL; whoever sends the answer ends it */
};

/* Answers a request. `state` is the room's own, beside the model. */
typedef void api_fn(void *state, struct model *model,
                    const struct api_request *request, struct api_reply *reply);

/* Returns an argument, or `fallback`. Borrowed from the request. */
const char *api_argument(const struct api_request *request, const char *name,
                         const char *fallback);

/* Says whether the request has that method. */
bool api_is(const struct api_request *request, const char *method);

/* Writes JSON with that status. Owns: takes `json`. */
void api_json(struct api_reply *reply, int status, struct json_t *json);

/* Writes text with that status. */
void api_text(struct api_reply *reply, int status, const char *text);

#endif
