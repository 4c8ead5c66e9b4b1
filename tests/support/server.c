/* server.c - a small HTTP server that misbehaves as it is told. */
#include "tests/support/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum { REQUEST_MAX = 1 << 20, ROUTE_MAX = 32, QUEUE_BYTES = 256 * 1024 };

struct route {
    char *path;
    struct server_answer answer;
};

struct peer {
    struct server *server;
    struct peer *next;
    int fd;
    struct loop_io *io;
    struct buf in;
    struct buf out;
    const struct server_answer *answer; /* being sent */
    struct server_answer made;          /* by the server's answer_fn */
    char *made_body;                    /* a copy of its body, owned */
    size_t repeats_left;
    bool closes; /* once `out` is empty */
};

struct server {
    struct loop *loop;
    int fd;
    struct loop_io *io;
    int port;
    char *socket_path;
    char *url;
    const char *greeting;
    server_answer_fn *answer_fn; /* NULL: none */
    void *answer_owner;
    struct route routes[ROUTE_MAX];
    size_t route_count;
    char **requests;
    size_t request_count;
    size_t connection_count;
    struct peer *peers;
};

static struct server *start(struct loop *loop, int fd);
static void on_connection(void *owner, int fd, unsigned events);
static void on_peer(void *owner, int fd, unsigned events);
static bool receive(struct peer *peer);
static bool take_request(struct peer *peer);
static void keep_body(struct peer *peer);
static size_t request_length(const struct buf *in);
static const struct server_answer *find(struct server *server,
                                        const char *request);
static bool begin(struct peer *peer, const struct server_answer *answer);
static void add_head(struct peer *peer, const struct server_answer *answer);
static void refill(struct peer *peer);
static bool send_out(struct peer *peer);
static size_t body_length(const struct server_answer *answer);
static void reset(struct peer *peer);
static void peer_free(struct peer *peer);

struct server *server_new(struct loop *loop)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof(address);
    struct server *server = NULL;
    int rc = 0;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    rc = bind(fd, (struct sockaddr *)&address, sizeof(address));
    assert(rc == 0);
    rc = getsockname(fd, (struct sockaddr *)&address, &length);
    assert(rc == 0);
    (void)rc;
    server = start(loop, fd);
    server->port = ntohs(address.sin_port);
    return server;
}

struct server *server_new_unix(struct loop *loop, const char *path)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct server *server = NULL;
    int rc = 0;

    assert(strlen(path) < sizeof(address.sun_path));
    memcpy(address.sun_path, path, strlen(path) + 1);
    rc = bind(fd, (struct sockaddr *)&address, sizeof(address));
    assert(rc == 0);
    (void)rc;
    server = start(loop, fd);
    server->socket_path = xstrdup(path);
    return server;
}

static struct server *start(struct loop *loop, int fd)
{
    struct server *server = xcalloc(1, sizeof(*server));
    int rc = listen(fd, 64);

    assert(rc == 0);
    (void)rc;
    server->loop = loop;
    server->fd = fd;
    server->io = loop_io_add(loop, fd, LOOP_READ, on_connection, server);
    return server;
}

void server_free(struct server *server)
{
    if (!server)
        return;
    while (server->peers)
        peer_free(server->peers);
    loop_io_remove(server->io);
    close(server->fd);
    if (server->socket_path)
        unlink(server->socket_path);
    for (size_t index = 0; index < server->route_count; index++)
        free(server->routes[index].path);
    for (size_t index = 0; index < server->request_count; index++)
        free(server->requests[index]);
    free(server->requests);
    free(server->socket_path);
    free(server->url);
    free(server);
}

void server_on_each(struct server *server, server_answer_fn *fn, void *owner)
{
    server->answer_fn = fn;
    server->answer_owner = owner;
}

void server_on(struct server *server, const char *path,
               const struct server_answer *answer)
{
    for (size_t index = 0; index < server->route_count; index++) {
        if (strcmp(server->routes[index].path, path) == 0) {
            server->routes[index].answer = *answer;
            return;
        }
    }
    assert(server->route_count < ROUTE_MAX);
    server->routes[server->route_count++] =
        (struct route){.path = xstrdup(path), .answer = *answer};
}

void server_greet(struct server *server, const char *raw)
{
    server->greeting = raw;
}

int server_port(const struct server *server)
{
    return server->port;
}

const char *server_url(struct server *server, const char *path)
{
    free(server->url);
    server->url = xasprintf("http://127.0.0.1:%d%s", server->port, path);
    return server->url;
}

size_t server_requests(const struct server *server)
{
    return server->request_count;
}

const char *server_request(const struct server *server, size_t index)
{
    assert(index < server->request_count);
    return server->requests[index];
}

size_t server_connections(const struct server *server)
{
    return server->connection_count;
}

pid_t server_fork(void (*script)(struct server *), int *port)
{
    int ends[2] = {-1, -1};
    int rc = pipe(ends);
    pid_t parent = getpid();
    pid_t child = rc == 0 ? fork() : -1;

    assert(child >= 0);
    if (child == 0) {
        struct loop *loop = loop_new(NULL);
        struct server *server = server_new(loop);

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        script(server);
        if (getppid() != parent ||
            write(ends[1], &server->port, sizeof(server->port)) < 0)
            _exit(1);
        loop_run(loop, NULL);
        _exit(0);
    }
    close(ends[1]);
    rc = (int)read(ends[0], port, sizeof(*port));
    assert(rc == (int)sizeof(*port));
    close(ends[0]);
    return child;
}

void server_kill(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void on_connection(void *owner, int fd, unsigned events)
{
    struct server *server = owner;
    int new_fd = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct peer *peer = NULL;

    (void)events;
    if (new_fd < 0)
        return;
    setsockopt(new_fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    peer = xcalloc(1, sizeof(*peer));
    peer->server = server;
    peer->fd = new_fd;
    buf_init(&peer->in, REQUEST_MAX);
    buf_init(&peer->out, REQUEST_MAX);
    peer->io = loop_io_add(server->loop, new_fd, LOOP_READ, on_peer, peer);
    peer->next = server->peers;
    server->peers = peer;
    server->connection_count++;
    if (server->greeting) {
        buf_add_str(&peer->out, server->greeting);
        loop_io_want(peer->io, LOOP_READ | LOOP_WRITE);
    }
}

static void on_peer(void *owner, int fd, unsigned events)
{
    struct peer *peer = owner;

    (void)fd;
    if ((events & (LOOP_READ | LOOP_HANGUP)) && !receive(peer))
        return;
    if (!peer->answer && !peer->out.length && !take_request(peer))
        return;
    if ((events & LOOP_WRITE) && peer->out.length && !send_out(peer))
        return;
    loop_io_want(peer->io,
                 peer->out.length ? LOOP_READ | LOOP_WRITE : LOOP_READ);
}

/* These return false when the peer is gone. */
static bool receive(struct peer *peer)
{
    char bytes[16384];
    ssize_t length = recv(peer->fd, bytes, sizeof(bytes), 0);

    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (length <= 0 || !buf_add(&peer->in, bytes, (size_t)length)) {
        peer_free(peer);
        return false;
    }
    return true;
}

/* The answer_fn's strings live only until its next call. */
static void keep_body(struct peer *peer)
{
    free(peer->made_body);
    peer->made_body = NULL;
    if (!peer->made.body)
        return;
    if (!peer->made.body_length)
        peer->made.body_length = strlen(peer->made.body);
    peer->made_body = xstrndup(peer->made.body, peer->made.body_length);
    peer->made.body = peer->made_body;
}

static bool take_request(struct peer *peer)
{
    struct server *server = peer->server;
    size_t length = request_length(&peer->in);
    char *request = NULL;

    if (length == 0)
        return true;
    request = xstrndup(peer->in.bytes, length);
    buf_drop(&peer->in, length);
    server->requests = xrealloc(server->requests, server->request_count + 1,
                                sizeof(*server->requests));
    server->requests[server->request_count++] = request;
    peer->made = (struct server_answer){0};
    if (server->answer_fn &&
        server->answer_fn(server->answer_owner, request, &peer->made)) {
        keep_body(peer);
        return begin(peer, &peer->made);
    }
    return begin(peer, find(server, request));
}

/* Returns 0 until the request is whole. */
static size_t request_length(const struct buf *in)
{
    const char *end = strstr(in->bytes, "\r\n\r\n");
    const char *length = strcasestr(in->bytes, "\r\ncontent-length:");
    size_t head = end ? (size_t)(end - in->bytes) + 4 : 0;
    size_t body = 0;

    if (!end)
        return 0;
    if (length && length < end)
        body = strtoul(length + strlen("\r\ncontent-length:"), NULL, 10);
    return in->length >= head + body ? head + body : 0;
}

static const struct server_answer *find(struct server *server,
                                        const char *request)
{
    static const struct server_answer missing = {.status = 404};
    const char *path = request + strcspn(request, " ");
    size_t length = 0;

    path += strspn(path, " ");
    length = strcspn(path, " ?");
    for (size_t index = 0; index < server->route_count; index++) {
        const struct route *route = &server->routes[index];

        if (strlen(route->path) == length &&
            memcmp(route->path, path, length) == 0)
            return &route->answer;
    }
    return &missing;
}

static bool begin(struct peer *peer, const struct server_answer *answer)
{
    peer->answer = answer;
    peer->closes = answer->act == SERVER_RESET || answer->missing > 0;
    if (answer->act == SERVER_HANG)
        return true;
    if (answer->act == SERVER_CLOSE) {
        peer_free(peer);
        return false;
    }
    if (answer->raw) {
        peer->closes = !answer->stays_open;
        buf_add(&peer->out, answer->raw,
                answer->raw_length ? answer->raw_length : strlen(answer->raw));
        return true;
    }
    if (answer->act == SERVER_RESET && !answer->status) {
        reset(peer);
        return false;
    }
    add_head(peer, answer);
    peer->repeats_left = answer->repeat ? answer->repeat : 1;
    refill(peer);
    return true;
}

static void add_head(struct peer *peer, const struct server_answer *answer)
{
    size_t repeat = answer->repeat ? answer->repeat : 1;

    buf_printf(&peer->out, "HTTP/1.1 %d Scripted\r\n%s",
               answer->status ? answer->status : 200,
               answer->headers ? answer->headers : "");
    if (answer->is_chunked)
        buf_add_str(&peer->out, "Transfer-Encoding: chunked\r\n\r\n");
    else
        buf_printf(&peer->out, "Content-Length: %zu\r\n\r\n",
                   body_length(answer) * repeat + answer->missing);
}

/* Queues more of the body, so that a large one needs little memory. */
static void refill(struct peer *peer)
{
    const struct server_answer *answer = peer->answer;
    size_t length = body_length(answer);

    while (peer->repeats_left && peer->out.length < QUEUE_BYTES) {
        if (answer->is_chunked && length)
            buf_printf(&peer->out, "%zx\r\n", length);
        buf_add(&peer->out, answer->body, length);
        if (answer->is_chunked && length)
            buf_add_str(&peer->out, "\r\n");
        peer->repeats_left--;
        if (answer->is_chunked && peer->repeats_left == 0)
            buf_add_str(&peer->out, "0\r\n\r\n");
    }
}

static bool send_out(struct peer *peer)
{
    const struct server_answer *answer = peer->answer;
    size_t length = answer && answer->is_dripped ? 1 : peer->out.length;
    ssize_t sent = send(peer->fd, peer->out.bytes, length, MSG_NOSIGNAL);

    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (sent < 0) {
        peer_free(peer);
        return false;
    }
    buf_drop(&peer->out, (size_t)sent);
    if (answer && !answer->raw)
        refill(peer);
    if (peer->out.length)
        return true;
    if (peer->closes) {
        if (answer && answer->act == SERVER_RESET)
            reset(peer);
        else
            peer_free(peer);
        return false;
    }
    if (answer && !answer->raw)
        peer->answer = NULL; /* ready for the next request */
    return true;
}

static size_t body_length(const struct server_answer *answer)
{
    if (!answer->body)
        return 0;
    return answer->body_length ? answer->body_length : strlen(answer->body);
}

static void reset(struct peer *peer)
{
    struct linger linger = {.l_onoff = 1, .l_linger = 0};

    setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    peer_free(peer);
}

static void peer_free(struct peer *peer)
{
    struct peer **link = &peer->server->peers;

    while (*link != peer)
        link = &(*link)->next;
    *link = peer->next;
    loop_io_remove(peer->io);
    close(peer->fd);
    buf_clear(&peer->in);
    buf_clear(&peer->out);
    free(peer->made_body);
    free(peer);
}
