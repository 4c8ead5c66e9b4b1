/* http.c - the transport: libcurl's multi handle on our loop.
 *
 * libcurl says which sockets to watch and when to wake it; both come back as
 * calls of curl_multi_socket_action(). While it runs, libcurl cannot take or
 * give back a handle, yet it is then that sinks start and cancel calls. So
 * `depth` says that we are inside, starts and cancels only leave a mark, and
 * settle() does on the way out what was left: ended calls are told, cancelled
 * ones freed, new ones handed over, as far as http_lane.c lets them.
 */
#include "source/http_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

enum {
    IDLE_CONNECTIONS = 64,
    /* A call's part of a turn is its share of TURN_BYTES, within the two. */
    BURST_MAX_BYTES = 64 * 1024,
    BURST_MIN_BYTES = 16 * 1024,
    TURN_BYTES = 192 * 1024,
};

struct http {
    struct loop *loop;
    struct libcurl curl;
    CURLM *multi;
    struct http_wire wire;
    struct loop_io *resume; /* for calls that were paused */
    int resume_pipe[2];
    char *ca_folder;
    size_t burst_bytes;
    struct http_call *calls; /* oldest first */
    struct http_call *last;
    struct http_lanes lanes;
    struct http_certificates certificates;
    size_t in_flight;
    bool is_inside; /* libcurl or a sink is being called */
    bool is_marked; /* some call is queued, waiting or cancelled */
};

static int open_resume(struct http *http, struct err *err);
static void ignore_broken_pipes(void);
static void on_resume(void *owner, int fd, unsigned events);
static void share_turn(struct http *http);
static void on_deadline(void *owner);
static void read_messages(struct http *http);
static void end_transfer(struct http *http, struct http_call *call,
                         CURLcode code);
static void tell(struct http *http, struct http_call *call,
                 const struct err *err);
static void settle(struct http *http);
static void run(struct http *http, struct http_call *call);
static void drop(struct http *http, struct http_call *call);
static void link_call(struct http *http, struct http_call *call);
static void unlink_call(struct http *http, struct http_call *call);

struct http *http_new(struct loop *loop, struct err *err)
{
    struct libcurl curl;
    struct http *http = NULL;
    int rc = -1;

    if (libcurl_open(&curl, err) < 0)
        return NULL;
    ignore_broken_pipes();
    http = xcalloc(1, sizeof(*http));
    http->curl = curl;
    http->loop = loop;
    http->burst_bytes = BURST_MAX_BYTES;
    http->ca_folder = http_options_ca_folder(&http->curl);
    http->resume_pipe[0] = http->resume_pipe[1] = -1;
    if (open_resume(http, err) < 0)
        goto out;
    http->multi = http->curl.multi_init();
    if (!http->multi) {
        err_set(err, ERR_NETWORK, CURLE_FAILED_INIT, "libcurl does not start");
        goto out;
    }
    http->wire = (struct http_wire){
        .http = http, .loop = loop, .curl = &http->curl, .multi = http->multi};
    http_wire_open(&http->wire);
    http->curl.multi_setopt(http->multi, CURLMOPT_MAXCONNECTS,
                            (long)IDLE_CONNECTIONS);
    rc = 0;
out:
    if (rc < 0) {
        http_free(http);
        return NULL;
    }
    return http;
}

/* A pipe that always has a byte to read: to want it is to be called in the
 * next turn, without a sleep and not before everybody else had theirs. An
 * alarm set for now would ring again in this turn. */
static int open_resume(struct http *http, struct err *err)
{
    int *ends = http->resume_pipe;

    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0 || write(ends[1], "", 1) != 1)
        return err_set(err, ERR_SYSTEM, errno, "pipe: %s", strerror(errno));
    http->resume = loop_io_add(http->loop, ends[0], 0, on_resume, http);
    return 0;
}

/* OpenSSL writes without MSG_NOSIGNAL: a peer that hangs up would end us. A
 * handler that somebody chose is left alone. */
static void ignore_broken_pipes(void)
{
    struct sigaction now;

    if (sigaction(SIGPIPE, NULL, &now) < 0 || now.sa_handler != SIG_DFL)
        return;
    now.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &now, NULL);
}

void http_free(struct http *http)
{
    if (!http)
        return;
    assert(!http->is_inside);
    http->is_inside = true; /* or each would let in one that is queued */
    for (struct http_call *call = http->calls; call; call = call->next)
        http_cancel(call);
    http->is_inside = false;
    settle(http);
    http->curl.multi_cleanup(http->multi); /* NULL is fine */
    http_wire_close(&http->wire);
    loop_io_remove(http->resume);
    for (int end = 0; end < 2; end++)
        if (http->resume_pipe[end] >= 0)
            close(http->resume_pipe[end]);
    free(http->ca_folder);
    http_certificates_clear(&http->certificates);
    libcurl_close(&http->curl);
    free(http);
}

struct http_call *http_start(struct http *http,
                             const struct http_request *request,
                             const struct http_sink *sink, struct err *err)
{
    struct http_call *call =
        http_call_new(http, http->loop, request, sink, err);

    if (!call)
        return NULL;
    call->deadline = loop_timer_add(http->loop, on_deadline, call);
    loop_timer_set(call->deadline, loop_now(http->loop).mono_ms +
                                       http_timeout_ms(call->settings));
    link_call(http, call);
    http->in_flight++;
    http->is_marked = true;
    if (!http->is_inside)
        settle(http);
    return call;
}

void http_cancel(struct http_call *call)
{
    struct http *http = call ? call->http : NULL;

    if (!call || call->is_cancelled || call->state == CALL_ENDED)
        return;
    call->is_cancelled = true;
    http->in_flight--;
    loop_timer_stop(call->deadline);
    http->is_marked = true;
    if (!http->is_inside)
        settle(http);
}

void http_set_width(struct http *http, size_t calls)
{
    http->lanes.width = calls;
}

size_t http_in_flight(const struct http *http)
{
    return http->in_flight;
}

const struct libcurl *http_libcurl(const struct http *http)
{
    return &http->curl;
}

size_t http_burst_bytes(const struct http *http)
{
    return http->burst_bytes;
}

struct http_certificates *http_certificates_of(struct http *http)
{
    return &http->certificates;
}

const char *http_ca_folder(const struct http *http)
{
    return http->ca_folder;
}

void http_call_paused(struct http_call *call)
{
    loop_io_want(call->http->resume, LOOP_READ);
}

static void on_resume(void *owner, int fd, unsigned events)
{
    struct http *http = owner;
    struct http_call *next = NULL;

    (void)fd;
    (void)events;
    loop_io_want(http->resume, 0);
    share_turn(http);
    http->is_inside = true;
    for (struct http_call *call = http->calls; call; call = next) {
        CURLcode code = CURLE_OK;

        next = call->next;
        if (!call->is_paused || call->is_cancelled)
            continue;
        call->is_paused = false;
        call->burst_bytes = 0;
        code = call->curl->easy_pause(call->easy, CURLPAUSE_CONT);
        if (code != CURLE_OK && !call->is_cancelled)
            end_transfer(http, call, code);
    }
    http->is_inside = false;
    settle(http);
}

/* Those that were paused are those that have more to give. */
static void share_turn(struct http *http)
{
    size_t streams = 1;

    for (const struct http_call *call = http->calls; call; call = call->next)
        streams += call->is_paused && !call->is_cancelled;
    http->burst_bytes = TURN_BYTES / streams;
    if (http->burst_bytes > BURST_MAX_BYTES)
        http->burst_bytes = BURST_MAX_BYTES;
    if (http->burst_bytes < BURST_MIN_BYTES)
        http->burst_bytes = BURST_MIN_BYTES;
}

static void on_deadline(void *owner)
{
    struct http_call *call = owner;
    struct http *http = call->http;
    struct err err = call->err;

    if (err.kind == ERR_NONE)
        http_error_late(call, &err);
    if (call->state == CALL_RUNNING) {
        /* A connection that kept silent is not to be used again: under
         * HTTP/2 nothing else would ever close it. */
        call->curl->easy_setopt(call->easy, CURLOPT_FORBID_REUSE, 1L);
        http->curl.multi_remove_handle(http->multi, call->easy);
    }
    http->is_inside = true;
    tell(http, call, &err);
    http->is_inside = false;
    settle(http);
}

void http_act(struct http *http, curl_socket_t fd, int events)
{
    int running = 0;

    assert(!http->is_inside);
    http->is_inside = true;
    http->curl.multi_socket_action(http->multi, fd, events, &running);
    read_messages(http);
    http->is_inside = false;
    settle(http);
}

static void read_messages(struct http *http)
{
    struct CURLMsg *message = NULL;
    int left = 0;

    while ((message = http->curl.multi_info_read(http->multi, &left))) {
        struct http_call *call = NULL;
        CURLcode code = message->data.result;

        http->curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
        if (!call->is_cancelled)
            end_transfer(http, call, code);
    }
}

static void end_transfer(struct http *http, struct http_call *call,
                         CURLcode code)
{
    struct err err = {0};
    int follow = 0;

    http->curl.multi_remove_handle(http->multi, call->easy);
    follow = http_call_follow(call, &err);
    if (follow > 0) {
        call->state = CALL_WAITING;
        http->is_marked = true;
        return;
    }
    if (follow == 0 && call->err.kind != ERR_NONE)
        err = call->err;
    else if (follow == 0 && code != CURLE_OK)
        http_error_tell(call, (int)code, &err);
    tell(http, call, err.kind == ERR_NONE ? NULL : &err);
}

static void tell(struct http *http, struct http_call *call,
                 const struct err *err)
{
    struct http_answer answer = http_call_answer(call);

    call->state = CALL_ENDED;
    http->in_flight--;
    unlink_call(http, call);
    call->sink.done(call->sink.owner, &answer, err);
    http_call_free(call);
}

/* Does what could not be done while libcurl or a sink was being called. */
static void settle(struct http *http)
{
    struct http_call *next = NULL;

    assert(!http->is_inside);
    if (!http->is_marked)
        return;
    for (struct http_call *call = http->calls; call; call = next) {
        next = call->next;
        if (call->is_cancelled)
            drop(http, call);
    }
    http->is_marked = false;
    for (struct http_call *call = http->calls; call; call = call->next) {
        if (call->state == CALL_QUEUED && http_lanes_admit(&http->lanes, call))
            call->state = CALL_WAITING;
        if (call->state == CALL_WAITING)
            run(http, call);
    }
}

static void run(struct http *http, struct http_call *call)
{
    if (http->curl.multi_add_handle(http->multi, call->easy) == CURLM_OK) {
        call->state = CALL_RUNNING;
        return;
    }
    /* http_start() has said that the call is on its way: tell it later. */
    err_set(&call->err, ERR_NETWORK, CURLE_FAILED_INIT,
            "libcurl does not take the request");
    loop_timer_set(call->deadline, loop_now(http->loop).mono_ms);
}

static void drop(struct http *http, struct http_call *call)
{
    if (call->state == CALL_RUNNING)
        http->curl.multi_remove_handle(http->multi, call->easy);
    unlink_call(http, call);
    http_call_free(call);
}

static void link_call(struct http *http, struct http_call *call)
{
    call->previous = http->last;
    if (call->previous)
        call->previous->next = call;
    else
        http->calls = call;
    http->last = call;
    http_lanes_join(&http->lanes, call);
}

static void unlink_call(struct http *http, struct http_call *call)
{
    if (call->previous)
        call->previous->next = call->next;
    else
        http->calls = call->next;
    if (call->next)
        call->next->previous = call->previous;
    else
        http->last = call->previous;
    http_lanes_leave(&http->lanes, call);
    http->is_marked = true; /* there may be room for another one */
}
