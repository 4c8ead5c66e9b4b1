/* kube.h - the simulated Kubernetes API, enough for kubectl.
 *
 * Layer: sim. Pods and deployments of the namespace "observability"; how they
 * fare is the model's, what requests change is kept here. Scaling the
 * ingesters up, and restarting the collectors or the query service, cures what
 * it would in life. Pods keep their names, which the metrics have too.
 * Source: Kubernetes API v1, apps/v1 and meta.k8s.io/v1 Table.
 */
#ifndef TRACETOP_SIM_KUBE_H
#define TRACETOP_SIM_KUBE_H

#include <stddef.h>
#include <stdint.h>

#include "sim/api.h"

enum { KUBE_DEPLOYMENTS = 4, KUBE_REPLICAS_MAX = 10000 };

struct kube_deployment {
    int replicas_more;    /* than it began with; may be negative */
    int restarts;         /* rollouts asked for */
    int64_t restarted_ms; /* 0: never */
};

struct kube {
    struct kube_deployment deployments[KUBE_DEPLOYMENTS];
};

/* Answers what a client of the API server asks. `state` is a struct kube. */
api_fn kube_answer;

/* Adds a kubeconfig for the API at `address` ("127.0.0.1:9090"): context
 * "sim", namespace "observability". */
void kube_add_config(struct buf *out, const char *address);

/* Writes a Status object, as the API server does for errors. */
void kube_status(struct api_reply *reply, int status, const char *reason,
                 const char *message);

/* Writes the API's groups and resources. Fails: -1, nothing written, for a path
 * that is no discovery. */
int kube_discover(const char *path, struct api_reply *reply);

/* Returns the index of a deployment by its name, or -1. */
int kube_find(const char *name);

/* Returns a deployment's name; `index` is below KUBE_DEPLOYMENTS. */
const char *kube_name(int index);

/* Returns how many replicas the deployment is to have. */
int kube_replicas(const struct kube *kube, int index);

/* Returns the deployments, the pods or the events as an array of objects.
 * Owns: the caller's. */
struct json_t *kube_deployments(const struct kube *kube,
                                const struct model *model);
struct json_t *kube_pods(const struct kube *kube, const struct model *model);
struct json_t *kube_events(const struct model *model);

/* Returns a Table of them, with kubectl's columns. `resource` is "pods",
 * "deployments" or "events". Owns: the caller's; `objects` is borrowed. */
struct json_t *kube_table(const char *resource, struct json_t *objects,
                          int64_t now_ms);

#endif
