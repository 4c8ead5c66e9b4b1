/* components_feed.c - asks the component back ends their questions. */
#include "engine/components_feed.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "engine/asking.h"
#include "model/change.h"

/* A component that is on. */
struct run {
    struct asking_component component; /* the first member: see on_ended() */
    struct asking *askings;
    struct asked *asked;
};

struct components_feed {
    struct components_world world;
    struct asking_ways ways;
    struct run runs[COMPONENT_COUNT];
    size_t run_count;
    struct components components;
    struct changes changes; /* that the kinds tell */
};

static void add(struct components_feed *feed,
                const struct component_kind *kind);
static bool is_on(const struct component_kind *kind,
                  const struct context_settings *context);
static void on_ended(void *owner, struct asking *asking, const struct err *err);
static bool decides_light(const struct run *run, const struct asking *asking);
static void settle(struct components_feed *feed, const struct run *run);

struct components_feed *
components_feed_new(const struct components_world *world,
                    const struct component_kind *const *kinds, size_t count)
{
    struct components_feed *feed = xcalloc(1, sizeof(*feed));

    feed->world = *world;
    feed->ways = (struct asking_ways){

        .door = world->door,
        .world = &feed->world,
        .owner = feed,
        .ended = on_ended};
    feed->components.changes = &feed->changes;
    for (size_t i = 0; i < count; i++)
        if (kinds[i] && is_on(kinds[i], world->context))
            add(feed, kinds[i]);
    return feed;
}

void components_feed_free(struct components_feed *feed)
{
    if (!feed)
        return;
    for (size_t i = 0; i < feed->run_count; i++) {
        struct run *run = &feed->runs[i];

        for (size_t j = 0; j < run->component.kind->question_count; j++)
            asking_cancel(&run->askings[j]);
        run->component.kind->free(run->component.state);
        free(run->askings);
        free(run->asked);
    }
    changes_clear(&feed->changes);
    free(feed);
}

void components_feed_open(struct components_feed *feed, struct http *http)
{
    feed->ways.http = http;
}

bool components_feed_start(struct components_feed *feed, size_t job)
{
    for (size_t i = 0; i < feed->run_count; i++)
        for (size_t j = 0; j < feed->runs[i].component.kind->question_count;
             j++)
            if (feed->runs[i].askings[j].job == job) {
                asking_start(&feed->runs[i].askings[j]);
                return true;
            }
    return false;
}

void components_feed_door_changed(struct components_feed *feed)
{
    for (size_t i = 0; i < feed->run_count; i++)
        for (size_t j = 0; j < feed->runs[i].component.kind->question_count;
             j++)
            asking_door_changed(&feed->runs[i].askings[j]);
}

void components_feed_want(struct components_feed *feed,
                          bool (*wants)(const void *owner, enum component_id id,
                                        const char *name),
                          const void *owner)
{
    for (size_t i = 0; i < feed->run_count; i++) {
        struct run *run = &feed->runs[i];
        const struct component_kind *kind = run->component.kind;

        for (size_t j = 0; j < kind->question_count; j++) {
            struct asking *asking = &run->askings[j];

            if (wants(owner, kind->id, asking->asked->name))
                continue;
            asking->has_ended = true;
            asking->is_left_out = asking->asked->is_left_out = true;
            sched_enable(feed->world.sched, asking->job, false);
        }
        settle(feed, run);
    }
}

void components_feed_set_refresh(struct components_feed *feed,
                                 int64_t refresh_ms)
{
    int64_t now_ms = loop_now(feed->world.loop).mono_ms;

    feed->world.refresh_ms = refresh_ms;
    for (size_t i = 0; i < feed->run_count; i++)
        for (size_t j = 0; j < feed->runs[i].component.kind->question_count;
             j++)
            if (!feed->runs[i].component.kind->questions[j].interval_ms)
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
    run->component = (struct asking_component){
        .kind = kind,
        .settings = component_settings(kind, feed->world.context),
        .state = kind->create(feed->world.context, &feed->components)};
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
            .ways = &feed->ways,
            .component = &run->component,
            .question = question,
            .asked = &run->asked[i],
            .job = sched_add(feed->world.sched, feed->world.group, interval_ms),
        };
    }
}

static bool is_on(const struct component_kind *kind,
                  const struct context_settings *context)
{
    const struct backend_settings *settings = component_settings(kind, context);

    if (settings->is_off)
        return false;
    return settings->url || settings->via_kubernetes ||
           (kind->is_on && kind->is_on(context));
}

static void on_ended(void *owner, struct asking *asking, const struct err *err)
{
    struct components_feed *feed = owner;
    const struct run *run = (const struct run *)asking->component;

    settle(feed, run);
    if (asking->is_left_out)
        return;
    if (decides_light(run, asking))
        feed->world.note(feed->world.owner, run->component.kind->id, err,
                         asking->asked->latency_ms);
    feed->world.changed(feed->world.owner);
}

static bool decides_light(const struct run *run, const struct asking *asking)
{
    const struct asking *first = run->askings;

    while (first != asking && first->is_left_out)
        first++;
    return first == asking;
}

static void settle(struct components_feed *feed, const struct run *run)
{
    const struct component_kind *kind = run->component.kind;
    struct component *component = &feed->components.of[kind->id];

    component->is_settled = true;
    for (size_t i = 0; i < kind->question_count; i++)
        if (!run->askings[i].has_ended)
            component->is_settled = false;
}
