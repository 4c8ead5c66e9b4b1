/* server.c - libmicrohttpd around the model. */
#include "sim/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "sim/control.h"
#include "sim/exposition.h"
#include "sim/model.h"
#include "sim/rooms.h"
#include "sim/target.h"

enum {
    BODY_LIMIT_BYTES = 64 << 20,
    UPLOAD_LIMIT_BYTES = 1 << 20,
    SLOW_MS = 50,
    STREAM_MS = 250, /* between looks for what is new */
    DRIP_MS = 100,   /* between bytes */
    STREAM_BLOCK_BYTES = 16384
};

/* Each connection has a thread of libmicrohttpd's, so that one which is told
 * to hang holds up nobody; the lock guards all that is below it. */
struct server {
    struct MHD_Daemon *daemon;
    server_clock_fn *clock;
    pthread_mutex_t lock;
    pthread_cond_t closing; /* wakes those that hang */
    bool is_closing;
    struct model *model;
    struct rooms *rooms;
};

struct request {
    struct MHD_Connection *connection;
    struct api_request api;
};

/* An answer that goes on, or takes its time. */
struct live {
    struct server *server;
    struct api_stream *stream; /* NULL: no more than what is pending */
    bool is_dripped;
    struct buf pending;
    size_t sent; /* of `pending` */
};

static enum MHD_Result on_request(void *owner,
                                  struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *upload,
                                  size_t *upload_length, void **request_state);
static void on_completed(void *owner, struct MHD_Connection *connection,
                         void **request_state,
                         enum MHD_RequestTerminationCode code);
static const char *find_argument(const void *owner, const char *name);
static enum MHD_Result dispatch(struct server *server,
                                const struct request *request);
static enum MHD_Result answer_room(struct server *server,
                                   const struct room *room, const char *rest,
                                   const struct request *request);
static enum MHD_Result fail(struct server *server, enum failure failure,
                            const struct request *request);
static void hang(struct server *server);
static void wait_for(struct server *server, int delay_ms);
static enum MHD_Result answer_target(struct server *server,
                                     const struct target *target,
                                     const struct request *request);
static enum MHD_Result reply(const struct request *request,
                             struct api_reply *answer);
static enum MHD_Result reply_live(struct server *server,
                                  const struct request *request,
                                  struct api_reply *answer, bool is_dripped);
static ssize_t read_live(void *owner, uint64_t position, char *to, size_t most);
static bool has_more(struct live *live);
static void end_live(void *owner);

struct server *server_open(struct model *model, uint16_t port,
                           server_clock_fn *clock, struct err *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port)};
    struct server *server = xcalloc(1, sizeof(*server));

    (void)pthread_mutex_init(&server->lock, NULL);
    (void)pthread_cond_init(&server->closing, NULL);
    server->rooms = xcalloc(1, sizeof(*server->rooms));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->model = model;
    server->clock = clock;
    server->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, port,
        NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&address, MHD_OPTION_CONNECTION_TIMEOUT, 60U,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_END);
    if (!server->daemon) {
        (void)err_set(err, ERR_SYSTEM, errno,
                      "cannot listen on 127.0.0.1:%u: %s", port,
                      strerror(errno));
        server_close(server);
        return NULL;
    }
    return server;
}

uint16_t server_port(const struct server *server)
{
    const union MHD_DaemonInfo *found =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);

    return found ? found->port : 0;
}

void server_close(struct server *server)
{
    if (!server)
        return;
    (void)pthread_mutex_lock(&server->lock);
    server->is_closing = true;
    (void)pthread_cond_broadcast(&server->closing);
    (void)pthread_mutex_unlock(&server->lock);
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    (void)pthread_cond_destroy(&server->closing);
    (void)pthread_mutex_destroy(&server->lock);
    rooms_clear(server->rooms);
    free(server->rooms);
    free(server);
}

/* libmicrohttpd calls once when the headers are there, then for each piece of
 * a body, then once more with none left: that is when we answer. */
static enum MHD_Result on_request(void *owner,
                                  struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *upload,
                                  size_t *upload_length, void **request_state)
{
    struct server *server = owner;
    struct buf *body = *request_state;
    struct request request = {.connection = connection};
    enum MHD_Result result;

    (void)version;
    if (!body) {
        body = xcalloc(1, sizeof(*body));
        buf_init(body, UPLOAD_LIMIT_BYTES);
        *request_state = body;
        return MHD_YES;
    }
    if (*upload_length) {
        (void)buf_add(body, upload, *upload_length);
        *upload_length = 0;
        return MHD_YES;
    }
    request.api = (struct api_request){
        .method = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0 ? "GET" : method,
        .path = url,
        .body = body->length ? body->bytes : "",
        .argument = find_argument,
        .accept = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                              MHD_HTTP_HEADER_ACCEPT),
        .owner = connection,
    };
    (void)pthread_mutex_lock(&server->lock);
    model_advance(server->model, server->clock());
    result = dispatch(server, &request);
    (void)pthread_mutex_unlock(&server->lock);
    return result;
}

static void on_completed(void *owner, struct MHD_Connection *connection,
                         void **request_state,
                         enum MHD_RequestTerminationCode code)
{
    struct buf *body = *request_state;

    (void)owner;
    (void)connection;
    (void)code;
    if (body)
        buf_clear(body);
    free(body);
    *request_state = NULL;
}

static const char *find_argument(const void *owner, const char *name)
{
    /* The library does not change the connection for a look-up. */
    union {
        const void *from;
        struct MHD_Connection *to;
    } connection = {.from = owner};
    const char *value = NULL;
    enum MHD_Result found = MHD_lookup_connection_value_n(
        connection.to, MHD_GET_ARGUMENT_KIND, name, strlen(name), &value, NULL);

    if (found != MHD_YES)
        return NULL;
    return value ? value : "";
}

static enum MHD_Result dispatch(struct server *server,
                                const struct request *request)
{
    const struct target *target = target_find(request->api.path);
    const char *rest = NULL;
    const struct room *room = room_find(request->api.path, &rest);
    struct api_reply answer = {0};

    if (target && api_is(&request->api, "GET"))
        return answer_target(server, target, request);
    if (room)
        return answer_room(server, room, rest, request);
    buf_init(&answer.body, BODY_LIMIT_BYTES);
    control_answer(server->rooms, server->model, &request->api, &answer);
    return reply(request, &answer);
}

static enum MHD_Result answer_room(struct server *server,
                                   const struct room *room, const char *rest,
                                   const struct request *request)
{
    enum failure failure = room_failure(server->rooms, room);
    struct api_request behind = request->api;
    struct api_reply answer = {0};

    if (failure == FAILURE_HANG || failure == FAILURE_RESET ||
        failure_answer(failure)->status)
        return fail(server, failure, request);
    buf_init(&answer.body, BODY_LIMIT_BYTES);
    behind.path = rest;
    room_answer(server->rooms, room, server->model, &behind, &answer);
    if (failure == FAILURE_TRUNCATED && answer.body.length > 1)
        answer.body.length /= 2;
    if (failure == FAILURE_SLOW)
        answer.delay_ms += SLOW_MS;
    wait_for(server, answer.delay_ms);
    if (!answer.status) {
        buf_clear(&answer.body);
        return MHD_NO;
    }
    if (answer.stream || failure == FAILURE_DRIP)
        return reply_live(server, request, &answer, failure == FAILURE_DRIP);
    return reply(request, &answer);
}

static enum MHD_Result fail(struct server *server, enum failure failure,
                            const struct request *request)
{
    const struct failure_answer *instead = failure_answer(failure);
    struct api_reply answer = {.status = instead->status,
                               .type = instead->type};

    if (failure == FAILURE_HANG)
        hang(server);
    if (!instead->status)
        return MHD_NO;
    buf_init(&answer.body, BODY_LIMIT_BYTES);
    (void)buf_add_str(&answer.body, instead->body);
    return reply(request, &answer);
}

/* Until the server closes; a client that went away is found out then. */
static void hang(struct server *server)
{
    while (!server->is_closing)
        (void)pthread_cond_wait(&server->closing, &server->lock);
}

/* Others are answered meanwhile; the server's end is not held up. */
static void wait_for(struct server *server, int delay_ms)
{
    struct timespec until;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += delay_ms / 1000;
    until.tv_nsec += delay_ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    while (delay_ms && !server->is_closing &&
           pthread_cond_timedwait(&server->closing, &server->lock, &until) == 0)
        ;
}

static enum MHD_Result answer_target(struct server *server,
                                     const struct target *target,
                                     const struct request *request)
{
    struct api_reply answer = {.status = MHD_HTTP_OK,
                               .type =
                                   "text/plain; version=0.0.4; charset=utf-8"};
    struct exposition exposition = {.out = &answer.body};

    if (!target_is_up(target, server->model))
        return MHD_NO;
    buf_init(&answer.body, BODY_LIMIT_BYTES);
    target->write(&exposition, server->model, target->index);
    return reply(request, &answer);
}

/* Sends the body and gives its memory to libmicrohttpd, which free()s it. */
static enum MHD_Result reply(const struct request *request,
                             struct api_reply *answer)
{
    size_t length = answer->body.length;
    char *bytes = buf_take(&answer->body);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result result;

    buf_clear(&answer->body);
    if (!response) {
        free(bytes);
        return MHD_NO;
    }
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                  answer->type);
    if (answer->status == MHD_HTTP_FOUND)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION,
                                      "http://login.invalid/");
    if (answer->status == MHD_HTTP_SERVICE_UNAVAILABLE)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER,
                                      "2");
    result = MHD_queue_response(request->connection, (unsigned)answer->status,
                                response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result reply_live(struct server *server,
                                  const struct request *request,
                                  struct api_reply *answer, bool is_dripped)
{
    struct live *live = xcalloc(1, sizeof(*live));
    struct MHD_Response *response = NULL;
    enum MHD_Result result;

    *live = (struct live){.server = server,
                          .stream = answer->stream,
                          .is_dripped = is_dripped,
                          .pending = answer->body};
    response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, STREAM_BLOCK_BYTES, read_live, live, end_live);
    if (!response) {
        end_live(live);
        return MHD_NO;
    }
    (void)MHD_set_connection_option(request->connection,
                                    MHD_CONNECTION_OPTION_TIMEOUT, 0U);
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                  answer->type);
    result = MHD_queue_response(request->connection, (unsigned)answer->status,
                                response);
    MHD_destroy_response(response);
    return result;
}

/* Runs in the connection's thread, without the lock. Nothing read lets the
 * library see whether the client is still there. */
static ssize_t read_live(void *owner, uint64_t position, char *to, size_t most)
{
    struct live *live = owner;
    struct server *server = live->server;
    size_t left = live->pending.length - live->sent;
    bool is_over = false;

    (void)position;
    if (!left || live->is_dripped) {
        (void)pthread_mutex_lock(&server->lock);
        wait_for(server, left ? DRIP_MS : live->stream ? STREAM_MS : 0);
        is_over = server->is_closing || (!left && !has_more(live));
        (void)pthread_mutex_unlock(&server->lock);
        if (is_over)
            return MHD_CONTENT_READER_END_OF_STREAM;
        left = live->pending.length - live->sent;
    }
    if (most > left)
        most = left;
    if (most && live->is_dripped)
        most = 1;
    if (most)
        memcpy(to, live->pending.bytes + live->sent, most);
    live->sent += most;
    return (ssize_t)most;
}

/* Has the stream fill `pending` again. */
static bool has_more(struct live *live)
{
    struct server *server = live->server;

    live->pending.length = live->sent = 0;
    if (!live->stream)
        return false;
    model_advance(server->model, server->clock());
    return live->stream->more(live->stream, server->model, &live->pending) >= 0;
}

/* With or without the lock: what a stream shares it only counts references
 * to, and these jansson counts atomically. */
static void end_live(void *owner)
{
    struct live *live = owner;

    if (live->stream)
        live->stream->end(live->stream);
    buf_clear(&live->pending);
    free(live);
}
