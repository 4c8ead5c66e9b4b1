/* elasticsearch.c - the questions that an Elasticsearch or OpenSearch gets.
 *
 * Each has its own time limit inside (timeout, master_timeout: 5s), shorter
 * than ours, so that a cluster without a master says so instead of hanging.
 * _nodes/stats is asked without `indices`: nobody here shows them, and a node
 * has to add them up over all its shards.
 */
#include "source/elasticsearch.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "source/elasticsearch_private.h"

enum {
    EVERY_10S = 10000,
    EVERY_30S = 30000,
    EVERY_1M = 60000,
    EVERY_5M = 300000
};

static void path_health(void *source, struct buf *out);
static void path_version(void *source, struct buf *out);
static void path_nodes(void *source, struct buf *out);
static void path_settings(void *source, struct buf *out);
static void path_blocks(void *source, struct buf *out);
static void path_tasks(void *source, struct buf *out);
static void path_indices(void *source, struct buf *out);
static void path_lifecycle(void *source, struct buf *out);
static void path_policies(void *source, struct buf *out);
static void path_report(void *source, struct buf *out);

#define READER                                                                 \
    .feed = elasticsearch_answer_feed, .finish = elasticsearch_answer_finish,  \
    .drop = elasticsearch_answer_drop

/* The first one decides the light. */
const struct question elasticsearch_questions[ELASTICSEARCH_QUESTIONS] = {
    {.name = "health",
     .path = path_health,
     .begin = elasticsearch_begin_health,
     READER},
    {.name = "version",
     .interval_ms = EVERY_5M,
     .path = path_version,
     .begin = elasticsearch_begin_version,
     READER},
    {.name = "nodes",
     .interval_ms = EVERY_10S,
     .path = path_nodes,
     .begin = elasticsearch_begin_nodes,
     READER},
    {.name = "settings",
     .interval_ms = EVERY_1M,
     .path = path_settings,
     .begin = elasticsearch_begin_settings,
     READER},
    {.name = "blocks",
     .interval_ms = EVERY_30S,
     .path = path_blocks,
     .begin = elasticsearch_begin_blocks,
     READER},
    {.name = "tasks",
     .interval_ms = EVERY_10S,
     .path = path_tasks,
     .begin = elasticsearch_begin_tasks,
     READER},
    {.name = "indices",
     .interval_ms = EVERY_1M,
     .path = path_indices,
     .begin = elasticsearch_begin_indices,
     READER},
    {.name = "snapshots",
     .interval_ms = EVERY_5M,
     .path = elasticsearch_path_snapshots,
     .begin = elasticsearch_begin_snapshots,
     READER},
    {.name = "policies",
     .interval_ms = EVERY_5M,
     .path = path_policies,
     .begin = elasticsearch_begin_policies,
     READER},
    {.name = "lifecycle",
     .interval_ms = EVERY_1M,
     .path = path_lifecycle,
     .begin = elasticsearch_begin_lifecycle,
     READER},
    {.name = "report",
     .interval_ms = EVERY_1M,
     .path = path_report,
     .begin = elasticsearch_begin_report,
     READER},
};
struct elasticsearch_source *elasticsearch_source_new(struct changes *changes)
{
    struct elasticsearch_source *source = xcalloc(1, sizeof(*source));

    elasticsearch_init(&source->model);
    source->changes = changes;
    return source;
}

void elasticsearch_source_free(struct elasticsearch_source *source)
{
    if (!source)
        return;
    elasticsearch_walk_clear(&source->walk);
    elasticsearch_clear(&source->model);
    free(source);
}

const struct elasticsearch *
elasticsearch_source_get(const struct elasticsearch_source *source)
{
    return &source->model;
}

static void path_health(void *source, struct buf *out)
{
    (void)source;
    (void)buf_add_str(out, "/_cluster/health?timeout=5s&master_timeout=5s");
}

static void path_version(void *source, struct buf *out)
{
    (void)source;
    (void)buf_add_str(out, "/");
}

static void path_nodes(void *source, struct buf *out)
{
    (void)source;
    (void)buf_add_str(
        out, "/_nodes/stats/fs,jvm,os,process,thread_pool,breaker"
             "?timeout=5s&filter_path=_nodes,nodes.*.name,nodes.*.host,"
             "nodes.*.roles,nodes.*.attributes.data,nodes.*.attributes.master,"
             "nodes.*.fs.total,nodes.*.fs.data,"
             "nodes.*.jvm.mem.heap_used_percent,nodes.*.os.cpu*,"
             "nodes.*.process.cpu.percent,nodes.*.thread_pool.write,"
             "nodes.*.thread_pool.bulk,nodes.*.thread_pool.search,"
             "nodes.*.breakers.*.tripped");
}

static void path_settings(void *source, struct buf *out)
{
    (void)source;
    (void)buf_add_str(
        out, "/_cluster/settings?include_defaults=true&master_timeout=5s"
             "&filter_path=*.cluster.routing.allocation,*.cluster.blocks");
}

static void path_blocks(void *source, struct buf *out)
{
    (void)source;
    (void)buf_add_str(out, "/_all/_settings/index.blocks.*?flat_settings=true"
                           "&master_timeout=5s");
}

static void path_tasks(void *source, struct buf *out)
{
    (void)source;
    (void)buf_add_str(out, "/_cluster/pending_tasks?master_timeout=5s");
}

static void path_indices(void *source, struct buf *out)
{
    (void)buf_printf(
        out,
        "/_cat/indices/%s?format=json&bytes=b&h=index,health,status,"
        "docs.count,store.size,creation.date&s=store.size:desc"
        "&master_timeout=5s",
        elasticsearch_pattern(source));
}

static void path_policies(void *source, struct buf *out)
{
    const struct elasticsearch_source *mine = source;

    if (!mine->has_no_policies && !mine->model.version.is_opensearch)
        (void)buf_add_str(out, "/_slm/policy");
}

static void path_lifecycle(void *source, struct buf *out)
{
    const struct elasticsearch_source *mine = source;

    if (mine->has_no_lifecycle)
        return;
    if (mine->is_ism)
        (void)buf_printf(out, "/_plugins/_ism/explain/%s",
                         elasticsearch_pattern(source));
    else
        (void)buf_printf(out, "/%s/_ilm/explain?only_errors=true",
                         elasticsearch_pattern(source));
}

static void path_report(void *source, struct buf *out)
{
    const struct elasticsearch_source *mine = source;
    const struct elasticsearch_version *version = &mine->model.version;
    bool is_old =
        version->major > 0 &&
        (version->major < 8 || (version->major == 8 && version->minor < 7));

    if (!mine->has_no_report && !version->is_opensearch && !is_old)
        (void)buf_add_str(out, "/_health_report?verbose=false");
}
