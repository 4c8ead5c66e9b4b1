/* elasticsearch.c - what an Elasticsearch or OpenSearch cluster told. */
#include "model/elasticsearch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const color_names[] = {
    [ELASTICSEARCH_UNKNOWN] = "unknown",
    [ELASTICSEARCH_GREEN] = "green",
    [ELASTICSEARCH_YELLOW] = "yellow",
    [ELASTICSEARCH_RED] = "red",
};

static const char *const state_names[] = {
    [ELASTICSEARCH_SNAPSHOT_NONE] = "",
    [ELASTICSEARCH_SNAPSHOT_SUCCESS] = "SUCCESS",
    [ELASTICSEARCH_SNAPSHOT_PARTIAL] = "PARTIAL",
    [ELASTICSEARCH_SNAPSHOT_FAILED] = "FAILED",
    [ELASTICSEARCH_SNAPSHOT_RUNNING] = "IN_PROGRESS",
    [ELASTICSEARCH_SNAPSHOT_OTHER] = "INCOMPATIBLE",
};

static const char *const level_names[] = {
    [ELASTICSEARCH_LEVEL_UNKNOWN] = "",
    [ELASTICSEARCH_LEVEL_BELOW] = "",
    [ELASTICSEARCH_LEVEL_LOW] = "low",
    [ELASTICSEARCH_LEVEL_HIGH] = "high",
    [ELASTICSEARCH_LEVEL_FLOOD] = "flood stage",
};

void elasticsearch_init(struct elasticsearch *cluster)
{
    memset(cluster, 0, sizeof(*cluster));
    cluster->answered_ms = -1;
    cluster->version.answered_ms = -1;
    cluster->health.answered_ms = -1;
    cluster->nodes.answered_ms = -1;
    cluster->nodes.growth_ms = -1;
    cluster->watermarks.answered_ms = -1;
    cluster->watermarks.is_enabled = true;
    cluster->blocks.answered_ms = -1;
    cluster->tasks.answered_ms = -1;
    cluster->tasks.oldest_ms = -1;
    cluster->indices.answered_ms = -1;
    cluster->snapshots.answered_ms = -1;
    cluster->snapshots.policies_ms = -1;
    cluster->lifecycle.answered_ms = -1;
    cluster->report.answered_ms = -1;
}

void elasticsearch_clear(struct elasticsearch *cluster)
{
    free(cluster->nodes.items);
    free(cluster->blocks.items);
    free(cluster->indices.items);
    free(cluster->snapshots.items);
    free(cluster->snapshots.policies);
    free(cluster->lifecycle.items);
    free(cluster->report.items);
    elasticsearch_init(cluster);
}

const char *elasticsearch_color_name(enum elasticsearch_color color)
{
    return color_names[color];
}

enum elasticsearch_color elasticsearch_color_parse(const char *text,
                                                   size_t length)
{
    for (int i = ELASTICSEARCH_GREEN; i <= ELASTICSEARCH_RED; i++) {
        if (strlen(color_names[i]) == length &&
            !memcmp(color_names[i], text, length))
            return (enum elasticsearch_color)i;
    }
    return ELASTICSEARCH_UNKNOWN;
}

const char *
elasticsearch_snapshot_state_name(enum elasticsearch_snapshot_state state)
{
    return state_names[state];
}

const char *elasticsearch_level_name(enum elasticsearch_level level)
{
    return level_names[level];
}

int64_t elasticsearch_mark_free_bytes(const struct elasticsearch_mark *mark,
                                      int64_t total_bytes)
{
    double wanted;

    if (mark->kind == ELASTICSEARCH_MARK_FREE)
        return mark->free_bytes;
    if (mark->kind == ELASTICSEARCH_MARK_NONE || total_bytes <= 0)
        return -1;
    wanted = (double)total_bytes * (1 - mark->used_ratio);
    if (mark->headroom_bytes >= 0 && wanted > (double)mark->headroom_bytes)
        return mark->headroom_bytes;
    return (int64_t)wanted;
}

double elasticsearch_mark_percent(const struct elasticsearch_mark *mark,
                                  int64_t total_bytes)
{
    int64_t wanted = elasticsearch_mark_free_bytes(mark, total_bytes);

    if (wanted < 0 || total_bytes <= 0)
        return NAN;
    if (mark->kind == ELASTICSEARCH_MARK_RATIO &&
        wanted != mark->headroom_bytes)
        return mark->used_ratio * 100;
    return 100 - 100 * (double)wanted / (double)total_bytes;
}

enum elasticsearch_level
elasticsearch_node_level(const struct elasticsearch_watermarks *marks,
                         const struct elasticsearch_node *node)
{
    enum elasticsearch_level level = ELASTICSEARCH_LEVEL_UNKNOWN;

    if (node->disk_total_bytes <= 0 || node->disk_available_bytes < 0)
        return level;
    for (int i = ELASTICSEARCH_LEVEL_LOW; i <= ELASTICSEARCH_LEVEL_FLOOD; i++) {
        const struct elasticsearch_mark *mark =
            elasticsearch_level_mark(marks, (enum elasticsearch_level)i);
        int64_t wanted =
            elasticsearch_mark_free_bytes(mark, node->disk_total_bytes);

        if (wanted < 0)
            continue;
        if (level == ELASTICSEARCH_LEVEL_UNKNOWN)
            level = ELASTICSEARCH_LEVEL_BELOW;
        if (node->disk_available_bytes < wanted)
            level = (enum elasticsearch_level)i;
    }
    return level;
}

const struct elasticsearch_mark *
elasticsearch_level_mark(const struct elasticsearch_watermarks *marks,
                         enum elasticsearch_level level)
{
    switch (level) {
    case ELASTICSEARCH_LEVEL_LOW:
        return &marks->low;
    case ELASTICSEARCH_LEVEL_HIGH:
        return &marks->high;
    case ELASTICSEARCH_LEVEL_FLOOD:
        return &marks->flood;
    case ELASTICSEARCH_LEVEL_UNKNOWN:
    case ELASTICSEARCH_LEVEL_BELOW:
        break;
    }
    return NULL;
}

const struct elasticsearch_repository *
elasticsearch_last_backup(const struct elasticsearch_snapshots *snapshots)
{
    const struct elasticsearch_repository *best = NULL;

    for (size_t i = 0; i < snapshots->count; i++) {
        const struct elasticsearch_repository *item = &snapshots->items[i];

        if (!best || (item->success.name[0] &&
                      (!best->success.name[0] ||
                       item->success.end_ms > best->success.end_ms)))
            best = item;
    }
    return best;
}
