/* kube_workloads.c - deployments, their ReplicaSets, and StatefulSets. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

#define DAY_MS INT64_C(86400000)

static json_t *make_meta(const struct kube *kube, const struct model *model,
                         int index);
static json_t *make_spec(const struct kube *kube, int index);
static void set_count(json_t *object, const char *key, int count);
static int count_ready(const struct kube *kube, const struct model *model,
                       int index);
static void add_version(json_t *meta, const struct kube *kube,
                        const struct model *model, int index);
static json_t *make_conditions(int missing, int64_t since_ms);
static json_t *make_set(const struct kube *kube, const struct model *model,
                        int index, int at);
static json_t *make_stateful(const struct kube *kube, const struct model *model,
                             int index);

json_t *kube_deployments(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < KUBE_DEPLOYMENTS; i++)
        (void)json_array_append_new(all, kube_deployment(kube, model, i));
    return all;
}

json_t *kube_deployment(const struct kube *kube, const struct model *model,
                        int index)
{
    const struct kube_workload *workload = &kube->workloads[index];
    int ready = count_ready(kube, model, index);
    json_t *status = NULL, *meta = NULL;
    char revision[16];

    if (index >= KUBE_DEPLOYMENTS)
        return make_stateful(kube, model, index);
    meta = make_meta(kube, model, index);
    (void)snprintf(revision, sizeof(revision), "%d",
                   kube_current(kube, index)->number);
    (void)json_object_set_new(
        meta, "annotations",
        json_pack("{s:s}", "deployment.kubernetes.io/revision", revision));
    status = json_pack(
        "{s:i,s:o}", "observedGeneration", workload->generation, "conditions",
        make_conditions(workload->replicas - ready, workload->changed_ms));
    set_count(status, "replicas", workload->replicas);
    set_count(status, "updatedReplicas", workload->replicas);
    set_count(status, "readyReplicas", ready);
    set_count(status, "availableReplicas", ready);
    set_count(status, "unavailableReplicas", workload->replicas - ready);
    return json_pack("{s:s,s:s,s:o,s:o,s:o}", "apiVersion", "apps/v1", "kind",
                     "Deployment", "metadata", meta, "spec",
                     make_spec(kube, index), "status", status);
}

json_t *kube_replicasets(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < KUBE_DEPLOYMENTS; i++)
        for (int k = 0; k < KUBE_REVISIONS; k++)
            if (kube->workloads[i].revisions[k].number)
                (void)json_array_append_new(all, make_set(kube, model, i, k));
    return all;
}

json_t *kube_statefulsets(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = KUBE_DEPLOYMENTS; i < KUBE_WORKLOADS; i++)
        (void)json_array_append_new(all, make_stateful(kube, model, i));
    return all;
}

json_t *kube_labels(int index)
{
    return json_pack("{s:s,s:s}", "app.kubernetes.io/name",
                     kube_workload_app(index), "app.kubernetes.io/instance",
                     kube_workload_name(index));
}

static json_t *make_meta(const struct kube *kube, const struct model *model,
                         int index)
{
    json_t *meta = kube_meta(kube_workload_name(index), NULL,
                             kube->began_ms - 90 * DAY_MS);

    (void)json_object_set_new(meta, "labels", kube_labels(index));
    (void)json_object_set_new(meta, "generation",
                              json_integer(kube->workloads[index].generation));
    add_version(meta, kube, model, index);
    return meta;
}

/* When something of it changed last: a pod's start counts, too. */
static void add_version(json_t *meta, const struct kube *kube,
                        const struct model *model, int index)
{
    const struct kube_workload *workload = &kube->workloads[index];
    int64_t last_ms = workload->changed_ms;
    char version[24];

    for (int i = 0; i < workload->replicas; i++)
        if (kube_changed_ms(kube, model, index, i) > last_ms)
            last_ms = kube_changed_ms(kube, model, index, i);
    (void)snprintf(version, sizeof(version), "%lld", (long long)last_ms);
    (void)json_object_set_new(meta, "resourceVersion", json_string(version));
}

static json_t *make_spec(const struct kube *kube, int index)
{
    return json_pack("{s:i,s:i,s:{s:o},s:o,s:{s:s,s:{s:s,s:s}}}", "replicas",
                     kube->workloads[index].replicas, "revisionHistoryLimit",
                     KUBE_REVISIONS - 1, "selector", "matchLabels",
                     kube_labels(index), "template",
                     json_deep_copy(kube_current(kube, index)->template),
                     "strategy", "type", "RollingUpdate", "rollingUpdate",
                     "maxSurge", "25%", "maxUnavailable", "25%");
}

/* The API server leaves zeroes out. */
static void set_count(json_t *object, const char *key, int count)
{
    if (count)
        (void)json_object_set_new(object, key, json_integer(count));
}

static int count_ready(const struct kube *kube, const struct model *model,
                       int index)
{
    int ready = 0;

    for (int i = 0; i < kube->workloads[index].replicas; i++)
        ready += kube_is_ready(kube, model, index, i);
    return ready;
}

static json_t *make_conditions(int missing, int64_t since_ms)
{
    return json_pack(
        "[{s:s,s:s,s:s,s:s,s:o,s:o},{s:s,s:s,s:s,s:s,s:o,s:o}]", "type",
        "Available", "status", missing ? "False" : "True", "reason",
        missing ? "MinimumReplicasUnavailable" : "MinimumReplicasAvailable",
        "message",
        missing ? "Deployment does not have minimum availability."
                : "Deployment has minimum availability.",
        "lastTransitionTime", kube_time(since_ms), "lastUpdateTime",
        kube_time(since_ms), "type", "Progressing", "status", "True", "reason",
        "NewReplicaSetAvailable", "message", "ReplicaSet has progressed.",
        "lastTransitionTime", kube_time(since_ms), "lastUpdateTime",
        kube_time(since_ms));
}

static json_t *make_set(const struct kube *kube, const struct model *model,
                        int index, int at)
{
    const struct kube_workload *workload = &kube->workloads[index];
    const struct kube_revision *revision = &workload->revisions[at];
    bool is_current = at == workload->current;
    int replicas = is_current ? workload->replicas : 0;
    json_t *template = json_deep_copy(revision->template);
    json_t *labels = kube_labels(index), *meta = NULL, *status = NULL;
    char name[96], number[16];

    (void)snprintf(name, sizeof(name), "%s-%s", kube_workload_name(index),
                   revision->hash);
    (void)snprintf(number, sizeof(number), "%d", revision->number);
    (void)json_object_set_new(labels, "pod-template-hash",
                              json_string(revision->hash));
    (void)json_object_set(kube_walk(template, "metadata"), "labels", labels);
    meta = kube_meta(name, NULL, revision->created_ms);
    add_version(meta, kube, model, index);
    (void)json_object_set(meta, "labels", labels);
    (void)json_object_set_new(
        meta, "annotations",
        json_pack("{s:s}", "deployment.kubernetes.io/revision", number));
    (void)json_object_set_new(meta, "ownerReferences",
                              kube_owner("Deployment",
                                         kube_workload_name(index),
                                         kube->began_ms - 90 * DAY_MS));
    status = json_pack("{s:i,s:i}", "replicas", replicas, "observedGeneration",
                       workload->generation);
    if (is_current) {
        set_count(status, "readyReplicas", count_ready(kube, model, index));
        set_count(status, "availableReplicas", count_ready(kube, model, index));
    }
    return json_pack("{s:s,s:s,s:o,s:{s:i,s:{s:o},s:o},s:o}", "apiVersion",
                     "apps/v1", "kind", "ReplicaSet", "metadata", meta, "spec",
                     "replicas", replicas, "selector", "matchLabels", labels,
                     "template", template, "status", status);
}

static json_t *make_stateful(const struct kube *kube, const struct model *model,
                             int index)
{
    const struct kube_workload *workload = &kube->workloads[index];
    int ready = count_ready(kube, model, index);
    json_t *spec = make_spec(kube, index), *status = NULL;
    char revision[96];

    (void)json_object_del(spec, "strategy");
    (void)json_object_set_new(spec, "serviceName",
                              json_string(kube_workload_name(index)));
    (void)json_object_set_new(
        spec, "updateStrategy",
        json_pack("{s:s}", "type",
                  index == KUBE_DEPLOYMENTS ? "OnDelete" : "RollingUpdate"));
    (void)snprintf(revision, sizeof(revision), "%s-%s",
                   kube_workload_name(index), kube_current(kube, index)->hash);
    status =
        json_pack("{s:i,s:i,s:i,s:s,s:s,s:i}", "observedGeneration",
                  workload->generation, "replicas", workload->replicas,
                  "updatedReplicas", workload->replicas, "currentRevision",
                  revision, "updateRevision", revision, "collisionCount", 0);
    set_count(status, "readyReplicas", ready);
    set_count(status, "availableReplicas", ready);
    set_count(status, "currentReplicas", workload->replicas);
    return json_pack("{s:s,s:s,s:o,s:o,s:o}", "apiVersion", "apps/v1", "kind",
                     "StatefulSet", "metadata", make_meta(kube, model, index),
                     "spec", spec, "status", status);
}
