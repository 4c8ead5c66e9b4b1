/* kubernetes.c - the questions that a Kubernetes API server gets. */
#include "source/kubernetes.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "source/kubernetes_private.h"

enum {
    EVERY_10S = 10000,
    EVERY_15S = 15000,
    EVERY_30S = 30000,
    EVERY_1M = 60000
};

static const char *accept_pods(void *component);
static void path_pods(void *component, struct buf *out);

#define ASK(question, decoder)                                                 \
    static void path_##decoder(void *component, struct buf *out)               \
    {                                                                          \
        const struct kubernetes_source *source = component;                    \
                                                                               \
        kube_path(source, &source->walks[question], &kube_##decoder, out);     \
    }                                                                          \
    static void *begin_##decoder(void *component, int status)                  \
    {                                                                          \
        return kube_begin(component, question, &kube_##decoder, status);       \
    }
ASK(KUBE_DEPLOYMENTS, deployments)
ASK(KUBE_STATEFUL_SETS, stateful_sets)
ASK(KUBE_DAEMON_SETS, daemon_sets)
ASK(KUBE_EVENTS, events)
ASK(KUBE_USAGE, usage)
ASK(KUBE_HISTORY, history)
ASK(KUBE_JOBS, jobs)
ASK(KUBE_CRON_JOBS, cron_jobs)
ASK(KUBE_CLAIMS, claims)
ASK(KUBE_NODES, nodes)
#undef ASK

static void *begin_pods(void *component, int status);

#define READER .feed = kube_feed, .finish = kube_finish, .drop = kube_drop
#define ROW(said, every, decoder)                                              \
    {                                                                          \
        .name = (said), .interval_ms = (every), .path = path_##decoder,        \
        .begin = begin_##decoder, READER                                       \
    }

const struct question kubernetes_questions[KUBERNETES_QUESTIONS] = {
    [KUBE_PODS] = {.name = "pods",
                   .accept_of = accept_pods,
                   .path = path_pods,
                   .begin = begin_pods,
                   READER},
    [KUBE_DEPLOYMENTS] = ROW("deployments", EVERY_10S, deployments),
    [KUBE_STATEFUL_SETS] = ROW("statefulsets", EVERY_10S, stateful_sets),
    [KUBE_DAEMON_SETS] = ROW("daemonsets", EVERY_10S, daemon_sets),
    [KUBE_EVENTS] = ROW("events", EVERY_15S, events),
    [KUBE_USAGE] = ROW("usage", EVERY_15S, usage),
    [KUBE_HISTORY] = ROW("rollouts", EVERY_1M, history),
    [KUBE_JOBS] = ROW("jobs", EVERY_30S, jobs),
    [KUBE_CRON_JOBS] = ROW("cron jobs", EVERY_1M, cron_jobs),
    [KUBE_CLAIMS] = ROW("claims", EVERY_1M, claims),
    [KUBE_NODES] = ROW("nodes", EVERY_30S, nodes),
};

struct kubernetes_source *kubernetes_source_new(const char *namespace_name,
                                                struct changes *changes)
{
    struct kubernetes_source *source = xcalloc(1, sizeof(*source));

    kubernetes_init(&source->model, namespace_name);
    source->changes = changes;
    return source;
}

void kubernetes_source_free(struct kubernetes_source *source)
{
    if (!source)
        return;
    for (size_t i = 0; i < KUBERNETES_QUESTIONS; i++)
        kube_walk_reset(&source->walks[i]);
    pool_clear(&source->usage.pool);
    for (size_t i = 0; i < KUBE_WORKLOAD_KINDS; i++)
        pool_clear(&source->workloads[i].list.pool);
    kubernetes_clear(&source->model);
    free(source);
}

const struct kubernetes *
kubernetes_source_get(const struct kubernetes_source *source)
{
    return &source->model;
}

/* What is asked about one pod is its object. */
static const char *accept_pods(void *component)
{
    const struct kubernetes_source *source = component;

    return source->is_looking ? "application/json"
                              : "application/json;as=Table;v=v1;g=meta.k8s.io,"
                                "application/json";
}

/* One pod is asked for by a list, so that no other right is needed. */
static void path_pods(void *component, struct buf *out)
{
    const struct kubernetes_source *source = component;

    if (!source->is_looking) {
        kube_path(source, &source->walks[KUBE_PODS], &kube_pods, out);
        return;
    }
    (void)buf_printf(out,
                     "/api/v1/namespaces/%s/pods?fieldSelector=metadata.name"
                     "%%3D%s",
                     source->model.namespace_name,
                     source->model.pods.items[source->sick_at].name);
}

static void *begin_pods(void *component, int status)
{
    const struct kubernetes_source *source = component;

    return kube_begin(component, KUBE_PODS,
                      source->is_looking ? &kube_sick : &kube_pods, status);
}
