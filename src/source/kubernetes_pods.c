/* kubernetes_pods.c - pods: the server's table, or their objects.
 *
 * A server that does not make tables (kubernetes_table.c) answers with the
 * objects; the same decoder takes both. Pods that are not well are then asked
 * for as objects, one at a time.
 */
#include "source/kubernetes_pods.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { SLOT_COLUMN = KUBE_POD_SLOTS, SLOT_ROW, SLOT_CELL };

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length);
static void on_begin(struct kube_reader *reader, int slot,
                     const struct wanted_place *place);
static void on_end(struct kube_reader *reader, int slot,
                   const struct wanted_place *place);
static bool complete(struct kube_reader *reader);
static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err);
static void date(struct kubernetes_pods *pods, int64_t now_ms);
static bool is_sorted(const struct kubernetes_pods *pods);
static void compare(struct kubernetes_source *source,
                    struct kubernetes_pod *const *named, size_t count,
                    int64_t now_ms);
static void put_sick_first(struct kubernetes_pods *pods);
static void keep_detail(struct kubernetes_pods *pods,
                        struct kubernetes_pod *pod,
                        const struct kubernetes_pod *before);
static int done_sick(struct kube_reader *reader, struct kube_list *list,
                     struct err *err);
static void take_object(struct pool *pool, struct kubernetes_pod *pod,
                        const struct kubernetes_pod *found);
static struct kubernetes_part *part(struct kubernetes_source *source);
static int by_name(const void *left, const void *right);
static int name_to_pod(const void *name, const void *pod);

static const struct kube_stage stages[] = {
    {"pods", "/api/v1/namespaces/%s/pods?limit=500&includeObject=None"}};

static const struct wanted wants[] = {
    KUBE_POD_WANTS,
    {"columnDefinitions/?/name", SLOT_COLUMN},
    {"rows/?", SLOT_ROW},
    {"rows/?/cells/?", SLOT_CELL},
};

#define DECODER(at_the_end)                                                    \
    {                                                                          \
        .stages = stages, .stage_count = 1, .wants = wants,                    \
        .want_count = sizeof(wants) / sizeof(wants[0]),                        \
        .blank = &kube_pod_blank, .draft_size = sizeof(struct kube_pod_draft), \
        .item_size = sizeof(struct kubernetes_pod),                            \
        .most = KUBERNETES_PODS_MAX, .text = on_text, .begin = on_begin,       \
        .end = on_end, .condition = kube_pod_condition, .complete = complete,  \
        .done = (at_the_end), .part = part                                     \
    }
const struct kube_decoder kube_pods = DECODER(done);
const struct kube_decoder kube_sick = DECODER(done_sick);
#undef DECODER

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length)
{
    (void)place;
    if (slot == SLOT_COLUMN)
        kube_table_column(reader, text);
    else if (slot == SLOT_CELL)
        kube_table_cell(reader, text, length);
    else
        kube_pod_text(reader, slot, text, length);
}

static void on_begin(struct kube_reader *reader, int slot,
                     const struct wanted_place *place)
{
    (void)place;
    if (slot == SLOT_ROW)
        kube_table_begin_row(reader);
    else
        kube_pod_begin(reader, slot);
}

static void on_end(struct kube_reader *reader, int slot,
                   const struct wanted_place *place)
{
    (void)place;
    if (slot == SLOT_ROW)
        kube_table_end_row(reader);
    else
        kube_pod_end(reader, slot);
}

static bool complete(struct kube_reader *reader)
{
    kube_pod_judge(reader, reader->draft);
    return ((struct kube_pod_draft *)reader->draft)->pod.name[0] != '\0';
}

static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err)
{
    struct kubernetes_source *source = reader->source;
    struct kubernetes_pods *pods = &source->model.pods;
    struct kubernetes_pods before = *pods;
    struct kubernetes_pod **named;

    (void)err;
    pods->part.pool = (struct pool){0};
    pods->items = kube_part_take(reader, &pods->part, list, &pods->count, NULL);
    if (!strcmp(reader->kind, "Table"))
        date(pods, reader->now_ms);
    pods->sick = pods->starting = 0;
    for (size_t i = 0; i < pods->count; i++) {
        pods->sick += pods->items[i].harm == KUBERNETES_SICK;
        pods->starting += pods->items[i].harm == KUBERNETES_STARTING;
    }
    if (!is_sorted(pods))
        qsort(pods->items, pods->count, sizeof(*pods->items), by_name);
    named = kube_pods_by_name(&before);
    compare(source, named, before.count, reader->now_ms);
    free(named);
    if (!before.count && source->usage.count)
        kube_give_usage(source);
    kube_share_limits(&source->model);
    put_sick_first(pods);
    pool_clear(&before.part.pool);
    source->sick_at = 0;
    source->is_looking = pods->count && pods->items[0].harm != KUBERNETES_WELL;
    if (!source->is_looking)
        return 0;
    kube_walk_reset(reader->walk);
    return 1;
}

/* The table told ages: now they become times. */
static void date(struct kubernetes_pods *pods, int64_t now_ms)
{
    for (size_t i = 0; i < pods->count; i++) {
        struct kubernetes_pod *pod = &pods->items[i];

        if (pod->created_ms >= 0)
            pod->created_ms = now_ms - pod->created_ms;
        if (pod->restarted_ms >= 0)
            pod->restarted_ms = now_ms - pod->restarted_ms;
    }
}

/* The API server answers in the order of the names. */
static bool is_sorted(const struct kubernetes_pods *pods)
{
    for (size_t i = 1; i < pods->count; i++)
        if (strcmp(pods->items[i - 1].name, pods->items[i].name) > 0)
            return false;
    return true;
}

/* Walks both lists, sorted by name, side by side. What is only asked now and
 * then, or of the sick, outlives a new table. */
static void compare(struct kubernetes_source *source,
                    struct kubernetes_pod *const *named, size_t count,
                    int64_t now_ms)
{
    struct kubernetes_pods *pods = &source->model.pods;
    size_t at = 0;

    for (size_t i = 0; i < pods->count; i++) {
        struct kubernetes_pod *pod = &pods->items[i];
        int order = 1;

        while (at < count && (order = strcmp(named[at]->name, pod->name)) < 0)
            at++;
        if (at < count && order == 0)
            keep_detail(pods, pod, named[at]);
        kube_note_pod(source, pod, at < count && order == 0 ? named[at] : NULL,
                      now_ms);
    }
}

/* A stable sort by harm that moves nothing while all are well. */
static void put_sick_first(struct kubernetes_pods *pods)
{
    const size_t starts = pods->sick;
    const size_t ends = pods->sick + pods->starting;
    size_t free_place = pods->count;
    size_t sick = starts, starting = ends;
    struct kubernetes_pod *ill;

    if (ends == 0)
        return;
    ill = xcalloc(ends, sizeof(*ill));
    for (size_t i = pods->count; i-- > 0;) {
        const struct kubernetes_pod *pod = &pods->items[i];

        if (pod->harm == KUBERNETES_SICK)
            ill[--sick] = *pod;
        else if (pod->harm == KUBERNETES_STARTING)
            ill[--starting] = *pod;
        else
            pods->items[--free_place] = *pod;
    }
    memcpy(pods->items, ill, ends * sizeof(*ill));
    free(ill);
}

static void keep_detail(struct kubernetes_pods *pods,
                        struct kubernetes_pod *pod,
                        const struct kubernetes_pod *before)
{
    struct pool *pool = &pods->part.pool;

    pod->cpu_cores = before->cpu_cores;
    pod->memory_bytes = before->memory_bytes;
    if (pod->restarts == before->restarts && before->restarted_ms >= 0)
        pod->restarted_ms = before->restarted_ms; /* "2m ago" drifts */
    if (pod->is_detailed || !before->is_detailed ||
        pod->harm == KUBERNETES_WELL)
        return;
    pod->is_detailed = true;
    pod->phase = before->phase;
    pod->waiting = pool_strdup(pool, before->waiting);
    pod->ended = pool_strdup(pool, before->ended);
    pod->message = pool_strdup(pool, before->message);
    pod->sick_one = pool_strdup(pool, before->sick_one);
    pod->exit_code = before->exit_code;
    pod->is_oom_killed = before->is_oom_killed;
}

static int by_name(const void *left, const void *right)
{
    const struct kubernetes_pod *one = left;
    const struct kubernetes_pod *other = right;

    return strcmp(one->name, other->name);
}

static int done_sick(struct kube_reader *reader, struct kube_list *list,
                     struct err *err)
{
    struct kubernetes_source *source = reader->source;
    struct kubernetes_pods *pods = &source->model.pods;
    struct kubernetes_pod *pod = &pods->items[source->sick_at];
    struct kubernetes_pod *found = list->items;

    (void)err;
    for (size_t i = 0; i < list->count; i++, found++)
        if (!strcmp(found->name, pod->name) && found->is_detailed) {
            take_object(&pods->part.pool, pod, found);
            pods->detailed_ms = reader->now_ms;
        }
    kube_share_limits(&source->model);
    kube_walk_reset(reader->walk);
    source->sick_at++;
    source->is_looking = source->sick_at < pods->count &&
                         source->sick_at < KUBERNETES_SICK_MAX &&
                         pods->items[source->sick_at].harm != KUBERNETES_WELL;
    return source->is_looking ? 1 : 0;
}

/* The list's words are the newer ones; its order stays as it is. */
static void take_object(struct pool *pool, struct kubernetes_pod *pod,
                        const struct kubernetes_pod *found)
{
    const double cpu = pod->cpu_cores;
    const double memory = pod->memory_bytes;
    const enum kubernetes_harm harm = pod->harm;

    *pod = *found;
    pod->name = pool_strdup(pool, found->name);
    pod->status = pool_strdup(pool, found->status);
    pod->node = pool_strdup(pool, found->node);
    pod->ip = pool_strdup(pool, found->ip);
    pod->waiting = pool_strdup(pool, found->waiting);
    pod->ended = pool_strdup(pool, found->ended);
    pod->message = pool_strdup(pool, found->message);
    pod->sick_one = pool_strdup(pool, found->sick_one);
    pod->cpu_cores = cpu;
    pod->memory_bytes = memory;
    pod->harm = harm;
}

static struct kubernetes_part *part(struct kubernetes_source *source)
{
    return &source->model.pods.part;
}

/* The sick, the starting and the well are sorted among themselves. */
struct kubernetes_pod **kube_pods_by_name(const struct kubernetes_pods *pods)
{
    struct kubernetes_pod **named =
        xcalloc(pods->count + 1, sizeof(struct kubernetes_pod *));
    size_t at[3] = {0};
    size_t end[3];
    const size_t ill = pods->sick + pods->starting;

    end[0] = at[1] = pods->sick < pods->count ? pods->sick : pods->count;
    end[1] = at[2] = ill < pods->count ? ill : pods->count;
    end[2] = pods->count;
    for (size_t i = 0; i < pods->count; i++) {
        int first = -1;

        for (int run = 0; run < 3; run++)
            if (at[run] < end[run] &&
                (first < 0 || strcmp(pods->items[at[run]].name,
                                     pods->items[at[first]].name) < 0))
                first = run;
        named[i] = &pods->items[at[first]++];
    }
    return named;
}

struct kubernetes_pod *kube_pod_find(struct kubernetes_pod *const *named,
                                     size_t count, const char *name)
{
    struct kubernetes_pod *const *found = bsearch(
        name, named, count, sizeof(struct kubernetes_pod *), name_to_pod);

    return found ? *found : NULL;
}

static int name_to_pod(const void *name, const void *pod)
{
    const struct kubernetes_pod *const *other = pod;

    return strcmp(name, (*other)->name);
}
