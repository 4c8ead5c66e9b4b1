/* silence_door.c - opened, gone through once, shut. */
#include "engine/silence_door.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "engine/kube_door.h"

enum { PATTERN_BYTES = 2000 };

struct silence_door {
    struct silence_door_order order;
    struct silence_draft draft; /* its texts are ours */
    struct matcher *matchers;
    char *id;
    struct kube_door *door;
    struct http_settings http; /* the back end's, through our socket */
    struct alertmanager *client;
    struct loop_timer *timer; /* tells the end, outside of what ended */
    struct alertmanager_result result;
    char silence_id[80];
    bool is_opening; /* inside silence_door_open() */
    bool is_over;
    struct buf pattern;
};

static void keep_draft(struct silence_door *self,
                       const struct silence_draft *draft);
static void write_pattern(struct buf *out,
                          const struct context_settings *context);
static void add_escaped(struct buf *out, const char *text);
static void on_changed(void *owner);
static int go_through(struct silence_door *self, struct err *err);
static void on_answer(void *owner, const struct alertmanager_result *result);
static void end(struct silence_door *self,
                const struct alertmanager_result *result);
static void on_end(void *owner);
static char *copy(const char *text);

bool silence_door_is_needed(const struct context_settings *context)
{
    return context->alertmanager.base.via_kubernetes &&
           !context->kubernetes.base.url;
}

struct silence_door *silence_door_open(const struct silence_door_order *order,
                                       struct err *err)
{
    struct silence_door *self = xcalloc(1, sizeof(*self));

    self->order = *order;
    self->id = copy(order->id);
    if (order->draft)
        keep_draft(self, order->draft);
    buf_init(&self->pattern, PATTERN_BYTES);
    write_pattern(&self->pattern, order->context);
    self->timer = loop_timer_add(order->loop, on_end, self);
    self->door = kube_door_new(
        &(struct kube_door_order){.loop = order->loop,
                                  .context = order->context,
                                  .runtime_dir = order->runtime_dir,
                                  .writes = self->pattern.bytes,
                                  .owner = self,
                                  .changed = on_changed});
    self->is_opening = true;
    kube_door_open(self->door);
    self->is_opening = false;
    if (kube_door_state(self->door, err) != KUBE_DOOR_DOWN)
        return self;
    silence_door_free(self);
    return NULL;
}

void silence_door_free(struct silence_door *door)
{
    if (!door)
        return;
    alertmanager_free(door->client);
    kube_door_free(door->door);
    loop_timer_remove(door->timer);
    for (size_t i = 0; i < door->draft.matcher_count; i++) {
        free((char *)(uintptr_t)door->matchers[i].name);
        free((char *)(uintptr_t)door->matchers[i].value);
    }
    free(door->matchers);
    free((char *)(uintptr_t)door->draft.id);
    free((char *)(uintptr_t)door->draft.created_by);
    free((char *)(uintptr_t)door->draft.comment);
    free(door->id);
    buf_clear(&door->pattern);
    free(door);
}

static void keep_draft(struct silence_door *self,
                       const struct silence_draft *draft)
{
    self->draft = *draft;
    self->draft.id = copy(draft->id);
    self->draft.created_by = copy(draft->created_by);
    self->draft.comment = copy(draft->comment);
    self->matchers = xcalloc(draft->matcher_count, sizeof(*self->matchers));
    self->draft.matchers = self->matchers;
    for (size_t i = 0; i < draft->matcher_count; i++) {
        self->matchers[i] = draft->matchers[i];
        self->matchers[i].name = copy(draft->matchers[i].name);
        self->matchers[i].value = copy(draft->matchers[i].value);
    }
}

/* Of the paths that may be written to, for kubectl: Go's regular expressions.
 */
static void write_pattern(struct buf *out,
                          const struct context_settings *context)
{
    const struct backend_settings *backend = &context->alertmanager.base;

    buf_add_str(out, "^/api/v1/namespaces/");
    add_escaped(out, context->namespace_name);
    buf_add_str(out, "/services/");
    add_escaped(out, backend->service);
    buf_printf(out, ":%d/proxy/api/v2/silence(s|/[^/]+)$", backend->port);
}

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (!isalnum((unsigned char)*text) && !strchr("-_:/", *text))
            buf_add_char(out, '\\');
        buf_add_char(out, *text);
    }
}

static void on_changed(void *owner)
{
    struct silence_door *self = owner;
    struct alertmanager_result result = {.latency_ms = -1, .silence_id = ""};
    enum kube_door_state state = kube_door_state(self->door, &result.err);

    if (self->is_opening || self->is_over || self->client ||
        state == KUBE_DOOR_STARTING)
        return;
    if (state == KUBE_DOOR_DOWN || go_through(self, &result.err) < 0)
        end(self, &result);
}

static int go_through(struct silence_door *self, struct err *err)
{
    const struct backend_settings *backend =
        &self->order.context->alertmanager.base;
    struct endpoint endpoint = kube_door_service(self->door, backend);
    const struct alertmanager_call *call;

    self->http = backend->http;
    self->http.unix_socket = endpoint.http->unix_socket;
    self->client =
        alertmanager_new(self->order.http, endpoint.url, &self->http, err);
    if (!self->client)
        return -1;
    call = self->order.draft ? alertmanager_silence(self->client, &self->draft,
                                                    on_answer, self, err)
                             : alertmanager_expire(self->client, self->id,
                                                   on_answer, self, err);
    return call ? 0 : -1;
}

static void on_answer(void *owner, const struct alertmanager_result *result)
{
    end(owner, result);
}

static void end(struct silence_door *self,
                const struct alertmanager_result *result)
{
    self->is_over = true;
    self->result = *result;
    (void)snprintf(self->silence_id, sizeof(self->silence_id), "%s",
                   result->silence_id);
    self->result.silence_id = self->silence_id;
    loop_timer_set(self->timer, loop_now(self->order.loop).mono_ms);
}

static void on_end(void *owner)
{
    const struct silence_door *self = owner;
    struct alertmanager_result told = self->result;
    char silence_id[sizeof(self->silence_id)];

    memcpy(silence_id, self->silence_id, sizeof(silence_id));
    told.silence_id = silence_id; /* outlives a door that is freed there */
    self->order.done(self->order.owner, &told);
}

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}
