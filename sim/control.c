/* control.c - ready, state, scenario, event and fail. */
#include "sim/control.h"

#include <string.h>

#include "sim/model.h"
#include "sim/state.h"

typedef void control_fn(struct rooms *rooms, struct model *model,
                        const struct api_request *request,
                        struct api_reply *reply);

static control_fn answer_ready, answer_state, play_scenario, cure_fault,
    fail_backend;

static const struct {
    const char *path, *method;
    control_fn *fn;
} controls[] = {
    {"/-/ready", "GET", answer_ready},      {"/-/state", "GET", answer_state},
    {"/-/scenario", "POST", play_scenario}, {"/-/event", "POST", cure_fault},
    {"/-/fail", "POST", fail_backend},
};

void control_answer(struct rooms *rooms, struct model *model,
                    const struct api_request *request, struct api_reply *reply)
{
    for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++) {
        if (strcmp(controls[i].path, request->path) != 0)
            continue;
        if (!api_is(request, controls[i].method)) {
            api_text(reply, 405, "use ");
            (void)buf_printf(&reply->body, "%s\n", controls[i].method);
            return;
        }
        controls[i].fn(rooms, model, request, reply);
        return;
    }
    api_text(reply, 404, "no such path; see /-/state\n");
}

static void answer_ready(struct rooms *rooms, struct model *model,
                         const struct api_request *request,
                         struct api_reply *reply)
{
    (void)rooms;
    (void)model;
    (void)request;
    api_text(reply, 200, "ready\n");
}

static void answer_state(struct rooms *rooms, struct model *model,
                         const struct api_request *request,
                         struct api_reply *reply)
{
    (void)rooms;
    (void)request;
    reply->status = 200;
    reply->type = "application/json";
    state_add_json(&reply->body, model);
}

static void play_scenario(struct rooms *rooms, struct model *model,
                          const struct api_request *request,
                          struct api_reply *reply)
{
    enum scenario scenario = SCENARIO_HEALTHY;

    if (scenario_parse(api_argument(request, "name", ""), &scenario) == 0) {
        model_play(model, scenario);
        answer_state(rooms, model, request, reply);
        return;
    }
    api_text(reply, 400, "unknown scenario; known are:");
    for (int i = 0; i < SCENARIO_COUNT; i++)
        (void)buf_printf(&reply->body, " %s", scenario_name((enum scenario)i));
    (void)buf_add_char(&reply->body, '\n');
}

static void cure_fault(struct rooms *rooms, struct model *model,
                       const struct api_request *request,
                       struct api_reply *reply)
{
    enum fault fault = FAULT_DISK;

    if (event_parse(api_argument(request, "name", ""), &fault) == 0) {
        model_cure(model, fault);
        answer_state(rooms, model, request, reply);
        return;
    }
    api_text(reply, 400, "unknown event; known are:");
    for (size_t i = 0; event_name(i); i++)
        (void)buf_printf(&reply->body, " %s", event_name(i));
    (void)buf_add_char(&reply->body, '\n');
}

static void fail_backend(struct rooms *rooms, struct model *model,
                         const struct api_request *request,
                         struct api_reply *reply)
{
    const char *name = api_argument(request, "backend", "");
    enum failure failure = FAILURE_NONE;

    (void)model;
    if (failure_parse(api_argument(request, "how", ""), &failure) == 0 &&
        room_fail(rooms, name, failure)) {
        api_text(reply, 200, "so be it\n");
        return;
    }
    api_text(reply, 400, "unknown; back ends are: all");
    for (size_t i = 0; room_at(i); i++)
        if (i == 0 || strcmp(room_at(i)->name, room_at(i - 1)->name) != 0)
            (void)buf_printf(&reply->body, " %s", room_at(i)->name);
    (void)buf_add_str(&reply->body, "; ways are:");
    for (int i = 0; i < FAILURE_COUNT; i++)
        (void)buf_printf(&reply->body, " %s", failure_name((enum failure)i));
    (void)buf_add_char(&reply->body, '\n');
}
