/* kube.h - the simulated Kubernetes API, enough for kubectl.
 *
 * Layer: sim. The namespace "observability" and the cluster around it; how
 * its pods fare is the model's, what requests change is kept here. Scaling the
 * ingesters up, growing Elasticsearch's volumes, and restarting the collectors
 * or the query service cure what they would in life. Pods that the metrics
 * name keep their names, all others get new ones.
 * Source: Kubernetes API v1, apps/v1, batch/v1, autoscaling/v2, storage.k8s.io
 * and metrics.k8s.io; meta.k8s.io/v1 Table.
 */
#ifndef TRACETOP_SIM_KUBE_H
#define TRACETOP_SIM_KUBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/api.h"
#include "sim/failure.h"

enum {
    KUBE_DEPLOYMENTS = 4,
    KUBE_WORKLOADS = 6, /* the deployments, then the StatefulSets */
    KUBE_REPLICAS_MAX = 10000,
    KUBE_REVISIONS = 11, /* revisionHistoryLimit and the current one */
    KUBE_CLAIMS = 3,
    KUBE_RESOURCES_MAX = 24,
};

/* One ReplicaSet of a deployment, or ControllerRevision of a StatefulSet. */
struct kube_revision {
    int number; /* 0: none */
    char hash[16];
    int64_t created_ms;
    struct json_t *template; /* of its pods */
};

/* The place of one pod; who stands there changes. */
struct kube_slot {
    int64_t created_ms;
    int renewed; /* how many stood here before */
};

struct kube_workload {
    int replicas;
    int generation;
    int64_t changed_ms;
    struct kube_slot *slots; /* `replicas` of them */
    struct kube_revision revisions[KUBE_REVISIONS];
    int current; /* in `revisions` */
};

struct kube_claim {
    char wanted[24]; /* "" as it began */
    int64_t wanted_ms;
};

/* All zero is a cluster that has not been asked yet. */
struct kube {
    bool is_begun;
    int64_t began_ms;
    int generation; /* of everything */
    struct kube_workload workloads[KUBE_WORKLOADS];
    struct kube_claim claims[KUBE_CLAIMS];
    enum failure failures[KUBE_RESOURCES_MAX];
    struct json_t *pods; /* as they were at `pods_second` */
    int64_t pods_second;
    int pods_generation;
    struct json_t *idle; /* those of them that never change */
};

/* Answers what a client of the API server asks. `state` is a struct kube. */
api_fn kube_answer;

/* Frees what the cluster holds and makes it all zero. */
void kube_clear(struct kube *kube);

/* Adds a kubeconfig for the API at `address` ("127.0.0.1:9090"): context
 * "sim", namespace "observability". */
void kube_add_config(struct buf *out, const char *address);

/* Makes one resource fail: "pods", "pods.metrics.k8s.io". Only failures that
 * have an answer of their own, and FAILURE_NONE. Fails: -1 for others. */
int kube_fail(struct kube *kube, const char *resource, enum failure failure);

/* Returns the index of a workload by its name, or -1. */
int kube_find(const char *name);

/* Returns how many replicas the workload is to have. Begins the cluster. */
int kube_replicas(struct kube *kube, const struct model *model, int index);

#endif
