/* health_port.c - asks a health port, v1 or v2, by probing. */
#include "source/health_port.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "source/refusal.h"
#include "source/wanted.h"

enum { START_MAX = 400 };
enum { SLOT_STATUS, SLOT_ERROR, SLOT_SINCE_V1, SLOT_SINCE_V2, SLOT_HEALTHY };

struct health_reader {
    struct health_port *port;
    struct wanted_reader *reader;
    struct liveness health;
    bool is_json;
    char start[START_MAX];
    size_t start_length;
};

static const struct wanted wants[] = {
    {"status", SLOT_STATUS},    {"error", SLOT_ERROR},
    {"upSince", SLOT_SINCE_V1}, {"start_time", SLOT_SINCE_V2},
    {"healthy", SLOT_HEALTHY},
};

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static int judge(struct health_reader *self, struct err *err);
static bool is_text(const struct health_reader *self);
static bool is_well(const struct liveness *health);

void health_port_init(struct health_port *port, struct liveness *health,
                      int64_t *answered_ms)
{
    *health = (struct liveness){.answered_ms = -1, .since_ms = -1};
    *port = (struct health_port){.health = health, .answered_ms = answered_ms};
}

void health_port_path(const struct health_port *port, const char *url,
                      struct buf *out)
{
    static const char proxy[] = "/proxy"; /* a service of Kubernetes */
    const char *host = strstr(url, "://");
    const size_t length = strlen(url);
    const bool is_root = length > sizeof(proxy) &&
                         !strcmp(url + length - sizeof(proxy) + 1, proxy);

    if (!port->is_plain)
        buf_add_str(out, "/status");
    else if (!is_root && host && strchr(host + 3, '/'))
        buf_add_char(out, '?'); /* a path of its own: nothing below it */
    else
        buf_add_char(out, '/');
}

void *health_port_begin(struct health_port *port, int status)
{
    struct health_reader *self = xcalloc(1, sizeof(*self));
    const struct wanted_sink sink = {
        .owner = self, .api = "the health port", .text = on_text};

    self->port = port;
    self->is_json = true;
    self->health = (struct liveness){.http_status = status, .since_ms = -1};
    self->reader =
        wanted_reader_new(wants, sizeof(wants) / sizeof(wants[0]), &sink);
    return self;
}

int health_port_feed(void *reader, const char *bytes, size_t length,
                     struct err *err)
{
    struct health_reader *self = reader;
    size_t room = START_MAX - self->start_length;
    size_t taken = length < room ? length : room;

    (void)err;
    memcpy(self->start + self->start_length, bytes, taken);
    self->start_length += taken;
    if (self->is_json)
        self->is_json =
            wanted_reader_feed(self->reader, bytes, length, NULL) == 0;
    return 0;
}

int health_port_finish(void *reader, const struct question_answer *answer,
                       struct err *err)
{
    struct health_reader *self = reader;
    struct health_port *port = self->port;
    int rc;

    self->is_json =
        self->is_json && wanted_reader_finish(self->reader, NULL) == 0;
    self->health.answered_ms = answer->now_ms;
    if (answer->status == 404) {
        rc = port->has_failed ? err_set(err, ERR_FORMAT, 0,
                                        "HTTP 404: no health port there, "
                                        "neither /status nor /")
                              : 1;
        port->is_plain = !port->is_plain;
        port->has_failed = !port->has_failed;
    } else {
        port->has_failed = false;
        rc = judge(self, err);
    }
    health_port_drop(self);
    return rc;
}

void health_port_drop(void *reader)
{
    struct health_reader *self = reader;

    wanted_reader_free(self->reader);
    free(self);
}

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct health_reader *self = owner;
    struct liveness *health = &self->health;

    (void)place;
    (void)length;
    switch (slot) {
    case SLOT_STATUS:
        (void)snprintf(health->status, sizeof(health->status), "%.60s", text);
        break;
    case SLOT_ERROR:
        (void)snprintf(health->error, sizeof(health->error), "%.150s", text);
        break;
    case SLOT_SINCE_V1:
    case SLOT_SINCE_V2:
        if (clock_parse_rfc3339(text, &health->since_ms) < 0 ||
            health->since_ms <= 0)
            health->since_ms = -1;
        break;
    default:
        break;
    }
    if (slot == SLOT_HEALTHY || slot == SLOT_SINCE_V2)
        health->is_v2 = true;
}

/* Puts into the model what it said, also when that is that it is not well. */
static int judge(struct health_reader *self, struct err *err)
{
    struct liveness *health = &self->health;
    struct buf words;

    /* `response_body` of health_check may be any text. */
    if (!self->is_json || !*health->status) {
        buf_init(&words, 100);
        refusal_words(&words, self->start, self->start_length);
        (void)snprintf(health->status, sizeof(health->status), "%.60s",
                       words.bytes);
        buf_clear(&words);
    }
    if (self->start_length > 0 && self->start[0] == '<')
        return err_set(err, ERR_FORMAT, 0,
                       "HTTP %d: a web page instead of a health port: %s",
                       health->http_status, health->status);
    if (health->http_status == 200 && !is_text(self))
        return err_set(err, ERR_FORMAT, 0,
                       "HTTP 200, but no health port's answer: %s",
                       self->start_length ? health->status : "an empty body");
    health->is_well = is_well(health);
    *self->port->health = *health;
    *self->port->answered_ms = health->answered_ms;
    if (health->http_status == 200)
        return 0;
    return err_set(err, ERR_REFUSED, 0, "HTTP %d: %s%s%s", health->http_status,
                   *health->status ? health->status : "no word why",
                   *health->error ? ": " : "", health->error);
}

/* Says whether it is words at all: JSON to its end where it begins as that, and
 * otherwise anything that can be read. */
static bool is_text(const struct health_reader *self)
{
    if (!self->start_length)
        return false;
    if (self->is_json || self->start[0] == '{')
        return self->is_json;
    for (size_t i = 0; i < self->start_length; i++)
        if ((unsigned char)self->start[i] < ' ' &&
            !strchr("\t\r\n", self->start[i]))
            return false;
    return true;
}

static bool is_well(const struct liveness *health)
{
    if (health->http_status != 200)
        return false;
    return !health->is_v2 || !strcmp(health->status, "StatusOK");
}
