/* snapshot_json.c - panels, series and lights as JSON. */
#include "cli/snapshot_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "cli/alerts_json.h"
#include "cli/json_out.h"
#include "model/model.h"
#include "panels/state.h"

static json_t *age(int64_t age_ms);
static json_t *backend_json(const struct backend *backend, int64_t now_ms);
static json_t *panel_json(const struct model *model, const struct panel *panel,
                          int64_t now_ms);
static json_t *series_json(const struct series *series);

char *snapshot_json(const struct model *model, int64_t now_ms)
{
    json_t *document = json_object();
    json_t *backends = json_array();
    json_t *panels = json_array();
    char time[32];
    char *dumped, *line;

    clock_format_rfc3339(time, sizeof(time), now_ms);
    for (size_t i = 0; i < model->backend_count; i++)
        json_array_append_new(backends,
                              backend_json(&model->backends[i], now_ms));
    for (size_t i = 0; i < model->panel_count; i++)
        json_array_append_new(panels,
                              panel_json(model, &model->panels[i], now_ms));
    json_object_set_new(document, "time", json_string(time));
    json_object_set_new(document, "context",
                        json_out_text(model->context_name));
    json_object_set_new(document, "mode", json_out_text(model->mode));
    json_object_set_new(document, "backends", backends);
    json_object_set_new(document, "panels", panels);
    json_object_set_new(document, "alerts", alerts_json(model->alerts));
    json_object_set_new(document, "actions_running", json_integer(0));
    dumped = json_dumps(document, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
    line = xasprintf("%s\n", dumped ? dumped : "{}");
    free(dumped);
    json_decref(document);
    return line;
}

static json_t *age(int64_t age_ms)
{
    return age_ms < 0 ? json_null() : json_real((double)age_ms / 1000);
}

static json_t *backend_json(const struct backend *backend, int64_t now_ms)
{
    json_t *object = json_object();

    json_object_set_new(object, "name", json_out_text(backend->name));
    json_object_set_new(object, "state",
                        json_out_text(backend_state_name(backend->state)));
    json_object_set_new(object, "latency_ms",
                        backend->latency_ms < 0
                            ? json_null()
                            : json_integer(backend->latency_ms));
    json_object_set_new(
        object, "age_s",
        age(backend->answered_ms < 0 ? -1 : now_ms - backend->answered_ms));
    json_object_set_new(
        object, "error",
        json_out_text(backend->state == BACKEND_WAITING && !*backend->error
                          ? "no answer yet"
                          : backend->error));
    return object;
}

static json_t *panel_json(const struct model *model, const struct panel *panel,
                          int64_t now_ms)
{
    const struct series_set *set =
        store_get(model->store, panel->store_query, STORE_BASE_ZOOM);
    bool has_data = panel->data == PANEL_LIVE || panel->data == PANEL_STALE;
    json_t *object = json_object();
    json_t *series = json_array();
    char reason[400];

    state_reason(panel, now_ms, reason, sizeof(reason));
    if (set && has_data)
        for (size_t i = 0; i < series_set_count(set); i++)
            json_array_append_new(series, series_json(series_set_at(set, i)));
    json_object_set_new(object, "id", json_out_text(panel->def->id));
    json_object_set_new(object, "title", json_out_text(panel->def->title));
    json_object_set_new(object, "unit", json_out_text(panel_unit(panel)));
    json_object_set_new(
        object, "query",
        panel->query == PANEL_NO_QUERY
            ? json_null()
            : json_out_text(panel->def->queries[panel->query].expression));
    json_object_set_new(object, "value",
                        has_data ? json_out_number(panel->health.value)
                                 : json_null());
    json_object_set_new(object, "state",
                        json_out_text(health_name(panel->health.state)));
    json_object_set_new(object, "reason", json_out_text(reason));
    json_object_set_new(object, "age_s", age(panel_age_ms(panel, now_ms)));
    json_object_set_new(object, "series", series);
    json_object_set_new(
        object, "series_left_out",
        json_integer(set ? (json_int_t)series_set_left_out(set) : 0));
    return object;
}

static json_t *series_json(const struct series *series)
{
    json_t *object = json_object();
    struct ring_stats stats = ring_summary(series->ring, 0, INT64_MAX);
    double newest = ring_at(series->ring, ring_newest_ms(series->ring));

    json_object_set_new(object, "labels", json_out_labels(series->labels));
    json_object_set_new(object, "value", json_out_number(newest));
    json_object_set_new(object, "points",
                        json_integer((json_int_t)stats.count));
    return object;
}
