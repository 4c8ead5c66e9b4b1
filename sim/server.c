/* server.c - libmicrohttpd around the model. */
#include "sim/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "sim/exposition.h"
#include "sim/model.h"
#include "sim/state.h"
#include "sim/target.h"

enum { BODY_LIMIT_BYTES = 4 << 20 };

struct server {
    struct MHD_Daemon *daemon;
    struct model *model;
    server_clock_fn *clock;
};

struct request {
    struct MHD_Connection *connection;
    const char *name; /* of the scenario or event; "" when not given */
    bool is_post;
};

typedef enum MHD_Result route_fn(struct server *server,
                                 const struct request *request);

struct route {
    const char *path;
    bool is_post;
    route_fn *fn;
};

static route_fn answer_ready, answer_state, play_scenario, cure_fault;

static const struct route routes[] = {
    {"/-/ready", false, answer_ready},
    {"/-/state", false, answer_state},
    {"/-/scenario", true, play_scenario},
    {"/-/event", true, cure_fault},
};

static enum MHD_Result on_request(void *owner,
                                  struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *upload,
                                  size_t *upload_length, void **request_state);
static enum MHD_Result dispatch(struct server *server, const char *path,
                                const struct request *request);
static enum MHD_Result answer_target(struct server *server,
                                     const struct target *target,
                                     const struct request *request);
static enum MHD_Result reply(const struct request *request, unsigned status,
                             const char *type, struct buf *body);
static enum MHD_Result reply_text(const struct request *request,
                                  unsigned status, const char *text);

struct server *server_open(struct model *model, uint16_t port,
                           server_clock_fn *clock, struct err *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port)};
    struct server *server = xcalloc(1, sizeof(*server));

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->model = model;
    server->clock = clock;
    server->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD, port, NULL, NULL, on_request, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_CONNECTION_TIMEOUT, 60U, MHD_OPTION_END);
    if (!server->daemon) {
        (void)err_set(err, ERR_SYSTEM, errno,
                      "cannot listen on 127.0.0.1:%u: %s", port,
                      strerror(errno));
        free(server);
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
    MHD_stop_daemon(server->daemon);
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
    static const int seen = 1;
    const char *name = NULL;
    struct request request = {.connection = connection};

    (void)version;
    (void)upload;
    if (!*request_state) {
        *request_state = (void *)(uintptr_t)&seen;
        return MHD_YES;
    }
    if (*upload_length) {
        *upload_length = 0;
        return MHD_YES;
    }
    name =
        MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "name");
    request.name = name ? name : "";
    request.is_post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    if (!request.is_post && strcmp(method, MHD_HTTP_METHOD_GET) != 0 &&
        strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return reply_text(&request, MHD_HTTP_METHOD_NOT_ALLOWED,
                          "GET or POST only\n");
    return dispatch(owner, url, &request);
}

static enum MHD_Result dispatch(struct server *server, const char *path,
                                const struct request *request)
{
    const struct target *target = target_find(path);

    model_advance(server->model, server->clock());
    if (target && !request->is_post)
        return answer_target(server, target, request);
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (strcmp(routes[i].path, path) != 0)
            continue;
        if (routes[i].is_post != request->is_post)
            return reply_text(request, MHD_HTTP_METHOD_NOT_ALLOWED,
                              routes[i].is_post ? "use POST\n" : "use GET\n");
        return routes[i].fn(server, request);
    }
    return reply_text(request, MHD_HTTP_NOT_FOUND,
                      "no such path; see /-/state\n");
}

static enum MHD_Result answer_target(struct server *server,
                                     const struct target *target,
                                     const struct request *request)
{
    struct buf body;
    struct exposition exposition = {.out = &body};

    if (!target_is_up(target, server->model))
        return MHD_NO;
    buf_init(&body, BODY_LIMIT_BYTES);
    target->write(&exposition, server->model, target->index);
    return reply(request, MHD_HTTP_OK,
                 "text/plain; version=0.0.4; charset=utf-8", &body);
}

static enum MHD_Result answer_ready(struct server *server,
                                    const struct request *request)
{
    (void)server;
    return reply_text(request, MHD_HTTP_OK, "ready\n");
}

static enum MHD_Result answer_state(struct server *server,
                                    const struct request *request)
{
    struct buf body;

    buf_init(&body, BODY_LIMIT_BYTES);
    state_add_json(&body, server->model);
    return reply(request, MHD_HTTP_OK, "application/json", &body);
}

static enum MHD_Result play_scenario(struct server *server,
                                     const struct request *request)
{
    enum scenario scenario = SCENARIO_HEALTHY;
    struct buf body;

    if (scenario_parse(request->name, &scenario) == 0) {
        model_play(server->model, scenario);
        return answer_state(server, request);
    }
    buf_init(&body, BODY_LIMIT_BYTES);
    (void)buf_add_str(&body, "unknown scenario; known are:");
    for (int i = 0; i < SCENARIO_COUNT; i++)
        (void)buf_printf(&body, " %s", scenario_name((enum scenario)i));
    (void)buf_add_char(&body, '\n');
    return reply(request, MHD_HTTP_BAD_REQUEST, "text/plain", &body);
}

static enum MHD_Result cure_fault(struct server *server,
                                  const struct request *request)
{
    enum fault fault = FAULT_DISK;
    struct buf body;

    if (event_parse(request->name, &fault) == 0) {
        model_cure(server->model, fault);
        return answer_state(server, request);
    }
    buf_init(&body, BODY_LIMIT_BYTES);
    (void)buf_add_str(&body, "unknown event; known are:");
    for (size_t i = 0; event_name(i); i++)
        (void)buf_printf(&body, " %s", event_name(i));
    (void)buf_add_char(&body, '\n');
    return reply(request, MHD_HTTP_BAD_REQUEST, "text/plain", &body);
}

/* Sends the body and gives its memory to libmicrohttpd, which free()s it. */
static enum MHD_Result reply(const struct request *request, unsigned status,
                             const char *type, struct buf *body)
{
    size_t length = body->length;
    char *bytes = buf_take(body);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result result;

    buf_clear(body);
    if (!response) {
        free(bytes);
        return MHD_NO;
    }
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    result = MHD_queue_response(request->connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result reply_text(const struct request *request,
                                  unsigned status, const char *text)
{
    struct buf body;

    buf_init(&body, BODY_LIMIT_BYTES);
    (void)buf_add_str(&body, text);
    return reply(request, status, "text/plain; charset=utf-8", &body);
}
