/* elastic_cat.c - the _cat tables, as JSON or as text.
 *
 * A table is built as rows of JSON strings in the order of its columns; the
 * parameters h, v and format choose what is shown of it.
 */
#include <fnmatch.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "sim/elastic.h"
#include "sim/model.h"

enum { CELL_MAX = 80, COLUMNS_MAX = 24 };

typedef void table_fn(const struct elastic *elastic, const struct model *model,
                      const char *pattern, json_t *rows);

struct table {
    const char *name;
    const char *columns; /* shown when h is not given, by commas */
    table_fn *fill;
};

static table_fn fill_indices, fill_allocation, fill_nodes, fill_health,
    fill_shards, fill_snapshots, fill_aliases, fill_thread_pool;

static const struct table tables[] = {
    {"indices",
     "health,status,index,uuid,pri,rep,docs.count,docs.deleted,store.size,"
     "pri.store.size",
     fill_indices},
    {"allocation",
     "shards,disk.indices,disk.used,disk.avail,disk.total,disk.percent,host,ip,"
     "node",
     fill_allocation},
    {"nodes", "ip,heap.percent,ram.percent,cpu,load_1m,node.role,master,name",
     fill_nodes},
    {"health",
     "epoch,timestamp,cluster,status,node.total,node.data,shards,pri,relo,init,"
     "unassign,pending_tasks,active_shards_percent",
     fill_health},
    {"shards", "index,shard,prirep,state,docs,store,ip,node", fill_shards},
    {"snapshots",
     "id,repository,status,start_epoch,start_time,end_epoch,"
     "end_time,duration,indices,successful_shards,failed_shards,"
     "total_shards",
     fill_snapshots},
    {"aliases", "alias,index,filter,is_write_index", fill_aliases},
    {"thread_pool", "node_name,name,active,queue,rejected", fill_thread_pool},
};

static void put(json_t *row, const char *key, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void put_bytes(json_t *row, const char *key, double bytes);
static json_t *pick(json_t *rows, const char *columns);
static void write_text(const json_t *rows, const char *columns, bool has_header,
                       struct api_reply *reply);
static void write_row(const json_t *row, const char *const *columns,
                      const size_t *widths, size_t count, struct buf *out);
static size_t split(char *list, const char **columns);

void elastic_cat(void *state, struct model *model,
                 const struct api_request *request, struct api_reply *reply)
{
    const char *name = request->path + strlen("/_cat/");
    const char *slash = strchr(name, '/');
    size_t length = slash ? (size_t)(slash - name) : strlen(name);

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        const struct table *table = &tables[i];
        const char *columns = api_argument(request, "h", table->columns);
        json_t *rows, *picked;

        if (strlen(table->name) != length ||
            strncmp(table->name, name, length) != 0)
            continue;
        rows = json_array();
        table->fill(state, model, slash ? slash + 1 : "*", rows);
        picked = pick(rows, columns);
        json_decref(rows);
        if (strcmp(api_argument(request, "format", "text"), "json") == 0) {
            api_json(reply, 200, picked);
            return;
        }
        write_text(picked, columns,
                   strcmp(api_argument(request, "v", "false"), "false") != 0,
                   reply);
        json_decref(picked);
        return;
    }
    elastic_error(reply, 400, "illegal_argument_exception", "no such table");
}

static void fill_indices(const struct elastic *elastic,
                         const struct model *model, const char *pattern,
                         json_t *rows)
{
    struct elastic_index found[2 * ELASTIC_DAYS];
    size_t matches = elastic_list(elastic, model, pattern, found);

    for (size_t i = 0; i < matches; i++) {
        json_t *row = json_object();
        char created[32];

        clock_format_rfc3339(created, sizeof(created), found[i].created_ms);
        put(row, "health", "%s", i ? "green" : elastic_color(model));
        put(row, "status", "open");
        put(row, "index", "%s", found[i].name);
        put(row, "uuid", "u%021zu", i);
        put(row, "pri", "3");
        put(row, "rep", "1");
        put(row, "docs.count", "%.0f", found[i].docs);
        put(row, "docs.deleted", "0");
        put_bytes(row, "store.size", found[i].bytes);
        put_bytes(row, "pri.store.size", found[i].bytes / 2);
        put(row, "creation.date", "%lld", (long long)found[i].created_ms);
        put(row, "creation.date.string", "%s", created);
        (void)json_array_append_new(rows, row);
    }
}

static void fill_allocation(const struct elastic *elastic,
                            const struct model *model, const char *pattern,
                            json_t *rows)
{
    double total = elastic_disk_bytes();

    (void)elastic;
    (void)pattern;
    for (int i = 0; i < MODEL_NODES; i++) {
        double ratio = model->nodes[i].disk_used_ratio;
        json_t *row = json_object();

        put(row, "shards", "60");
        put_bytes(row, "disk.indices", total * ratio * 0.98);
        put_bytes(row, "disk.used", total * ratio);
        put_bytes(row, "disk.avail", total * (1 - ratio));
        put_bytes(row, "disk.total", total);
        put(row, "disk.percent", "%.0f", ratio * 100);
        put(row, "host", "10.42.%d.40", i + 1);
        put(row, "ip", "10.42.%d.40", i + 1);
        put(row, "node", "%s", elastic_node_name(i));
        (void)json_array_append_new(rows, row);
    }
    if (strcmp(elastic_color(model), "green") != 0) {
        json_t *row =
            json_pack("{s:s,s:n,s:n,s:n,s:n,s:n,s:n,s:n,s:s}", "shards",
                      strcmp(elastic_color(model), "red") ? "6" : "9",
                      "disk.indices", "disk.used", "disk.avail", "disk.total",
                      "disk.percent", "host", "ip", "node", "UNASSIGNED");

        (void)json_array_append_new(rows, row);
    }
}

static void fill_nodes(const struct elastic *elastic, const struct model *model,
                       const char *pattern, json_t *rows)
{
    (void)elastic;
    (void)pattern;
    for (int i = 0; i < MODEL_NODES; i++) {
        json_t *row = json_object();
        double ratio = model->nodes[i].disk_used_ratio;

        put(row, "ip", "10.42.%d.40", i + 1);
        put(row, "heap.percent", "%.0f", model->nodes[i].heap_used_ratio * 100);
        put(row, "ram.percent", "88");
        put(row, "cpu", "%d", model_has_fault(model, FAULT_QUERY) ? 93 : 31);
        put(row, "load_1m", "2.10");
        put(row, "node.role", "cdfhilmrstw");
        put(row, "master", "%s", i ? "-" : "*");
        put(row, "name", "%s", elastic_node_name(i));
        put(row, "version", "8.15.3");
        put(row, "uptime", "12d");
        put(row, "disk.used_percent", "%.2f", ratio * 100);
        put_bytes(row, "disk.avail", elastic_disk_bytes() * (1 - ratio));
        (void)json_array_append_new(rows, row);
    }
}

static void fill_health(const struct elastic *elastic,
                        const struct model *model, const char *pattern,
                        json_t *rows)
{
    json_t *row = json_object();

    (void)elastic;
    (void)pattern;
    put(row, "epoch", "%lld", (long long)(model_now_ms(model) / 1000));
    put(row, "cluster", "tracing");
    put(row, "status", "%s", elastic_color(model));
    put(row, "node.total", "%d", MODEL_NODES);
    put(row, "node.data", "%d", MODEL_NODES);
    put(row, "shards", "180");
    put(row, "pri", "90");
    put(row, "unassign", "%d",
        strcmp(elastic_color(model), "green") != 0 ? 6 : 0);
    (void)json_array_append_new(rows, row);
}

static void fill_shards(const struct elastic *elastic,
                        const struct model *model, const char *pattern,
                        json_t *rows)
{
    struct elastic_index found[2 * ELASTIC_DAYS];
    size_t matches = elastic_list(elastic, model, pattern, found);

    for (size_t i = 0; i < matches; i++)
        for (int shard = 0; shard < 6; shard++) {
            bool is_lost = i == 0 && shard == 1 &&
                           strcmp(elastic_color(model), "green") != 0;
            json_t *row = json_object();

            put(row, "index", "%s", found[i].name);
            put(row, "shard", "%d", shard / 2);
            put(row, "prirep", "%s", shard % 2 ? "r" : "p");
            put(row, "state", "%s", is_lost ? "UNASSIGNED" : "STARTED");
            if (is_lost)
                put(row, "unassigned.reason", "NODE_LEFT");
            else
                put(row, "node", "%s", elastic_node_name(shard % MODEL_NODES));
            put(row, "docs", "%.0f", found[i].docs / 3);
            put_bytes(row, "store", found[i].bytes / 6);
            (void)json_array_append_new(rows, row);
        }
}

static void fill_snapshots(const struct elastic *elastic,
                           const struct model *model, const char *pattern,
                           json_t *rows)
{
    int64_t now_ms = model_now_ms(model);
    int64_t night_ms = now_ms - now_ms % 86400000 + INT64_C(7200000);

    (void)elastic;
    (void)pattern;
    if (night_ms > now_ms)
        night_ms -= 86400000;
    for (int i = 6; i >= 0; i--) {
        int64_t at_ms = night_ms - i * INT64_C(86400000);
        json_t *row = json_object();
        char date[32];

        clock_format_rfc3339(date, sizeof(date), at_ms);
        put(row, "id", "tracing-%.10s", date);
        put(row, "repository", "backup");
        put(row, "status", "SUCCESS");
        put(row, "start_epoch", "%" PRId64, at_ms / 1000);
        put(row, "start_time", "%.8s", date + 11);
        put(row, "end_epoch", "%" PRId64, at_ms / 1000 + 412);
        put(row, "duration", "6.8m");
        put(row, "indices", "60");
        put(row, "successful_shards", "90");
        put(row, "failed_shards", "0");
        put(row, "total_shards", "90");
        (void)json_array_append_new(rows, row);
    }
}

/* Indices by day: there are none. */
static void fill_aliases(const struct elastic *elastic,
                         const struct model *model, const char *pattern,
                         json_t *rows)
{
    (void)elastic;
    (void)model;
    (void)pattern;
    (void)rows;
}

static void fill_thread_pool(const struct elastic *elastic,
                             const struct model *model, const char *pattern,
                             json_t *rows)
{
    static const char *const pools[] = {"search", "write"};

    (void)elastic;
    for (int i = 0; i < MODEL_NODES; i++)
        for (int pool = 0; pool < 2; pool++) {
            bool is_busy =
                model_has_fault(model, pool ? FAULT_DISK : FAULT_QUERY);
            json_t *row;

            if (strcmp(pattern, "*") != 0 && !strstr(pattern, pools[pool]))
                continue;
            row = json_object();
            put(row, "node_name", "%s", elastic_node_name(i));
            put(row, "name", "%s", pools[pool]);
            put(row, "active", "%d", is_busy ? 7 : 1);
            put(row, "queue", "%d", is_busy ? 214 + 11 * i : 0);
            put(row, "rejected", "%d", is_busy ? 37 * i : 0);
            (void)json_array_append_new(rows, row);
        }
}

static void put(json_t *row, const char *key, const char *fmt, ...)
{
    char text[CELL_MAX];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    (void)json_object_set_new(row, key, json_string(text));
}

static void put_bytes(json_t *row, const char *key, double bytes)
{
    put(row, key, "%.0f", bytes);
}

/* Keeps the columns that were asked for, in that order; one that a table does
 * not have is left out, as the real one leaves out unknown names. */
static json_t *pick(json_t *rows, const char *columns)
{
    json_t *picked = json_array();
    const char *names[COLUMNS_MAX];
    char list[400];
    size_t count, index;
    json_t *row;

    (void)snprintf(list, sizeof(list), "%s", columns);
    count = split(list, names);
    json_array_foreach(rows, index, row)
    {
        json_t *kept = json_object();

        for (size_t i = 0; i < count; i++) {
            json_t *cell = json_object_get(row, names[i]);

            if (cell)
                (void)json_object_set(kept, names[i], cell);
        }
        (void)json_array_append_new(picked, kept);
    }
    return picked;
}

static void write_text(const json_t *rows, const char *columns, bool has_header,
                       struct api_reply *reply)
{
    const char *names[COLUMNS_MAX];
    size_t widths[COLUMNS_MAX] = {0};
    json_t *header = json_object();
    char list[400];
    size_t count, index;
    json_t *row;

    (void)snprintf(list, sizeof(list), "%s", columns);
    count = split(list, names);
    for (size_t i = 0; i < count; i++) {
        (void)json_object_set_new(header, names[i], json_string(names[i]));
        widths[i] = has_header ? strlen(names[i]) : 0;
        json_array_foreach(rows, index, row)
        {
            const char *cell =
                json_string_value(json_object_get(row, names[i]));

            if (cell && strlen(cell) > widths[i])
                widths[i] = strlen(cell);
        }
    }
    api_text(reply, 200, "");
    if (has_header)
        write_row(header, names, widths, count, &reply->body);
    json_array_foreach(rows, index, row)
        write_row(row, names, widths, count, &reply->body);
    json_decref(header);
}

static void write_row(const json_t *row, const char *const *columns,
                      const size_t *widths, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        const char *cell = json_string_value(json_object_get(row, columns[i]));

        (void)buf_printf(out, "%s%-*s", i ? " " : "", (int)widths[i],
                         cell ? cell : "");
    }
    (void)buf_add_char(out, '\n');
}

/* Cuts a list at its commas, in place. */
static size_t split(char *list, const char **columns)
{
    size_t count = 0;
    char *rest = NULL;

    for (char *word = strtok_r(list, ",", &rest); word && count < COLUMNS_MAX;
         word = strtok_r(NULL, ",", &rest))
        columns[count++] = word;
    return count;
}
