/* kube_places.c - nodes, volumes, services and what else just is there. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

#define DAY_MS INT64_C(86400000)

enum { NODES = 3, RESIZE_MS = 3000 };

static const struct {
    const char *name;
    int workload, port;
    bool is_headless;
} services[] = {
    {"jaeger-collector", 0, 14268, false},
    {"jaeger-query", 2, 16686, false},
    {"otel-collector-gateway", 3, 4317, false},
    {"elasticsearch-master", 4, 9200, false},
    {"elasticsearch-master-headless", 4, 9200, true},
    {"kafka", 5, 9092, false},
};
static const size_t service_count = sizeof(services) / sizeof(services[0]);

static json_t *make_cluster_meta(const char *name, int64_t created_ms);
static json_t *make_addresses(struct kube *kube, const struct model *model,
                              int index, bool is_ready);

json_t *kube_nodes(struct kube *kube, const struct model *model)
{
    int64_t since_ms = kube->began_ms - 200 * DAY_MS;
    json_t *all = json_array();

    (void)model;
    for (int i = 1; i <= NODES; i++) {
        char name[24], address[24];

        (void)snprintf(name, sizeof(name), "worker-%d", i);
        (void)snprintf(address, sizeof(address), "10.0.0.%d", 10 + i);
        (void)json_array_append_new(
            all,
            json_pack(
                "{s:s,s:s,s:o,s:{s:s},s:{s:{s:s,s:s,s:s},s:{s:s,s:s,s:s},"
                "s:[{s:s,s:s,s:s,s:o}],s:[{s:s,s:s}],s:{s:s,s:s,s:s,s:s}}}",
                "apiVersion", "v1", "kind", "Node", "metadata",
                make_cluster_meta(name, since_ms), "spec", "providerID", name,
                "status", "capacity", "cpu", "8", "memory", "32Gi", "pods",
                "2000", "allocatable", "cpu", "8", "memory", "31Gi", "pods",
                "2000", "conditions", "type", "Ready", "status", "True",
                "reason", "KubeletReady", "lastTransitionTime",
                kube_time(since_ms), "addresses", "type", "InternalIP",
                "address", address, "nodeInfo", "kubeletVersion", "v1.29.0",
                "osImage", "Debian GNU/Linux 12 (bookworm)", "kernelVersion",
                "6.1.0-18-amd64", "containerRuntimeVersion",
                "containerd://1.7.13"));
    }
    return all;
}

json_t *kube_namespaces(struct kube *kube, const struct model *model)
{
    static const char *const names[] = {"default", "kube-system",
                                        KUBE_NAMESPACE};
    json_t *all = json_array();

    (void)model;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        (void)json_array_append_new(
            all, json_pack(
                     "{s:s,s:s,s:o,s:{s:s}}", "apiVersion", "v1", "kind",
                     "Namespace", "metadata",
                     make_cluster_meta(names[i], kube->began_ms - 200 * DAY_MS),
                     "status", "phase", "Active"));
    return all;
}

/* The capacity follows what is wanted after a while. */
json_t *kube_volume_claims(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int i = 0; i < KUBE_CLAIMS; i++) {
        const struct kube_claim *claim = &kube->claims[i];
        bool is_resized = model_now_ms(model) >= claim->wanted_ms + RESIZE_MS;
        const char *wanted = claim->wanted[0] ? claim->wanted : "100Gi";
        json_t *object = NULL, *conditions = json_array();
        char name[64];

        (void)snprintf(name, sizeof(name),
                       "elasticsearch-master-elasticsearch-master-%d", i);
        if (!is_resized)
            (void)json_array_append_new(
                conditions,
                json_pack("{s:s,s:s}", "type", "Resizing", "status", "True"));
        object = json_pack(
            "{s:s,s:s,s:o,s:{s:[s],s:s,s:s,s:s,s:{s:{s:s}}},"
            "s:{s:s,s:[s],s:{s:s},s:o}}",
            "apiVersion", "v1", "kind", "PersistentVolumeClaim", "metadata",
            kube_meta(name, "elasticsearch", kube->began_ms - 90 * DAY_MS),
            "spec", "accessModes", "ReadWriteOnce", "storageClassName",
            "standard", "volumeMode", "Filesystem", "volumeName",
            i == 0   ? "pvc-3f0da1c0"
            : i == 1 ? "pvc-3f1da1c1"
                     : "pvc-3f2da1c2",
            "resources", "requests", "storage", wanted, "status", "phase",
            "Bound", "accessModes", "ReadWriteOnce", "capacity", "storage",
            is_resized ? wanted : "100Gi", "conditions", conditions);
        (void)json_array_append_new(all, object);
    }
    return all;
}

json_t *kube_classes(struct kube *kube, const struct model *model)
{
    json_t *meta = make_cluster_meta("standard", kube->began_ms - 200 * DAY_MS);

    (void)model;
    (void)json_object_set_new(
        meta, "annotations",
        json_pack("{s:s}", "storageclass.kubernetes.io/is-default-class",
                  "true"));
    return json_pack("[{s:s,s:s,s:o,s:s,s:s,s:s,s:b}]", "apiVersion",
                     "storage.k8s.io/v1", "kind", "StorageClass", "metadata",
                     meta, "provisioner", "ebs.csi.aws.com", "reclaimPolicy",
                     "Delete", "volumeBindingMode", "WaitForFirstConsumer",
                     "allowVolumeExpansion", 1);
}

json_t *kube_services(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    (void)model;
    for (size_t i = 0; i < service_count; i++) {
        char address[24];

        (void)snprintf(address, sizeof(address),
                       services[i].is_headless ? "None" : "10.43.0.%zu",
                       10 + i);
        (void)json_array_append_new(
            all, json_pack("{s:s,s:s,s:o,s:{s:s,s:s,s:o,s:[{s:s,s:i,s:i,s:s}]},"
                           "s:{s:{}}}",
                           "apiVersion", "v1", "kind", "Service", "metadata",
                           kube_meta(services[i].name,
                                     kube_workload_app(services[i].workload),
                                     kube->began_ms - 90 * DAY_MS),
                           "spec", "type", "ClusterIP", "clusterIP", address,
                           "selector", kube_labels(services[i].workload),
                           "ports", "name", "main", "port", services[i].port,
                           "targetPort", services[i].port, "protocol", "TCP",
                           "status", "loadBalancer"));
    }
    return all;
}

json_t *kube_endpoints(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (size_t i = 0; i < service_count; i++) {
        int index = services[i].workload;
        json_t *ready = make_addresses(kube, model, index, true);
        json_t *other = make_addresses(kube, model, index, false);
        json_t *subset =
            json_pack("{s:[{s:s,s:i,s:s}]}", "ports", "name", "main", "port",
                      services[i].port, "protocol", "TCP");

        if (json_array_size(ready))
            (void)json_object_set(subset, "addresses", ready);
        if (json_array_size(other))
            (void)json_object_set(subset, "notReadyAddresses", other);
        json_decref(ready);
        json_decref(other);
        (void)json_array_append_new(
            all, json_pack("{s:s,s:s,s:o,s:[o]}", "apiVersion", "v1", "kind",
                           "Endpoints", "metadata",
                           kube_meta(services[i].name, kube_workload_app(index),
                                     kube->began_ms - 90 * DAY_MS),
                           "subsets", subset));
    }
    return all;
}

json_t *kube_configmaps(struct kube *kube, const struct model *model)
{
    int64_t since_ms = kube->began_ms - 90 * DAY_MS;

    (void)model;
    return json_pack(
        "[{s:s,s:s,s:o,s:{s:s}},{s:s,s:s,s:o,s:{s:s}}]", "apiVersion", "v1",
        "kind", "ConfigMap", "metadata",
        kube_meta("kube-root-ca.crt", NULL, since_ms), "data", "ca.crt",
        "simulated\n", "apiVersion", "v1", "kind", "ConfigMap", "metadata",
        kube_meta("otel-collector-gateway", "opentelemetry-collector",
                  since_ms),
        "data", "relay",
        "receivers:\n  otlp:\n    protocols: {grpc: {}, http: {}}\n"
        "processors:\n  memory_limiter: {check_interval: 1s, limit_mib: 3500}\n"
        "  tail_sampling:\n    decision_wait: 10s\n  batch: {}\n"
        "exporters:\n  otlp/jaeger: {endpoint: \"jaeger-collector:4317\"}\n");
}

json_t *kube_autoscalers(struct kube *kube, const struct model *model)
{
    (void)kube;
    (void)model;
    return json_array();
}

static json_t *make_cluster_meta(const char *name, int64_t created_ms)
{
    json_t *meta = kube_meta(name, NULL, created_ms);

    (void)json_object_del(meta, "namespace");
    (void)json_object_set_new(
        meta, "labels", json_pack("{s:s}", "kubernetes.io/hostname", name));
    return meta;
}

static json_t *make_addresses(struct kube *kube, const struct model *model,
                              int index, bool is_ready)
{
    json_t *all = json_array();

    for (int k = 0; k < kube->workloads[index].replicas; k++) {
        char name[128], address[24];

        if (kube_is_ready(kube, model, index, k) != is_ready)
            continue;
        kube_pod_name(kube, index, k, name, sizeof(name));
        (void)snprintf(address, sizeof(address), "10.42.%d.%d", 1 + k % 3,
                       (20 + 10 * index + k) % 250 + 1);
        (void)json_array_append_new(
            all, json_pack("{s:s,s:{s:s,s:s,s:s}}", "ip", address, "targetRef",
                           "kind", "Pod", "name", name, "namespace",
                           KUBE_NAMESPACE));
    }
    return all;
}
