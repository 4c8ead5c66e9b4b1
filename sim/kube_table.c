/* kube_table.c - lists as kubectl prints them. */
#include "sim/kube.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/model.h"

static const struct {
    const char *resource, *columns[6];
} tables[] = {
    {"pods", {"Name", "Ready", "Status", "Restarts", "Age"}},
    {"deployments", {"Name", "Ready", "Up-to-date", "Available", "Age"}},
    {"events", {"Last Seen", "Type", "Reason", "Object", "Message"}},
};

static json_t *make_cells(const char *resource, json_t *object, int64_t now_ms);
static json_t *pod_cells(json_t *object, const char *age);
static json_t *make_age(json_t *object, int64_t now_ms);

json_t *kube_table(const char *resource, json_t *objects, int64_t now_ms)
{
    json_t *columns = json_array(), *rows = json_array(), *object = NULL;
    size_t i = 0;

    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
        for (size_t c = 0;
             strcmp(tables[t].resource, resource) == 0 && tables[t].columns[c];
             c++) {
            bool is_name = strcmp(tables[t].columns[c], "Name") == 0;

            (void)json_array_append_new(
                columns,
                json_pack("{s:s,s:s,s:s,s:s,s:i}", "name", tables[t].columns[c],
                          "type", "string", "format", is_name ? "name" : "",
                          "description", "", "priority", 0));
        }
    json_array_foreach(objects, i, object)
    {
        (void)json_array_append_new(
            rows,
            json_pack("{s:o,s:O}", "cells",
                      make_cells(resource, object, now_ms), "object", object));
    }
    return json_pack("{s:s,s:s,s:{s:s},s:o,s:o}", "kind", "Table", "apiVersion",
                     "meta.k8s.io/v1", "metadata", "resourceVersion", "1000",
                     "columnDefinitions", columns, "rows", rows);
}

static json_t *make_cells(const char *resource, json_t *object, int64_t now_ms)
{
    json_t *age = make_age(object, now_ms), *cells = NULL;
    const char *name = NULL, *type = NULL, *reason = NULL, *message = NULL;
    int replicas = 0, available = 0;
    char text[128];

    (void)json_unpack(object, "{s:{s:s}}", "metadata", "name", &name);
    if (strcmp(resource, "pods") == 0) {
        cells = pod_cells(object, json_string_value(age));
    } else if (strcmp(resource, "deployments") == 0) {
        (void)json_unpack(object, "{s:{s:i,s:i}}", "status", "replicas",
                          &replicas, "availableReplicas", &available);
        (void)snprintf(text, sizeof(text), "%d/%d", available, replicas);
        cells = json_pack("[s,s,i,i,O]", name, text, replicas, available, age);
    } else {
        (void)json_unpack(object, "{s:s,s:s,s:s,s:{s:s}}", "type", &type,
                          "reason", &reason, "message", &message,
                          "involvedObject", "name", &name);
        (void)snprintf(text, sizeof(text), "pod/%s", name);
        cells = json_pack("[O,s,s,s,s]", age, type, reason, text, message);
    }
    json_decref(age);
    return cells;
}

static json_t *pod_cells(json_t *object, const char *age)
{
    const char *name = NULL, *status = "Running";
    int is_ready = 0, restarts = 0;

    (void)json_unpack(object, "{s:{s:s},s:{s:[{s:b,s:i}]}}", "metadata", "name",
                      &name, "status", "containerStatuses", "ready", &is_ready,
                      "restartCount", &restarts);
    (void)json_unpack(object, "{s:{s:[{s:{s:{s:s}}}]}}", "status",
                      "containerStatuses", "state", "waiting", "reason",
                      &status);
    return json_pack("[s,s,s,i,s]", name, is_ready ? "1/1" : "0/1", status,
                     restarts, age);
}

static json_t *make_age(json_t *object, int64_t now_ms)
{
    const char *created = "";
    struct tm parts = {0};
    long long seconds = 0;
    char text[32];

    (void)json_unpack(object, "{s:{s:s}}", "metadata", "creationTimestamp",
                      &created);
    if (strptime(created, "%Y-%m-%dT%H:%M:%SZ", &parts))
        seconds = now_ms / 1000 - (long long)timegm(&parts);
    if (seconds < 120)
        (void)snprintf(text, sizeof(text), "%llds", seconds);
    else if (seconds < 7200)
        (void)snprintf(text, sizeof(text), "%lldm", seconds / 60);
    else if (seconds < 172800)
        (void)snprintf(text, sizeof(text), "%lldh", seconds / 3600);
    else
        (void)snprintf(text, sizeof(text), "%lldd", seconds / 86400);
    return json_string(text);
}
