/* client.h - a loop, a transport, and calls that remember what came.
 *
 * For tests only. A `struct seen` is the sink of one call: it keeps the body,
 * the answer and the failure, and may cancel from inside any callback.
 */
#ifndef TRACETOP_TESTS_SUPPORT_CLIENT_H
#define TRACETOP_TESTS_SUPPORT_CLIENT_H

#include "base/buf.h"
#include "base/loop.h"
#include "source/http.h"
#include "tests/support/server.h"

struct client {
    struct loop *loop;
    struct http *http;
    struct server *server;
    struct http_settings settings;
};

enum seen_cancel {
    CANCEL_NEVER,
    CANCEL_IN_HEADERS,
    CANCEL_IN_BODY,
    CANCEL_IN_DONE
};

struct seen {
    struct client *client;
    struct http_call *call;
    enum seen_cancel cancel; /* when to cancel `victim` */
    struct seen *victim;     /* whose call; NULL: its own */
    const char *next_path;   /* fetched from inside `done` by `next` */
    struct seen *next;       /* NULL: nothing more */
    bool refuses_body;
    struct buf body;
    size_t pieces;
    int headers_calls;
    int headers_status;
    char headers_type[64];
    int done_calls;
    struct http_answer answer; /* content_type is not kept */
    struct err err;            /* ERR_NONE when all was well */
};

/* Starts loop, transport and server, with default settings. cmocka setup. */
int client_setup(void **state);

/* Ends them. cmocka teardown. */
int client_teardown(void **state);

/* Makes an empty sink. Owns: the caller ends it with seen_clear(). */
void seen_init(struct seen *seen, struct client *client);

/* Frees what it kept. */
void seen_clear(struct seen *seen);

/* Starts a request whose answer goes to `seen`; NULL and seen->err when
 * http_start() refuses it. */
struct http_call *seen_start(struct seen *seen,
                             const struct http_request *request);

/* Starts a GET of a whole URL with the client's settings. */
struct http_call *seen_get(struct seen *seen, const char *url);

/* Turns the loop until `done` came. */
void seen_wait(struct seen *seen);

/* Starts a GET for a path of the client's server and waits for its end. */
void seen_fetch(struct seen *seen, const char *path);

/* A test case with a client as its state. */
#define CLIENT_CASE(name)                                                      \
    cmocka_unit_test_setup_teardown(name, client_setup, client_teardown)

#endif
