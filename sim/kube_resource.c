/* kube_resource.c - the resources there are, and what their paths mean. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"

#define READ "get list watch "
#define CORE "v1"
#define APPS "apps/v1"
#define BATCH "batch/v1"
#define SCALING "autoscaling/v2"
#define STORAGE "storage.k8s.io/v1"
#define METRICS "metrics.k8s.io/v1beta1"

static const struct kube_resource table[] = {
    {"pods", "pod", "Pod", CORE, "po", "log ", READ "delete ",
     "status.phase spec.nodeName spec.restartPolicy ", true, kube_pods},
    {"events", "event", "Event", CORE, "ev", "", READ,
     "type reason involvedObject.name involvedObject.kind "
     "involvedObject.namespace involvedObject.uid reportingComponent ",
     true, kube_events},
    {"services", "service", "Service", CORE, "svc", "", READ, "", true,
     kube_services},
    {"endpoints", "endpoints", "Endpoints", CORE, "ep", "", READ, "", true,
     kube_endpoints},
    {"configmaps", "configmap", "ConfigMap", CORE, "cm", "", READ, "", true,
     kube_configmaps},
    {"persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim",
     CORE, "pvc", "", READ "patch ", "", true, kube_volume_claims},
    {"nodes", "node", "Node", CORE, "no", "", READ, "", false, kube_nodes},
    {"namespaces", "namespace", "Namespace", CORE, "ns", "", READ,
     "status.phase ", false, kube_namespaces},
    {"deployments", "deployment", "Deployment", APPS, "deploy", "scale status ",
     READ "patch update ", "", true, kube_deployments},
    {"replicasets", "replicaset", "ReplicaSet", APPS, "rs", "", READ, "", true,
     kube_replicasets},
    {"statefulsets", "statefulset", "StatefulSet", APPS, "sts", "scale status ",
     READ "patch update ", "", true, kube_statefulsets},
    {"daemonsets", "daemonset", "DaemonSet", APPS, "ds", "", READ, "", true,
     kube_daemonsets},
    {"jobs", "job", "Job", BATCH, "", "", READ, "status.successful ", true,
     kube_jobs},
    {"cronjobs", "cronjob", "CronJob", BATCH, "cj", "", READ, "", true,
     kube_cronjobs},
    {"horizontalpodautoscalers", "horizontalpodautoscaler",
     "HorizontalPodAutoscaler", SCALING, "hpa", "", READ, "", true,
     kube_autoscalers},
    {"storageclasses", "storageclass", "StorageClass", STORAGE, "sc", "", READ,
     "", false, kube_classes},
    {"pods", "pod", "PodMetrics", METRICS, "", "", "get list ", "", true,
     kube_pod_metrics},
    {"nodes", "node", "NodeMetrics", METRICS, "", "", "get list ", "", false,
     kube_node_metrics},
};
static const size_t table_count = sizeof(table) / sizeof(table[0]);

_Static_assert(sizeof(table) / sizeof(table[0]) <= KUBE_RESOURCES_MAX,
               "kube.failures is too short");

static json_t *make_groups(void);
static json_t *make_resources(const char *group_version);
static void add_resource(json_t *all, const struct kube_resource *resource);
static json_t *make_words(const char *words);
static const char *find_resource(const char *path, const char **rest,
                                 char *group_version, size_t size);
static bool has_word(const char *words, const char *word);

const struct kube_resource *kube_resource_at(size_t index)
{
    return index < table_count ? &table[index] : NULL;
}

int kube_fail(struct kube *kube, const char *resource, enum failure failure)
{
    char name[64];
    int rc = -1;

    if (failure != FAILURE_NONE && !failure_answer(failure)->status)
        return -1;
    for (size_t i = 0; i < table_count; i++) {
        bool is_usage = strcmp(table[i].group_version, METRICS) == 0;

        (void)snprintf(name, sizeof(name), "%s%s", table[i].name,
                       is_usage ? ".metrics.k8s.io" : "");
        if (strcmp(name, resource) == 0) {
            kube->failures[i] = failure;
            rc = 0;
        }
    }
    return rc;
}

int kube_discover(const char *path, struct api_reply *reply)
{
    json_t *answer = NULL;

    if (strcmp(path, "/version") == 0)
        answer = json_pack("{s:s,s:s,s:s,s:s}", "major", "1", "minor", "29",
                           "gitVersion", "v1.29.0", "platform", "linux/amd64");
    else if (strcmp(path, "/api") == 0)
        answer =
            json_pack("{s:s,s:[s]}", "kind", "APIVersions", "versions", "v1");
    else if (strcmp(path, "/apis") == 0)
        answer = make_groups();
    else if (strncmp(path, "/apis/", 6) == 0)
        answer = make_resources(path + 6);
    else if (strcmp(path, "/api/v1") == 0)
        answer = make_resources(CORE);
    if (!answer)
        return -1;
    api_json(reply, 200, answer);
    return 0;
}

int kube_parse(const char *path, struct kube_place *place)
{
    char group_version[64], resource[64], name[254], sub[32], more[2];
    const char *rest = NULL;
    int count = 0;

    *place = (struct kube_place){0};
    if (!find_resource(path, &rest, group_version, sizeof(group_version)))
        return -1;
    if (sscanf(rest, "namespaces/%63[^/]/%63[^/]", place->namespace_name,
               resource) == 2)
        rest += strlen("namespaces/") + strlen(place->namespace_name) + 1;
    else
        place->namespace_name[0] = '\0';
    name[0] = sub[0] = '\0';
    count =
        sscanf(rest, "%63[^/]/%253[^/]/%31[^/]/%1s", resource, name, sub, more);
    if (count < 1 || count > 3)
        return -1;
    (void)snprintf(place->name, sizeof(place->name), "%s", name);
    (void)snprintf(place->sub, sizeof(place->sub), "%s", sub);
    for (size_t i = 0; i < table_count; i++)
        if (strcmp(table[i].group_version, group_version) == 0 &&
            strcmp(table[i].name, resource) == 0)
            place->resource = &table[i];
    if (!place->resource || (sub[0] && !has_word(place->resource->subs, sub)))
        return -1;
    return place->namespace_name[0] && !place->resource->is_namespaced ? -1 : 0;
}

json_t *kube_daemonsets(struct kube *kube, const struct model *model)
{
    (void)kube;
    (void)model;
    return json_array();
}

static json_t *make_groups(void)
{
    json_t *groups = json_array();

    for (size_t i = 0; i < table_count; i++) {
        const char *group = table[i].group_version;
        const char *slash = strchr(group, '/');
        json_t *version = NULL, *name = NULL;

        if (!slash || (i && strcmp(table[i - 1].group_version, group) == 0))
            continue;
        version =
            json_pack("{s:s,s:s}", "groupVersion", group, "version", slash + 1);
        name = json_stringn(group, (size_t)(slash - group));
        (void)json_array_append_new(
            groups, json_pack("{s:o,s:[O],s:o}", "name", name, "versions",
                              version, "preferredVersion", version));
    }
    return json_pack("{s:s,s:s,s:o}", "kind", "APIGroupList", "apiVersion",
                     "v1", "groups", groups);
}

static json_t *make_resources(const char *group_version)
{
    json_t *all = json_array();

    for (size_t i = 0; i < table_count; i++)
        if (strcmp(table[i].group_version, group_version) == 0)
            add_resource(all, &table[i]);
    if (!json_array_size(all)) {
        json_decref(all);
        return NULL;
    }
    return json_pack("{s:s,s:s,s:s,s:o}", "kind", "APIResourceList",
                     "apiVersion", "v1", "groupVersion", group_version,
                     "resources", all);
}

static void add_resource(json_t *all, const struct kube_resource *resource)
{
    bool is_workload = strcmp(resource->subs, "scale status ") == 0;
    json_t *row = json_pack("{s:s,s:s,s:b,s:s,s:o,s:o}", "name", resource->name,
                            "singularName", resource->singular, "namespaced",
                            resource->is_namespaced, "kind", resource->kind,
                            "verbs", make_words(resource->verbs), "shortNames",
                            make_words(resource->short_names));

    if (is_workload || strcmp(resource->name, "pods") == 0 ||
        strcmp(resource->name, "services") == 0 ||
        strcmp(resource->kind, "CronJob") == 0 ||
        strcmp(resource->kind, "Job") == 0 ||
        strcmp(resource->kind, "ReplicaSet") == 0 ||
        strcmp(resource->kind, "DaemonSet") == 0 ||
        strcmp(resource->kind, "HorizontalPodAutoscaler") == 0)
        (void)json_object_set_new(row, "categories", json_pack("[s]", "all"));
    (void)json_array_append_new(all, row);
    if (is_workload) {
        char name[64];

        (void)snprintf(name, sizeof(name), "%s/scale", resource->name);
        (void)json_array_append_new(
            all, json_pack("{s:s,s:s,s:b,s:s,s:s,s:s,s:o}", "name", name,
                           "singularName", "", "namespaced", 1, "group",
                           "autoscaling", "version", "v1", "kind", "Scale",
                           "verbs", make_words("get patch update ")));
    }
}

static json_t *make_words(const char *words)
{
    json_t *all = json_array();

    while (*words) {
        size_t length = strcspn(words, " ");

        (void)json_array_append_new(all, json_stringn(words, length));
        words += length + (words[length] == ' ');
    }
    return all;
}

/* Parts "/apis/apps/v1/REST" and "/api/v1/REST". */
static const char *find_resource(const char *path, const char **rest,
                                 char *group_version, size_t size)
{
    const char *slash = NULL;

    if (strncmp(path, "/api/v1/", 8) == 0) {
        (void)snprintf(group_version, size, "v1");
        *rest = path + 8;
        return *rest;
    }
    if (strncmp(path, "/apis/", 6) != 0)
        return NULL;
    slash = strchr(path + 6, '/');
    slash = slash ? strchr(slash + 1, '/') : NULL;
    if (!slash || (size_t)(slash - path - 6) >= size)
        return NULL;
    (void)snprintf(group_version, size, "%.*s", (int)(slash - path - 6),
                   path + 6);
    *rest = slash + 1;
    return *rest;
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    while (*words) {
        size_t next = strcspn(words, " ");

        if (next == length && strncmp(words, word, length) == 0)
            return true;
        words += next + (words[next] == ' ');
    }
    return false;
}
