/* otel.c - the questions that an OpenTelemetry Collector gets. */
#include "source/otel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "source/exposition.h"
#include "source/health_port.h"
#include "source/refusal.h"

enum { START_MAX = 300, BODY_MAX = 32 << 20 };

struct otel_source {
    const struct otel_settings *settings;
    struct otel model;
    struct health_port port;
};

/* A /metrics page in the making. */
struct otel_reader {
    struct otel_source *source;
    struct exposition_reader *reader;
    struct otel_metrics metrics;
    bool is_broken;
    struct err err; /* why */
    size_t known;   /* samples of a Collector */
    char start[START_MAX];
    size_t start_length;
};

/* A counter by its name without prefix and suffix. */
struct counter_name {
    const char *name;
    size_t offset;
};

static const struct counter_name counters[] = {
    {"receiver_accepted_spans", offsetof(struct otel_metrics, accepted)},
    {"receiver_refused_spans", offsetof(struct otel_metrics, refused)},
    {"receiver_failed_spans", offsetof(struct otel_metrics, receive_failed)},
    {"exporter_sent_spans", offsetof(struct otel_metrics, sent)},
    {"exporter_send_failed_spans", offsetof(struct otel_metrics, send_failed)},
    {"exporter_enqueue_failed_spans",
     offsetof(struct otel_metrics, enqueue_failed)},
    {"processor_memory_limiter_refused_spans",
     offsetof(struct otel_metrics, limiter_refused)},
};
enum { COUNTERS = sizeof(counters) / sizeof(counters[0]) };

static void health_path(void *component, struct buf *out);
static void *health_begin(void *component, int status);
static void metrics_path(void *component, struct buf *out);
static void *metrics_begin(void *component, int status);
static int metrics_feed(void *reader, const char *bytes, size_t length,
                        struct err *err);
static int metrics_finish(void *reader, const struct question_answer *answer,
                          struct err *err);
static void metrics_drop(void *reader);
static void on_sample(void *owner, const struct exposition_sample *sample);
static bool is_called(const char *text, size_t length, const char *name);
static void add_queue(struct otel_metrics *metrics,
                      const struct exposition_sample *sample, bool is_size);
static void keep_version(struct otel_metrics *metrics,
                         const struct exposition_sample *sample);
static int tell_page(const struct otel_reader *self,
                     const struct question_answer *answer, struct err *err);
static void compare(struct otel_metrics *now,
                    const struct otel_metrics *before);
static void find_fullest(struct otel_metrics *metrics);
static struct otel_counter *counter_at(struct otel_metrics *metrics,
                                       size_t index);
static void forget(struct otel_metrics *metrics);

const struct question otel_questions[OTEL_QUESTIONS] = {
    {.name = "health",
     .body_limit = 65536,
     .url = OTEL_HEALTH,
     .path = health_path,
     .begin = health_begin,
     .feed = health_port_feed,
     .finish = health_port_finish,
     .drop = health_port_drop},
    {.name = "metrics",
     .body_limit = BODY_MAX,
     .accept = "text/plain;version=0.0.4",
     .url = OTEL_METRICS,
     .path = metrics_path,
     .begin = metrics_begin,
     .feed = metrics_feed,
     .finish = metrics_finish,
     .drop = metrics_drop},
};

struct otel_source *otel_source_new(const struct otel_settings *settings)
{
    struct otel_source *source = xcalloc(1, sizeof(*source));

    source->settings = settings;
    source->model.answered_ms = -1;
    forget(&source->model.metrics);
    health_port_init(&source->port, &source->model.health,
                     &source->model.answered_ms);
    return source;
}

void otel_source_free(struct otel_source *source)
{
    free(source);
}

const struct otel *otel_source_get(const struct otel_source *source)
{
    return &source->model;
}

const char *otel_source_url(const struct otel_source *source, int number)
{
    return number == OTEL_METRICS ? source->settings->metrics_url
                                  : source->settings->base.url;
}

const struct http_settings *otel_source_http(const struct otel_source *source)
{
    return &source->settings->base.http;
}

static void health_path(void *component, struct buf *out)
{
    struct otel_source *source = component;

    const struct backend_settings *base = &source->settings->base;

    if (base->url || base->via_kubernetes)
        health_port_path(&source->port, base->url ? base->url : "", out);
}

static void *health_begin(void *component, int status)
{
    struct otel_source *source = component;

    return health_port_begin(&source->port, status);
}

/* The setting is the page's own URL; one without a path means /metrics. */
static void metrics_path(void *component, struct buf *out)
{
    struct otel_source *source = component;
    const char *url = source->settings->metrics_url;
    const char *host = url ? strstr(url, "://") : NULL;

    if (url)
        buf_add_str(out, host && strchr(host + 3, '/') ? "?" : "/metrics");
}

static void *metrics_begin(void *component, int status)
{
    struct otel_reader *self = xcalloc(1, sizeof(*self));

    self->source = component;
    self->reader = exposition_reader_new(on_sample, self);
    self->is_broken = status != 200;
    forget(&self->metrics);
    return self;
}

static int metrics_feed(void *reader, const char *bytes, size_t length,
                        struct err *err)
{
    struct otel_reader *self = reader;
    size_t room = START_MAX - self->start_length;
    size_t taken = length < room ? length : room;

    (void)err;
    memcpy(self->start + self->start_length, bytes, taken);
    self->start_length += taken;
    if (!self->is_broken)
        self->is_broken =
            exposition_reader_feed(self->reader, bytes, length, &self->err) < 0;
    return 0;
}

static int metrics_finish(void *reader, const struct question_answer *answer,
                          struct err *err)
{
    struct otel_reader *self = reader;
    struct otel *model = &self->source->model;
    struct otel_metrics *metrics = &self->metrics;
    int rc = -1;

    if (!self->is_broken)
        self->is_broken =
            exposition_reader_finish(self->reader, &self->err) < 0;
    if (self->is_broken) {
        (void)tell_page(self, answer, err);
    } else if (self->known == 0) {
        (void)err_set(err, ERR_FORMAT, 0,
                      "%zu samples, none of an OpenTelemetry Collector "
                      "(otelcol_...)",
                      exposition_reader_count(self->reader));
    } else {
        metrics->answered_ms = answer->now_ms;
        compare(metrics, &model->metrics);
        find_fullest(metrics);
        model->metrics = *metrics;
        model->answered_ms = answer->now_ms;
        rc = 0;
    }
    metrics_drop(self);
    return rc;
}

static void metrics_drop(void *reader)
{
    struct otel_reader *self = reader;

    exposition_reader_free(self->reader);
    free(self);
}

static void on_sample(void *owner, const struct exposition_sample *sample)
{
    static const char prefix[] = "otelcol_";
    struct otel_reader *self = owner;
    struct otel_metrics *metrics = &self->metrics;
    const char *name = sample->name;
    size_t length = sample->name_length;

    if (length == strlen("target_info") &&
        memcmp(name, "target_info", length) == 0)
        keep_version(metrics, sample);
    if (length < sizeof(prefix) - 1 ||
        memcmp(name, prefix, sizeof(prefix) - 1) != 0)
        return;
    name += sizeof(prefix) - 1;
    length -= sizeof(prefix) - 1;
    self->known++;
    keep_version(metrics, sample);
    for (size_t i = 0; i < COUNTERS; i++)
        if (is_called(name, length, counters[i].name)) {
            struct otel_counter *counter = counter_at(metrics, i);

            counter->total = (isnan(counter->total) ? 0 : counter->total) +
                             (isnan(sample->value) ? 0 : sample->value);
        }
    if (is_called(name, length, "exporter_queue_size"))
        add_queue(metrics, sample, true);
    else if (is_called(name, length, "exporter_queue_capacity"))
        add_queue(metrics, sample, false);
    else if (is_called(name, length, "process_uptime"))
        metrics->uptime_s = sample->value;
    else if (is_called(name, length, "process_memory_rss"))
        metrics->memory_bytes = sample->value;
}

/* `name`, with any of the suffixes that versions put behind it; core v0.130.0
 * wrote a second unit between. */
static bool is_called(const char *text, size_t length, const char *name)
{
    static const char *const suffixes[] = {
        "", "_total", "_seconds", "_seconds_total", "_bytes", "__spans__total",
    };
    size_t known = strlen(name);

    if (length < known || memcmp(text, name, known) != 0)
        return false;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
        if (length - known == strlen(suffixes[i]) &&
            !memcmp(text + known, suffixes[i], length - known))
            return true;
    return false;
}

static void add_queue(struct otel_metrics *metrics,
                      const struct exposition_sample *sample, bool is_size)
{
    size_t length = 0;
    const char *exporter = exposition_label(sample, "exporter", &length);
    struct otel_queue queue = {.size = NAN, .capacity = NAN};
    struct otel_queue *found = NULL;

    (void)snprintf(queue.exporter, sizeof(queue.exporter), "%.*s",
                   length < 60 ? (int)length : 60, exporter ? exporter : "");
    for (size_t i = 0; i < metrics->queue_count; i++)
        if (!strcmp(metrics->queues[i].exporter, queue.exporter))
            found = &metrics->queues[i];
    if (!found && metrics->queue_count == OTEL_QUEUES_MAX) {
        metrics->queues_left_out += is_size;
        return;
    }
    if (!found) {
        found = &metrics->queues[metrics->queue_count++];
        *found = queue;
    }
    /* One exporter may have a queue for each signal: the fullest counts. */
    if (is_size && !(found->size >= sample->value))
        found->size = sample->value;
    if (!is_size && !(found->capacity <= sample->value))
        found->capacity = sample->value;
}

static void keep_version(struct otel_metrics *metrics,
                         const struct exposition_sample *sample)
{
    size_t length = 0;
    const char *version;

    if (metrics->version[0])
        return;
    version = exposition_label(sample, "service_version", &length);
    if (version)
        (void)snprintf(metrics->version, sizeof(metrics->version), "%.*s",
                       length < 40 ? (int)length : 40, version);
}

static int tell_page(const struct otel_reader *self,
                     const struct question_answer *answer, struct err *err)
{
    struct buf words;

    buf_init(&words, 200);
    refusal_words(&words, self->start, self->start_length);
    if (self->err.kind != ERR_NONE && self->start[0] != '<')
        (void)err_set(err, ERR_FORMAT, 0, "no metrics page: %s",
                      self->err.text);
    else
        (void)err_set(
            err, ERR_FORMAT, 0, "HTTP %d: not a Collector's metrics (%s)%s%s",
            answer->status,
            answer->content_type && *answer->content_type ? answer->content_type
                                                          : "no Content-Type",
            words.length > 0 ? ": " : "", words.bytes);
    buf_clear(&words);
    return -1;
}

/* Rates since the reading before; none over a restart. */
static void compare(struct otel_metrics *now, const struct otel_metrics *before)
{
    struct otel_metrics old = *before;

    if (old.answered_ms < 0 || now->answered_ms <= old.answered_ms)
        return;
    now->growth_ms = now->answered_ms - old.answered_ms;
    now->is_restarted = now->uptime_s < old.uptime_s;
    for (size_t i = 0; i < COUNTERS; i++)
        if (counter_at(now, i)->total < counter_at(&old, i)->total)
            now->is_restarted = true;
    for (size_t i = 0; i < COUNTERS && !now->is_restarted; i++) {
        struct otel_counter *counter = counter_at(now, i);
        double last = counter_at(&old, i)->total;

        /* Counters appear with their first count. */
        if (!isnan(counter->total))
            counter->per_second = (counter->total - (isnan(last) ? 0 : last)) *
                                  1000 / (double)now->growth_ms;
    }
}

static void find_fullest(struct otel_metrics *metrics)
{
    for (size_t i = 0; i < metrics->queue_count; i++) {
        const struct otel_queue *queue = &metrics->queues[i];
        double ratio =
            queue->capacity > 0 ? queue->size / queue->capacity : NAN;

        if (!isnan(ratio) && !(metrics->queue_ratio >= ratio)) {
            metrics->queue_ratio = ratio;
            metrics->fullest = i;
        }
    }
}

static struct otel_counter *counter_at(struct otel_metrics *metrics,
                                       size_t index)
{
    return (struct otel_counter *)(void *)((char *)metrics +
                                           counters[index].offset);
}

static void forget(struct otel_metrics *metrics)
{
    *metrics = (struct otel_metrics){.answered_ms = -1,
                                     .growth_ms = -1,
                                     .queue_ratio = NAN,
                                     .uptime_s = NAN,
                                     .memory_bytes = NAN};
    for (size_t i = 0; i < COUNTERS; i++)
        *counter_at(metrics, i) =
            (struct otel_counter){.total = NAN, .per_second = NAN};
}
