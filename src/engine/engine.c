/* engine.c - the life of the engine: jobs, timer, model. */
#include "engine/engine_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

enum { VERSION_INTERVAL_MS = 600000, ONCE_CALLS = 16 };

static void init_model(struct engine *engine);
static int load_panels(struct engine *engine, struct err *err);
static bool has_prometheus(const struct engine *engine);
static void init_components(struct engine *engine);
static void on_component_changed(void *owner);
static void on_timer(void *owner);

struct engine *engine_new(struct loop *loop, const struct settings *settings,
                          struct log *log, struct err *err)
{
    struct engine *engine = xcalloc(1, sizeof(*engine));

    engine->loop = loop;
    engine->settings = settings;
    engine->context = settings_context(settings);
    engine->log = log;
    engine->refresh_ms = settings->refresh_ms;
    engine->sched = sched_new((uint64_t)getpid());
    engine->store = store_new(settings->series_limit);
    engine->timer = loop_timer_add(loop, on_timer, engine);
    policy_init(&engine->policy);
    if (policy_read(&engine->policy, settings->file ? settings->file : "",
                    settings->escalation, err) < 0 ||
        load_panels(engine, err) < 0) {
        engine_free(engine);
        return NULL;
    }
    engine_door_init(engine);
    lights_init(engine);
    init_model(engine);
    feeds_init(engine);
    engine->build_job =
        sched_add(engine->sched, BACKEND_PROMETHEUS, VERSION_INTERVAL_MS);
    sched_enable(engine->sched, engine->build_job, has_prometheus(engine));
    alerts_feed_init(engine);
    init_components(engine);
    facts_feed_init(engine);
    engine_traces_init(engine);
    feeds_reschedule(engine);
    return engine;
}

void engine_free(struct engine *engine)
{
    if (!engine)
        return;
    feeds_clear(engine);
    alerts_feed_clear(engine);
    facts_feed_clear(engine);
    components_feed_free(engine->components_feed);
    traces_feed_free(engine->traces_feed);
    prometheus_cancel(engine->build_call);
    prometheus_free(engine->prometheus);
    http_free(engine->http);
    engine_door_clear(engine);
    loop_timer_remove(engine->timer);
    sched_free(engine->sched);
    store_free(engine->store);
    free(engine->panels);
    free(engine->panel_feeds);
    panel_defs_clear(&engine->defs);
    policy_clear(&engine->policy);
    free(engine->backends);
    free(engine);
}

int engine_start(struct engine *engine, struct err *err)
{
    const struct backend_settings *backend = &engine->context->prometheus;

    engine->http = http_new(engine->loop, err);
    if (!engine->http)
        return -1;
    if (engine->is_once)
        http_set_width(engine->http, ONCE_CALLS);
    if (has_prometheus(engine)) {
        engine->prometheus =
            prometheus_new(engine->http, backend->url, &backend->http, err);
        if (!engine->prometheus)
            return err_within(err, "prometheus");
        if (backend->via_kubernetes)
            prometheus_use_get(engine->prometheus);
    }
    if (alerts_feed_open(engine, err) < 0)
        return err_within(err, "alertmanager");
    components_feed_open(engine->components_feed, engine->http);
    engine_door_open(engine);
    engine_start_due(engine);
    return 0;
}

const struct model *engine_model(const struct engine *engine)
{
    return &engine->model;
}

void engine_set_desk(struct engine *engine, const struct desk *desk)
{
    engine->model.desk = desk;
}

void engine_touch(struct engine *engine, struct moment now)
{
    engine->model.now = now;
    for (size_t i = 0; i < engine->model.panel_count; i++)
        panel_judge(engine, i);
}

void engine_show(struct engine *engine, size_t zoom, int64_t end_ms)
{
    if (engine->model.zoom == zoom && engine->model.end_ms == end_ms)
        return;
    engine->model.zoom = zoom;
    engine->model.end_ms = end_ms;
    feeds_reschedule(engine);
    engine_changed(engine);
    engine_start_due(engine);
}

void engine_refresh(struct engine *engine)
{
    sched_kick_all(engine->sched);
    engine_start_due(engine);
}

void engine_pause(struct engine *engine, bool is_paused)
{
    engine->model.is_paused = is_paused;
    sched_pause(engine->sched, is_paused);
    engine_changed(engine);
    engine_start_due(engine);
}

void engine_set_refresh(struct engine *engine, int64_t refresh_ms)
{
    if (refresh_ms < 1000)
        refresh_ms = 1000;
    if (refresh_ms > 3600000)
        refresh_ms = 3600000;
    engine->refresh_ms = refresh_ms;
    engine->model.refresh_ms = refresh_ms;
    feeds_reschedule(engine);
    alerts_feed_reschedule(engine);
    components_feed_set_refresh(engine->components_feed, refresh_ms);
    engine_changed(engine);
    engine_arm(engine);
}

void engine_next_query(struct engine *engine, size_t index)
{
    struct panel *panel = &engine->panels[index];
    size_t last = panel->query == PANEL_NO_QUERY ? 0 : panel->query + 1;

    if (panel->def->query_count < 2)
        return;
    engine->panel_feeds[index].is_pinned = true;
    engine->panel_feeds[index].probe.is_running = false;
    panel->query = last % panel->def->query_count;
    panel->data = PANEL_WAITING;
    store_reset_query(engine->store, panel->store_query);
    for (int kind = 0; kind < FEED_KINDS; kind++)
        sched_kick(engine->sched, engine->panel_feeds[index].feeds[kind].job);
    engine_changed(engine);
    engine_start_due(engine);
}

bool engine_is_settled(const struct engine *engine)
{
    for (size_t i = 0; i < engine->model.panel_count; i++)
        if (engine->panels[i].data == PANEL_WAITING &&
            !engine->panels[i].reason[0])
            return false;
    return engine_alerts_are_settled(engine) &&
           components_feed_is_settled(engine->components_feed) &&
           !traces_feed_is_asking(engine->traces_feed) &&
           facts_feed_is_settled(engine);
}

void engine_changed(struct engine *engine)
{
    engine->model.now = loop_now(engine->loop);
    engine->model.generation++;
    engine->model.has_asked_alerts = engine_alerts_are_settled(engine);
    facts_feed_wake(engine);
}

void engine_arm(struct engine *engine)
{
    int64_t next = sched_next_ms(engine->sched);

    if (next < 0 || !engine->http)
        loop_timer_stop(engine->timer);
    else
        loop_timer_set(engine->timer, next);
}

static void init_model(struct engine *engine)
{
    const struct context_settings *context = engine->context;

    engine->model = (struct model){
        .now = loop_now(engine->loop),
        .context_name = context->name,
        .namespace_name = context->namespace_name,
        .banner = context->banner,
        .is_production = context->is_production,
        .is_read_only = engine->settings->is_read_only,
        .mode = "offline",
        .refresh_ms = engine->refresh_ms,
        .zoom = zoom_for_range(engine->settings->range_ms),
        .end_ms = -1,
        .policy = &engine->policy,
        .store = engine->store,
        .backends = engine->backends,
        .backend_count = engine->model.backend_count,
        .panels = engine->panels,
        .panel_count = engine->defs.count,
        .generation = 1,
    };
}

static void init_components(struct engine *engine)
{
    const struct components_world world = {
        .loop = engine->loop,
        .sched = engine->sched,
        .group = BACKEND_PROMETHEUS, /* one wake-up does for all */
        .context = engine->context,
        .refresh_ms = engine->refresh_ms,
        .door = engine->door,
        .owner = engine,
        .note = lights_note_component,
        .changed = on_component_changed,
    };

    engine->components_feed =
        components_feed_new(&world, component_kinds, COMPONENT_COUNT);
    engine->model.components = components_feed_get(engine->components_feed);
}

static void on_component_changed(void *owner)
{
    struct engine *engine = owner;

    lights_take_certificates(engine);
    engine_arm(engine);
    engine_changed(engine);
}

static int load_panels(struct engine *engine, struct err *err)
{
    const struct panel_variables variables = {
        .namespace_name = engine->context->namespace_name,
        .kafka_group = engine->context->kafka.group,
        .kafka_topic = engine->context->kafka.topic,
    };
    char *dir = paths_join(engine->settings->paths.config_dir, "panels", NULL);
    int rc = panel_defs_load(&engine->defs, dir, &variables, err);

    free(dir);
    if (rc < 0)
        return -1;
    engine->panels = xcalloc(engine->defs.count, sizeof(*engine->panels));
    engine->panel_feeds =
        xcalloc(engine->defs.count, sizeof(*engine->panel_feeds));
    for (size_t i = 0; i < engine->defs.count; i++) {
        struct panel *panel = &engine->panels[i];

        panel->def = &engine->defs.items[i];
        panel->query = PANEL_NO_QUERY;
        panel->next_try_ms = -1;
        panel->health = (struct health){
            .state = HEALTH_UNKNOWN, .value_ms = -1, .since_ms = -1};
        panel->store_query =
            store_add_query(engine->store, &panel->def->headline);
    }
    return 0;
}

static bool has_prometheus(const struct engine *engine)
{
    const struct backend_settings *backend = &engine->context->prometheus;

    return backend->url && !backend->is_off;
}

static void on_timer(void *owner)
{
    engine_start_due(owner);
}

void engine_start_due(struct engine *engine)
{
    int64_t now_ms = loop_now(engine->loop).mono_ms;
    size_t job;

    if (!engine->http)
        return;
    while ((job = sched_due(engine->sched, now_ms)) != SCHED_NONE) {
        sched_started(engine->sched, job);
        if (components_feed_start(engine->components_feed, job))
            continue;
        if (engine_waits_for_door(engine)) {
            engine_door_say(engine);
            sched_finished(engine->sched, job, true, 0, now_ms);
            continue;
        }
        if (!feeds_start(engine, job) && !alerts_feed_start(engine, job) &&
            !facts_feed_start(engine, job))
            lights_ask_version(engine);
    }
    engine_arm(engine);
}
