/* kube_objects.c - deployments, their pods, and what happened to them. */
#include "sim/kube.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/model.h"
#include "sim/target.h"

#define NAMESPACE "observability"

static const struct {
    const char *name, *app, *image;
    int replicas;
} table[KUBE_DEPLOYMENTS] = {
    {"jaeger-collector", "jaeger", "jaegertracing/jaeger-collector:1.57.0",
     MODEL_COLLECTORS},
    {"jaeger-ingester", "jaeger", "jaegertracing/jaeger-ingester:1.57.0", 3},
    {"jaeger-query", "jaeger", "jaegertracing/jaeger-query:1.57.0", 1},
    {"otel-collector-gateway", "opentelemetry-collector",
     "otel/opentelemetry-collector-contrib:0.90.0", MODEL_GATEWAYS},
};

static json_t *make_meta(const char *name, int index, int64_t created_ms);
static json_t *make_pod(const struct kube *kube, const struct model *model,
                        int index, int replica);
static json_t *make_container(const char *name, bool is_down, int64_t since_ms);
static json_t *make_deployment(const struct kube *kube,
                               const struct model *model, int index);
static bool is_down(const struct model *model, int index, int replica);
static json_t *make_time(int64_t ms);

int kube_find(const char *name)
{
    for (int i = 0; i < KUBE_DEPLOYMENTS; i++)
        if (strcmp(name, table[i].name) == 0)
            return i;
    return -1;
}

const char *kube_name(int index)
{
    return table[index].name;
}

int kube_replicas(const struct kube *kube, int index)
{
    return table[index].replicas + kube->deployments[index].replicas_more;
}

json_t *kube_deployments(const struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < KUBE_DEPLOYMENTS; i++)
        (void)json_array_append_new(all, make_deployment(kube, model, i));
    return all;
}

json_t *kube_pods(const struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < KUBE_DEPLOYMENTS; i++)
        for (int k = 0; k < kube_replicas(kube, i); k++)
            (void)json_array_append_new(all, make_pod(kube, model, i, k));
    return all;
}

json_t *kube_events(const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < MODEL_COLLECTORS; i++) {
        char pod[64], name[80];

        if (!model->collectors[i].is_down)
            continue;
        (void)snprintf(pod, sizeof(pod), "jaeger-collector-%d", i);
        (void)snprintf(name, sizeof(name), "%s.17f2", pod);
        (void)json_array_append_new(
            all, json_pack("{s:s,s:s,s:o,s:s,s:s,s:s,s:i,s:o,s:{s:s,s:s,s:s}}",
                           "apiVersion", "v1", "kind", "Event", "metadata",
                           make_meta(name, 0, model->at_ms), "type", "Warning",
                           "reason", "BackOff", "message",
                           "Back-off restarting failed container", "count", 12,
                           "lastTimestamp", make_time(model->at_ms),
                           "involvedObject", "kind", "Pod", "name", pod,
                           "namespace", NAMESPACE));
    }
    return all;
}

static json_t *make_meta(const char *name, int index, int64_t created_ms)
{
    char uid[64];

    (void)snprintf(uid, sizeof(uid), "%.24s-%08llx", name,
                   (unsigned long long)(created_ms / 1000));
    return json_pack("{s:s,s:s,s:s,s:s,s:o,s:{s:s,s:s}}", "name", name,
                     "namespace", NAMESPACE, "uid", uid, "resourceVersion",
                     "1000", "creationTimestamp", make_time(created_ms),
                     "labels", "app.kubernetes.io/name", table[index].app,
                     "app.kubernetes.io/instance", table[index].name);
}

static json_t *make_pod(const struct kube *kube, const struct model *model,
                        int index, int replica)
{
    const struct kube_deployment *changed = &kube->deployments[index];
    bool down = is_down(model, index, replica);
    int64_t since_ms = changed->restarted_ms ? changed->restarted_ms
                                             : model->at_ms - 7 * 86400000LL;
    char pod[64], node[32];

    (void)snprintf(pod, sizeof(pod), "%s-%d", table[index].name, replica);
    if (kube_find("otel-collector-gateway") == index &&
        replica < MODEL_GATEWAYS)
        (void)snprintf(pod, sizeof(pod), "%s", target_gateway_pod(replica));
    (void)snprintf(node, sizeof(node), "worker-%d", 1 + replica % 3);
    return json_pack("{s:s,s:s,s:o,s:{s:s,s:[{s:s,s:s}]},"
                     "s:{s:s,s:o,s:[{s:s,s:s},{s:s,s:s}],s:[o]}}",
                     "apiVersion", "v1", "kind", "Pod", "metadata",
                     make_meta(pod, index, since_ms), "spec", "nodeName", node,
                     "containers", "name", table[index].name, "image",
                     table[index].image, "status", "phase", "Running",
                     "startTime", make_time(since_ms), "conditions", "type",
                     "PodScheduled", "status", "True", "type", "Ready",
                     "status", down ? "False" : "True", "containerStatuses",
                     make_container(table[index].name, down, since_ms));
}

static json_t *make_container(const char *name, bool is_down, int64_t since_ms)
{
    if (!is_down)
        return json_pack("{s:s,s:b,s:i,s:{s:{s:o}}}", "name", name, "ready", 1,
                         "restartCount", 0, "state", "running", "startedAt",
                         make_time(since_ms));
    return json_pack("{s:s,s:b,s:i,s:{s:{s:s,s:s}},s:{s:{s:s,s:i}}}", "name",
                     name, "ready", 0, "restartCount", 12, "state", "waiting",
                     "reason", "CrashLoopBackOff", "message",
                     "back-off 5m0s restarting failed container", "lastState",
                     "terminated", "reason", "OOMKilled", "exitCode", 137);
}

static json_t *make_deployment(const struct kube *kube,
                               const struct model *model, int index)
{
    const struct kube_deployment *changed = &kube->deployments[index];
    int replicas = kube_replicas(kube, index), available = replicas;
    int generation = 1 + changed->restarts;
    json_t *meta =
        make_meta(table[index].name, index, model->at_ms - 90 * 86400000LL);

    for (int k = 0; k < replicas; k++)
        available -= is_down(model, index, k);
    (void)json_object_set_new(meta, "generation", json_integer(generation));
    return json_pack(
        "{s:s,s:s,s:o,s:{s:i,s:{s:{s:s}},s:{s:{s:{s:s}},s:{s:[{s:s,s:s}]}}},"
        "s:{s:i,s:i,s:i,s:i,s:i}}",
        "apiVersion", "apps/v1", "kind", "Deployment", "metadata", meta, "spec",
        "replicas", replicas, "selector", "matchLabels",
        "app.kubernetes.io/instance", table[index].name, "template", "metadata",
        "labels", "app.kubernetes.io/instance", table[index].name, "spec",
        "containers", "name", table[index].name, "image", table[index].image,
        "status", "observedGeneration", generation, "replicas", replicas,
        "updatedReplicas", replicas, "readyReplicas", available,
        "availableReplicas", available);
}

static bool is_down(const struct model *model, int index, int replica)
{
    return index == 0 && replica < MODEL_COLLECTORS &&
           model->collectors[replica].is_down;
}

static json_t *make_time(int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char text[32];

    (void)gmtime_r(&seconds, &parts);
    (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return json_string(text);
}
