/* elastic_cluster.c - health, settings, tasks and what else is the cluster's.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/elastic.h"
#include "sim/model.h"

typedef void part_fn(struct elastic *elastic, const struct model *model,
                     const struct api_request *request,
                     struct api_reply *reply);

struct part {
    const char *prefix;
    part_fn *fn;
};

static part_fn answer_health, answer_settings, answer_pending, answer_explain,
    answer_report, answer_tasks, answer_acknowledged, answer_templates,
    answer_policy;

static const struct part parts[] = {
    {"/_cluster/health", answer_health},
    {"/_cluster/settings", answer_settings},
    {"/_cluster/pending_tasks", answer_pending},
    {"/_cluster/allocation/explain", answer_explain},
    {"/_cluster/reroute", answer_acknowledged},
    {"/_health_report", answer_report},
    {"/_tasks", answer_tasks},
    {"/_flush", answer_acknowledged},
    {"/_index_template", answer_templates},
    {"/_template", answer_templates},
    {"/_ilm/policy", answer_policy},
    {"/_migration", answer_templates},
};

static void put_settings(struct elastic *elastic, const char *body,
                         struct api_reply *reply);
static void set(struct elastic *elastic, const char *key, const char *value);
static void set_all(struct elastic *elastic, const char *prefix,
                    const json_t *object);
static json_t *indicator(bool is_well, const char *symptom);

void elastic_cluster(void *state, struct model *model,
                     const struct api_request *request, struct api_reply *reply)
{
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strncmp(request->path, parts[i].prefix, strlen(parts[i].prefix)) ==
            0) {
            parts[i].fn(state, model, request, reply);
            return;
        }
    api_json(reply, 400, json_pack("{s:s}", "error", "no handler found"));
}

static void answer_health(struct elastic *elastic, const struct model *model,
                          const struct api_request *request,
                          struct api_reply *reply)
{
    double worst = model_worst_disk_ratio(model);
    int unassigned = worst > 0.95 ? 9 : worst > 0.90 ? 6 : 0;

    (void)elastic;
    (void)request;
    api_json(
        reply, 200,
        json_pack("{s:s,s:s,s:b,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,"
                  "s:f}",
                  "cluster_name", "tracing", "status", elastic_color(model),
                  "timed_out", 0, "number_of_nodes", MODEL_NODES,
                  "number_of_data_nodes", MODEL_NODES, "active_primary_shards",
                  worst > 0.95 ? 87 : 90, "active_shards", 180 - unassigned,
                  "relocating_shards", worst > 0.90 ? 2 : 0,
                  "initializing_shards", 0, "unassigned_shards", unassigned,
                  "delayed_unassigned_shards", 0, "number_of_pending_tasks",
                  worst > 0.95 ? 14 : 0, "number_of_in_flight_fetch", 0,
                  "task_max_waiting_in_queue_millis", worst > 0.95 ? 8200 : 0,
                  "active_shards_percent_as_number", (180 - unassigned) / 1.8));
}

static void answer_settings(struct elastic *elastic, const struct model *model,
                            const struct api_request *request,
                            struct api_reply *reply)
{
    bool has_defaults =
        strcmp(api_argument(request, "include_defaults", "false"), "true") == 0;
    json_t *persistent, *defaults;

    (void)model;
    if (api_is(request, "PUT")) {
        put_settings(elastic, request->body, reply);
        return;
    }
    persistent = json_object();
    for (size_t i = 0; i < elastic->setting_count; i++)
        (void)json_object_set_new(persistent, elastic->settings[i].key,
                                  json_string(elastic->settings[i].value));
    defaults = json_object();
    if (has_defaults)
        (void)json_object_update_new(
            defaults,
            json_pack("{s:s,s:s,s:s,s:s}",
                      "cluster.routing.allocation.disk.threshold_enabled",
                      "true", "cluster.routing.allocation.disk.watermark.low",
                      "85%", "cluster.routing.allocation.disk.watermark.high",
                      "90%",
                      "cluster.routing.allocation.disk.watermark.flood_stage",
                      "95%"));
    api_json(reply, 200,
             json_pack("{s:o,s:{},s:o}", "persistent", persistent, "transient",
                       "defaults", defaults));
}

static void put_settings(struct elastic *elastic, const char *body,
                         struct api_reply *reply)
{
    json_t *json = json_loads(body, 0, NULL);

    if (!json_is_object(json)) {
        json_decref(json);
        elastic_error(reply, 400, "parse_exception",
                      "request body is required");
        return;
    }
    set_all(elastic, "", json_object_get(json, "persistent"));
    set_all(elastic, "", json_object_get(json, "transient"));
    api_json(reply, 200,
             json_pack("{s:b,s:O*,s:{}}", "acknowledged", 1, "persistent",
                       json_object_get(json, "persistent"), "transient"));
    json_decref(json);
}

/* Takes nested and dotted names alike; null takes a setting back. */
static void set_all(struct elastic *elastic, const char *prefix,
                    const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        char key[96];

        (void)snprintf(key, sizeof(key), "%s%s%s", prefix, *prefix ? "." : "",
                       name);
        if (json_is_object(value))
            set_all(elastic, key, value);
        else
            set(elastic, key, json_string_value(value));
    }
}

static void set(struct elastic *elastic, const char *key, const char *value)
{
    size_t at = 0;

    while (at < elastic->setting_count &&
           strcmp(elastic->settings[at].key, key) != 0)
        at++;
    if (!value) {
        if (at < elastic->setting_count)
            elastic->settings[at] = elastic->settings[--elastic->setting_count];
        return;
    }
    if (at == ELASTIC_SETTINGS_MAX)
        return;
    if (at == elastic->setting_count)
        elastic->setting_count++;
    (void)snprintf(elastic->settings[at].key, sizeof(elastic->settings[at].key),
                   "%s", key);
    (void)snprintf(elastic->settings[at].value,
                   sizeof(elastic->settings[at].value), "%s", value);
}

static void answer_pending(struct elastic *elastic, const struct model *model,
                           const struct api_request *request,
                           struct api_reply *reply)
{
    int count = model_worst_disk_ratio(model) > 0.95 ? 14 : 0;
    json_t *tasks = json_array();

    (void)elastic;
    (void)request;
    for (int i = 0; i < count; i++)
        (void)json_array_append_new(
            tasks,
            json_pack("{s:i,s:s,s:s,s:b,s:i,s:s}", "insert_order", 4100 + i,
                      "priority", "URGENT", "source", "shard-failed",
                      "executing", i == 0, "time_in_queue_millis",
                      8200 - 300 * i, "time_in_queue", "8.2s"));
    api_json(reply, 200, json_pack("{s:o}", "tasks", tasks));
}

static void answer_explain(struct elastic *elastic, const struct model *model,
                           const struct api_request *request,
                           struct api_reply *reply)
{
    (void)elastic;
    (void)request;
    if (strcmp(elastic_color(model), "green") == 0) {
        elastic_error(reply, 400, "illegal_argument_exception",
                      "No shard was specified in the explain API request");
        return;
    }
    api_json(reply, 200,
             json_pack("{s:s,s:i,s:b,s:s,s:s,s:s}", "index",
                       "jaeger-span-today", "shard", 0, "primary", 0,
                       "current_state", "unassigned", "can_allocate", "no",
                       "allocate_explanation",
                       "the node is above the high watermark "
                       "[cluster.routing.allocation.disk.watermark.high=90%]"));
}

static void answer_report(struct elastic *elastic, const struct model *model,
                          const struct api_request *request,
                          struct api_reply *reply)
{
    bool is_green = strcmp(elastic_color(model), "green") == 0;

    (void)elastic;
    (void)request;
    api_json(
        reply, 200,
        json_pack(
            "{s:s,s:s,s:{s:o,s:o,s:o,s:o,s:o}}", "status", elastic_color(model),
            "cluster_name", "tracing", "indicators", "master_is_stable",
            indicator(true, "The cluster has a stable master node"),
            "shards_availability",
            indicator(is_green, is_green
                                    ? "This cluster has all shards available."
                                    : "This cluster has unavailable shards."),
            "disk",
            indicator(model_worst_disk_ratio(model) < 0.90,
                      model_worst_disk_ratio(model) < 0.90
                          ? "The cluster has enough available disk space."
                          : "A node is above the high disk watermark."),
            "ilm", indicator(true, "Index Lifecycle Management is running"),
            "slm",
            indicator(true, "Snapshot Lifecycle Management is running")));
}

static json_t *indicator(bool is_well, const char *symptom)
{
    return json_pack("{s:s,s:s}", "status", is_well ? "green" : "red",
                     "symptom", symptom);
}

static void answer_tasks(struct elastic *elastic, const struct model *model,
                         const struct api_request *request,
                         struct api_reply *reply)
{
    (void)elastic;
    (void)request;
    (void)model;
    api_json(reply, 200, json_pack("{s:{}}", "nodes"));
}

static void answer_acknowledged(struct elastic *elastic,
                                const struct model *model,
                                const struct api_request *request,
                                struct api_reply *reply)
{
    (void)elastic;
    (void)request;
    (void)model;
    api_json(reply, 200,
             json_pack("{s:b,s:{s:i,s:i,s:i}}", "acknowledged", 1, "_shards",
                       "total", 180, "successful", 180, "failed", 0));
}

static void answer_templates(struct elastic *elastic, const struct model *model,
                             const struct api_request *request,
                             struct api_reply *reply)
{
    (void)elastic;
    (void)request;
    (void)model;
    api_json(reply, 200, json_pack("{s:[]}", "index_templates"));
}

static void answer_policy(struct elastic *elastic, const struct model *model,
                          const struct api_request *request,
                          struct api_reply *reply)
{
    if (api_is(request, "PUT"))
        answer_acknowledged(elastic, model, request, reply);
    else
        elastic_error(reply, 404, "resource_not_found_exception",
                      "Lifecycle policy not found: jaeger-ilm-policy");
}
