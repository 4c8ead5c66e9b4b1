/* elasticsearch_story.c - what is wrong with a cluster, in sentences. */
#include "panels/elasticsearch_lines.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/units.h"
#include "model/elasticsearch.h"

/* A task that the master leaves this long is a busy master. */
enum { TASK_LATE_MS = 30000, NAMES_SHOWN = 3 };

static void tell_blocks(const struct elasticsearch *cluster,
                        struct component_story *story);
static void tell_indices(const struct elasticsearch *cluster,
                         struct component_story *story);
static void tell_settings(const struct elasticsearch *cluster,
                          struct component_story *story);
static void tell_master(const struct elasticsearch *cluster,
                        struct component_story *story);
static void tell_backups(const struct elasticsearch *cluster,
                         struct component_story *story);
static void tell_lifecycle(const struct elasticsearch *cluster,
                           struct component_story *story);
static void tell_report(const struct elasticsearch *cluster,
                        struct component_story *story);
static void add_name(struct buf *names, size_t index, const char *name);

void elasticsearch_story(const struct elasticsearch *cluster,
                         struct component_story *story)
{
    tell_blocks(cluster, story);
    tell_indices(cluster, story);
    tell_settings(cluster, story);
    tell_master(cluster, story);
    tell_backups(cluster, story);
    tell_lifecycle(cluster, story);
    tell_report(cluster, story);
}

static void tell_blocks(const struct elasticsearch *cluster,
                        struct component_story *story)
{
    const struct elasticsearch_blocks *blocks = &cluster->blocks;
    size_t flooded = 0, others = 0;
    struct buf flood, other;

    buf_init(&flood, 160);
    buf_init(&other, 160);
    for (size_t i = 0; i < blocks->count; i++) {
        if (!strcmp(blocks->items[i].name, "read_only_allow_delete"))
            add_name(&flood, flooded++, blocks->items[i].index);
        else
            add_name(&other, others++, blocks->items[i].index);
    }
    if (cluster->watermarks.is_read_only)
        component_story_add(story, ROLE_CRITICAL,
                            "the whole cluster is read-only "
                            "(cluster.blocks.read_only)");
    if (blocks->flooded)
        component_story_add(
            story, ROLE_CRITICAL,
            "%zu %s writes since a disk passed the flood stage: %s",
            blocks->flooded,
            blocks->flooded == 1 ? "index refuses" : "indices refuse",
            flood.bytes);
    if (others)
        component_story_add(story, ROLE_WARNING, "%zu %s closed to writes: %s",
                            others, others == 1 ? "index is" : "indices are",
                            other.bytes);
    buf_clear(&flood);
    buf_clear(&other);
}

static void tell_indices(const struct elasticsearch *cluster,
                         struct component_story *story)
{
    const struct elasticsearch_indices *indices = &cluster->indices;
    struct buf names;

    if (indices->red == 0)
        return;
    buf_init(&names, 160);
    for (size_t i = 0; i < indices->count && i < indices->red; i++)
        add_name(&names, i, indices->items[i].name);
    component_story_add(story, ROLE_CRITICAL, "%zu %s red: %s", indices->red,
                        indices->red == 1 ? "index is" : "indices are",
                        names.bytes);
    buf_clear(&names);
}

static void tell_settings(const struct elasticsearch *cluster,
                          struct component_story *story)
{
    const struct elasticsearch_watermarks *marks = &cluster->watermarks;

    if (marks->answered_ms < 0)
        return;
    if (marks->is_allocation_off)
        component_story_add(story, ROLE_WARNING,
                            "allocation is left on \"%s\": other shards stay "
                            "unassigned (cluster.routing.allocation.enable)",
                            marks->allocation);
    if (!marks->is_enabled)
        component_story_add(story, ROLE_WARNING,
                            "the disk watermarks are switched off: nothing "
                            "keeps a disk from filling up");
}

static void tell_master(const struct elasticsearch *cluster,
                        struct component_story *story)
{
    const struct elasticsearch_nodes *nodes = &cluster->nodes;
    char wait[UNITS_MAX];

    if (cluster->health.is_timed_out)
        component_story_add(story, ROLE_WARNING,
                            "the master did not answer within 5s");
    if (nodes->failed > 0)
        component_story_add(story, ROLE_WARNING,
                            "%lld of %lld nodes did not answer%s%s",
                            (long long)nodes->failed, (long long)nodes->total,
                            *nodes->failure ? ": " : "", nodes->failure);
    if (cluster->tasks.oldest_ms < TASK_LATE_MS)
        return;
    units_format_age(wait, cluster->tasks.oldest_ms);
    component_story_add(story, ROLE_WARNING,
                        "%lld tasks wait for the master, the oldest for %s: %s",
                        (long long)cluster->tasks.count, wait,
                        cluster->tasks.oldest);
}

static void tell_backups(const struct elasticsearch *cluster,
                         struct component_story *story)
{
    const struct elasticsearch_snapshots *snapshots = &cluster->snapshots;

    for (size_t i = 0; i < snapshots->count; i++) {
        const struct elasticsearch_repository *item = &snapshots->items[i];

        if (*item->error)
            component_story_add(story, ROLE_WARNING, "repository %s: %s",
                                item->name, item->error);
        else if (item->last.state == ELASTICSEARCH_SNAPSHOT_FAILED ||
                 item->last.state == ELASTICSEARCH_SNAPSHOT_PARTIAL)
            component_story_add(
                story, ROLE_WARNING, "snapshot %s of %s is %s", item->last.name,
                item->name,
                elasticsearch_snapshot_state_name(item->last.state));
    }
}

static void tell_lifecycle(const struct elasticsearch *cluster,
                           struct component_story *story)
{
    const struct elasticsearch_lifecycle *list = &cluster->lifecycle;

    if (list->count == 0)
        return;
    component_story_add(
        story, ROLE_WARNING, "%zu%s %s in a lifecycle error: %s, step %s: %s",
        list->count, list->left_out ? "+" : "",
        list->count == 1 ? "index stands" : "indices stand",
        list->items[0].index, list->items[0].step, list->items[0].reason);
}

static void tell_report(const struct elasticsearch *cluster,
                        struct component_story *story)
{
    const struct elasticsearch_report *report = &cluster->report;

    for (size_t i = 0; i < report->count; i++) {
        const struct elasticsearch_indicator *item = &report->items[i];

        if (item->status < ELASTICSEARCH_YELLOW)
            return;
        component_story_add(
            story,
            item->status == ELASTICSEARCH_RED ? ROLE_CRITICAL : ROLE_WARNING,
            "%s %s: %s", item->name, elasticsearch_color_name(item->status),
            item->symptom);
    }
}

static void add_name(struct buf *names, size_t index, const char *name)
{
    if (index < NAMES_SHOWN)
        (void)buf_printf(names, "%s%s", index > 0 ? ", " : "", name);
    else if (index == NAMES_SHOWN)
        (void)buf_add_str(names, ", ...");
}
