/* jaeger.c - the questions that a Jaeger gets. */
#include "source/jaeger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "source/health_port.h"
#include "source/names.h"

enum {
    VERSION_INTERVAL_MS = 600000,
    PAGE_MAX = 262144,
    SERVICES_BODY_MAX = 8 << 20,
};

struct jaeger_source {
    const struct jaeger_settings *settings;
    struct jaeger model;
    struct health_port ports[JAEGER_COLLECTORS_MAX];
    bool asks_collector; /* for the version */
};

/* An answer in the making: names, or the UI's page. */
struct jaeger_reader {
    struct jaeger_source *source;
    int status;
    struct names_reader *names; /* NULL: it is the page */
    struct buf page;
};

static void services_path(void *component, struct buf *out);
static void version_path(void *component, struct buf *out);
static void *services_begin(void *component, int status);
static void *version_begin(void *component, int status);
static int feed(void *reader, const char *bytes, size_t length,
                struct err *err);
static int services_finish(void *reader, const struct question_answer *answer,
                           struct err *err);
static int version_finish(void *reader, const struct question_answer *answer,
                          struct err *err);
static void drop(void *reader);
static bool read_version(struct jaeger *model, const char *page);
static void collector_path(void *component, size_t index, struct buf *out);

/* A question is told its component, not its own number. */
#define COLLECTOR(index)                                                       \
    static void path_##index(void *component, struct buf *out)                 \
    {                                                                          \
        collector_path(component, index, out);                                 \
    }                                                                          \
    static void *begin_##index(void *component, int status)                    \
    {                                                                          \
        struct jaeger_source *source = component;                              \
                                                                               \
        return health_port_begin(&source->ports[index], status);               \
    }
COLLECTOR(0)
COLLECTOR(1)
COLLECTOR(2)
COLLECTOR(3)
COLLECTOR(4)
COLLECTOR(5)
COLLECTOR(6)
COLLECTOR(7)
COLLECTOR(8)
COLLECTOR(9)
COLLECTOR(10)
COLLECTOR(11)
COLLECTOR(12)
COLLECTOR(13)
COLLECTOR(14)
COLLECTOR(15)
#undef COLLECTOR

#define COLLECTOR(index, number)                                               \
    {                                                                          \
        .name = "collector " #number, .body_limit = 65536,                     \
        .url = JAEGER_URL_COLLECTOR + (index), .path = path_##index,           \
        .begin = begin_##index, .feed = health_port_feed,                      \
        .finish = health_port_finish, .drop = health_port_drop                 \
    }
const struct question jaeger_questions[JAEGER_QUESTIONS] = {
    {.name = "services",
     .body_limit = SERVICES_BODY_MAX,
     .path = services_path,
     .begin = services_begin,
     .feed = feed,
     .finish = services_finish,
     .drop = drop},
    {.name = "version",
     .interval_ms = VERSION_INTERVAL_MS,
     .accept = "text/html,application/json",
     .url = JAEGER_URL_VERSION,
     .path = version_path,
     .begin = version_begin,
     .feed = feed,
     .finish = version_finish,
     .drop = drop},
    COLLECTOR(0, 1),
    COLLECTOR(1, 2),
    COLLECTOR(2, 3),
    COLLECTOR(3, 4),
    COLLECTOR(4, 5),
    COLLECTOR(5, 6),
    COLLECTOR(6, 7),
    COLLECTOR(7, 8),
    COLLECTOR(8, 9),
    COLLECTOR(9, 10),
    COLLECTOR(10, 11),
    COLLECTOR(11, 12),
    COLLECTOR(12, 13),
    COLLECTOR(13, 14),
    COLLECTOR(14, 15),
    COLLECTOR(15, 16),
};
#undef COLLECTOR

struct jaeger_source *jaeger_source_new(const struct jaeger_settings *settings)
{
    struct jaeger_source *source = xcalloc(1, sizeof(*source));
    struct jaeger *model = &source->model;
    size_t count = settings->collector_urls.count;

    source->settings = settings;
    model->answered_ms = -1;
    model->services.answered_ms = -1;
    model->services.latency_ms = -1;
    model->collector_count =
        count < JAEGER_COLLECTORS_MAX ? count : JAEGER_COLLECTORS_MAX;
    model->collectors_left_out = count - model->collector_count;
    for (size_t i = 0; i < model->collector_count; i++) {
        struct jaeger_collector *collector = &model->collectors[i];

        collector->url = settings->collector_urls.urls[i];
        (void)snprintf(collector->question, sizeof(collector->question),
                       "collector %u", (unsigned)(i + 1) % 100);
        health_port_init(&source->ports[i], &collector->health,
                         &model->answered_ms);
    }
    return source;
}

void jaeger_source_free(struct jaeger_source *source)
{
    if (!source)
        return;
    names_free(source->model.services.names, source->model.services.count);
    free(source);
}

const struct jaeger *jaeger_source_get(const struct jaeger_source *source)
{
    return &source->model;
}

const char *jaeger_source_url(const struct jaeger_source *source, int number)
{
    size_t index = (size_t)number - JAEGER_URL_COLLECTOR;

    if (number == JAEGER_URL_QUERY)
        return source->settings->base.url;
    if (number == JAEGER_URL_VERSION) {
        if (!source->asks_collector && source->settings->base.url)
            return source->settings->base.url;
        index = 0;
    }
    return index < source->model.collector_count
               ? source->model.collectors[index].url
               : NULL;
}

const struct http_settings *
jaeger_source_http(const struct jaeger_source *source)
{
    return &source->settings->base.http;
}

static void services_path(void *component, struct buf *out)
{
    (void)component;
    buf_add_str(out, "/api/services");
}

static void version_path(void *component, struct buf *out)
{
    const struct jaeger_source *source = component;

    buf_add_str(out, source->asks_collector || !source->settings->base.url
                         ? "/version"
                         : "/search");
}

static void *services_begin(void *component, int status)
{
    struct jaeger_reader *reader = xcalloc(1, sizeof(*reader));

    reader->source = component;
    reader->names = names_reader_new(status, JAEGER_SERVICES_MAX);
    return reader;
}

static void *version_begin(void *component, int status)
{
    struct jaeger_reader *reader = xcalloc(1, sizeof(*reader));

    reader->source = component;
    reader->status = status;
    buf_init(&reader->page, PAGE_MAX);
    return reader;
}

static int feed(void *owner, const char *bytes, size_t length, struct err *err)
{
    struct jaeger_reader *reader = owner;

    if (reader->names)
        return names_reader_feed(reader->names, bytes, length, err);
    (void)buf_add(&reader->page, bytes, length);
    return 0;
}

static int services_finish(void *owner, const struct question_answer *answer,
                           struct err *err)
{
    struct jaeger_reader *reader = owner;
    struct jaeger *model = &reader->source->model;
    struct jaeger_services *services = &model->services;
    struct names names;
    int rc =
        names_reader_finish(reader->names, answer->content_type, &names, err);

    if (rc == 0) {
        names_free(services->names, services->count);
        *services = (struct jaeger_services){.answered_ms = answer->now_ms,
                                             .latency_ms = answer->latency_ms,
                                             .names = names.items,
                                             .count = names.count,
                                             .left_out = names.left_out};
        model->answered_ms = answer->now_ms;
    }
    drop(reader);
    return rc;
}

/* A page without a version is no failure: proxies and old UIs have none. Then
 * a collector is asked; where that knows none either, it is the page's turn
 * again next time. */
static int version_finish(void *owner, const struct question_answer *answer,
                          struct err *err)
{
    struct jaeger_reader *reader = owner;
    struct jaeger_source *source = reader->source;
    const bool was_collector =
        source->asks_collector || !source->settings->base.url;
    bool is_told = false;
    int rc = 0;

    if (answer->status == 200)
        is_told = read_version(&source->model, reader->page.bytes);
    source->asks_collector =
        was_collector ? is_told : !is_told && source->model.collector_count;
    if (!was_collector && source->asks_collector)
        rc = 1;
    else if (!was_collector && answer->status != 200)
        rc = err_set(err, ERR_REFUSED, 0,
                     "HTTP %d: no page that tells the "
                     "version",
                     answer->status);
    drop(reader);
    return rc;
}

static void drop(void *owner)
{
    struct jaeger_reader *reader = owner;

    names_reader_free(reader->names);
    buf_clear(&reader->page);
    free(reader);
}

/* JAEGER_VERSION = {"gitCommit":"..","gitVersion":"v1.62.0",..} in a script. */
static bool read_version(struct jaeger *model, const char *page)
{
    static const char key[] = "\"gitVersion\":";
    const char *at = strstr(page, key);
    size_t length;

    if (!at)
        return false;
    at += sizeof(key) - 1;
    at += strspn(at, " \"v");
    length = strcspn(at, "\",} \n");
    if (length == 0)
        return false;
    (void)snprintf(model->version, sizeof(model->version), "%.*s",
                   length < 40 ? (int)length : 40, at);
    model->major = at[0] >= '1' && at[0] <= '9' ? at[0] - '0' : 0;
    return true;
}

static void collector_path(void *component, size_t index, struct buf *out)
{
    struct jaeger_source *source = component;

    health_port_path(&source->ports[index], source->model.collectors[index].url,
                     out);
}
