/* components_feed.c - asks the component back ends their questions. */
#include "engine/components_feed.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "engine/kube_door.h"
#include "engine/question_program.h"
#include "model/change.h"

enum { PATH_MAX_BYTES = 4000 };

/* One question, and the answer that is on its way. */
struct asking {
    struct components_feed *feed;
    struct run *run;
    const struct question *question;
    struct asked *asked;
    size_t job;
    struct http_call *call;           /* NULL: nothing in flight */
    struct question_program *program; /* likewise */
    void *reader;                     /* NULL: no answer has begun */
    struct err err;                   /* of the reader, which ends a call */
    int pages;                        /* asked in a row */
    bool has_ended; /* answered, failed or was left out once */
    bool is_left_out;
    bool is_waiting; /* for the door */
};

/* A component that is on. */
struct run {
    const struct component_kind *kind;
    const struct backend_settings *settings;
    void *state;
    struct asking *askings;
    struct asked *asked;
};

struct components_feed {
    struct components_world world;
    struct http *http;
    struct run runs[COMPONENT_COUNT];
    size_t run_count;
    struct kube_door *door; /* NULL: nobody needs it */
    struct components components;
    struct changes changes; /* that the kinds tell */
};

static void add(struct components_feed *feed,
                const struct component_kind *kind);
static bool is_on(const struct component_kind *kind,
                  const struct context_settings *context);
static void make_door(struct components_feed *feed);
static void on_door(void *owner);
static bool goes_by_door(const struct asking *asking);
static void ask(struct asking *asking);
static void ask_at(struct asking *asking, const struct endpoint *endpoint);
static void ask_program(struct asking *asking);
static void on_program(void *owner, const struct question_answer *told,
                       const struct err *err);
static struct endpoint endpoint_of(const struct asking *asking);
static void leave_out(struct asking *asking);
static void on_headers(void *owner, const struct http_answer *answer);
static bool on_body(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err);
static int take(struct asking *asking, const struct question_answer *told);
static void fail(struct asking *asking, const struct err *err,
                 int64_t retry_after_ms);
static void end(struct asking *asking, const struct err *err,
                int64_t retry_after_ms);
static bool decides_light(const struct asking *asking);
static void settle(struct asking *asking);

struct components_feed *
components_feed_new(const struct components_world *world,
                    const struct component_kind *const *kinds, size_t count)
{
    struct components_feed *feed = xcalloc(1, sizeof(*feed));

    feed->world = *world;
    feed->components.changes = &feed->changes;
    for (size_t i = 0; i < count; i++)
        if (kinds[i] && is_on(kinds[i], world->context))
            add(feed, kinds[i]);
    make_door(feed);
    return feed;
}

void components_feed_free(struct components_feed *feed)
{
    if (!feed)
        return;
    for (size_t i = 0; i < feed->run_count; i++) {
        struct run *run = &feed->runs[i];

        for (size_t j = 0; j < run->kind->question_count; j++) {
            struct asking *asking = &run->askings[j];

            http_cancel(asking->call);
            question_program_cancel(asking->program);
            if (asking->reader)
                asking->question->drop(asking->reader);
        }
        run->kind->free(run->state);
        free(run->askings);
        free(run->asked);
    }
    kube_door_free(feed->door);
    changes_clear(&feed->changes);
    free(feed);
}

void components_feed_open(struct components_feed *feed, struct http *http)
{
    feed->http = http;
    if (feed->door)
        kube_door_open(feed->door);
}

bool components_feed_start(struct components_feed *feed, size_t job)
{
    for (size_t i = 0; i < feed->run_count; i++)
        for (size_t j = 0; j < feed->runs[i].kind->question_count; j++)
            if (feed->runs[i].askings[j].job == job) {
                feed->runs[i].askings[j].pages = 0;
                ask(&feed->runs[i].askings[j]);
                return true;
            }
    return false;
}

void components_feed_set_refresh(struct components_feed *feed,
                                 int64_t refresh_ms)
{
    int64_t now_ms = loop_now(feed->world.loop).mono_ms;

    feed->world.refresh_ms = refresh_ms;
    for (size_t i = 0; i < feed->run_count; i++)
        for (size_t j = 0; j < feed->runs[i].kind->question_count; j++)
            if (!feed->runs[i].kind->questions[j].interval_ms)
                sched_set_interval(feed->world.sched,
                                   feed->runs[i].askings[j].job, refresh_ms,
                                   now_ms);
}

const struct components *components_feed_get(const struct components_feed *feed)
{
    return &feed->components;
}

bool components_feed_is_settled(const struct components_feed *feed)
{
    for (size_t i = 0; i < COMPONENT_COUNT; i++)
        if (feed->components.of[i].is_on && !feed->components.of[i].is_settled)
            return false;
    return true;
}

static void add(struct components_feed *feed, const struct component_kind *kind)
{
    struct run *run = &feed->runs[feed->run_count++];

    assert(feed->run_count <= COMPONENT_COUNT);
    run->kind = kind;
    run->settings = kind->settings(feed->world.context);
    run->state = kind->create(feed->world.context, &feed->components);
    run->askings = xcalloc(kind->question_count, sizeof(*run->askings));
    run->asked = xcalloc(kind->question_count, sizeof(*run->asked));
    feed->components.of[kind->id] = (struct component){
        .asked = run->asked, .count = kind->question_count, .is_on = true};
    for (size_t i = 0; i < kind->question_count; i++) {
        const struct question *question = &kind->questions[i];
        int64_t interval_ms = question->interval_ms ? question->interval_ms
                                                    : feed->world.refresh_ms;

        run->asked[i] = (struct asked){.name = question->name,
                                       .answered_ms = -1,
                                       .failed_ms = -1,
                                       .latency_ms = -1,
                                       .next_try_ms = -1};
        run->askings[i] = (struct asking){
            .feed = feed,
            .run = run,
            .question = question,
            .asked = &run->asked[i],
            .job = sched_add(feed->world.sched, feed->world.group, interval_ms),
        };
    }
}

static bool is_on(const struct component_kind *kind,
                  const struct context_settings *context)
{
    const struct backend_settings *settings = kind->settings(context);

    if (settings->is_off)
        return false;
    return settings->url || settings->via_kubernetes ||
           (kind->is_on && kind->is_on(context));
}

static void make_door(struct components_feed *feed)
{
    const struct kube_door_order order = {.loop = feed->world.loop,
                                          .context = feed->world.context,
                                          .runtime_dir =
                                              feed->world.runtime_dir,
                                          .owner = feed,
                                          .changed = on_door};

    for (size_t i = 0; i < feed->run_count && order.runtime_dir; i++)
        if (!feed->door && (feed->runs[i].settings->via_kubernetes ||
                            feed->runs[i].kind->id == COMPONENT_KUBERNETES))
            feed->door = kube_door_new(&order);
}

/* What waited for the door goes on, or learns why it cannot. */
static void on_door(void *owner)
{
    struct components_feed *feed = owner;

    if (kube_door_state(feed->door, NULL) == KUBE_DOOR_STARTING)
        return;
    for (size_t i = 0; i < feed->run_count; i++)
        for (size_t j = 0; j < feed->runs[i].kind->question_count; j++) {
            struct asking *asking = &feed->runs[i].askings[j];

            if (asking->is_waiting)
                ask(asking);
        }
}

static bool goes_by_door(const struct asking *asking)
{
    const struct run *run = asking->run;

    if (!asking->feed->door)
        return false;
    return run->kind->id == COMPONENT_KUBERNETES ||
           (run->settings->via_kubernetes && asking->question->url == 0);
}

static void ask(struct asking *asking)
{
    enum kube_door_state state = KUBE_DOOR_OPEN;
    struct endpoint endpoint;
    struct err err = {0};

    if (asking->question->command) {
        ask_program(asking);
        return;
    }
    if (goes_by_door(asking))
        state = kube_door_state(asking->feed->door, &err);
    asking->is_waiting = state == KUBE_DOOR_STARTING;
    if (state == KUBE_DOOR_STARTING)
        return;
    if (state == KUBE_DOOR_DOWN) {
        asking->is_left_out = false;
        fail(asking, &err, 0);
        return;
    }
    endpoint = endpoint_of(asking);
    ask_at(asking, &endpoint);
}

static void ask_at(struct asking *asking, const struct endpoint *endpoint)
{
    const struct question *question = asking->question;
    const char *accept = question->accept;
    const struct http_sink sink = {.owner = asking,
                                   .headers = on_headers,
                                   .body = on_body,
                                   .done = on_done};
    struct err err = {0};
    struct buf url;

    asking->err = (struct err){0};
    buf_init(&url, PATH_MAX_BYTES);
    buf_printf(&url, "%s", endpoint->url ? endpoint->url : "");
    if (url.length) {
        size_t base = url.length;

        if (question->accept_of)
            accept = question->accept_of(asking->run->state);
        question->path(asking->run->state, &url);
        if (url.length == base)
            buf_reset(&url);
    }
    asking->is_left_out = url.length == 0;
    if (asking->is_left_out) {
        leave_out(asking);
    } else {
        asking->call = http_start(
            asking->feed->http,
            &(struct http_request){.method = "GET",
                                   .url = url.bytes,
                                   .accept = accept,
                                   .body_limit = question->body_limit,
                                   .settings = endpoint->http},
            &sink, &err);
        if (!asking->call)
            fail(asking, &err, 0);
    }
    buf_clear(&url);
}

static void ask_program(struct asking *asking)
{
    const struct components_world *world = &asking->feed->world;
    struct question_program_order order = {
        .timeout_ms = asking->run->settings->http.timeout_ms,
        .output_limit = asking->question->body_limit,
        .owner = asking,
        .output = on_body,
        .done = on_program,
    };
    struct err err = {0};
    struct buf words;

    asking->err = (struct err){0};
    buf_init(&words, PATH_MAX_BYTES);
    asking->question->command(asking->run->state, &words);
    asking->is_left_out = words.length == 0;
    order.words = &words;
    if (asking->is_left_out) {
        leave_out(asking);
    } else {
        asking->program = question_program_start(world->loop, &order, &err);
        if (!asking->program)
            fail(asking, &err, 0);
        else
            asking->reader = asking->question->begin(asking->run->state, 0);
    }
    buf_clear(&words);
}

static void on_program(void *owner, const struct question_answer *told,
                       const struct err *err)
{
    struct asking *asking = owner;

    asking->program = NULL;
    if (err)
        fail(asking, asking->err.kind != ERR_NONE ? &asking->err : err, 0);
    else if (take(asking, told) < 0)
        fail(asking, &asking->err, 0);
    else
        end(asking, NULL, 0);
}

static struct endpoint endpoint_of(const struct asking *asking)
{
    const struct run *run = asking->run;

    if (goes_by_door(asking))
        return run->kind->id == COMPONENT_KUBERNETES
                   ? kube_door_api(asking->feed->door)
                   : kube_door_service(asking->feed->door, run->settings);
    if (run->kind->url)
        return run->kind->url(run->state, asking->question->url);
    return (struct endpoint){.url = run->settings->url,
                             .http = &run->settings->http};
}

static void leave_out(struct asking *asking)
{
    const struct components_world *world = &asking->feed->world;

    settle(asking);
    sched_finished(world->sched, asking->job, true, 0,
                   loop_now(world->loop).mono_ms);
}

static void on_headers(void *owner, const struct http_answer *answer)
{
    struct asking *asking = owner;

    asking->asked->status = answer->status;
    asking->reader =
        asking->question->begin(asking->run->state, answer->status);
}

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct asking *asking = owner;

    return asking->question->feed(asking->reader, bytes, length,
                                  &asking->err) == 0;
}

static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err)
{
    struct asking *asking = owner;
    const struct question_answer told = {
        .status = answer->status,
        .content_type = answer->content_type,
        .latency_ms = answer->timing.total_us / 1000,
        .now_ms = loop_now(asking->feed->world.loop).wall_ms,
    };
    int64_t retry_ms =
        answer->retry_after_s > 0 ? answer->retry_after_s * 1000 : 0;
    int rc;

    asking->call = NULL;
    if (err) {
        if (asking->err.kind != ERR_NONE)
            err = &asking->err;
        fail(asking, err, retry_ms);
        return;
    }
    rc = take(asking, &told);
    if (rc < 0)
        fail(asking, &asking->err, retry_ms);
    else if (rc == 1)
        ask(asking);
    else
        end(asking, NULL, 0);
}

/* Returns 1 when the next page is to be asked. */
static int take(struct asking *asking, const struct question_answer *told)
{
    void *reader = asking->reader;
    int rc;

    asking->reader = NULL;
    rc = asking->question->finish(reader, told, &asking->err);
    if (rc < 0)
        return -1;
    if (rc == 1 && ++asking->pages < QUESTION_PAGES_MOST)
        return 1;
    if (rc == 1)
        return err_set(&asking->err, ERR_LIMIT, 0,
                       "%s: more than %d pages, the rest is left out",
                       asking->question->name, QUESTION_PAGES_MOST);
    asking->asked->latency_ms = told->latency_ms;
    asking->asked->answered_ms = told->now_ms;
    asking->asked->error[0] = '\0';
    return 0;
}

static void fail(struct asking *asking, const struct err *err,
                 int64_t retry_after_ms)
{
    struct asked *asked = asking->asked;

    if (asking->reader)
        asking->question->drop(asking->reader);
    asking->reader = NULL;
    if (err->kind != ERR_REFUSED && err->kind != ERR_FORMAT)
        asked->status = 0;
    asked->failed_ms = loop_now(asking->feed->world.loop).wall_ms;
    (void)snprintf(asked->error, sizeof(asked->error), "%s", err->text);
    end(asking, err, retry_after_ms);
}

static void end(struct asking *asking, const struct err *err,
                int64_t retry_after_ms)
{
    const struct components_world *world = &asking->feed->world;
    struct moment now = loop_now(world->loop);

    sched_finished(world->sched, asking->job, err == NULL, retry_after_ms,
                   now.mono_ms);
    asking->asked->next_try_ms =
        now.wall_ms + sched_booked_ms(world->sched, asking->job) - now.mono_ms;
    settle(asking);
    if (decides_light(asking))
        world->note(world->owner, asking->run->kind->id, err,
                    asking->asked->latency_ms);
    world->changed(world->owner);
}

static bool decides_light(const struct asking *asking)
{
    const struct asking *first = asking->run->askings;

    while (first != asking && first->is_left_out)
        first++;
    return first == asking;
}

static void settle(struct asking *asking)
{
    const struct run *run = asking->run;
    struct component *component = &asking->feed->components.of[run->kind->id];

    asking->has_ended = true;
    component->is_settled = true;
    for (size_t i = 0; i < run->kind->question_count; i++)
        if (!run->askings[i].has_ended)
            component->is_settled = false;
}
