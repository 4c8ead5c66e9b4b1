/* kubernetes_history.c - what ReplicaSets tell about rollouts of the past.
 *
 * Each revision of a Deployment has a ReplicaSet with its image. One that is
 * rolled back to gets a new revision but keeps the time it was made, so a
 * revision that is older than the one before it has no known time.
 */
#include "source/kubernetes_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOT_CREATED = KUBE_OWN,
    SLOT_REVISION,
    SLOT_OWNER,
    SLOT_IMAGE,
};

struct set {
    const char *owner;
    int64_t revision, created_ms;
    char image[300];
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length);
static bool complete(struct kube_reader *reader);
static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err);
static int by_revision(const void *left, const void *right);
static void note(struct kubernetes_source *source, const struct set *before,
                 const struct set *set);

static const struct kube_stage stages[] = {
    {"replicasets", "/apis/apps/v1/namespaces/%s/replicasets?limit=500"}};

static const struct wanted wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/creationTimestamp", SLOT_CREATED},
    {"items/?/metadata/annotations/?", SLOT_REVISION},
    {"items/?/metadata/ownerReferences/?/name", SLOT_OWNER},
    {"items/?/spec/template/spec/containers/?/image", SLOT_IMAGE},
};

static const struct set blank = {.owner = "", .revision = -1, .created_ms = -1};

const struct kube_decoder kube_history = {
    .stages = stages,
    .stage_count = 1,
    .wants = wants,
    .want_count = sizeof(wants) / sizeof(wants[0]),
    .blank = &blank,
    .draft_size = sizeof(struct set),
    .item_size = sizeof(struct set),
    .most = (size_t)KUBERNETES_LIST_MAX * 5,
    .text = on_text,
    .complete = complete,
    .done = done,
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length)
{
    struct set *set = reader->draft;
    const size_t used = strlen(set->image);

    switch (slot) {
    case SLOT_CREATED:
        set->created_ms = kube_time(text, length);
        break;
    case SLOT_REVISION:
        if (kube_is_revision(place))
            set->revision = kube_int(text, length);
        break;
    case SLOT_OWNER:
        set->owner = kube_text(reader, text, length);
        break;
    case SLOT_IMAGE:
        (void)snprintf(set->image + used, sizeof(set->image) - used, "%s%s",
                       used ? ", " : "", text);
        break;
    default:
        break;
    }
}

static bool complete(struct kube_reader *reader)
{
    const struct set *set = reader->draft;

    return set->owner[0] && set->revision > 0 && set->created_ms >= 0;
}

static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err)
{
    struct set *sets = list->items;

    (void)err;
    if (list->count)
        qsort(sets, list->count, sizeof(*sets), by_revision);
    for (size_t i = 1; i < list->count; i++)
        if (!strcmp(sets[i - 1].owner, sets[i].owner) &&
            sets[i].created_ms >= sets[i - 1].created_ms)
            note(reader->source, &sets[i - 1], &sets[i]);
    return 0;
}

static int by_revision(const void *left, const void *right)
{
    const struct set *one = left;
    const struct set *other = right;
    const int order = strcmp(one->owner, other->owner);

    if (order)
        return order;
    return one->revision < other->revision   ? -1
           : one->revision > other->revision ? 1
                                             : 0;
}

static void note(struct kubernetes_source *source, const struct set *before,
                 const struct set *set)
{
    struct change change = {.at_ms = set->created_ms, .kind = CHANGE_ROLLOUT};
    const bool has_image = strcmp(before->image, set->image) != 0;
    char key[400];

    (void)snprintf(change.what, sizeof(change.what), "Deployment/%s",
                   set->owner);
    (void)snprintf(change.text, sizeof(change.text),
                   has_image ? "revision %lld, image %s to %s"
                             : "revision %lld, image %s as before",
                   (long long)set->revision,
                   has_image ? before->image : set->image, set->image);
    (void)snprintf(key, sizeof(key), "%s %lld ", change.what,
                   (long long)set->revision);
    kube_cut(change.what);
    kube_cut(change.text);
    (void)changes_add(source->changes, &change, key);
}
