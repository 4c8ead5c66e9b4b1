/* elasticsearch_changes.c - snapshots that ended and indices that are new. */
#include "source/elasticsearch_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "model/change.h"

enum { DAY_MS = 86400000 };

static void tell_snapshot(struct changes *changes, const char *repository,
                          const struct elasticsearch_snapshot *snapshot);
static bool is_new(const struct elasticsearch_index *index,
                   const struct elasticsearch_indices *before, int64_t now_ms);
static void tell_index(struct changes *changes,
                       const struct elasticsearch_index *index, int64_t now_ms);

void elasticsearch_tell_snapshots(
    struct elasticsearch_source *source,
    const struct elasticsearch_snapshots *snapshots)
{
    for (size_t i = 0; source->changes && i < snapshots->count; i++) {
        const struct elasticsearch_repository *item = &snapshots->items[i];

        if (*item->last.name && item->last.end_ms > 0)
            tell_snapshot(source->changes, item->name, &item->last);
    }
}

void elasticsearch_tell_indices(struct elasticsearch_source *source,
                                const struct elasticsearch_indices *before,
                                const struct elasticsearch_indices *indices)
{
    for (size_t i = 0; source->changes && i < indices->count; i++)
        if (is_new(&indices->items[i], before, indices->answered_ms))
            tell_index(source->changes, &indices->items[i],
                       indices->answered_ms);
}

static void tell_snapshot(struct changes *changes, const char *repository,
                          const struct elasticsearch_snapshot *snapshot)
{
    struct change change = {
        .at_ms = snapshot->end_ms,
        .kind = CHANGE_SNAPSHOT,
        .is_harm = snapshot->state != ELASTICSEARCH_SNAPSHOT_SUCCESS,
    };
    char took[32] = "?", key[200];

    if (snapshot->start_ms > 0 && snapshot->end_ms >= snapshot->start_ms)
        duration_format(took, sizeof(took),
                        (snapshot->end_ms - snapshot->start_ms) / 1000 * 1000);
    (void)snprintf(change.what, sizeof(change.what), "snapshot/%.80s",
                   snapshot->name);
    (void)snprintf(change.text, sizeof(change.text), "%s in %s, took %s",
                   elasticsearch_snapshot_state_name(snapshot->state),
                   repository, took);
    (void)snprintf(key, sizeof(key), "%s/%s", repository, snapshot->name);
    (void)changes_add(changes, &change, key);
}

/* Without its time, an index is new when it was not there before; of a list
 * that was cut nobody can say so. */
static bool is_new(const struct elasticsearch_index *index,
                   const struct elasticsearch_indices *before, int64_t now_ms)
{
    if (index->created_ms >= 0)
        return index->created_ms > now_ms - DAY_MS;
    if (before->answered_ms < 0 || before->left_out > 0)
        return false;
    for (size_t i = 0; i < before->count; i++)
        if (!strcmp(before->items[i].name, index->name))
            return false;
    return true;
}

static void tell_index(struct changes *changes,
                       const struct elasticsearch_index *index, int64_t now_ms)
{
    struct change change = {
        .at_ms = index->created_ms >= 0 ? index->created_ms : now_ms,
        .kind = CHANGE_ROLLOVER,
    };
    int length = (int)strlen(index->name);

    /* The series is what stands before the date or the number. */
    while (length > 0 && (isdigit((unsigned char)index->name[length - 1]) ||
                          strchr("-._", index->name[length - 1])))
        length--;
    (void)snprintf(change.what, sizeof(change.what), "index/%.85s",
                   index->name);
    (void)snprintf(change.text, sizeof(change.text), "new index of %.*s",
                   length, index->name);
    (void)changes_add(changes, &change, index->name);
}
