/* kube_state.c - workloads, their revisions and their pods' names. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/kube_private.h"
#include "sim/model.h"
#include "sim/target.h"

#define DAY_MS INT64_C(86400000)

static const struct {
    const char *name, *app, *container, *image, *old_image;
    const char *hash, *old_hash;
    int replicas;
} table[KUBE_WORKLOADS] = {
    {"jaeger-collector", "jaeger", "jaeger-collector",
     "jaegertracing/jaeger-collector:1.57.0",
     "jaegertracing/jaeger-collector:1.55.0", "6d5c8b7f9c", "59b7d4c8f6",
     MODEL_COLLECTORS},
    {"jaeger-ingester", "jaeger", "jaeger-ingester",
     "jaegertracing/jaeger-ingester:1.57.0",
     "jaegertracing/jaeger-ingester:1.55.0", "78fd9b6c4d", "6f4b8d9c77", 3},
    {"jaeger-query", "jaeger", "jaeger-query",
     "jaegertracing/jaeger-query:1.57.0", "jaegertracing/jaeger-query:1.55.0",
     "5f9c6d7b8", "84c6f9d5bb", 1},
    {"otel-collector-gateway", "opentelemetry-collector", "otel-collector",
     "otel/opentelemetry-collector-contrib:0.90.0",
     "otel/opentelemetry-collector-contrib:0.88.0", "7c9d8f6b5d", "5b8f7d6c94",
     MODEL_GATEWAYS},
    {"elasticsearch-master", "elasticsearch", "elasticsearch",
     "docker.elastic.co/elasticsearch/elasticsearch:8.11.1", NULL, "69f5c7b8d4",
     NULL, MODEL_NODES},
    {"kafka", "kafka", "kafka", "bitnami/kafka:3.6.1", NULL, "7b6d9c5f88", NULL,
     3},
};

static json_t *make_template(int index, const char *image);
static json_t *make_env(int index);
static void resize(struct kube_workload *workload, int replicas,
                   int64_t now_ms);
static int find_template(const struct kube_workload *workload,
                         const json_t *template);
static int free_revision(const struct kube_workload *workload);
static void make_hash(const char *name, int seed, char *text, size_t size);
static void cure(struct model *model, int index);

void kube_begin(struct kube *kube, const struct model *model)
{
    if (kube->is_begun)
        return;
    kube->is_begun = true;
    kube->began_ms = model_now_ms(model) / 1000 * 1000;
    for (int i = 0; i < KUBE_WORKLOADS; i++) {
        struct kube_workload *workload = &kube->workloads[i];
        struct kube_revision *now = &workload->revisions[0];

        if (table[i].old_image)
            *now++ = (struct kube_revision){
                .number = 1,
                .created_ms = kube->began_ms - 90 * DAY_MS,
                .template = make_template(i, table[i].old_image)};
        *now = (struct kube_revision){.number = table[i].old_image ? 2 : 1,
                                      .created_ms = kube->began_ms - 7 * DAY_MS,
                                      .template =
                                          make_template(i, table[i].image)};
        if (table[i].old_hash)
            (void)snprintf(workload->revisions[0].hash, 16, "%s",
                           table[i].old_hash);
        (void)snprintf(now->hash, sizeof(now->hash), "%s", table[i].hash);
        workload->current = now->number - 1;
        workload->generation = now->number;
        workload->changed_ms = now->created_ms;
        resize(workload, table[i].replicas, now->created_ms);
    }
}

void kube_clear(struct kube *kube)
{
    for (int i = 0; i < KUBE_WORKLOADS; i++) {
        for (int k = 0; k < KUBE_REVISIONS; k++)
            json_decref(kube->workloads[i].revisions[k].template);
        free(kube->workloads[i].slots);
    }
    json_decref(kube->pods);
    json_decref(kube->idle);
    *kube = (struct kube){0};
}

int kube_find(const char *name)
{
    for (int i = 0; i < KUBE_WORKLOADS; i++)
        if (strcmp(name, table[i].name) == 0)
            return i;
    return -1;
}

const char *kube_workload_name(int index)
{
    return table[index].name;
}

const char *kube_workload_app(int index)
{
    return table[index].app;
}

int kube_replicas(struct kube *kube, const struct model *model, int index)
{
    kube_begin(kube, model);
    return kube->workloads[index].replicas;
}

const struct kube_revision *kube_current(const struct kube *kube, int index)
{
    const struct kube_workload *workload = &kube->workloads[index];

    return &workload->revisions[workload->current];
}

bool kube_is_down(const struct model *model, int index, int replica)
{
    if (index == 0)
        return replica < MODEL_COLLECTORS && model->collectors[replica].is_down;
    return index == 1 && replica < 3 && replica >= model->group_members;
}

bool kube_is_ready(const struct kube *kube, const struct model *model,
                   int index, int replica)
{
    return !kube_is_down(model, index, replica) &&
           model_now_ms(model) >=
               kube->workloads[index].slots[replica].created_ms + KUBE_START_MS;
}

/* When a pod was made, ready or broken, whatever was last. */
int64_t kube_changed_ms(const struct kube *kube, const struct model *model,
                        int index, int replica)
{
    int64_t last_ms = kube->workloads[index].slots[replica].created_ms;
    int64_t down_ms =
        model->faults[index == 0 ? FAULT_COLLECTOR : FAULT_KAFKA].onset_ms;

    if (kube_is_down(model, index, replica))
        return down_ms > last_ms ? down_ms : last_ms;
    return kube_is_ready(kube, model, index, replica) ? last_ms + KUBE_START_MS
                                                      : last_ms;
}

/* What the metrics name keeps its name, and so does a StatefulSet's pod. */
void kube_pod_name(const struct kube *kube, int index, int replica, char *name,
                   size_t size)
{
    const struct kube_revision *revision = kube_current(kube, index);
    char key[96], suffix[16];

    if (index >= KUBE_DEPLOYMENTS || (index == 0 && replica < MODEL_COLLECTORS))
        (void)snprintf(name, size, "%s-%d", table[index].name, replica);
    else if (index == 3 && replica < MODEL_GATEWAYS)
        (void)snprintf(name, size, "%s", target_gateway_pod(replica));
    else if (index == 2 && replica == 0)
        (void)snprintf(name, size, "jaeger-query-5f9c6d7b8-k8s2v");
    else {
        (void)snprintf(key, sizeof(key), "%s.%d", table[index].name, replica);
        make_hash(key,
                  revision->number * 1000 +
                      kube->workloads[index].slots[replica].renewed,
                  suffix, sizeof(suffix));
        (void)snprintf(name, size, "%s-%s-%.5s", table[index].name,
                       revision->hash, suffix);
    }
}

void kube_scale(struct kube *kube, struct model *model, int index, int replicas)
{
    struct kube_workload *workload = &kube->workloads[index];
    int before = workload->replicas;

    if (replicas == before)
        return;
    resize(workload, replicas, model_now_ms(model));
    if (index < MODEL_DEPLOYMENTS)
        model->replicas_more[index] = replicas - table[index].replicas;
    workload->generation++;
    workload->changed_ms = model_now_ms(model);
    kube->generation++;
    if (replicas > before && index == 1)
        model_cure(model, FAULT_KAFKA);
}

void kube_revise(struct kube *kube, struct model *model, int index,
                 json_t *template)
{
    struct kube_workload *workload = &kube->workloads[index];
    int number = kube_current(kube, index)->number + 1, at = -1;
    struct kube_revision *revision = NULL;

    if (json_is_null(kube_walk(template, "metadata.creationTimestamp")))
        (void)json_object_del(kube_walk(template, "metadata"),
                              "creationTimestamp");
    at = find_template(workload, template);
    if (at == workload->current)
        return;
    if (at < 0) {
        at = free_revision(workload);
        revision = &workload->revisions[at];
        json_decref(revision->template);
        revision->template = json_deep_copy(template);
        revision->created_ms = model_now_ms(model);
        make_hash(table[index].name, number, revision->hash,
                  sizeof(revision->hash));
    }
    workload->revisions[at].number = number;
    workload->current = at;
    workload->generation++;
    workload->changed_ms = model_now_ms(model);
    for (int i = 0; i < workload->replicas; i++)
        kube_renew(kube, model, index, i);
    cure(model, index);
}

void kube_renew(struct kube *kube, struct model *model, int index, int replica)
{
    struct kube_slot *slot = &kube->workloads[index].slots[replica];

    slot->created_ms = model_now_ms(model);
    slot->renewed++;
    kube->generation++;
    if (kube_is_down(model, index, replica) || index == 2)
        cure(model, index);
}

static json_t *make_template(int index, const char *image)
{
    json_t *labels = kube_labels(index);

    return json_pack(
        "{s:{s:o},s:{s:[{s:s,s:s,s:o*,s:{s:{s:s,s:s},s:{s:s,s:s}}}],s:s}}",
        "metadata", "labels", labels, "spec", "containers", "name",
        table[index].container, "image", image, "env", make_env(index),
        "resources", "limits", "cpu", "2", "memory", "4Gi", "requests", "cpu",
        "500m", "memory", "1Gi", "restartPolicy", "Always");
}

static json_t *make_env(int index)
{
    if (index == 1)
        return json_pack("[{s:s,s:s},{s:s,s:s}]", "name", "SPAN_STORAGE_TYPE",
                         "value", "elasticsearch", "name",
                         "KAFKA_CONSUMER_GROUP_ID", "value", "jaeger-ingester");
    if (index == 0)
        return json_pack("[{s:s,s:s}]", "name", "SPAN_STORAGE_TYPE", "value",
                         "kafka");
    if (index == 4)
        return json_pack("[{s:s,s:s}]", "name", "ES_JAVA_OPTS", "value",
                         "-Xms2g -Xmx2g");
    return NULL; /* an empty one would not survive kubectl's own types */
}

static void resize(struct kube_workload *workload, int replicas, int64_t now_ms)
{
    workload->slots = xrealloc(workload->slots, (size_t)replicas + 1,
                               sizeof(*workload->slots));
    for (int i = workload->replicas; i < replicas; i++)
        workload->slots[i] = (struct kube_slot){.created_ms = now_ms};
    workload->replicas = replicas;
}

static int find_template(const struct kube_workload *workload,
                         const json_t *template)
{
    for (int i = 0; i < KUBE_REVISIONS; i++)
        if (workload->revisions[i].number &&
            json_equal(workload->revisions[i].template, template))
            return i;
    return -1;
}

/* A free one, else the oldest: it is forgotten. */
static int free_revision(const struct kube_workload *workload)
{
    int oldest = 0;

    for (int i = 1; i < KUBE_REVISIONS; i++)
        if (workload->revisions[i].number < workload->revisions[oldest].number)
            oldest = i;
    return oldest;
}

/* Letters as Kubernetes has them in names: none that could spell a word. */
static void make_hash(const char *name, int seed, char *text, size_t size)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    uint64_t hash =
        UINT64_C(14695981039346656037) ^ (uint64_t)seed * 2654435761U;
    size_t i = 0;

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    hash ^= hash >> 29;
    for (; i < 10 && i + 1 < size; i++) {
        text[i] = letters[hash % (sizeof(letters) - 1)];
        hash /= sizeof(letters) - 1;
    }
    text[i] = '\0';
}

static void cure(struct model *model, int index)
{
    if (index == 0)
        model_cure(model, FAULT_COLLECTOR);
    if (index == 2)
        model_cure(model, FAULT_QUERY);
}
