/* kube_door.c - kubectl proxy: started, watched, ended. */
#include "engine/kube_door.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/paths.h"
#include "base/xalloc.h"

enum {
    RETRY_MIN_MS = 1000,
    RETRY_MAX_MS = 60000,
    START_MS = 10000, /* by then it listens, or something is wrong */
    STEADY_MS = 10000,
    URL_BYTES = 800,
    WORDS_MOST = 10,
};

#define NAME "kubectl."
#define SOCKET ".sock"
#define WRITING ".write" SOCKET

struct kube_door {
    struct kube_door_order order;
    const struct kubernetes_settings *settings;
    struct http_settings http; /* through the socket; strings are ours */
    enum kube_door_state state;
    struct child *child;      /* NULL: it does not run */
    struct loop_timer *timer; /* of the start, or of the next try */
    char *socket;
    struct buf said; /* by kubectl, so far */
    struct err err;
    int64_t opened_ms; /* monotonic */
    int failures;      /* in a row */
    bool is_old;       /* kubectl does not know --append-server-path */
    char url[URL_BYTES];
};

static void start(struct kube_door *door);
static int run(struct kube_door *door, struct err *err);
static void remove_stale(const char *dir);
static bool on_output(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct child_end *end,
                    const struct err *err);
static void tell_end(struct kube_door *door, const struct child_end *end,
                     const struct err *err);
static void on_timer(void *owner);
static void be_down(struct kube_door *door);
static const char *base_url(const struct kube_door *door);
static const struct http_settings *http_of(const struct kube_door *door);

struct kube_door *kube_door_new(const struct kube_door_order *order)
{
    struct kube_door *door = xcalloc(1, sizeof(*door));

    door->order = *order;
    door->settings = &order->context->kubernetes;
    door->timer = loop_timer_add(order->loop, on_timer, door);
    door->socket = xasprintf("%s/" NAME "%ld%s", order->runtime_dir,
                             (long)getpid(), order->writes ? WRITING : SOCKET);
    http_settings_init(&door->http);
    door->http.timeout_ms = door->settings->base.http.timeout_ms
                                ? door->settings->base.http.timeout_ms
                                : door->http.timeout_ms;
    door->http.unix_socket = xstrdup(door->socket);
    buf_init(&door->said, 4096);
    return door;
}

void kube_door_free(struct kube_door *door)
{
    if (!door)
        return;
    child_cancel(door->child);
    if (!door->settings->base.url)
        (void)unlink(door->socket);
    loop_timer_remove(door->timer);
    http_settings_clear(&door->http);
    buf_clear(&door->said);
    free(door->socket);
    free(door);
}

void kube_door_open(struct kube_door *door)
{
    if (door->settings->base.url)
        door->state = KUBE_DOOR_OPEN;
    else
        start(door);
}

enum kube_door_state kube_door_state(const struct kube_door *door,
                                     struct err *err)
{
    if (door->state == KUBE_DOOR_DOWN && err)
        *err = door->err;
    return door->state;
}

struct endpoint kube_door_api(struct kube_door *door)
{
    return (struct endpoint){.url = base_url(door), .http = http_of(door)};
}

struct endpoint kube_door_service(struct kube_door *door,
                                  const struct backend_settings *backend)
{
    (void)snprintf(door->url, sizeof(door->url),
                   "%s/api/v1/namespaces/%s/services/%s:%d/proxy",
                   base_url(door), door->order.context->namespace_name,
                   backend->service, backend->port);
    return (struct endpoint){.url = door->url, .http = http_of(door)};
}

/* klog begins a line with "E1123 10:00:00.000000 77 proxy_server.go:147] ". */
const char *kube_door_complaint(const struct kube_door *door, uint64_t *bytes)
{
    const char *said = door->child ? child_complaint(door->child, bytes) : "";
    const char *words = strstr(said, ".go:");

    if (!door->child)
        *bytes = 0;
    words = words ? strstr(words, "] ") : NULL;
    return words ? words + 2 : said;
}

int kube_door_pid(const struct kube_door *door)
{
    return door->child ? child_pid(door->child) : 0;
}

static void start(struct kube_door *door)
{
    const int64_t now_ms = loop_now(door->order.loop).mono_ms;

    door->state = KUBE_DOOR_STARTING;
    buf_reset(&door->said);
    if (run(door, &door->err) < 0) {
        be_down(door);
        return;
    }
    loop_timer_set(door->timer, now_ms + START_MS);
}

static int run(struct kube_door *door, struct err *err)
{
    const struct child_sink sink = {
        .owner = door, .output = on_output, .done = on_done};
    const char *words[WORDS_MOST] = {door->settings->kubectl};
    char listen[sizeof(((struct sockaddr_un *)0)->sun_path) + 20];
    size_t count = 1;
    char *accept = NULL;

    if (strlen(door->socket) >= sizeof(((struct sockaddr_un *)0)->sun_path))
        return err_set(err, ERR_LIMIT, 0, "too long for a socket: %s",
                       door->socket);
    if (paths_make_private(door->order.runtime_dir, err) < 0)
        return -1;
    remove_stale(door->order.runtime_dir);
    (void)unlink(door->socket);
    if (door->settings->context) {
        words[count++] = "--context";
        words[count++] = door->settings->context;
    }
    (void)snprintf(listen, sizeof(listen), "--unix-socket=%s", door->socket);
    words[count++] = "proxy";
    words[count++] = listen;
    if (door->order.writes) {
        accept = xasprintf("--accept-paths=%s", door->order.writes);
        words[count++] = accept;
    }
    words[count++] = door->order.writes
                         ? "--reject-methods=^(GET|HEAD|PUT|PATCH|OPTIONS)$"
                         : "--reject-methods=^(POST|PUT|PATCH|DELETE)$";
    if (!door->is_old) /* a server below a path, as Rancher's are */
        words[count++] = "--append-server-path";
    door->child =
        child_start(door->order.loop,
                    &(struct child_order){.words = words, .dies_with_us = true},
                    &sink, err);
    free(accept);
    return door->child ? 0 : -1;
}

/* Those of programs that are no more. */
static void remove_stale(const char *dir)
{
    DIR *folder = opendir(dir);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        char *end;
        char *path;
        long pid;

        if (strncmp(entry->d_name, NAME, strlen(NAME)) != 0)
            continue;
        pid = strtol(entry->d_name + strlen(NAME), &end, 10);
        if ((strcmp(end, SOCKET) != 0 && strcmp(end, WRITING) != 0) ||
            pid <= 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
            continue;
        path = xasprintf("%s/%s", dir, entry->d_name);
        (void)unlink(path);
        free(path);
    }
    if (folder)
        (void)closedir(folder);
}

/* "Starting to serve on /run/..." comes once it listens. */
static bool on_output(void *owner, const char *bytes, size_t length)
{
    struct kube_door *door = owner;

    (void)buf_add(&door->said, bytes, length);
    if (door->state != KUBE_DOOR_STARTING ||
        !strstr(door->said.bytes, "Starting to serve"))
        return true;
    door->state = KUBE_DOOR_OPEN;
    door->opened_ms = loop_now(door->order.loop).mono_ms;
    loop_timer_stop(door->timer);
    door->order.changed(door->order.owner);
    return true;
}

static void on_done(void *owner, const struct child_end *end,
                    const struct err *err)
{
    struct kube_door *door = owner;

    door->child = NULL;
    if (!door->is_old && strstr(end->complaint, "append-server-path")) {
        door->is_old = true;
        start(door);
        return;
    }
    if (door->state == KUBE_DOOR_OPEN &&
        loop_now(door->order.loop).mono_ms - door->opened_ms >= STEADY_MS)
        door->failures = 0;
    tell_end(door, end, err);
    be_down(door);
}

static void tell_end(struct kube_door *door, const struct child_end *end,
                     const struct err *err)
{
    const char *kubectl = door->settings->kubectl;

    if (err)
        (void)err_set(&door->err, ERR_SYSTEM, err->code, "%s: %s", kubectl,
                      err->text);
    else if (end->complaint[0])
        (void)err_set(&door->err, ERR_REFUSED, 0, "%s proxy: %s", kubectl,
                      end->complaint);
    else if (end->signum)
        (void)err_set(&door->err, ERR_SYSTEM, 0, "%s proxy: ended by signal %d",
                      kubectl, end->signum);
    else
        (void)err_set(&door->err, ERR_SYSTEM, 0, "%s proxy: ended with %d",
                      kubectl, end->status);
}

static void on_timer(void *owner)
{
    struct kube_door *door = owner;

    if (door->state == KUBE_DOOR_DOWN) {
        start(door);
        return;
    }
    child_cancel(door->child);
    door->child = NULL;
    (void)err_set(&door->err, ERR_LIMIT, 0, "%s proxy: does not listen",
                  door->settings->kubectl);
    be_down(door);
}

static void be_down(struct kube_door *door)
{
    const int64_t first_ms =
        door->order.retry_ms ? door->order.retry_ms : RETRY_MIN_MS;
    int64_t wait_ms = first_ms << door->failures;

    door->state = KUBE_DOOR_DOWN;
    if (wait_ms < RETRY_MAX_MS)
        door->failures++;
    else
        wait_ms = RETRY_MAX_MS;
    loop_timer_set(door->timer, loop_now(door->order.loop).mono_ms + wait_ms);
    door->order.changed(door->order.owner);
}

static const char *base_url(const struct kube_door *door)
{
    const char *url = door->settings->base.url;

    return url ? url : "http://localhost";
}

static const struct http_settings *http_of(const struct kube_door *door)
{
    return door->settings->base.url ? &door->settings->base.http : &door->http;
}
