/* kubernetes_changes.c - rollouts, restarts, evictions and nodes as changes.
 *
 * What two answers differ in happened between them. What happened before
 * tracetop began is told by the ReplicaSets (each is a revision, with its image
 * and the time it was made), by events, and by restarts with a time.
 */
#include "source/kubernetes_pods.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell(struct kubernetes_source *source, const struct change *change,
                 const char *key);
static void note_workload(struct kubernetes_source *source,
                          const struct kubernetes_workload *workload,
                          const struct kubernetes_workload *old,
                          int64_t now_ms);
static const struct kubernetes_workload *
same_workload(const struct kubernetes_workloads *list,
              const struct kubernetes_workload *workload);
static void note_node(struct kubernetes_source *source,
                      const struct kubernetes_node *node,
                      const struct kubernetes_node *old, int64_t now_ms);
static const struct kubernetes_node *
same_node(const struct kubernetes_nodes *list, const char *name);

static bool has_same_stem(const char *one, const char *other);

void kube_note_pod(struct kubernetes_source *source,
                   const struct kubernetes_pod *pod,
                   const struct kubernetes_pod *old, int64_t now_ms)
{
    struct change change = {.at_ms = now_ms, .is_harm = true};
    char key[300];

    if (!pod->is_evicted && pod->restarts <= 0)
        return;
    (void)snprintf(change.what, sizeof(change.what), "pod/%s", pod->name);
    if (pod->restarts > 0 && (!old || pod->restarts != old->restarts) &&
        (pod->restarted_ms >= 0 || (old && pod->restarts > old->restarts))) {
        change.kind = CHANGE_RESTART;
        if (pod->restarted_ms >= 0)
            change.at_ms = pod->restarted_ms;
        (void)snprintf(change.text, sizeof(change.text), "restart %lld%s%s",
                       (long long)pod->restarts, pod->ended[0] ? ", " : "",
                       pod->ended);
        (void)snprintf(key, sizeof(key), "%s %lld", pod->name,
                       (long long)pod->restarts);
        tell(source, &change, key);
    }
    if (!pod->is_evicted || !old || old->is_evicted)
        return;
    change.kind = CHANGE_EVICTION;
    change.at_ms = now_ms;
    (void)snprintf(change.text, sizeof(change.text), "evicted%s%s",
                   pod->message[0] ? ": " : "", pod->message);
    tell(source, &change, pod->name);
}

void kube_note_workloads(struct kubernetes_source *source,
                         const struct kubernetes_workloads *before,
                         int64_t now_ms)
{
    const struct kubernetes_workloads *workloads = &source->model.workloads;

    for (size_t i = 0; i < workloads->count; i++) {
        const struct kubernetes_workload *old =
            same_workload(before, &workloads->items[i]);

        if (old)
            note_workload(source, &workloads->items[i], old, now_ms);
    }
}

static void note_workload(struct kubernetes_source *source,
                          const struct kubernetes_workload *workload,
                          const struct kubernetes_workload *old, int64_t now_ms)
{
    struct change change = {.at_ms = now_ms};
    const char *kind = kubernetes_kind_name(workload->kind);
    const bool has_image = strcmp(workload->image, old->image) != 0;
    char key[400];

    (void)snprintf(change.what, sizeof(change.what), "%s/%s", kind,
                   workload->name);
    if (has_image || strcmp(workload->revision, old->revision) != 0) {
        change.kind = CHANGE_ROLLOUT;
        (void)snprintf(change.text, sizeof(change.text),
                       has_image ? "revision %s, image %s to %s"
                                 : "revision %s, image %s as before",
                       workload->revision[0] ? workload->revision : "?",
                       has_image ? old->image : workload->image,
                       workload->image);
        (void)snprintf(key, sizeof(key), "%s %s %s", change.what,
                       workload->revision,
                       workload->revision[0] ? "" : workload->image);
        tell(source, &change, key);
    }
    if (workload->wanted == old->wanted ||
        workload->kind == KUBERNETES_DAEMON_SET)
        return;
    change.kind = CHANGE_SCALE;
    (void)snprintf(change.text, sizeof(change.text), "%lld to %lld replicas",
                   (long long)old->wanted, (long long)workload->wanted);
    (void)snprintf(key, sizeof(key), "%s %lld", change.what, (long long)now_ms);
    tell(source, &change, key);
}

void kube_note_nodes(struct kubernetes_source *source,
                     const struct kubernetes_nodes *before, int64_t now_ms)
{
    const struct kubernetes_nodes *nodes = &source->model.nodes;

    for (size_t i = 0; i < nodes->count; i++)
        note_node(source, &nodes->items[i],
                  same_node(before, nodes->items[i].name), now_ms);
    for (size_t i = 0; i < before->count; i++)
        if (!same_node(nodes, before->items[i].name) && !nodes->part.left_out)
            note_node(source, NULL, &before->items[i], now_ms);
}

/* One of the two may be NULL: it came, or it went. */
static void note_node(struct kubernetes_source *source,
                      const struct kubernetes_node *node,
                      const struct kubernetes_node *old, int64_t now_ms)
{
    struct change change = {.at_ms = now_ms, .kind = CHANGE_NODE};
    const char *said = NULL;
    char key[400];

    if (!old)
        said = "joined";
    else if (!node)
        said = "left";
    else if (node->is_ready != old->is_ready)
        said = node->is_ready ? "ready" : "not ready";
    else if (node->has_pressure != old->has_pressure)
        said = node->has_pressure ? "under pressure" : "no more pressure";
    else if (node->is_cordoned != old->is_cordoned)
        said = node->is_cordoned ? "cordoned" : "takes pods again";
    else if (strcmp(node->version, old->version) != 0)
        said = "another version";
    if (!said)
        return;
    change.is_harm = node && (!node->is_ready || node->has_pressure);
    (void)snprintf(change.what, sizeof(change.what), "node/%s",
                   node ? node->name : old->name);
    (void)snprintf(change.text, sizeof(change.text), "%s%s%s", said,
                   change.is_harm ? ": " : "",
                   change.is_harm && node ? node->reason : "");
    (void)snprintf(key, sizeof(key), "%s %s %lld", change.what, said,
                   (long long)now_ms);
    tell(source, &change, key);
}

/* An eviction is told by the pod, too: whichever comes first is kept. */
void kube_note_events(struct kubernetes_source *source)
{
    const struct kubernetes_events *events = &source->model.events;

    for (size_t i = 0; i < events->count; i++) {
        const struct kubernetes_event *event = &events->items[i];
        struct change change = {
            .at_ms = event->at_ms, .kind = CHANGE_EVICTION, .is_harm = true};

        if (strcmp(event->reason, "Evicted") != 0 &&
            strcmp(event->reason, "TaintManagerEviction") != 0 &&
            strcmp(event->reason, "Preempted") != 0)
            continue;
        (void)snprintf(change.what, sizeof(change.what), "pod/%s", event->name);
        (void)snprintf(change.text, sizeof(change.text), "%s", event->message);
        tell(source, &change, event->name);
    }
}

/* Texts are cut to their room: what is left of a character is cut, too. */
static void tell(struct kubernetes_source *source, const struct change *change,
                 const char *key)
{
    struct change whole = *change;

    kube_cut(whole.what);
    kube_cut(whole.text);
    (void)changes_add(source->changes, &whole, key);
}

static const struct kubernetes_workload *
same_workload(const struct kubernetes_workloads *list,
              const struct kubernetes_workload *workload)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == workload->kind &&
            !strcmp(list->items[i].name, workload->name))
            return &list->items[i];
    return NULL;
}

static const struct kubernetes_node *
same_node(const struct kubernetes_nodes *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}

void kube_share_limits(struct kubernetes *model)
{
    const struct kubernetes_workload *workload = NULL;
    const char *before = "";

    for (size_t i = 0; i < model->pods.count; i++) {
        struct kubernetes_pod *pod = &model->pods.items[i];

        if (!has_same_stem(before, pod->name))
            workload = kubernetes_workload_of(&model->workloads, pod->name);
        before = pod->name;
        if (!isnan(pod->memory_limit_bytes) || !isnan(pod->cpu_limit_cores))
            continue;
        if (workload) {
            pod->cpu_limit_cores = workload->cpu_limit_cores;
            pod->memory_limit_bytes = workload->memory_limit_bytes;
        }
    }
}

/* Pods that differ after the last dash only are of the same workload. */
static bool has_same_stem(const char *one, const char *other)
{
    const char *dash = strrchr(one, '-');

    return dash && !strncmp(one, other, (size_t)(dash - one) + 1) &&
           !strchr(other + (dash - one) + 1, '-');
}
