/* kube_private.h - what the files of the simulated Kubernetes API share.
 *
 * Layer: sim. An object is a tree as the API server would send it. A resource
 * is a row of the table in kube_resource.c.
 */
#ifndef TRACETOP_SIM_KUBE_PRIVATE_H
#define TRACETOP_SIM_KUBE_PRIVATE_H

#include "sim/kube.h"

struct json_t;

#define KUBE_NAMESPACE "observability"

enum { KUBE_START_MS = 1000 }; /* from a pod's creation to its readiness */

/* Returns all objects of a resource as an array. Owns: the caller's. */
typedef struct json_t *kube_list_fn(struct kube *kube,
                                    const struct model *model);

struct kube_resource {
    const char *name, *singular, *kind, *group_version, *short_names;
    const char *subs;   /* names of sub-resources, each followed by a space */
    const char *verbs;  /* as discovery lists them, without sub-resources */
    const char *fields; /* that a fieldSelector may have, besides the name */
    bool is_namespaced;
    kube_list_fn *list;
};

/* "/api/v1/namespaces/observability/pods/NAME/log", taken apart. */
struct kube_place {
    const struct kube_resource *resource;
    char namespace_name[64]; /* "" for all */
    char name[254], sub[32];
};

/* A request about objects, with all that its answer needs. */
struct kube_call {
    struct kube *kube;
    struct model *model;
    const struct kube_place *place;
    const struct api_request *request;
    struct api_reply *reply;
};

/* kube_resource.c: the table, discovery, paths. */
const struct kube_resource *kube_resource_at(size_t index);
int kube_discover(const char *path, struct api_reply *reply);
int kube_parse(const char *path, struct kube_place *place);
kube_list_fn kube_daemonsets;

/* kube_select.c: 1 when the object fits, 0 when not, -1 for a selector that is
 * not understood. */
int kube_match_labels(const char *selector, struct json_t *labels);
int kube_match_fields(const char *selector, const char *known,
                      struct json_t *object);

/* kube_list.c: answers GET of one object, a list, a table, a watch. */
void kube_send(const struct kube_call *call);
struct json_t *kube_pick(const struct kube_call *call, struct json_t *all);
int kube_check_selectors(const struct kube_call *call);

/* kube.c: a Status object, as the API server sends for errors. */
void kube_status(struct api_reply *reply, int status, const char *reason,
                 const char *message);

/* kube_state.c: what there is and how requests change it. */
void kube_begin(struct kube *kube, const struct model *model);
const char *kube_workload_name(int index);
const char *kube_workload_app(int index);
const struct kube_revision *kube_current(const struct kube *kube, int index);
bool kube_is_down(const struct model *model, int index, int replica);
bool kube_is_ready(const struct kube *kube, const struct model *model,
                   int index, int replica);
int64_t kube_changed_ms(const struct kube *kube, const struct model *model,
                        int index, int replica);
void kube_pod_name(const struct kube *kube, int index, int replica, char *name,
                   size_t size);
void kube_scale(struct kube *kube, struct model *model, int index,
                int replicas);
void kube_revise(struct kube *kube, struct model *model, int index,
                 struct json_t *template);
void kube_renew(struct kube *kube, struct model *model, int index, int replica);

/* kube_patch.c: merges a patch into an object, arrays of named things by
 * their names; or applies a JSON patch. Fails: -1 for one that makes no
 * sense. */
int kube_patch(struct json_t *object, struct json_t *patch);

/* kube_change.c: answers PATCH, PUT, POST and DELETE. */
void kube_change(const struct kube_call *call, struct json_t *object);

/* kube_workloads.c, kube_pods.c, kube_events.c, kube_jobs.c, kube_places.c:
 * objects. */
kube_list_fn kube_deployments, kube_replicasets, kube_statefulsets;
kube_list_fn kube_pods, kube_pod_metrics, kube_node_metrics;
kube_list_fn kube_events, kube_jobs, kube_cronjobs;
kube_list_fn kube_nodes, kube_namespaces, kube_volume_claims, kube_classes;
kube_list_fn kube_services, kube_endpoints, kube_configmaps, kube_autoscalers;
struct json_t *kube_deployment(const struct kube *kube,
                               const struct model *model, int index);
const char *kube_claim_size(const struct kube *kube, int index);

/* kube_meta.c: small parts that every object has. */
struct json_t *kube_time(int64_t ms);
struct json_t *kube_meta(const char *name, const char *app, int64_t created_ms);
struct json_t *kube_owner(const char *kind, const char *name,
                          int64_t created_ms);
struct json_t *kube_labels(int index);
void kube_uid(const char *name, int64_t created_ms, char *uid, size_t size);
const char *kube_string(struct json_t *object, const char *path);
struct json_t *kube_walk(struct json_t *object, const char *path);

/* kube_log.c: what a container said. */
void kube_log(const struct kube_call *call, struct json_t *pod);

/* kube_table.c: objects as kubectl prints them; `include` is the request's
 * includeObject. Owns: the caller's; `objects` is borrowed. */
struct json_t *kube_table(const struct kube_resource *resource,
                          struct json_t *objects, int64_t now_ms,
                          const char *include);

/* kube_proxy.c: answers ".../pods/NAME:PORT/proxy/metrics" as the pod would.
 * Fails: -1, nothing written, for a path that is none. */
int kube_proxy(const struct model *model, const char *path,
               struct api_reply *reply);

/* kube_watch.c: keeps the answer open and tells changes. */
void kube_watch(const struct kube_call *call);

#endif
