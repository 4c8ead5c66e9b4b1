/* server.h - a small HTTP server that misbehaves as it is told.
 *
 * For tests only. It runs on the test's own loop, or in a forked child that
 * has a loop of its own. It keeps every request as it came, so that a test can
 * say what was sent and what was not. Addresses: 127.0.0.1 on a port that the
 * kernel chose, or a unix socket.
 */
#ifndef TRACETOP_TESTS_SUPPORT_SERVER_H
#define TRACETOP_TESTS_SUPPORT_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/loop.h"

struct server;

enum server_act {
    SERVER_ANSWER, /* with the fields below */
    SERVER_HANG,   /* reads the request and keeps silent */
    SERVER_CLOSE,  /* closes without a byte */
    SERVER_RESET,  /* sends what there is, then resets the connection */
};

struct server_answer {
    enum server_act act;
    int status;          /* 0: 200 */
    const char *headers; /* more lines, each with its CRLF; NULL: none */
    const char *body;    /* NULL: none */
    size_t body_length;  /* 0: strlen(body) */
    size_t repeat;       /* the body is sent this many times; 0: once */
    size_t missing;      /* bytes that Content-Length promises and we keep */
    const char *raw;     /* sent as it is instead of all that, then closed */
    size_t raw_length;   /* 0: strlen(raw) */
    bool is_chunked;     /* the body in chunks, without Content-Length */
    bool is_dripped;     /* one byte a turn */
    bool stays_open;     /* after `raw`: do not close */
};

/* Returns a server that listens on the loopback.
 * Owns: the caller frees it before the loop. */
struct server *server_new(struct loop *loop);

/* Returns a server that listens on a unix socket, which server_free()
 * removes. Owns: as server_new(). */
struct server *server_new_unix(struct loop *loop, const char *path);

/* Closes everything and frees the server. NULL is fine. */
void server_free(struct server *server);

/* Sets what requests for `path` (without the query) get from now on; without
 * one it is 404. The strings are borrowed. */
void server_on(struct server *server, const char *path,
               const struct server_answer *answer);

/* Makes it send `raw` to whoever connects, before it is asked. Borrowed. */
void server_greet(struct server *server, const char *raw);

/* Lets `fn` answer: it sees each request first, fills `answer` (its strings
 * must live until the next call) and returns true, or false to leave it to
 * server_on(). */
typedef bool server_answer_fn(void *owner, const char *request,
                              struct server_answer *answer);
void server_on_each(struct server *server, server_answer_fn *fn, void *owner);

/* Returns the port, 0 for a unix socket. */
int server_port(const struct server *server);

/* Returns "http://127.0.0.1:PORT" and `path`; borrowed until the next call. */
const char *server_url(struct server *server, const char *path);

/* Returns how many whole requests came. */
size_t server_requests(const struct server *server);

/* Returns a request as it came, headers and body; index 0 is the first. */
const char *server_request(const struct server *server, size_t index);

/* Returns how many connections were accepted so far. */
size_t server_connections(const struct server *server);

/* Runs a server in a child with its own loop; `script` is called there to set
 * the answers. Returns its pid and fills the port. */
pid_t server_fork(void (*script)(struct server *), int *port);

/* Ends such a child. */
void server_kill(pid_t child);

#endif
