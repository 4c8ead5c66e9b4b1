/* feed.c - a panel's windows: planned, asked, stored, judged. */
#include "engine/engine_private.h"

#include <stdio.h>
#include <string.h>

/* An expression that gave data and gives none any more is probed anew after
 * this long; shorter holes are holes. */
enum { EMPTY_BEFORE_PROBE_MS = 300000 };

/* A series that pushed a smaller one out comes without its history. Values
 * that take turns at the limit must not have the window asked each time. */
enum { BACKFILL_AGAIN_MS = 60000 };

static int64_t stale_after_ms(const struct engine *engine);
static size_t feed_zoom(const struct feed *feed);
static int64_t feed_interval(const struct feed *feed);
static bool feed_is_wanted(const struct feed *feed);
static bool plan(struct feed *feed);
static bool wants_backfill(struct feed *feed);
static struct series_set *feed_set(struct feed *feed);
static void open_past(struct feed *feed);
static void on_done(void *owner, const struct prometheus_result *result);
static void take_answer(struct feed *feed,
                        const struct prometheus_result *result);
static void note_failure(struct feed *feed,
                         const struct prometheus_result *result);
static void note_data(struct feed *feed, bool has_data);
static void tell_next_try(struct feed *feed);

void feeds_init(struct engine *engine)
{
    for (size_t i = 0; i < engine->defs.count; i++) {
        struct panel_feeds *feeds = &engine->panel_feeds[i];

        feeds->empty_since_ms = -1;
        for (int kind = 0; kind < FEED_KINDS; kind++) {
            struct feed *feed = &feeds->feeds[kind];

            *feed = (struct feed){
                .engine = engine, .panel = i, .kind = (enum feed_kind)kind};
            feed->job = sched_add(engine->sched, BACKEND_PROMETHEUS,
                                  engine->refresh_ms);
        }
        probe_start(engine, i);
    }
}

void feeds_clear(struct engine *engine)
{
    for (size_t i = 0; engine->panel_feeds && i < engine->defs.count; i++) {
        struct panel_feeds *feeds = &engine->panel_feeds[i];

        for (int kind = 0; kind < FEED_KINDS; kind++)
            prometheus_cancel(feeds->feeds[kind].call);
        prometheus_cancel(feeds->names_call);
        scout_free(feeds->probe.scout);
        series_set_free(feeds->past);
    }
}

void feeds_reschedule(struct engine *engine)
{
    int64_t now_ms = loop_now(engine->loop).mono_ms;

    for (size_t i = 0; i < engine->defs.count; i++) {
        for (int kind = 0; kind < FEED_KINDS; kind++) {
            struct feed *feed = &engine->panel_feeds[i].feeds[kind];

            if (kind == FEED_PAST)
                open_past(feed);
            sched_set_interval(engine->sched, feed->job, feed_interval(feed),
                               now_ms);
            sched_enable(engine->sched, feed->job, feed_is_wanted(feed));
        }
    }
}

bool feeds_start(struct engine *engine, size_t job)
{
    size_t index = job / FEED_KINDS;
    struct feed *feed;

    if (index >= engine->defs.count)
        return false;
    feed = &engine->panel_feeds[index].feeds[job % FEED_KINDS];
    if (engine->is_once && feed->kind == FEED_BASE)
        scout_start(feed);
    feed_ask(feed);
    return true;
}

void feed_ask(struct feed *feed)
{
    struct engine *engine = feed->engine;
    struct panel_feeds *feeds = &engine->panel_feeds[feed->panel];
    struct panel *panel = &engine->panels[feed->panel];
    size_t query = feeds->probe.is_running ? feeds->probe.next : panel->query;
    struct err err = {0};

    if ((feeds->probe.is_running && feed->kind != FEED_BASE) ||
        query == PANEL_NO_QUERY || !plan(feed)) {
        feed_finish(feed, true, 0);
        return;
    }
    feed->call = prometheus_ask_range(
        engine->prometheus, panel->def->queries[query].expression,
        &feed->window, feed_set(feed), on_done, feed, &err);
    if (feed->call)
        return;
    note_failure(feed, &(struct prometheus_result){.err = err,
                                                   .latency_ms = -1,
                                                   .retry_after_s = -1,
                                                   .notes = "",
                                                   .is_transport = true});
}

void feed_finish(struct feed *feed, bool is_ok, int64_t retry_after_ms)
{
    struct engine *engine = feed->engine;

    sched_finished(engine->sched, feed->job, is_ok, retry_after_ms,
                   loop_now(engine->loop).mono_ms);
    if (feed->kind == FEED_PAST && is_ok)
        sched_enable(engine->sched, feed->job, false);
    tell_next_try(feed);
    engine_arm(engine);
}

void panel_judge(struct engine *engine, size_t index)
{
    struct panel *panel = &engine->panels[index];
    const struct series_set *set =
        store_get(engine->store, panel->store_query, STORE_BASE_ZOOM);
    int64_t now_ms = engine->model.now.wall_ms;
    int64_t age_ms;
    enum panel_data data;

    if (!set || panel->data == PANEL_WAITING || panel->data == PANEL_EMPTY)
        return;
    panel->health =
        health_of(series_set_headline(set), panel->def->thresholds,
                  panel->def->threshold_count, now_ms, INT64_MAX / 4);
    if (panel->health.value_ms > series_set_newest_ms(set))
        panel->health.value_ms = series_set_newest_ms(set);
    age_ms = panel_age_ms(panel, now_ms);
    data = age_ms < 0 || age_ms > stale_after_ms(engine) ? PANEL_STALE
                                                         : PANEL_LIVE;
    if (data == PANEL_STALE && panel->health.state == HEALTH_OK)
        panel->health.state = HEALTH_UNKNOWN;
    if (data != panel->data) {
        panel->data = data;
        engine->model.generation++;
    }
}

/* Three refreshes; but the first answer ends at a grid time, which may be a
 * whole step ago before the value of this moment comes. */
static int64_t stale_after_ms(const struct engine *engine)
{
    int64_t first_ms = zoom_table[STORE_BASE_ZOOM].step_ms + engine->refresh_ms;

    return 3 * engine->refresh_ms > first_ms ? 3 * engine->refresh_ms
                                             : first_ms;
}

static size_t feed_zoom(const struct feed *feed)
{
    return feed->kind == FEED_BASE ? STORE_BASE_ZOOM : feed->engine->model.zoom;
}

static int64_t feed_interval(const struct feed *feed)
{
    int64_t step_ms = zoom_table[feed_zoom(feed)].step_ms;

    if (feed->kind == FEED_ZOOM && step_ms / 10 > feed->engine->refresh_ms)
        return step_ms / 10;
    return feed->engine->refresh_ms;
}

static bool feed_is_wanted(const struct feed *feed)
{
    const struct model *model = &feed->engine->model;
    const struct backend_settings *backend = &feed->engine->context->prometheus;

    if (!backend->url || backend->is_off ||
        feed->engine->panel_feeds[feed->panel].is_left_out)
        return false;
    switch (feed->kind) {
    case FEED_ZOOM:
        return model->end_ms < 0 && model->zoom > STORE_BASE_ZOOM;
    case FEED_PAST:
        return model->end_ms >= 0;
    case FEED_BASE:
    case FEED_KINDS:
        break;
    }
    return true;
}

/* Works out the window to ask for; false when there is none. */
static bool plan(struct feed *feed)
{
    struct engine *engine = feed->engine;
    struct panel *panel = &engine->panels[feed->panel];
    size_t zoom = feed_zoom(feed);
    const struct series_set *set = feed_set(feed);
    struct coverage *coverage;
    size_t capacity;

    if (!set)
        return false;
    feed->asked_ms = loop_now(engine->loop).wall_ms;
    capacity = ring_capacity(series_set_headline(set));
    if (feed->kind == FEED_PAST) {
        int64_t step_ms = zoom_table[zoom].step_ms;
        int64_t end_ms = engine->model.end_ms / step_ms * step_ms;

        feed->window = (struct window){
            .start_ms = end_ms - (int64_t)(capacity - 1) * step_ms,
            .end_ms = end_ms,
            .step_ms = step_ms,
        };
        return true;
    }
    coverage = store_coverage(engine->store, panel->store_query, zoom);
    if (wants_backfill(feed) ||
        engine->panel_feeds[feed->panel].probe.is_running)
        *coverage = coverage_none();
    if (coverage->asked_ms < 0)
        feed->whole_ms = feed->asked_ms;
    feed->window = window_next(coverage, feed->asked_ms,
                               zoom_table[zoom].step_ms, capacity);
    return true;
}

static bool wants_backfill(struct feed *feed)
{
    return series_set_wants_backfill(feed_set(feed)) &&
           feed->asked_ms - feed->whole_ms >= BACKFILL_AGAIN_MS;
}

static struct series_set *feed_set(struct feed *feed)
{
    struct engine *engine = feed->engine;

    if (feed->kind == FEED_PAST)
        return engine->panel_feeds[feed->panel].past;
    return store_open(engine->store, engine->panels[feed->panel].store_query,
                      feed_zoom(feed));
}

static void open_past(struct feed *feed)
{
    struct engine *engine = feed->engine;
    struct panel_feeds *feeds = &engine->panel_feeds[feed->panel];
    struct panel *panel = &engine->panels[feed->panel];
    const struct zoom *zoom = &zoom_table[engine->model.zoom];
    struct series_spec spec = panel->def->headline;

    if (feed->call) {
        prometheus_cancel(feed->call);
        feed->call = NULL;
        sched_finished(engine->sched, feed->job, true, 0,
                       loop_now(engine->loop).mono_ms);
    }
    sched_enable(engine->sched, feed->job, false);
    series_set_free(feeds->past);
    feeds->past = NULL;
    if (engine->model.end_ms >= 0) {
        spec.step_ms = zoom->step_ms;
        spec.capacity = (size_t)(zoom->range_ms / zoom->step_ms) + 16;
        spec.limit = engine->settings->series_limit;
        feeds->past = series_set_new(store_symbols(engine->store), &spec);
    }
    panel->past = feeds->past;
}

static void on_done(void *owner, const struct prometheus_result *result)
{
    struct feed *feed = owner;
    struct engine *engine = feed->engine;
    bool is_probing;

    feed->call = NULL;
    lights_note(engine, result);
    is_probing = engine->panel_feeds[feed->panel].probe.is_running;
    /* A refused expression is an answer to a probe: try the next one. */
    if (result->err.kind != ERR_NONE &&
        (result->err.kind != ERR_REFUSED || !is_probing))
        note_failure(feed, result);
    else if (!is_probing || !probe_answered(feed, result))
        take_answer(feed, result);
    engine_changed(engine);
    panel_judge(engine, feed->panel);
}

static void take_answer(struct feed *feed,
                        const struct prometheus_result *result)
{
    struct engine *engine = feed->engine;
    struct panel *panel = &engine->panels[feed->panel];

    if (feed->kind != FEED_PAST)
        window_answered(
            store_coverage(engine->store, panel->store_query, feed_zoom(feed)),
            &feed->window, feed->asked_ms);
    if (feed->kind == FEED_BASE) {
        (void)snprintf(panel->notes, sizeof(panel->notes), "%s", result->notes);
        panel->reason[0] = '\0';
        note_data(feed, series_set_answer_samples(feed_set(feed)) > 0);
        if (panel->data == PANEL_WAITING || panel->data == PANEL_EMPTY)
            panel->data = PANEL_LIVE;
    }
    feed_finish(feed, true, 0);
    if (feed->kind == FEED_BASE && series_set_wants_backfill(feed_set(feed)))
        sched_kick(engine->sched, feed->job);
}

static void note_failure(struct feed *feed,
                         const struct prometheus_result *result)
{
    struct engine *engine = feed->engine;
    struct panel *panel = &engine->panels[feed->panel];
    struct err own = {0};

    if (feed->kind == FEED_BASE)
        (void)snprintf(panel->reason, sizeof(panel->reason), "%s",
                       engine_door_reason(engine, &engine->context->prometheus,
                                          &result->err, &own)
                           ->text);
    feed_finish(feed, false, result->retry_after_s * 1000);
}

static void note_data(struct feed *feed, bool has_data)
{
    struct panel_feeds *feeds = &feed->engine->panel_feeds[feed->panel];

    if (has_data) {
        feeds->empty_since_ms = -1;
    } else if (feeds->empty_since_ms < 0) {
        feeds->empty_since_ms = feed->asked_ms;
    } else if (!feeds->is_pinned &&
               feed->asked_ms - feeds->empty_since_ms > EMPTY_BEFORE_PROBE_MS) {
        feeds->empty_since_ms = -1;
        probe_start(feed->engine, feed->panel);
    }
}

static void tell_next_try(struct feed *feed)
{
    struct engine *engine = feed->engine;
    struct moment now = loop_now(engine->loop);
    int64_t booked_ms = sched_booked_ms(engine->sched, feed->job);

    if (feed->kind != FEED_BASE)
        return;
    if (booked_ms < now.mono_ms)
        booked_ms = now.mono_ms;
    engine->panels[feed->panel].next_try_ms =
        now.wall_ms + (booked_ms - now.mono_ms);
}
