/* elastic_nodes.c - _nodes/stats. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/elastic.h"
#include "sim/model.h"

static json_t *node_json(const struct model *model, int index,
                         const char *name);
static json_t *pool_json(bool is_busy, int index);

void elastic_nodes(void *state, struct model *model,
                   const struct api_request *request, struct api_reply *reply)
{
    const struct elastic *elastic = state;
    int total = MODEL_NODES + (int)elastic->extra_nodes;
    json_t *nodes;

    if (strstr(request->path, "hot_threads")) {
        api_text(reply, 200,
                 "::: {elasticsearch-master-0}\n   100.0% [cpu=98.2%] cpu "
                 "usage by thread 'elasticsearch[search][T#3]'\n");
        return;
    }
    nodes = json_object();
    for (int i = 0; i < total; i++) {
        char name[40], id[40];

        (void)snprintf(id, sizeof(id), "n%06dAbCdEfGhIjKlMnOp", i);
        (void)snprintf(name, sizeof(name), "elasticsearch-master-%d", i);
        (void)json_object_set_new(nodes, id,
                                  node_json(model, i % MODEL_NODES, name));
    }
    api_json(reply, 200,
             json_pack("{s:{s:i,s:i,s:i},s:s,s:o}", "_nodes", "total", total,
                       "successful", total, "failed", 0, "cluster_name",
                       "tracing", "nodes", nodes));
}

static json_t *node_json(const struct model *model, int index, const char *name)
{
    const struct node *node = &model->nodes[index];
    double disk = elastic_disk_bytes();
    json_int_t available = (json_int_t)(disk * (1 - node->disk_used_ratio));
    json_int_t heap = (json_int_t)elastic_heap_bytes();
    json_t *json = json_pack("{s:I,s:s,s:s,s:s,s:[s,s,s]}", "timestamp",
                             (json_int_t)model_now_ms(model), "name", name,
                             "host", "10.42.1.40", "ip", "10.42.1.40:9300",
                             "roles", "data", "ingest", "master");

    (void)json_object_set_new(
        json, "fs",
        json_pack("{s:{s:I,s:I,s:I},s:[{s:s,s:s,s:s,s:I,s:I,s:I}]}", "total",
                  "total_in_bytes", (json_int_t)disk, "free_in_bytes",
                  available, "available_in_bytes", available, "data", "path",
                  "/usr/share/elasticsearch/data", "mount",
                  "/usr/share/elasticsearch/data (/dev/sdb)", "type", "ext4",
                  "total_in_bytes", (json_int_t)disk, "free_in_bytes",
                  available, "available_in_bytes", available));
    (void)json_object_set_new(
        json, "jvm",
        json_pack("{s:{s:I,s:i,s:I}}", "mem", "heap_used_in_bytes",
                  (json_int_t)((double)heap * node->heap_used_ratio),
                  "heap_used_percent", (int)(node->heap_used_ratio * 100),
                  "heap_max_in_bytes", heap));
    (void)json_object_set_new(
        json, "os",
        json_pack("{s:{s:i}}", "cpu", "percent",
                  model_has_fault(model, FAULT_QUERY) ? 93 : 31));
    (void)json_object_set_new(
        json, "thread_pool",
        json_pack("{s:o,s:o}", "write",
                  pool_json(model_has_fault(model, FAULT_DISK), index),
                  "search",
                  pool_json(model_has_fault(model, FAULT_QUERY), index)));
    (void)json_object_set_new(
        json, "breakers",
        json_pack("{s:{s:I,s:I,s:i}}", "parent", "limit_size_in_bytes",
                  heap / 100 * 95, "estimated_size_in_bytes",
                  (json_int_t)((double)heap * node->heap_used_ratio), "tripped",
                  0));
    (void)json_object_set_new(
        json, "indices",
        json_pack("{s:{s:I,s:I},s:{s:I,s:I},s:{s:I}}", "docs", "count",
                  (json_int_t)model_read(model, &node->indexed), "deleted",
                  (json_int_t)0, "search", "query_total",
                  (json_int_t)model_read(model, &node->searches),
                  "query_time_in_millis",
                  (json_int_t)(1000 * model_read(model, &node->search_seconds)),
                  "indexing", "index_total",
                  (json_int_t)model_read(model, &node->indexed)));
    return json;
}

static json_t *pool_json(bool is_busy, int index)
{
    return json_pack("{s:i,s:i,s:i,s:i,s:i,s:i}", "threads", 7, "queue",
                     is_busy ? 214 + 11 * index : 0, "active", is_busy ? 7 : 1,
                     "rejected", is_busy ? 37 * index : 0, "largest", 7,
                     "completed", 18221);
}
