/* elasticsearch_lines.c - Elasticsearch's own numbers, under its panel.
 *
 * What is wrong first, then the nodes, fullest disk first, each with the next
 * watermark before it (or the one it is past), then indices and backups.
 */
#include "panels/elasticsearch_lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "model/elasticsearch.h"
#include "panels/state.h"
#include "ui/table.h"
#include "ui/text.h"

enum { NODES_SHOWN = 24 };

static int rows(const struct components *components, int64_t now_ms);
static void draw(const struct components *components, int64_t now_ms,
                 const struct canvas *canvas);
static void tell(const struct components *components, int64_t now_ms,
                 struct component_story *before, struct component_story *after);
static void tell_nodes_left_out(const struct elasticsearch_nodes *nodes,
                                struct component_story *story);
static void tell_indices(const struct elasticsearch_indices *indices,
                         int64_t now_ms, struct component_story *story);
static void tell_backup(const struct elasticsearch_snapshots *snapshots,
                        int64_t now_ms, struct component_story *story);
static void draw_rule(const struct components *components, int64_t now_ms,
                      int left_out, const struct canvas *canvas);
static void draw_node(const struct elasticsearch *cluster,
                      const struct elasticsearch_node *node,
                      const struct table *table, const struct canvas *canvas,
                      int row);
static enum role watermark(const struct elasticsearch_watermarks *marks,
                           const struct elasticsearch_node *node, char *out,
                           size_t size);
static enum role rejected(const struct elasticsearch_node *node, char *out,
                          size_t size);
static size_t nodes_shown(const struct elasticsearch *cluster);

const struct component_lines elasticsearch_lines = {
    .component = "elasticsearch",
    .rows = rows,
    .draw = draw,
};

static const struct table_column columns[] = {
    {"node", 22, 1, 0, 0},
    {"disk", 7, 0, 1, TEXT_RIGHT},
    {"free", 8, 0, 2, TEXT_RIGHT},
    {"watermark", 16, 0, 3, 0},
    {"heap", 6, 0, 4, TEXT_RIGHT},
    {"cpu", 6, 0, 6, TEXT_RIGHT},
    {"rejected", 8, 0, 5, TEXT_RIGHT},
    {"write queue", 11, 0, 7, TEXT_RIGHT},
    {"search queue", 12, 0, 8, TEXT_RIGHT},
    {"breakers", 8, 0, 9, TEXT_RIGHT},
    {"roles", 12, 0, 10, 0},
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static int rows(const struct components *components, int64_t now_ms)
{
    struct component_story before = {0}, after = {0};
    size_t nodes;

    if (!components || !components->elasticsearch)
        return 0;
    tell(components, now_ms, &before, &after);
    nodes = nodes_shown(components->elasticsearch);
    return (int)(1 + before.count + (nodes ? nodes + 1 : 0) + after.count);
}

static void draw(const struct components *components, int64_t now_ms,
                 const struct canvas *canvas)
{
    const struct elasticsearch *cluster = components->elasticsearch;
    struct component_story before = {0}, after = {0};
    size_t nodes = nodes_shown(cluster);
    struct table table;
    int row = 1;

    tell(components, now_ms, &before, &after);
    draw_rule(components, now_ms,
              rows(components, now_ms) - canvas_rows(canvas), canvas);
    for (size_t i = 0; i < before.count; i++)
        component_line_draw(&before.lines[i], canvas, row++);
    table_layout(&table, columns, COLUMNS, canvas_columns(canvas));
    if (nodes)
        table_header(&table, canvas, row++);
    for (size_t i = 0; i < nodes; i++)
        draw_node(cluster, &cluster->nodes.items[i], &table, canvas, row++);
    for (size_t i = 0; i < after.count; i++)
        component_line_draw(&after.lines[i], canvas, row++);
}

static void tell(const struct components *components, int64_t now_ms,
                 struct component_story *before, struct component_story *after)
{
    const struct elasticsearch *cluster = components->elasticsearch;

    component_story_add_failures(
        before, &components->of[COMPONENT_ELASTICSEARCH], now_ms);
    elasticsearch_story(cluster, before);
    tell_nodes_left_out(&cluster->nodes, after);
    tell_backup(&cluster->snapshots, now_ms, after);
    tell_indices(&cluster->indices, now_ms, after);
}

static void tell_nodes_left_out(const struct elasticsearch_nodes *nodes,
                                struct component_story *story)
{
    size_t shown = nodes->count < NODES_SHOWN ? nodes->count : NODES_SHOWN;
    size_t more = nodes->count - shown + nodes->left_out;

    if (more)
        component_story_add(story, ROLE_DIM, "and %zu nodes with emptier disks",
                            more);
}

static void tell_indices(const struct elasticsearch_indices *indices,
                         int64_t now_ms, struct component_story *story)
{
    char size[UNITS_MAX], biggest[UNITS_MAX], age[UNITS_MAX];

    if (indices->answered_ms < 0)
        return;
    if (indices->count == 0) {
        component_story_add(story, ROLE_WARNING,
                            "no index has a name like jaeger-*: nothing is "
                            "stored, or under another name");
        return;
    }
    units_format(size, (double)indices->size_bytes, "bytes", false);
    units_format(biggest, (double)indices->biggest.size_bytes, "bytes", false);
    state_age(age, now_ms - indices->oldest.day_ms);
    component_story_add(
        story, ROLE_DIM, "%zu %s, %s; biggest %s %s%s%s%s%s",
        indices->count + indices->left_out,
        indices->count == 1 ? "index" : "indices", size, indices->biggest.name,
        biggest, *indices->oldest.name ? "; oldest " : "", indices->oldest.name,
        *indices->oldest.name ? ", " : "", *indices->oldest.name ? age : "");
}

static void tell_backup(const struct elasticsearch_snapshots *snapshots,
                        int64_t now_ms, struct component_story *story)
{
    const struct elasticsearch_repository *item =
        elasticsearch_last_backup(snapshots);
    char age[UNITS_MAX];

    if (snapshots->answered_ms < 0)
        return;
    if (!item) {
        component_story_add(story, ROLE_WARNING,
                            "no snapshot repository: there is no backup");
        return;
    }
    state_age(age, now_ms - item->success.end_ms);
    if (!*item->success.name)
        component_story_add(story, ROLE_WARNING,
                            "no snapshot in %s has succeeded%s", item->name,
                            *item->last.name ? " lately" : "");
    else if (item->success.end_ms < 0)
        component_story_add(story, ROLE_DIM, "last snapshot %s in %s, SUCCESS",
                            item->success.name, item->name);
    else
        component_story_add(
            story, ROLE_DIM, "last snapshot %s in %s, SUCCESS %s ago%s%s",
            item->success.name, item->name, age,
            *item->running.name ? "; running: " : "", item->running.name);
}

static void draw_rule(const struct components *components, int64_t now_ms,
                      int left_out, const struct canvas *canvas)
{
    static const enum role roles[] = {
        [ELASTICSEARCH_UNKNOWN] = ROLE_UNKNOWN,
        [ELASTICSEARCH_GREEN] = ROLE_DIM,
        [ELASTICSEARCH_YELLOW] = ROLE_WARNING,
        [ELASTICSEARCH_RED] = ROLE_CRITICAL,
    };
    const struct elasticsearch *cluster = components->elasticsearch;
    const struct elasticsearch_health *health = &cluster->health;
    char title[200], shards[60] = "";

    if (health->unassigned > 0)
        (void)snprintf(shards, sizeof(shards), ", %lld unassigned",
                       (long long)health->unassigned);
    if (health->answered_ms < 0)
        (void)snprintf(title, sizeof(title), "Elasticsearch");
    else
        (void)snprintf(
            title, sizeof(title), "%s%s%s: %s, %lld nodes%s",
            cluster->version.is_opensearch ? "OpenSearch" : "Elasticsearch",
            *cluster->version.number ? " " : "", cluster->version.number,
            elasticsearch_color_name(health->status), (long long)health->nodes,
            shards);
    component_rule_draw(
        &(struct component_rule){.title = title,
                                 .role = roles[health->status],
                                 .left_out = left_out,
                                 .answered_ms = health->answered_ms},
        now_ms, canvas);
}

static void draw_node(const struct elasticsearch *cluster,
                      const struct elasticsearch_node *node,
                      const struct table *table, const struct canvas *canvas,
                      int row)
{
    char disk[UNITS_MAX], free[UNITS_MAX], mark[40], heap[UNITS_MAX];
    char cpu[UNITS_MAX], lost[24], write[24], search[24], breakers[24];
    enum role role = watermark(&cluster->watermarks, node, mark, sizeof(mark));
    enum role lost_role = rejected(node, lost, sizeof(lost));
    const struct table_cell cells[COLUMNS] = {
        {*node->name ? node->name : node->id, ROLE_TEXT},
        {disk, role},
        {free, role == ROLE_DIM ? ROLE_TEXT : role},
        {mark, role},
        {heap, node->heap_percent >= 85 ? ROLE_WARNING : ROLE_TEXT},
        {cpu, ROLE_TEXT},
        {lost, lost_role},
        {write, ROLE_TEXT},
        {search, ROLE_TEXT},
        {breakers, node->breakers_growth > 0 ? ROLE_WARNING : ROLE_TEXT},
        {node->roles, ROLE_DIM},
    };
    const struct {
        char *out;
        int64_t count;
    } counts[] = {{write, node->write.queue},
                  {search, node->search.queue},
                  {breakers, node->breakers_tripped}};

    units_format(disk, node->disk_percent, "%", canvas->is_ascii);
    units_format(free,
                 node->disk_available_bytes < 0
                     ? (double)NAN
                     : (double)node->disk_available_bytes,
                 "bytes", canvas->is_ascii);
    units_format(heap, node->heap_percent, "%", canvas->is_ascii);
    units_format(cpu, node->cpu_percent, "%", canvas->is_ascii);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        (void)snprintf(counts[i].out, sizeof(write),
                       counts[i].count < 0 ? "-" : "%lld",
                       (long long)counts[i].count);
    table_row(table, canvas, row, cells, false);
}

/* The mark it is past, or else the next one before it. */
static enum role watermark(const struct elasticsearch_watermarks *marks,
                           const struct elasticsearch_node *node, char *out,
                           size_t size)
{
    enum elasticsearch_level level = elasticsearch_node_level(marks, node);
    enum elasticsearch_level shown =
        level < ELASTICSEARCH_LEVEL_LOW ? ELASTICSEARCH_LEVEL_LOW : level;
    const struct elasticsearch_mark *mark =
        elasticsearch_level_mark(marks, shown);
    char percent[UNITS_MAX];

    out[0] = '\0';
    if (level == ELASTICSEARCH_LEVEL_UNKNOWN || !node->is_data)
        return ROLE_TEXT;
    units_format(percent,
                 elasticsearch_mark_percent(mark, node->disk_total_bytes), "%",
                 false);
    (void)snprintf(out, size, "%s %s",
                   shown == ELASTICSEARCH_LEVEL_FLOOD
                       ? "flood"
                       : elasticsearch_level_name(shown),
                   percent);
    if (level == ELASTICSEARCH_LEVEL_BELOW)
        return ROLE_DIM;
    return level == ELASTICSEARCH_LEVEL_LOW ? ROLE_WARNING : ROLE_CRITICAL;
}

/* What was rejected since the answer before; without one, nothing is said. */
static enum role rejected(const struct elasticsearch_node *node, char *out,
                          size_t size)
{
    int64_t write = node->write.rejected_growth;
    int64_t search = node->search.rejected_growth;
    int64_t growth = (write > 0 ? write : 0) + (search > 0 ? search : 0);

    (void)snprintf(out, size, "%s", "-");
    if (write >= 0 || search >= 0)
        (void)snprintf(out, size, growth > 0 ? "+%lld" : "%lld",
                       (long long)growth);
    return growth > 0 ? ROLE_WARNING : ROLE_TEXT;
}

static size_t nodes_shown(const struct elasticsearch *cluster)
{
    return cluster->nodes.count < NODES_SHOWN ? cluster->nodes.count
                                              : NODES_SHOWN;
}
