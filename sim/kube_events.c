/* kube_events.c - what happened to pods, volumes and deployments. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

struct incident {
    const char *type, *reason, *message, *kind, *object;
    int count; /* 0: in the newer form, which has null for count and times */
    int64_t first_ms, last_ms;
};

static void add_failures(json_t *all, const struct kube *kube,
                         const struct model *model);
static void add_volumes(json_t *all, const struct kube *kube,
                        const struct model *model);
static void add_rollouts(json_t *all, const struct kube *kube);
static void add(json_t *all, const struct incident *incident);

json_t *kube_events(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    add_failures(all, kube, model);
    add_volumes(all, kube, model);
    add_rollouts(all, kube);
    return all;
}

static void add_failures(json_t *all, const struct kube *kube,
                         const struct model *model)
{
    for (int i = 0; i < KUBE_DEPLOYMENTS; i++)
        for (int k = 0; k < kube->workloads[i].replicas; k++) {
            char pod[128];

            if (!kube_is_down(model, i, k))
                continue;
            kube_pod_name(kube, i, k, pod, sizeof(pod));
            add(all,
                &(struct incident){
                    .type = "Warning",
                    .reason = "BackOff",
                    .message = "Back-off restarting failed container",
                    .kind = "Pod",
                    .object = pod,
                    .count = 12,
                    .first_ms =
                        model->faults[i == 0 ? FAULT_COLLECTOR : FAULT_KAFKA]
                            .onset_ms,
                    .last_ms = model->at_ms / 60000 * 60000});
        }
}

static void add_volumes(json_t *all, const struct kube *kube,
                        const struct model *model)
{
    (void)kube;
    for (int i = 0; i < MODEL_NODES; i++) {
        char claim[64], text[128];

        if (!model_has_fault(model, FAULT_DISK) ||
            model->nodes[i].disk_used_ratio < 0.85)
            continue;
        (void)snprintf(claim, sizeof(claim),
                       "elasticsearch-master-elasticsearch-master-%d", i);
        (void)snprintf(text, sizeof(text),
                       "The volume is %.0f%% full, of its capacity little is "
                       "left",
                       model->nodes[i].disk_used_ratio * 100);
        add(all,
            &(struct incident){.type = "Warning",
                               .reason = "VolumeConditionAbnormal",
                               .message = text,
                               .kind = "PersistentVolumeClaim",
                               .object = claim,
                               .count = 3,
                               .first_ms = model->faults[FAULT_DISK].onset_ms,
                               .last_ms = model->at_ms / 60000 * 60000});
    }
}

static void add_rollouts(json_t *all, const struct kube *kube)
{
    for (int i = 0; i < KUBE_DEPLOYMENTS; i++) {
        const struct kube_workload *workload = &kube->workloads[i];
        char text[192];

        if (workload->changed_ms < kube->began_ms)
            continue;
        (void)snprintf(text, sizeof(text), "Scaled up replica set %s-%s to %d",
                       kube_workload_name(i), kube_current(kube, i)->hash,
                       workload->replicas);
        add(all, &(struct incident){.type = "Normal",
                                    .reason = "ScalingReplicaSet",
                                    .message = text,
                                    .kind = "Deployment",
                                    .object = kube_workload_name(i),
                                    .first_ms = workload->changed_ms,
                                    .last_ms = workload->changed_ms});
    }
}

static void add(json_t *all, const struct incident *incident)
{
    bool is_old_form = incident->count > 0;
    char name[160];
    json_t *event = NULL;

    (void)snprintf(name, sizeof(name), "%s.%llx", incident->object,
                   (unsigned long long)incident->first_ms);
    event = json_pack(
        "{s:s,s:s,s:o,s:s,s:s,s:s,s:{s:s,s:s,s:s,s:s},s:{s:s}}", "apiVersion",
        "v1", "kind", "Event", "metadata",
        kube_meta(name, NULL, incident->last_ms), "type", incident->type,
        "reason", incident->reason, "message", incident->message,
        "involvedObject", "kind", incident->kind, "name", incident->object,
        "namespace", KUBE_NAMESPACE, "apiVersion",
        strcmp(incident->kind, "Deployment") == 0 ? "apps/v1" : "v1", "source",
        "component", "kubelet");
    (void)json_object_set_new(event, "count",
                              is_old_form ? json_integer(incident->count)
                                          : json_null());
    (void)json_object_set_new(event, "firstTimestamp",
                              is_old_form ? kube_time(incident->first_ms)
                                          : json_null());
    (void)json_object_set_new(event, "lastTimestamp",
                              is_old_form ? kube_time(incident->last_ms)
                                          : json_null());
    (void)json_object_set_new(event, "eventTime",
                              is_old_form ? json_null()
                                          : kube_time(incident->last_ms));
    (void)json_array_append_new(all, event);
}
