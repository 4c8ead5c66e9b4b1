/* asking.c - one question of a component, asked again and again. */
#include "engine/asking.h"

#include <stdio.h>

#include "base/buf.h"
#include "engine/kube_door.h"
#include "engine/question_program.h"

enum { PATH_MAX_BYTES = 4000 };

static void ask(struct asking *asking);
static bool goes_by_door(const struct asking *asking);
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
static struct err reason_of(const struct asking *asking, const struct err *err);
static void end(struct asking *asking, const struct err *err,
                int64_t retry_after_ms);

void asking_start(struct asking *asking)
{
    asking->pages = 0;
    ask(asking);
}

void asking_door_changed(struct asking *asking)
{
    if (asking->is_waiting)
        ask(asking);
}

void asking_cancel(struct asking *asking)
{
    http_cancel(asking->call);
    question_program_cancel(asking->program);
    if (asking->reader)
        asking->question->drop(asking->reader);
    asking->call = NULL;
    asking->program = NULL;
    asking->reader = NULL;
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
        state = kube_door_state(asking->ways->door, &err);
    asking->is_waiting = state == KUBE_DOOR_STARTING;
    if (state == KUBE_DOOR_STARTING)
        return;
    if (state == KUBE_DOOR_DOWN) {
        asking->is_left_out = asking->asked->is_left_out = false;
        fail(asking, &err, 0);
        return;
    }
    if (goes_by_door(asking))
        (void)kube_door_complaint(asking->ways->door, &asking->complained);
    endpoint = endpoint_of(asking);
    ask_at(asking, &endpoint);
}

static bool goes_by_door(const struct asking *asking)
{
    const struct asking_component *of = asking->component;

    if (!asking->ways->door)
        return false;
    return of->kind->id == COMPONENT_KUBERNETES || of->settings->via_kubernetes;
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
            accept = question->accept_of(asking->component->state);
        question->path(asking->component->state, &url);
        if (url.length == base)
            buf_reset(&url);
    }
    asking->is_left_out = asking->asked->is_left_out = url.length == 0;
    if (asking->is_left_out) {
        leave_out(asking);
    } else {
        asking->call = http_start(
            asking->ways->http,
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
    const struct components_world *world = asking->ways->world;
    struct question_program_order order = {
        .timeout_ms = asking->component->settings->http.timeout_ms,
        .output_limit = asking->question->body_limit,
        .owner = asking,
        .output = on_body,
        .done = on_program,
    };
    struct err err = {0};
    struct buf words;

    asking->err = (struct err){0};
    buf_init(&words, PATH_MAX_BYTES);
    asking->question->command(asking->component->state, &words);
    asking->is_left_out = asking->asked->is_left_out = words.length == 0;
    order.words = &words;
    if (asking->is_left_out) {
        leave_out(asking);
    } else {
        asking->program = question_program_start(world->loop, &order, &err);
        if (!asking->program)
            fail(asking, &err, 0);
        else
            asking->reader =
                asking->question->begin(asking->component->state, 0);
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
    const struct asking_component *of = asking->component;

    if (goes_by_door(asking) && of->kind->id == COMPONENT_KUBERNETES)
        return kube_door_api(asking->ways->door);
    if (of->kind->url)
        return of->kind->url(of->state, asking->question->url);
    return (struct endpoint){.url = of->settings->url,
                             .http = &of->settings->http};
}

static void leave_out(struct asking *asking)
{
    const struct components_world *world = asking->ways->world;

    asking->has_ended = true;
    sched_finished(world->sched, asking->job, true, 0,
                   loop_now(world->loop).mono_ms);
    asking->ways->ended(asking->ways->owner, asking, NULL);
}

static void on_headers(void *owner, const struct http_answer *answer)
{
    struct asking *asking = owner;

    asking->asked->status = answer->status;
    asking->reader =
        asking->question->begin(asking->component->state, answer->status);
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
        .now_ms = loop_now(asking->ways->world->loop).wall_ms,
    };
    int64_t retry_ms =
        answer->retry_after_s > 0 ? answer->retry_after_s * 1000 : 0;
    int rc;

    asking->call = NULL;
    if (answer->certificate_ms)
        asking->asked->certificate_ms = answer->certificate_ms;
    if (err) {
        asking->asked->status = answer->status;
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
    const struct err reason = reason_of(asking, err);
    struct asked *asked = asking->asked;

    if (asking->reader)
        asking->question->drop(asking->reader);
    asking->reader = NULL;
    if (err->kind == ERR_NETWORK || err->kind == ERR_SYSTEM)
        asked->status = 0;
    asked->failed_ms = loop_now(asking->ways->world->loop).wall_ms;
    (void)snprintf(asked->error, sizeof(asked->error), "%s", reason.text);
    end(asking, &reason, retry_after_ms);
}

/* kubectl answers what it could not log in for with a bare status; why stands
 * among its complaints. */
static struct err reason_of(const struct asking *asking, const struct err *err)
{
    struct err reason = *err;
    const char *complaint;
    uint64_t bytes;

    if (!asking->ways->door || asking->is_left_out || !goes_by_door(asking) ||
        kube_door_state(asking->ways->door, NULL) != KUBE_DOOR_OPEN)
        return reason;
    complaint = kube_door_complaint(asking->ways->door, &bytes);
    if (bytes > asking->complained && *complaint)
        (void)err_set(&reason, err->kind, err->code, "kubectl: %s (%s)",
                      complaint, err->text);
    return reason;
}

static void end(struct asking *asking, const struct err *err,
                int64_t retry_after_ms)
{
    const struct components_world *world = asking->ways->world;
    struct moment now = loop_now(world->loop);

    asking->has_ended = true;
    sched_finished(world->sched, asking->job, err == NULL, retry_after_ms,
                   now.mono_ms);
    asking->asked->next_try_ms =
        now.wall_ms + sched_booked_ms(world->sched, asking->job) - now.mono_ms;
    asking->ways->ended(asking->ways->owner, asking, err);
}
