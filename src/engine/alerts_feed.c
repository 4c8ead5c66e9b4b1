/* alerts_feed.c - asks for alerts and silences, and has the list built.
 *
 * Everybody is asked at the panels' tick, so that one wake-up does for all; a
 * job that fails backs off on its own. The list is built in slices on a timer.
 */
#include "engine/alerts_private.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* A slice is some 1 ms; answers that come together are built together. */
enum { SLICE = 1000, GATHER_MS = 50 };

static void ask_rules(struct engine *engine);
static int on_rules_bytes(void *owner, const char *bytes, size_t length,
                          struct err *err);
static int on_rules_end(void *owner, struct err *err);
static void on_rules_done(void *owner, const struct prometheus_result *result);
static void end_rules(struct engine *engine);
static void on_timer(void *owner);
static bool is_asking(const struct alerts_feed *feed);
static int64_t respond_by(void *owner, enum severity severity,
                          int64_t fired_ms);

void alerts_feed_init(struct engine *engine)
{
    const struct context_settings *context = engine->context;
    const struct alertmanager_settings *settings = &context->alertmanager;
    struct alerts_feed *feed = xcalloc(1, sizeof(*feed));
    struct err err = {0};
    struct alert_list_world world = {.panels = &engine->defs,
                                     .respond_by = respond_by,
                                     .owner = &engine->policy};

    engine->alerts_feed = feed;
    feed->acks = ack_book_new(engine->settings->paths.state_dir, &err);
    if (err.kind != ERR_NONE)
        log_line(engine->log, loop_now(engine->loop).wall_ms, "alerts", "%s",
                 err.text);
    world.acks = feed->acks;
    feed->list = alert_list_new(&world);
    feed->timer = loop_timer_add(engine->loop, on_timer, engine);
    feed->has_rules = context->prometheus.url && !context->prometheus.is_off;
    feed->rules_source =
        alert_list_add_source(feed->list, "prometheus", ALERT_FROM_PROMETHEUS);
    feed->rules_job =
        sched_add(engine->sched, BACKEND_PROMETHEUS, engine->refresh_ms);
    sched_enable(engine->sched, feed->rules_job, feed->has_rules);
    if (!settings->base.is_off)
        feed->am_count = settings->urls.count;
    if (feed->am_count > ALERTMANAGERS_MOST)
        feed->am_count = ALERTMANAGERS_MOST;
    for (size_t i = 0; i < feed->am_count; i++) {
        struct alerts_am *am = &feed->ams[i];

        am->engine = engine;
        am->source = alert_list_add_source(feed->list, "alertmanager",
                                           ALERT_FROM_ALERTMANAGER);
        am->alerts_job =
            sched_add(engine->sched, BACKEND_PROMETHEUS, engine->refresh_ms);
        am->silences_job =
            sched_add(engine->sched, BACKEND_PROMETHEUS, engine->refresh_ms);
    }
    if (feed->has_rules)
        feed->here = rules_here_new(engine);
    if (feed->has_rules || feed->am_count) {
        engine->model.alerts = alert_list_get(feed->list);
        engine->model.silences = alert_list_silences(feed->list);
    }
}

int alerts_feed_open(struct engine *engine, struct err *err)
{
    const struct alertmanager_settings *settings =
        &engine->context->alertmanager;
    struct alerts_feed *feed = engine->alerts_feed;

    for (size_t i = 0; i < feed->am_count; i++) {
        feed->ams[i].client = alertmanager_new(
            engine->http, settings->urls.urls[i], &settings->base.http, err);
        if (!feed->ams[i].client)
            return -1;
    }
    return 0;
}

void alerts_feed_clear(struct engine *engine)
{
    struct alerts_feed *feed = engine->alerts_feed;

    if (!feed)
        return;
    prometheus_cancel(feed->rules_call);
    rules_decoder_free(feed->decoder);
    told_batch_unref(feed->batch);
    for (size_t i = 0; i < feed->am_count; i++)
        alerts_am_clear(&feed->ams[i]);
    while (feed->changes) {
        struct alerts_change *change = feed->changes;

        feed->changes = change->next;
        silence_door_free(change->door);
        free(change);
    }
    loop_timer_remove(feed->timer);
    rules_here_free(feed->here);
    alert_list_free(feed->list);
    ack_book_free(feed->acks);
    free(feed);
    engine->alerts_feed = NULL;
}

void alerts_feed_want(struct engine *engine, bool is_wanted)
{
    struct alerts_feed *feed = engine->alerts_feed;

    rules_here_free(feed->here);
    feed->here = NULL;
    if (is_wanted)
        return;
    sched_enable(engine->sched, feed->rules_job, false);
    for (size_t i = 0; i < feed->am_count; i++) {
        sched_enable(engine->sched, feed->ams[i].alerts_job, false);
        sched_enable(engine->sched, feed->ams[i].silences_job, false);
    }
}

void alerts_feed_reschedule(struct engine *engine)
{
    struct alerts_feed *feed = engine->alerts_feed;
    int64_t now_ms = loop_now(engine->loop).mono_ms;

    sched_set_interval(engine->sched, feed->rules_job, engine->refresh_ms,
                       now_ms);
    for (size_t i = 0; i < feed->am_count; i++) {
        sched_set_interval(engine->sched, feed->ams[i].alerts_job,
                           engine->refresh_ms, now_ms);
        sched_set_interval(engine->sched, feed->ams[i].silences_job,
                           engine->refresh_ms, now_ms);
    }
}

bool alerts_feed_start(struct engine *engine, size_t job)
{
    struct alerts_feed *feed = engine->alerts_feed;

    if (job == feed->rules_job) {
        ask_rules(engine);
        return true;
    }
    for (size_t i = 0; i < feed->am_count; i++) {
        if (job == feed->ams[i].alerts_job)
            alerts_am_ask_alerts(&feed->ams[i]);
        else if (job == feed->ams[i].silences_job)
            alerts_am_ask_silences(&feed->ams[i]);
        else
            continue;
        return true;
    }
    return feed->here && rules_here_start(feed->here, job);
}

bool engine_alerts_are_settled(const struct engine *engine)
{
    const struct alerts_feed *feed = engine->alerts_feed;

    if ((feed->has_rules && !feed->has_asked) || feed->is_dirty ||
        feed->is_building)
        return false;
    for (size_t i = 0; i < feed->am_count; i++)
        if (!feed->ams[i].has_asked)
            return false;
    return !feed->here || feed->is_away || rules_here_is_settled(feed->here);
}

void alerts_feed_dirty(struct engine *engine)
{
    struct alerts_feed *feed = engine->alerts_feed;
    int64_t now_ms = loop_now(engine->loop).mono_ms;

    if (feed->is_dirty && loop_timer_is_set(feed->timer) && is_asking(feed))
        return;
    feed->is_dirty = true;
    if (!feed->is_building)
        loop_timer_set(feed->timer,
                       is_asking(feed) ? now_ms + GATHER_MS : now_ms);
}

static void ask_rules(struct engine *engine)
{
    struct alerts_feed *feed = engine->alerts_feed;
    const struct prometheus_taker taker = {
        .owner = feed, .feed = on_rules_bytes, .finish = on_rules_end};
    struct told_sink sink;
    struct err err = {0};

    feed->batch =
        told_batch_new(alert_list_symbols(feed->list), ALERT_FROM_PROMETHEUS);
    sink = told_batch_sink(feed->batch);
    feed->decoder = rules_decoder_new(&sink);
    feed->rules_call = prometheus_take(engine->prometheus, RULES_API_PATH,
                                       &taker, on_rules_done, engine, &err);
    if (!feed->rules_call)
        on_rules_done(engine, &(struct prometheus_result){.err = err,
                                                          .notes = "",
                                                          .is_transport = true,
                                                          .latency_ms = -1});
}

static int on_rules_bytes(void *owner, const char *bytes, size_t length,
                          struct err *err)
{
    struct alerts_feed *feed = owner;

    return rules_decoder_feed(feed->decoder, bytes, length, err);
}

static int on_rules_end(void *owner, struct err *err)
{
    struct alerts_feed *feed = owner;
    struct rules_totals totals;

    if (rules_decoder_finish(feed->decoder, &totals, err) < 0)
        return -1;
    feed->batch->cut = totals.cut;
    return 0;
}

static void on_rules_done(void *owner, const struct prometheus_result *result)
{
    struct engine *engine = owner;
    struct alerts_feed *feed = engine->alerts_feed;
    bool is_ok = result->err.kind == ERR_NONE;
    struct err own = {0};

    feed->rules_call = NULL;
    feed->has_asked = true;
    /* Only the panels' own questions say that Prometheus is down: some speak
     * its API without rules. */
    feed->is_away = result->is_transport;
    if (is_ok) {
        if (feed->here)
            rules_here_told(feed->here, feed->batch);
        alert_list_take(feed->list, feed->rules_source, feed->batch);
        feed->batch = NULL;
    } else {
        if (!result->is_transport && feed->here)
            rules_here_told(feed->here, NULL);
        alert_list_failed(feed->list, feed->rules_source,
                          engine_door_reason(engine,
                                             &engine->context->prometheus,
                                             &result->err, &own)
                              ->text);
    }
    end_rules(engine);
    sched_finished(engine->sched, feed->rules_job, is_ok,
                   result->retry_after_s * 1000,
                   loop_now(engine->loop).mono_ms);
    engine_arm(engine);
    alerts_feed_dirty(engine);
}

static void end_rules(struct engine *engine)
{
    struct alerts_feed *feed = engine->alerts_feed;

    rules_decoder_free(feed->decoder);
    feed->decoder = NULL;
    told_batch_unref(feed->batch);
    feed->batch = NULL;
}

static void on_timer(void *owner)
{
    struct engine *engine = owner;
    struct alerts_feed *feed = engine->alerts_feed;
    struct moment now = loop_now(engine->loop);

    if (!feed->is_building) {
        feed->is_building = true;
        feed->is_dirty = false;
        alert_list_begin(feed->list, now.wall_ms);
    }
    feed->is_building = alert_list_step(feed->list, SLICE);
    if (alert_list_get(feed->list) != engine->model.alerts) {
        engine->model.alerts = alert_list_get(feed->list);
        engine->model.silences = alert_list_silences(feed->list);
        engine_changed(engine);
    }
    if (feed->is_building || feed->is_dirty)
        loop_timer_set(feed->timer, now.mono_ms);
}

static bool is_asking(const struct alerts_feed *feed)
{
    if (feed->rules_call)
        return true;
    for (size_t i = 0; i < feed->am_count; i++)
        if (feed->ams[i].alerts_call || feed->ams[i].silences_call)
            return true;
    return false;
}

static int64_t respond_by(void *owner, enum severity severity, int64_t fired_ms)
{
    return policy_respond_by(owner, severity, fired_ms);
}
