/* asker.c - questions to a Prometheus, one after the other. */
#include "tests/support/asker.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "source/prometheus.h"
#include "tests/support/remote_write.h"

enum { MAX_REQUEST = 64 << 20, MAX_SAID = 1 << 16 };

struct asker {
    struct symtab *table;
    struct loop *loop;
    struct http *http;
    struct http_settings settings;
    struct prometheus *prometheus;
    char *write_url;
    struct asked_list *list;     /* of the question in flight */
    const struct labels *labels; /* of the series that is told */
    bool is_done;
    struct err ended;
    int status;
    struct buf said;
};

static void on_series(void *owner, const struct label_text *pairs,
                      size_t count);
static void on_sample(void *owner, int64_t at_ms, double value);
static void on_asked(void *owner, const struct prometheus_result *result);
static bool on_body(void *owner, const char *bytes, size_t length);
static void on_written(void *owner, const struct http_answer *answer,
                       const struct err *err);
static int wait_for_end(struct asker *asker, struct err *err);
static void sort_by_time(struct asked_list *list);
static int by_time(const void *left, const void *right);

struct asker *asker_new(const char *url, struct symtab *table, struct err *err)
{
    struct asker *asker = xcalloc(1, sizeof(*asker));

    asker->table = table;
    asker->write_url = xasprintf("%s/api/v1/write", url);
    buf_init(&asker->said, MAX_SAID);
    http_settings_init(&asker->settings);
    asker->loop = loop_new(err);
    asker->http = asker->loop ? http_new(asker->loop, err) : NULL;
    asker->prometheus =
        asker->http ? prometheus_new(asker->http, url, &asker->settings, err)
                    : NULL;
    if (asker->prometheus)
        return asker;
    asker_free(asker);
    return NULL;
}

void asker_free(struct asker *asker)
{
    if (!asker)
        return;
    prometheus_free(asker->prometheus);
    http_free(asker->http);
    loop_free(asker->loop);
    http_settings_clear(&asker->settings);
    buf_clear(&asker->said);
    free(asker->write_url);
    free(asker);
}

int asker_ask(struct asker *asker, const char *expression,
              const struct window *window, struct asked_list *list,
              struct err *err)
{
    const struct matrix_sink sink = {
        .owner = asker, .series = on_series, .sample = on_sample};
    int rc;

    asker->list = list;
    asker->is_done = false;
    if (!prometheus_ask(asker->prometheus, expression, !window->is_live, window,
                        &sink, on_asked, asker, err))
        return -1;
    rc = wait_for_end(asker, err);
    labels_unref(asker->table, asker->labels);
    asker->labels = NULL;
    if (rc == 0 && !window->is_live)
        sort_by_time(list);
    return rc;
}

int asker_write(struct asker *asker, const struct buf *plain, struct err *err)
{
    const struct http_sink sink = {
        .owner = asker, .body = on_body, .done = on_written};
    struct buf body;
    struct http_request request = {.method = "POST",
                                   .url = asker->write_url,
                                   .content_type = "application/x-protobuf",
                                   .settings = &asker->settings};
    int rc = -1;

    buf_init(&body, MAX_REQUEST);
    remote_write_pack(&body, plain);
    request.body = body.bytes;
    request.body_length = body.length;
    buf_reset(&asker->said);
    asker->is_done = false;
    if (http_start(asker->http, &request, &sink, err))
        rc = wait_for_end(asker, err);
    if (rc == 0 && asker->status / 100 != 2)
        rc = err_set(err, ERR_STATUS, asker->status, "remote write: %d: %.150s",
                     asker->status, asker->said.bytes);
    buf_clear(&body);
    return rc;
}

void asked_list_clear(struct asked_list *list, struct symtab *table)
{
    for (size_t i = 0; i < list->count; i++)
        labels_unref(table, list->items[i].labels);
    free(list->items);
    *list = (struct asked_list){0};
}

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct asker *asker = owner;

    labels_unref(asker->table, asker->labels);
    asker->labels = labels_intern(asker->table, pairs, count);
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct asker *asker = owner;
    struct asked_list *list = asker->list;

    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 64;
        list->items =
            xrealloc(list->items, list->capacity, sizeof(list->items[0]));
    }
    list->items[list->count++] =
        (struct asked){at_ms, labels_ref(asker->labels), value};
}

static void on_asked(void *owner, const struct prometheus_result *result)
{
    struct asker *asker = owner;

    asker->is_done = true;
    asker->ended = result->err;
}

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct asker *asker = owner;

    return buf_add(&asker->said, bytes, length);
}

static void on_written(void *owner, const struct http_answer *answer,
                       const struct err *err)
{
    struct asker *asker = owner;

    asker->is_done = true;
    asker->ended = err ? *err : (struct err){0};
    asker->status = answer->status;
}

static int wait_for_end(struct asker *asker, struct err *err)
{
    while (!asker->is_done)
        if (loop_turn(asker->loop, -1, err) < 0)
            return -1;
    *err = asker->ended;
    return err->kind == ERR_NONE ? 0 : -1;
}

/* qsort(3) may change the order of equals, which is of no account to a state
 * machine: its instances have none. */
static void sort_by_time(struct asked_list *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof(list->items[0]), by_time);
}

static int by_time(const void *left, const void *right)
{
    const struct asked *a = left, *b = right;

    return (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms);
}
