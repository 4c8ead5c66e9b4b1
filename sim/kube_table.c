/* kube_table.c - lists as kubectl prints them. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/kube_private.h"

enum { COLUMNS_MAX = 12 };

struct row {
    json_t *object;
    const char *name;
    json_t *age;
    int64_t now_ms;
};

typedef json_t *cells_fn(const struct row *row);

static cells_fn pod_cells, event_cells, workload_cells, stateful_cells,
    set_cells, claim_cells, node_cells, job_cells, cron_cells, service_cells,
    endpoint_cells, class_cells, plain_cells;

/* "+" stands before what only -o wide shows. */
static const struct {
    const char *kind;
    const char *columns[COLUMNS_MAX];
    cells_fn *cells;
} tables[] = {
    {"Pod",
     {"Name", "Ready", "Status", "Restarts", "Age", "+IP", "+Node",
      "+Nominated Node", "+Readiness Gates"},
     pod_cells},
    {"Event",
     {"Last Seen", "Type", "Reason", "Object", "Message"},
     event_cells},
    {"Deployment",
     {"Name", "Ready", "Up-to-date", "Available", "Age", "+Containers",
      "+Images", "+Selector"},
     workload_cells},
    {"ReplicaSet",
     {"Name", "Desired", "Current", "Ready", "Age", "+Containers", "+Images",
      "+Selector"},
     set_cells},
    {"StatefulSet",
     {"Name", "Ready", "Age", "+Containers", "+Images"},
     stateful_cells},
    {"PersistentVolumeClaim",
     {"Name", "Status", "Volume", "Capacity", "Access Modes", "StorageClass",
      "Age"},
     claim_cells},
    {"Node", {"Name", "Status", "Roles", "Age", "Version"}, node_cells},
    {"Job", {"Name", "Completions", "Duration", "Age"}, job_cells},
    {"CronJob",
     {"Name", "Schedule", "Suspend", "Active", "Last Schedule", "Age"},
     cron_cells},
    {"Service",
     {"Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age"},
     service_cells},
    {"Endpoints", {"Name", "Endpoints", "Age"}, endpoint_cells},
    {"StorageClass",
     {"Name", "Provisioner", "ReclaimPolicy", "VolumeBindingMode",
      "AllowVolumeExpansion", "Age"},
     class_cells},
    {"", {"Name", "Age"}, plain_cells},
};
static const size_t table_count = sizeof(tables) / sizeof(tables[0]);

static json_t *make_column(const char *name);
static json_t *make_row(size_t table, json_t *object, int64_t now_ms,
                        const char *include);
static json_t *make_age(const char *since, int64_t now_ms);
static void add_template(json_t *cells, json_t *object, bool has_selector);
static int count(json_t *object, const char *path);
static const char *or_none(const char *text);

json_t *kube_table(const struct kube_resource *resource, json_t *objects,
                   int64_t now_ms, const char *include)
{
    json_t *columns = json_array(), *rows = json_array(), *object = NULL;
    size_t table = 0, i = 0;

    while (table + 1 < table_count &&
           strcmp(tables[table].kind, resource->kind) != 0)
        table++;
    for (size_t c = 0; tables[table].columns[c]; c++)
        (void)json_array_append_new(columns,
                                    make_column(tables[table].columns[c]));
    json_array_foreach(objects, i, object)
    {
        (void)json_array_append_new(rows,
                                    make_row(table, object, now_ms, include));
    }
    return json_pack("{s:s,s:s,s:{},s:o,s:o}", "kind", "Table", "apiVersion",
                     "meta.k8s.io/v1", "metadata", "columnDefinitions", columns,
                     "rows", rows);
}

static json_t *make_column(const char *name)
{
    bool is_wide = name[0] == '+';

    return json_pack("{s:s,s:s,s:s,s:s,s:i}", "name", name + is_wide, "type",
                     "string", "format",
                     strcmp(name, "Name") == 0 ? "name" : "", "description", "",
                     "priority", is_wide ? 1 : 0);
}

/* Without a word the row has the object's metadata, as from the API server. */
static json_t *make_row(size_t table, json_t *object, int64_t now_ms,
                        const char *include)
{
    struct row row = {.object = object, .now_ms = now_ms};
    json_t *cells = NULL, *shown = NULL;

    row.name = kube_string(object, "metadata.name");
    row.age =
        make_age(kube_string(object, "metadata.creationTimestamp"), now_ms);
    cells = tables[table].cells(&row);
    json_decref(row.age);
    if (strcmp(include, "None") == 0)
        return json_pack("{s:o,s:n}", "cells", cells, "object");
    shown = strcmp(include, "Object") == 0
                ? json_incref(object)
                : json_pack("{s:s,s:s,s:O}", "kind", "PartialObjectMetadata",
                            "apiVersion", "meta.k8s.io/v1", "metadata",
                            json_object_get(object, "metadata"));
    return json_pack("{s:o,s:o}", "cells", cells, "object", shown);
}

static json_t *pod_cells(const struct row *row)
{
    json_t *first =
        json_array_get(kube_walk(row->object, "status.containerStatuses"), 0);
    const char *status = kube_string(first, "state.waiting.reason");
    const char *ended = kube_string(first, "lastState.terminated.finishedAt");
    int restarts = count(first, "restartCount");
    char text[64];

    (void)snprintf(text, sizeof(text), "%d", restarts);
    if (restarts && *ended) {
        json_t *age = make_age(ended, row->now_ms);

        (void)snprintf(text, sizeof(text), "%d (%s ago)", restarts,
                       json_string_value(age));
        json_decref(age);
    }
    return json_pack(
        "[s,s,s,s,O,s,s,s,s]", row->name,
        json_is_true(json_object_get(first, "ready")) ? "1/1" : "0/1",
        *status ? status : kube_string(row->object, "status.phase"), text,
        row->age, or_none(kube_string(row->object, "status.podIP")),
        or_none(kube_string(row->object, "spec.nodeName")), "<none>", "<none>");
}

static json_t *event_cells(const struct row *row)
{
    const char *kind = kube_string(row->object, "involvedObject.kind");
    char text[256];

    (void)snprintf(text, sizeof(text), "%s/%s",
                   strcmp(kind, "Pod") == 0          ? "pod"
                   : strcmp(kind, "Deployment") == 0 ? "deployment"
                                                     : "persistentvolumeclaim",
                   kube_string(row->object, "involvedObject.name"));
    return json_pack("[O,s,s,s,s]", row->age, kube_string(row->object, "type"),
                     kube_string(row->object, "reason"), text,
                     kube_string(row->object, "message"));
}

static json_t *workload_cells(const struct row *row)
{
    json_t *cells = NULL;
    char text[48];

    (void)snprintf(text, sizeof(text), "%d/%d",
                   count(row->object, "status.readyReplicas"),
                   count(row->object, "spec.replicas"));
    cells = json_pack("[s,s,i,i,O]", row->name, text,
                      count(row->object, "status.updatedReplicas"),
                      count(row->object, "status.availableReplicas"), row->age);
    add_template(cells, row->object, true);
    return cells;
}

static json_t *set_cells(const struct row *row)
{
    json_t *cells =
        json_pack("[s,i,i,i,O]", row->name, count(row->object, "spec.replicas"),
                  count(row->object, "status.replicas"),
                  count(row->object, "status.readyReplicas"), row->age);

    add_template(cells, row->object, true);
    return cells;
}

static json_t *stateful_cells(const struct row *row)
{
    json_t *cells = NULL;
    char text[48];

    (void)snprintf(text, sizeof(text), "%d/%d",
                   count(row->object, "status.readyReplicas"),
                   count(row->object, "spec.replicas"));
    cells = json_pack("[s,s,O]", row->name, text, row->age);
    add_template(cells, row->object, false);
    return cells;
}

static json_t *claim_cells(const struct row *row)
{
    return json_pack(
        "[s,s,s,s,s,s,O]", row->name, kube_string(row->object, "status.phase"),
        kube_string(row->object, "spec.volumeName"),
        kube_string(row->object, "status.capacity.storage"), "RWO",
        kube_string(row->object, "spec.storageClassName"), row->age);
}

static json_t *node_cells(const struct row *row)
{
    return json_pack(
        "[s,s,s,O,s]", row->name, "Ready", "<none>", row->age,
        kube_string(row->object, "status.nodeInfo.kubeletVersion"));
}

static json_t *job_cells(const struct row *row)
{
    bool is_done = count(row->object, "status.succeeded") > 0;

    return json_pack("[s,s,s,O]", row->name, is_done ? "1/1" : "0/1",
                     is_done ? "4m" : "", row->age);
}

static json_t *cron_cells(const struct row *row)
{
    return json_pack(
        "[s,s,s,i,o,O]", row->name, kube_string(row->object, "spec.schedule"),
        "False", 0,
        make_age(kube_string(row->object, "status.lastScheduleTime"),
                 row->now_ms),
        row->age);
}

static json_t *service_cells(const struct row *row)
{
    char text[32];

    (void)snprintf(
        text, sizeof(text), "%d/TCP",
        count(json_array_get(kube_walk(row->object, "spec.ports"), 0), "port"));
    return json_pack("[s,s,s,s,s,O]", row->name, "ClusterIP",
                     kube_string(row->object, "spec.clusterIP"), "<none>", text,
                     row->age);
}

static json_t *endpoint_cells(const struct row *row)
{
    json_t *subset = json_array_get(kube_walk(row->object, "subsets"), 0);
    json_t *address = NULL;
    size_t i = 0, used = 0;
    char text[200] = "";

    json_array_foreach(kube_walk(subset, "addresses"), i, address)
    {
        if (i < 3 && used < sizeof(text))
            used += (size_t)snprintf(
                text + used, sizeof(text) - used, "%s%s:%d", i ? "," : "",
                kube_string(address, "ip"),
                count(json_array_get(kube_walk(subset, "ports"), 0), "port"));
    }
    return json_pack("[s,s,O]", row->name, or_none(text), row->age);
}

static json_t *class_cells(const struct row *row)
{
    char text[96];

    (void)snprintf(text, sizeof(text), "%s (default)", row->name);
    return json_pack(
        "[s,s,s,s,s,O]", text, kube_string(row->object, "provisioner"),
        kube_string(row->object, "reclaimPolicy"),
        kube_string(row->object, "volumeBindingMode"), "true", row->age);
}

static json_t *plain_cells(const struct row *row)
{
    return json_pack("[s,O]", row->name, row->age);
}

static void add_template(json_t *cells, json_t *object, bool has_selector)
{
    json_t *container =
        json_array_get(kube_walk(object, "spec.template.spec.containers"), 0);
    json_t *labels = kube_walk(object, "spec.selector.matchLabels");
    const char *instance = json_string_value(
        json_object_get(labels, "app.kubernetes.io/instance"));
    char text[128];

    (void)snprintf(text, sizeof(text), "app.kubernetes.io/instance=%s",
                   instance ? instance : "");
    (void)json_array_append_new(cells,
                                json_string(kube_string(container, "name")));
    (void)json_array_append_new(cells,
                                json_string(kube_string(container, "image")));
    if (has_selector)
        (void)json_array_append_new(cells, json_string(text));
}

static json_t *make_age(const char *since, int64_t now_ms)
{
    struct tm parts = {0};
    long long seconds = 0;
    char text[32];

    if (!strptime(since, "%Y-%m-%dT%H:%M:%SZ", &parts))
        return json_string("<unknown>");
    seconds = now_ms / 1000 - (long long)timegm(&parts);
    if (seconds < 120)
        (void)snprintf(text, sizeof(text), "%llds", seconds < 0 ? 0 : seconds);
    else if (seconds < 7200)
        (void)snprintf(text, sizeof(text), "%lldm", seconds / 60);
    else if (seconds < 172800)
        (void)snprintf(text, sizeof(text), "%lldh", seconds / 3600);
    else
        (void)snprintf(text, sizeof(text), "%lldd", seconds / 86400);
    return json_string(text);
}

static int count(json_t *object, const char *path)
{
    return (int)json_integer_value(kube_walk(object, path));
}

static const char *or_none(const char *text)
{
    return *text ? text : "<none>";
}
