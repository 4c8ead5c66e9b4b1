/* http_wire.c - libcurl's sockets and its alarm on our loop. */
#include "source/http_private.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct http_watch {
    struct http_wire *wire;
    struct loop_io *io;
    struct http_watch *next;
};

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *owner,
                     void *socket_owner);
static unsigned events_of(int what);
static void watch_free(struct http_watch *watch);
static void on_ready(void *owner, int fd, unsigned events);
static int on_timeout(CURLM *multi, long wait_ms, void *owner);
static void on_alarm(void *owner);

void http_wire_open(struct http_wire *wire)
{
    const struct libcurl *curl = wire->curl;

    wire->timer = loop_timer_add(wire->loop, on_alarm, wire->http);
    curl->multi_setopt(wire->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl->multi_setopt(wire->multi, CURLMOPT_SOCKETDATA, wire);
    curl->multi_setopt(wire->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
    curl->multi_setopt(wire->multi, CURLMOPT_TIMERDATA, wire);
}

void http_wire_close(struct http_wire *wire)
{
    while (wire->watches)
        watch_free(wire->watches);
    loop_timer_remove(wire->timer);
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *owner,
                     void *socket_owner)
{
    struct http_wire *wire = owner;
    struct http_watch *watch = socket_owner;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (watch)
            watch_free(watch);
        wire->curl->multi_assign(wire->multi, fd, NULL);
        return 0;
    }
    if (watch) {
        loop_io_want(watch->io, events_of(what));
        return 0;
    }
    watch = xcalloc(1, sizeof(*watch));
    watch->wire = wire;
    watch->next = wire->watches;
    wire->watches = watch;
    watch->io =
        loop_io_add(wire->loop, fd, events_of(what), on_ready, wire->http);
    wire->curl->multi_assign(wire->multi, fd, watch);
    return 0;
}

static unsigned events_of(int what)
{
    unsigned events = 0;

    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
        events |= LOOP_READ;
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
        events |= LOOP_WRITE;
    return events;
}

static void watch_free(struct http_watch *watch)
{
    struct http_watch **link = &watch->wire->watches;

    while (*link != watch)
        link = &(*link)->next;
    *link = watch->next;
    loop_io_remove(watch->io);
    free(watch);
}

static void on_ready(void *owner, int fd, unsigned events)
{
    int bits = 0; /* for a mere hang-up libcurl looks for itself */

    if (events & LOOP_READ)
        bits |= CURL_CSELECT_IN;
    if (events & LOOP_WRITE)
        bits |= CURL_CSELECT_OUT;
    http_act(owner, fd, bits);
}

/* Zero means at once: a time gone by rings without a sleep. libcurl must not
 * be called from here. */
static int on_timeout(CURLM *multi, long wait_ms, void *owner)
{
    struct http_wire *wire = owner;

    (void)multi;
    if (wait_ms < 0)
        loop_timer_stop(wire->timer);
    else
        loop_timer_set(wire->timer, loop_now(wire->loop).mono_ms + wait_ms);
    return 0;
}

static void on_alarm(void *owner)
{
    http_act(owner, CURL_SOCKET_TIMEOUT, 0);
}
