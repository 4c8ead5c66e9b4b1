/* kube_pods.c - pods, what they use, and pods that idle for load. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

#define DAY_MS INT64_C(86400000)

static json_t *make_pod(const struct kube *kube, const struct model *model,
                        int index, int replica);
static void add_idle(struct kube *kube, int count);
static json_t *make_idle(const struct kube *kube, int number);
static json_t *make_pod_meta(const struct kube *kube, const struct model *model,
                             int index, int replica);
static json_t *make_status(const char *container, const char *image,
                           int64_t since_ms, bool is_ready);
static json_t *make_failing(const char *container, const char *image,
                            int64_t down_ms, bool is_killed);
static int64_t down_since(const struct model *model, int index);
static json_t *make_usage(const struct kube *kube, const struct model *model,
                          int index, int replica);
static json_t *make_used(double cores, double bytes);

/* Many pods are costly to make: they are made once a second. */
json_t *kube_pods(struct kube *kube, const struct model *model)
{
    int64_t second = model_now_ms(model) / 1000;

    if (kube->pods && kube->pods_second == second &&
        kube->pods_generation == kube->generation)
        return json_incref(kube->pods);
    json_decref(kube->pods);
    kube->pods = json_array();
    kube->pods_second = second;
    kube->pods_generation = kube->generation;
    for (int i = 0; i < KUBE_WORKLOADS; i++)
        for (int k = 0; k < kube->workloads[i].replicas; k++)
            (void)json_array_append_new(kube->pods,
                                        make_pod(kube, model, i, k));
    add_idle(kube, model->idle_pods);
    return json_incref(kube->pods);
}

json_t *kube_pod_metrics(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < KUBE_WORKLOADS; i++)
        for (int k = 0; k < kube->workloads[i].replicas; k++)
            if (kube_is_ready(kube, model, i, k))
                (void)json_array_append_new(all, make_usage(kube, model, i, k));
    return all;
}

json_t *kube_node_metrics(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    (void)kube;
    for (int i = 1; i <= 3; i++) {
        char name[24];

        (void)snprintf(name, sizeof(name), "worker-%d", i);
        (void)json_array_append_new(
            all, json_pack("{s:s,s:s,s:{s:s,s:o},s:o,s:s,s:o}", "apiVersion",
                           "metrics.k8s.io/v1beta1", "kind", "NodeMetrics",
                           "metadata", "name", name, "creationTimestamp",
                           kube_time(model_now_ms(model)), "timestamp",
                           kube_time(model_now_ms(model)), "window", "20s",
                           "usage", make_used(2.1 + 0.3 * i, 14e9 + 1e9 * i)));
    }
    return all;
}

static json_t *make_pod(const struct kube *kube, const struct model *model,
                        int index, int replica)
{
    const struct kube_slot *slot = &kube->workloads[index].slots[replica];
    bool is_down = kube_is_down(model, index, replica);
    bool is_ready = kube_is_ready(kube, model, index, replica);
    json_t *template = kube_current(kube, index)->template, *spec = NULL;
    json_t *container =
        json_array_get(kube_walk(template, "spec.containers"), 0);
    int64_t down_ms = down_since(model, index);
    const char *name = kube_string(container, "name");
    const char *image = kube_string(container, "image");
    char node[16], ip[24];

    if (down_ms < slot->created_ms)
        down_ms = slot->created_ms;
    spec = json_deep_copy(kube_walk(template, "spec"));
    (void)snprintf(node, sizeof(node), "worker-%d", 1 + replica % 3);
    (void)snprintf(ip, sizeof(ip), "10.42.%d.%d", 1 + replica % 3,
                   (20 + 10 * index + replica) % 250 + 1);
    (void)json_object_set_new(spec, "nodeName", json_string(node));
    return json_pack(
        "{s:s,s:s,s:o,s:o,s:{s:s,s:s,s:s,s:s,s:o,s:[{s:s,s:s,s:o},{s:s,s:s},"
        "{s:s,s:s},{s:s,s:s,s:o}],s:[o]}}",
        "apiVersion", "v1", "kind", "Pod", "metadata",
        make_pod_meta(kube, model, index, replica), "spec", spec, "status",
        "phase", "Running", "qosClass", "Burstable", "podIP", ip, "hostIP",
        "10.0.0.11", "startTime", kube_time(slot->created_ms), "conditions",
        "type", "PodScheduled", "status", "True", "lastTransitionTime",
        kube_time(slot->created_ms), "type", "Initialized", "status", "True",
        "type", "ContainersReady", "status", is_ready ? "True" : "False",
        "type", "Ready", "status", is_ready ? "True" : "False",
        "lastTransitionTime",
        kube_time(is_down ? down_ms : slot->created_ms + KUBE_START_MS),
        "containerStatuses",
        is_down ? make_failing(name, image, down_ms, index == 0)
                : make_status(name, image, slot->created_ms, is_ready));
}

/* They never change: made once, they are in every list. */
static void add_idle(struct kube *kube, int count)
{
    if (!kube->idle)
        kube->idle = json_array();
    for (int i = (int)json_array_size(kube->idle); i < count; i++)
        (void)json_array_append_new(kube->idle, make_idle(kube, i));
    (void)json_array_extend(kube->pods, kube->idle);
}

static json_t *make_idle(const struct kube *kube, int number)
{
    int64_t since_ms = kube->began_ms - 30 * DAY_MS;
    char name[64];

    (void)snprintf(name, sizeof(name), "idle-6c8d5f7b9c-%05d", number);
    return json_pack(
        "{s:s,s:s,s:o,s:{s:s,s:[{s:s,s:s}]},s:{s:s,s:o,s:[{s:s,s:s}],s:[o]}}",
        "apiVersion", "v1", "kind", "Pod", "metadata",
        kube_meta(name, "idle", since_ms), "spec", "nodeName", "worker-1",
        "containers", "name", "idle", "image", "registry.k8s.io/pause:3.9",
        "status", "phase", "Running", "startTime", kube_time(since_ms),
        "conditions", "type", "Ready", "status", "True", "containerStatuses",
        make_status("idle", "registry.k8s.io/pause:3.9", since_ms, true));
}

static json_t *make_pod_meta(const struct kube *kube, const struct model *model,
                             int index, int replica)
{
    const struct kube_revision *revision = kube_current(kube, index);
    const struct kube_slot *slot = &kube->workloads[index].slots[replica];
    bool is_stateful = index >= KUBE_DEPLOYMENTS;
    json_t *labels = kube_labels(index), *meta = NULL;
    char name[128], owner[96], version[24];

    kube_pod_name(kube, index, replica, name, sizeof(name));
    meta = kube_meta(name, NULL, slot->created_ms);
    (void)snprintf(version, sizeof(version), "%lld",
                   (long long)kube_changed_ms(kube, model, index, replica));
    (void)json_object_set_new(meta, "resourceVersion", json_string(version));
    (void)snprintf(owner, sizeof(owner), is_stateful ? "%s" : "%s-%s",
                   kube_workload_name(index), revision->hash);
    if (is_stateful)
        (void)json_object_set_new(labels, "statefulset.kubernetes.io/pod-name",
                                  json_string(name));
    else
        (void)json_object_set_new(labels, "pod-template-hash",
                                  json_string(revision->hash));
    (void)json_object_set_new(meta, "labels", labels);
    (void)json_object_set_new(
        meta, "ownerReferences",
        is_stateful
            ? kube_owner("StatefulSet", owner, kube->began_ms - 90 * DAY_MS)
            : kube_owner("ReplicaSet", owner, revision->created_ms));
    return meta;
}

static json_t *make_status(const char *container, const char *image,
                           int64_t since_ms, bool is_ready)
{
    return json_pack("{s:s,s:s,s:b,s:b,s:i,s:{s:{s:o}},s:{}}", "name",
                     container, "image", image, "ready", is_ready, "started",
                     is_ready, "restartCount", 0, "state", "running",
                     "startedAt", kube_time(since_ms), "lastState");
}

static json_t *make_failing(const char *container, const char *image,
                            int64_t down_ms, bool is_killed)
{
    return json_pack(
        "{s:s,s:s,s:b,s:b,s:i,s:{s:{s:s,s:s}},s:{s:{s:s,s:i,s:o,s:o}}}", "name",
        container, "image", image, "ready", 0, "started", 0, "restartCount", 12,
        "state", "waiting", "reason", "CrashLoopBackOff", "message",
        "back-off 5m0s restarting failed container", "lastState", "terminated",
        "reason", is_killed ? "OOMKilled" : "Error", "exitCode",
        is_killed ? 137 : 1, "startedAt", kube_time(down_ms - 60000),
        "finishedAt", kube_time(down_ms));
}

static int64_t down_since(const struct model *model, int index)
{
    return model->faults[index == 0 ? FAULT_COLLECTOR : FAULT_KAFKA].onset_ms;
}

static json_t *make_usage(const struct kube *kube, const struct model *model,
                          int index, int replica)
{
    json_t *container = json_array_get(
        kube_walk(kube_current(kube, index)->template, "spec.containers"), 0);
    double cores = 0.2 + 0.1 * index, bytes = 4e8 + 1e8 * index;
    char name[128];

    kube_pod_name(kube, index, replica, name, sizeof(name));
    if (index == 3 && replica < MODEL_GATEWAYS) {
        cores = model->gateways[replica].cpu_cores;
        bytes = model->gateways[replica].memory_bytes;
    }
    return json_pack(
        "{s:s,s:s,s:{s:s,s:s,s:o,s:o},s:o,s:s,s:[{s:s,s:o}]}", "apiVersion",
        "metrics.k8s.io/v1beta1", "kind", "PodMetrics", "metadata", "name",
        name, "namespace", KUBE_NAMESPACE, "creationTimestamp",
        kube_time(model_now_ms(model)), "labels", kube_labels(index),
        "timestamp", kube_time(model_now_ms(model)), "window", "15s",
        "containers", "name", kube_string(container, "name"), "usage",
        make_used(cores, bytes));
}

/* As the metrics-server writes them: nanocores and Ki. */
static json_t *make_used(double cores, double bytes)
{
    char cpu[32], memory[32];

    (void)snprintf(cpu, sizeof(cpu), "%.0fn", cores * 1e9);
    (void)snprintf(memory, sizeof(memory), "%.0fKi", bytes / 1024);
    return json_pack("{s:s,s:s}", "cpu", cpu, "memory", memory);
}
