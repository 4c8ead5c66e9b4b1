/* model_fixture.c - five panels, an hour of samples, one clock. */
#include "tests/support/model_fixture.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* One made-up series: a level, a wave, and a climb near the end. */
struct shape {
    size_t panel;
    const char *name, *value; /* its one label */
    double level, wave, climb;
    int64_t climb_ms; /* how long before the end the climb begins */
};

static const struct shape healthy_shapes[] = {
    {0, "pod", "jaeger-collector-0", 4300, 300, 0, 0},
    {0, "pod", "jaeger-collector-1", 4100, 200, 0, 0},
    {1, "operation", "all", 0.21, 0.05, 0, 0},
    {1, "operation", "find_traces", 0.29, 0.06, 0, 0},
    {1, "operation", "get_services", 0.02, 0.01, 0, 0},
    {2, "name", "es-master-0", 71, 0.5, 0, 0},
    {2, "name", "es-master-1", 69, 0.5, 0, 0},
    {2, "name", "es-master-2", 64, 0.5, 0, 0},
    {3, "pod", "otel-collector-gateway-7d9f-aaaaa", 45, 4, 0, 0},
    {3, "pod", "otel-collector-gateway-7d9f-bbbbb", 41, 4, 0, 0},
    {3, "pod", "otel-collector-gateway-7d9f-ccccc", 38, 4, 0, 0},
    {4, "partition", "0", 400, 100, 0, 0},
    {4, "partition", "1", 300, 100, 0, 0},
};

static const struct shape incident_shapes[] = {
    {0, "pod", "jaeger-collector-0", 4300, 300, 0, 0},
    {0, "pod", "jaeger-collector-1", 4100, 200, 0, 0},
    {1, "operation", "all", 0.21, 0.05, 1.1, 480000},
    {1, "operation", "find_traces", 0.29, 0.06, 1.6, 480000},
    {1, "operation", "get_services", 0.02, 0.01, 0, 0},
    {2, "name", "es-master-0", 81, 0.3, 12, 1500000},
    {2, "name", "es-master-1", 78, 0.3, 9, 1500000},
    {2, "name", "es-master-2", 75, 0.3, 7, 1500000},
    {3, "pod", "otel-collector-gateway-7d9f-aaaaa", 45, 4, 0, 0},
    {3, "pod", "otel-collector-gateway-7d9f-bbbbb", 41, 4, 0, 0},
    {3, "pod", "otel-collector-gateway-7d9f-ccccc", 38, 4, 0, 0},
    {4, "partition", "0", 400, 100, 70000, 600000},
    {4, "partition", "1", 300, 100, 61000, 600000},
};

static void load_panels(struct model_fixture *fixture);
static void fill(struct model_fixture *fixture, const struct shape *shapes,
                 size_t count, int64_t end_ms);
static void push(struct series_set *set, const struct shape *shape,
                 int64_t start_ms, int64_t end_ms);
static void judge(struct model_fixture *fixture, enum panel_data data);
static void say_empty(struct model_fixture *fixture);
static void add_alerts(struct model_fixture *fixture);
static void add_alert(struct model_fixture *fixture, const struct alert *alert,
                      const char *label, const char *value);

void model_fixture_init(struct model_fixture *fixture, enum fixture_story story)
{
    const size_t count = sizeof(healthy_shapes) / sizeof(healthy_shapes[0]);
    const int64_t newest_ms = FIXTURE_NOW_MS / 15000 * 15000;

    *fixture = (struct model_fixture){0};
    fixture->store = store_new(200);
    fixture->keymap = keymap_new();
    load_panels(fixture);
    fixture->backend = (struct backend){
        .name = "prometheus",
        .short_name = "prom",
        .state = BACKEND_OK,
        .version = "2.42.0",
        .latency_ms = 3,
        .answered_ms = newest_ms,
        .next_try_ms = -1,
    };
    fixture->model = (struct model){
        .now = {FIXTURE_NOW_MS, 1000000},
        .context_name = "prod-eu",
        .namespace_name = "observability",
        .is_production = true,
        .mode = "prometheus",
        .refresh_ms = 5000,
        .zoom = 1,
        .end_ms = -1,
        .store = fixture->store,
        .backends = &fixture->backend,
        .backend_count = 1,
        .panels = fixture->panels,
        .panel_count = FIXTURE_PANELS,
        .generation = 1,
    };
    switch (story) {
    case FIXTURE_WAITING:
        fixture->backend.state = BACKEND_WAITING;
        break;
    case FIXTURE_HEALTHY:
        fill(fixture, healthy_shapes, count, newest_ms);
        judge(fixture, PANEL_LIVE);
        break;
    case FIXTURE_INCIDENT:
        fill(fixture, incident_shapes, count, newest_ms);
        judge(fixture, PANEL_LIVE);
        break;
    case FIXTURE_ALERTS:
        fill(fixture, incident_shapes, count, newest_ms);
        judge(fixture, PANEL_LIVE);
        add_alerts(fixture);
        break;
    case FIXTURE_DEAD:
        fill(fixture, incident_shapes, count, newest_ms - 120000);
        judge(fixture, PANEL_STALE);
        fixture->backend.state = BACKEND_DOWN;
        fixture->backend.answered_ms = newest_ms - 120000;
        break;
    case FIXTURE_NOBODY:
        for (size_t i = 0; i < FIXTURE_PANELS; i++)
            (void)snprintf(fixture->panels[i].reason,
                           sizeof(fixture->panels[i].reason),
                           "connection refused");
        fixture->backend.state = BACKEND_DOWN;
        fixture->backend.answered_ms = -1;
        (void)snprintf(fixture->backend.url, sizeof(fixture->backend.url),
                       "http://localhost:9090");
        (void)snprintf(fixture->backend.error, sizeof(fixture->backend.error),
                       "connection refused");
        break;
    case FIXTURE_EMPTY:
        say_empty(fixture);
        break;
    }
}

void model_fixture_clear(struct model_fixture *fixture)
{
    for (size_t i = 0; i < fixture->alerts.count; i++)
        labels_unref(store_symbols(fixture->store),
                     fixture->alert_items[i].labels);
    policy_clear(&fixture->policy);
    store_free(fixture->store);
    keymap_free(fixture->keymap);
    panel_defs_clear(&fixture->defs);
}

struct frame model_fixture_frame(const struct model_fixture *fixture,
                                 const struct view *view,
                                 enum graph_style style)
{
    return (struct frame){
        .view = view,
        .input = {.model = &fixture->model,
                  .keymap = fixture->keymap,
                  .now = fixture->model.now,
                  .style = style,
                  .search = ""},
        .message = "",
        .is_ascii = style == GRAPH_ASCII,
    };
}

static void load_panels(struct model_fixture *fixture)
{
    const struct panel_variables variables = {
        "observability", "jaeger-ingester", "jaeger-spans"};
    struct err err = {0};
    int rc = panel_defs_load(&fixture->defs, NULL, &variables, &err);

    assert(rc == 0 && fixture->defs.count == FIXTURE_PANELS);
    (void)rc;
    for (size_t i = 0; i < FIXTURE_PANELS; i++) {
        fixture->panels[i] = (struct panel){
            .def = &fixture->defs.items[i],
            .query = PANEL_NO_QUERY,
            .next_try_ms = FIXTURE_NOW_MS + 4000,
            .health = {.state = HEALTH_UNKNOWN,
                       .value_ms = -1,
                       .since_ms = -1,
                       .value = NAN},
        };
        fixture->panels[i].store_query =
            store_add_query(fixture->store, &fixture->defs.items[i].headline);
    }
}

static void fill(struct model_fixture *fixture, const struct shape *shapes,
                 size_t count, int64_t end_ms)
{
    for (size_t panel = 0; panel < FIXTURE_PANELS; panel++) {
        struct series_set *set =
            store_open(fixture->store, fixture->panels[panel].store_query,
                       STORE_BASE_ZOOM);
        int64_t start_ms = end_ms - INT64_C(250) * 15000;

        series_set_begin(set, start_ms, end_ms);
        for (size_t i = 0; i < count; i++)
            if (shapes[i].panel == panel)
                push(set, &shapes[i], start_ms, end_ms);
        series_set_commit(set);
        fixture->panels[panel].query = 0;
    }
}

static void push(struct series_set *set, const struct shape *shape,
                 int64_t start_ms, int64_t end_ms)
{
    const struct label_text pair = {shape->name, strlen(shape->name),
                                    shape->value, strlen(shape->value)};

    series_set_series(set, &pair, 1);
    for (int64_t at_ms = start_ms; at_ms <= end_ms; at_ms += 15000) {
        double turn = (double)(at_ms / 15000 % 97) / 97 * 6.283185307179586;
        double value = shape->level + shape->wave * sin(turn);

        if (shape->climb_ms && end_ms - at_ms < shape->climb_ms)
            value += shape->climb *
                     (1 - (double)(end_ms - at_ms) / (double)shape->climb_ms);
        series_set_sample(set, at_ms, value);
    }
}

static void judge(struct model_fixture *fixture, enum panel_data data)
{
    for (size_t i = 0; i < FIXTURE_PANELS; i++) {
        struct panel *panel = &fixture->panels[i];
        const struct series_set *set =
            store_get(fixture->store, panel->store_query, STORE_BASE_ZOOM);

        panel->data = data;
        panel->health = health_of(
            series_set_headline(set), panel->def->thresholds,
            panel->def->threshold_count, FIXTURE_NOW_MS, INT64_MAX / 4);
        if (data == PANEL_STALE) {
            (void)snprintf(panel->reason, sizeof(panel->reason),
                           "connection refused");
            if (panel->health.state == HEALTH_OK)
                panel->health.state = HEALTH_UNKNOWN;
        }
    }
}

static void say_empty(struct model_fixture *fixture)
{
    for (size_t i = 0; i < FIXTURE_PANELS; i++) {
        struct panel *panel = &fixture->panels[i];

        panel->data = PANEL_EMPTY;
        (void)snprintf(panel->reason, sizeof(panel->reason),
                       "no data: metric jaeger_query_latency_bucket does not "
                       "exist here; similar: jaeger_storage_latency_bucket, "
                       "jaeger_query_requests_total");
    }
}

static void add_alerts(struct model_fixture *fixture)
{
    const int64_t minute_ms = 60000, now_ms = FIXTURE_NOW_MS;
    const struct alert plain = {
        .severity = SEVERITY_WARNING,
        .state = ALERT_FIRING,
        .fires_at_ms = -1,
        .resolved_ms = -1,
        .respond_by_ms = -1,
        .silenced_until_ms = -1,
        .acknowledged_ms = -1,
        .value = NAN,
        .summary = "",
        .description = "",
        .runbook = "",
        .expression = "",
        .fingerprint = "",
        .silence_id = "",
        .silenced_by = "",
        .inhibited_by = "",
        .acknowledged_by = "",
        .panel = "",
    };
    struct alert alert = plain;

    alert.name = "ElasticsearchDiskUsageHigh";
    alert.severity = SEVERITY_CRITICAL;
    alert.since_ms = now_ms - 14 * minute_ms;
    alert.respond_by_ms = now_ms - 14 * minute_ms;
    alert.value = 92.94;
    alert.summary = "Elasticsearch disk usage high";
    alert.description = "Disk usage is 92.9% on es-master-0";
    alert.expression = "100 - 100 * available / size > 85";
    alert.runbook = "elasticsearch-disk-full";
    alert.panel = "storage";
    add_alert(fixture, &alert, "name", "es-master-0");
    alert.since_ms = now_ms - 11 * minute_ms;
    alert.value = 90.1;
    add_alert(fixture, &alert, "name", "es-master-1");
    alert = plain;
    alert.name = "HighTraceQueryLatency";
    alert.since_ms = now_ms - 4 * minute_ms;
    alert.respond_by_ms = now_ms + 26 * minute_ms;
    alert.value = 1.31;
    alert.panel = "query";
    add_alert(fixture, &alert, "component", "jaeger");
    alert = plain;
    alert.name = "JaegerKafkaLagHigh";
    alert.since_ms = now_ms - 6 * minute_ms;
    alert.value = 131000;
    alert.panel = "kafka";
    alert.acknowledged_by = "maria";
    alert.acknowledged_ms = now_ms - minute_ms;
    add_alert(fixture, &alert, "topic", "jaeger-spans");
    alert = plain;
    alert.name = "LowTraceVolume";
    alert.severity = SEVERITY_INFO;
    alert.state = ALERT_PENDING;
    alert.since_ms = now_ms - 7 * minute_ms;
    alert.fires_at_ms = now_ms + 192000;
    add_alert(fixture, &alert, "job", "jaeger-collector");
    alert.name = "TargetDown";
    alert.state = ALERT_SILENCED;
    alert.silenced_by = "by bob until 22:00Z: rollout";
    alert.silenced_until_ms = now_ms + 46 * minute_ms;
    add_alert(fixture, &alert, "job", "jaeger\x1b[31m-query");
    alert.name = "CollectorRestarted";
    alert.state = ALERT_RESOLVED;
    alert.resolved_ms = now_ms - 20 * minute_ms;
    add_alert(fixture, &alert, "pod", "otel-collector-gateway-7d9f-aaaaa");
    fixture->broken = (struct broken_rule){
        .name = "BrokenManyToMany",
        .group = "lab",
        .error = "found duplicate series for the match group on the right "
                 "hand-side of the operation",
    };
    fixture->alerts = (struct alerts){
        .items = fixture->alert_items,
        .count = fixture->alerts.count,
        .broken = &fixture->broken,
        .broken_count = 1,
        .is_known = true,
        .error = "",
    };
    fixture->model.alerts = &fixture->alerts;
    policy_init(&fixture->policy);
    fixture->model.policy = &fixture->policy;
}

static void add_alert(struct model_fixture *fixture, const struct alert *alert,
                      const char *label, const char *value)
{
    const struct label_text pairs[] = {
        {"alertname", 9, alert->name, strlen(alert->name)},
        {label, strlen(label), value, strlen(value)},
    };
    struct alert *item = &fixture->alert_items[fixture->alerts.count++];

    assert(fixture->alerts.count <= FIXTURE_ALERTS_MAX);
    *item = *alert;
    item->labels = labels_intern(store_symbols(fixture->store), pairs, 2);
}
