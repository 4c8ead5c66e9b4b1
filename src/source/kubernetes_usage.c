/* kubernetes_usage.c - what pods use, by metrics.k8s.io.
 *
 * Served by the metrics-server, if there is one: 404 and 503 say there is
 * none, new pods have no numbers for a minute.
 */
#include "source/kubernetes_pods.h"

#include <math.h>
#include <stdlib.h>

enum { SLOT_NAME = KUBE_OWN, SLOT_CPU, SLOT_MEMORY };

struct usage {
    const char *name;
    double cpu, memory;
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length);
static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err);

static const struct kube_stage stages[] = {
    {"pods in metrics.k8s.io",
     "/apis/metrics.k8s.io/v1beta1/namespaces/%s/pods?limit=500"}};

static const struct wanted wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/name", SLOT_NAME},
    {"items/?/containers/?/usage/cpu", SLOT_CPU},
    {"items/?/containers/?/usage/memory", SLOT_MEMORY},
};

static const struct usage blank = {.name = ""};

const struct kube_decoder kube_usage = {
    .stages = stages,
    .stage_count = 1,
    .wants = wants,
    .want_count = sizeof(wants) / sizeof(wants[0]),
    .blank = &blank,
    .draft_size = sizeof(struct usage),
    .item_size = sizeof(struct usage),
    .most = KUBERNETES_PODS_MAX,
    .text = on_text,
    .done = done,
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length)
{
    struct usage *usage = reader->draft;

    (void)place;
    if (slot == SLOT_NAME)
        usage->name = kube_text(reader, text, length);
    else if (slot == SLOT_CPU)
        usage->cpu += kubernetes_quantity(text, length);
    else if (slot == SLOT_MEMORY)
        usage->memory += kubernetes_quantity(text, length);
}

static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err)
{
    struct kubernetes_source *source = reader->source;

    (void)err;
    pool_clear(&source->usage.pool);
    source->usage = *list;
    *list = (struct kube_list){0};
    kube_give_usage(source);
    source->model.pods.usage_ms = reader->now_ms;
    return 0;
}

void kube_give_usage(struct kubernetes_source *source)
{
    struct kubernetes_pods *pods = &source->model.pods;
    struct kubernetes_pod **named = kube_pods_by_name(pods);
    const struct kube_list *list = &source->usage;
    const struct usage *usage = list->items;

    for (size_t i = 0; i < pods->count; i++)
        pods->items[i].cpu_cores = pods->items[i].memory_bytes = NAN;
    for (size_t i = 0; i < list->count; i++, usage++) {
        struct kubernetes_pod *pod =
            kube_pod_find(named, pods->count, usage->name);

        if (pod) {
            pod->cpu_cores = usage->cpu;
            pod->memory_bytes = usage->memory;
        }
    }
    free(named);
}
