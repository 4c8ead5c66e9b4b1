/* kubernetes_workloads.c - Deployments, StatefulSets and DaemonSets.
 *
 * Counters that are zero are left out of the objects; a workload whose newest
 * settings its controller has not seen yet tells about the ones before.
 */
#include "source/kubernetes_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOT_NAME = KUBE_OWN,
    SLOT_CREATED,
    SLOT_GENERATION,
    SLOT_REVISION,
    SLOT_WANTED,
    SLOT_PAUSED,
    SLOT_CONTAINER,
    SLOT_IMAGE,
    SLOT_CPU,
    SLOT_MEMORY,
    SLOT_OBSERVED,
    SLOT_READY,
    SLOT_UPDATED,
    SLOT_AVAILABLE,
    SLOT_DAEMON_WANTED,
    SLOT_CURRENT,
    SLOT_UPDATE,
};

struct draft {
    struct kubernetes_workload workload; /* the item; first */
    char image[300];
    const char *current;
    int64_t generation, observed;
    size_t containers, with_cpu, with_memory;
    double cpu, memory;
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length);
static void on_metadata(struct kube_reader *reader, struct draft *draft,
                        int slot, const char *text, size_t length);
static void on_status(struct kube_reader *reader, struct draft *draft, int slot,
                      const char *text, size_t length);
static void on_begin(struct kube_reader *reader, int slot,
                     const struct wanted_place *place);
static void on_condition(struct kube_reader *reader,
                         const struct kube_condition *condition);
static bool complete(struct kube_reader *reader);
static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err);
static int by_name(const void *left, const void *right);
static void denied(struct kube_reader *reader);
static void replace(struct kube_reader *reader,
                    const struct kube_workloads *told);
static void join(struct kube_reader *reader);
static enum kubernetes_kind kind_of(const struct kube_reader *reader);

static const struct kube_stage stages[] = {
    {"deployments", "/apis/apps/v1/namespaces/%s/deployments?limit=500"},
    {"statefulsets", "/apis/apps/v1/namespaces/%s/statefulsets?limit=500"},
    {"daemonsets", "/apis/apps/v1/namespaces/%s/daemonsets?limit=500"},
};

static const struct wanted wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/name", SLOT_NAME},
    {"items/?/metadata/creationTimestamp", SLOT_CREATED},
    {"items/?/metadata/generation", SLOT_GENERATION},
    {"items/?/metadata/annotations/?", SLOT_REVISION},
    {"items/?/spec/replicas", SLOT_WANTED},
    {"items/?/spec/paused", SLOT_PAUSED},
    {"items/?/spec/template/spec/containers/?", SLOT_CONTAINER},
    {"items/?/spec/template/spec/containers/?/image", SLOT_IMAGE},
    {"items/?/spec/template/spec/containers/?/resources/limits/cpu", SLOT_CPU},
    {"items/?/spec/template/spec/containers/?/resources/limits/memory",
     SLOT_MEMORY},
    {"items/?/status/observedGeneration", SLOT_OBSERVED},
    {"items/?/status/readyReplicas", SLOT_READY},
    {"items/?/status/numberReady", SLOT_READY},
    {"items/?/status/updatedReplicas", SLOT_UPDATED},
    {"items/?/status/updatedNumberScheduled", SLOT_UPDATED},
    {"items/?/status/availableReplicas", SLOT_AVAILABLE},
    {"items/?/status/numberAvailable", SLOT_AVAILABLE},
    {"items/?/status/desiredNumberScheduled", SLOT_DAEMON_WANTED},
    {"items/?/status/currentRevision", SLOT_CURRENT},
    {"items/?/status/updateRevision", SLOT_UPDATE},
    KUBE_CONDITION_WANTS,
    {"items/?/status/conditions/?/reason", KUBE_CONDITION_REASON},
    {"items/?/status/conditions/?/message", KUBE_CONDITION_MESSAGE},
};

static const struct draft blank = {
    .workload = {.name = "",
                 .image = "",
                 .revision = "",
                 .wanted = 1, /* what Kubernetes takes when none is said */
                 .created_ms = -1,
                 .reason = "",
                 .message = "",
                 .cpu_limit_cores = NAN,
                 .memory_limit_bytes = NAN},
    .current = "",
};

#define DECODER(kind)                                                          \
    {                                                                          \
        .stages = &stages[kind], .stage_count = 1, .wants = wants,             \
        .want_count = sizeof(wants) / sizeof(wants[0]), .blank = &blank,       \
        .draft_size = sizeof(struct draft),                                    \
        .item_size = sizeof(struct kubernetes_workload),                       \
        .most = KUBERNETES_LIST_MAX, .text = on_text, .begin = on_begin,       \
        .condition = on_condition, .complete = complete, .done = done,         \
        .denied = denied                                                       \
    }
const struct kube_decoder kube_deployments = DECODER(KUBERNETES_DEPLOYMENT);
const struct kube_decoder kube_stateful_sets = DECODER(KUBERNETES_STATEFUL_SET);
const struct kube_decoder kube_daemon_sets = DECODER(KUBERNETES_DAEMON_SET);
#undef DECODER

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length)
{
    struct draft *draft = reader->draft;
    struct kubernetes_workload *workload = &draft->workload;
    const size_t used = strlen(draft->image);

    if (slot == SLOT_REVISION && !kube_is_revision(place))
        return;
    switch (slot) {
    case SLOT_WANTED:
    case SLOT_DAEMON_WANTED:
        workload->wanted = kube_int(text, length);
        break;
    case SLOT_PAUSED:
        workload->is_paused = text[0] == 't';
        break;
    case SLOT_IMAGE:
        (void)snprintf(draft->image + used, sizeof(draft->image) - used, "%s%s",
                       used ? ", " : "", text);
        break;
    case SLOT_CPU:
        draft->cpu += kubernetes_quantity(text, length);
        draft->with_cpu++;
        break;
    case SLOT_MEMORY:
        draft->memory += kubernetes_quantity(text, length);
        draft->with_memory++;
        break;
    default:
        if (slot < SLOT_WANTED)
            on_metadata(reader, draft, slot, text, length);
        else
            on_status(reader, draft, slot, text, length);
    }
}

static void on_metadata(struct kube_reader *reader, struct draft *draft,
                        int slot, const char *text, size_t length)
{
    switch (slot) {
    case SLOT_NAME:
        draft->workload.name = kube_text(reader, text, length);
        break;
    case SLOT_CREATED:
        draft->workload.created_ms = kube_time(text, length);
        break;
    case SLOT_GENERATION:
        draft->generation = kube_int(text, length);
        break;
    case SLOT_REVISION:
        draft->workload.revision = kube_text(reader, text, length);
        break;
    default:
        break;
    }
}

static void on_status(struct kube_reader *reader, struct draft *draft, int slot,
                      const char *text, size_t length)
{
    switch (slot) {
    case SLOT_OBSERVED:
        draft->observed = kube_int(text, length);
        break;
    case SLOT_READY:
        draft->workload.ready = kube_int(text, length);
        break;
    case SLOT_UPDATED:
        draft->workload.updated = kube_int(text, length);
        break;
    case SLOT_AVAILABLE:
        draft->workload.available = kube_int(text, length);
        break;
    case SLOT_CURRENT:
        draft->current = kube_text(reader, text, length);
        break;
    case SLOT_UPDATE:
        draft->workload.revision = kube_text(reader, text, length);
        break;
    default:
        break;
    }
}

static void on_begin(struct kube_reader *reader, int slot,
                     const struct wanted_place *place)
{
    struct draft *draft = reader->draft;

    (void)place;
    if (slot == SLOT_CONTAINER)
        draft->containers++;
}

/* Progressing=False past its deadline, or pods that cannot be made at all. */
static void on_condition(struct kube_reader *reader,
                         const struct kube_condition *condition)
{
    struct draft *draft = reader->draft;
    bool is_late =
        !strcmp(condition->type, "Progressing") && !condition->is_true;
    bool cannot =
        !strcmp(condition->type, "ReplicaFailure") && condition->is_true;

    if (!is_late && !cannot)
        return;
    draft->workload.is_stalled = true;
    draft->workload.reason = condition->reason;
    draft->workload.message = condition->message;
}

static bool complete(struct kube_reader *reader)
{
    struct draft *draft = reader->draft;
    struct kubernetes_workload *workload = &draft->workload;

    workload->kind = kind_of(reader);
    workload->image = kube_text(reader, draft->image, strlen(draft->image));
    workload->is_observed = draft->observed >= draft->generation;
    if (workload->kind == KUBERNETES_STATEFUL_SET && draft->current[0] &&
        !strcmp(draft->current, workload->revision))
        workload->updated = workload->wanted; /* not told once it is through */
    workload->is_rolling =
        !workload->is_observed || workload->updated < workload->wanted;
    if (draft->containers && draft->with_cpu == draft->containers)
        workload->cpu_limit_cores = draft->cpu;
    if (draft->containers && draft->with_memory == draft->containers)
        workload->memory_limit_bytes = draft->memory;
    return workload->name[0] != '\0';
}

static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err)
{
    (void)err;
    replace(reader, &(struct kube_workloads){.list = *list, .has_told = true});
    *list = (struct kube_list){0};
    return 0;
}

static void denied(struct kube_reader *reader)
{
    replace(reader,
            &(struct kube_workloads){.has_told = true, .is_denied = true});
}

/* What is new of one kind takes the place of the old, and all are joined. */
static void replace(struct kube_reader *reader,
                    const struct kube_workloads *told)
{
    struct kubernetes_source *source = reader->source;
    struct kube_workloads *own = &source->workloads[kind_of(reader)];
    struct kubernetes_workloads before = source->model.workloads;
    struct kube_workloads old = *own;

    *own = *told;
    source->model.workloads.part.pool = (struct pool){0};
    join(reader);
    if (source->has_workloads)
        kube_note_workloads(source, &before, reader->now_ms);
    source->has_workloads = true;
    for (size_t i = 0; i < KUBE_WORKLOAD_KINDS; i++)
        if (!source->workloads[i].has_told)
            source->has_workloads = false;
    pool_clear(&old.list.pool);
    pool_clear(&before.part.pool);
    kube_share_limits(&source->model);
}

/* The texts stay where they are, with their kind. */
static void join(struct kube_reader *reader)
{
    struct kubernetes_workloads *workloads = &reader->source->model.workloads;
    struct kubernetes_part *part = &workloads->part;
    struct kube_list all = {0};

    for (size_t i = 0; i < KUBE_WORKLOAD_KINDS; i++) {
        const struct kube_list *list = &reader->source->workloads[i].list;
        const struct kubernetes_workload *items = list->items;

        for (size_t j = 0; j < list->count; j++)
            kube_list_add(&all, &items[j], sizeof(items[j]), SIZE_MAX);
        all.left_out += list->left_out;
    }
    workloads->items =
        kube_part_take(reader, part, &all, &workloads->count, by_name);
    part->missing[0] = '\0';
    for (size_t i = 0; i < KUBE_WORKLOAD_KINDS; i++) {
        const size_t used = strlen(part->missing);

        if (reader->source->workloads[i].is_denied)
            (void)snprintf(part->missing + used, sizeof(part->missing) - used,
                           "%scannot list %s", used ? ", " : "",
                           stages[i].resource);
    }
}

static enum kubernetes_kind kind_of(const struct kube_reader *reader)
{
    return (enum kubernetes_kind)(reader->decoder->stages - stages);
}

static int by_name(const void *left, const void *right)
{
    const struct kubernetes_workload *one = left;
    const struct kubernetes_workload *other = right;
    const int order = strcmp(one->name, other->name);

    return order ? order : (int)one->kind - (int)other->kind;
}
