/* elastic.c - the cluster's root, its indices and its words for errors. */
#include "sim/elastic.h"

#include <fnmatch.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "sim/model.h"

enum { DAY_MS = 86400000 };

struct room {
    const char *prefix;
    api_fn *fn;
};

static const struct room rooms[] = {
    {"/_cat/", elastic_cat},
    {"/_cluster/", elastic_cluster},
    {"/_nodes", elastic_nodes},
    {"/_snapshot", elastic_snapshot},
    {"/_slm/", elastic_snapshot},
    {"/_tasks", elastic_cluster},
    {"/_health_report", elastic_cluster},
    {"/_migration/", elastic_cluster},
    {"/_flush", elastic_cluster},
    {"/_ilm/", elastic_cluster},
    {"/_index_template", elastic_cluster},
    {"/_template", elastic_cluster},
};

static void answer_root(struct api_reply *reply);
static bool is_gone(const struct elastic *elastic, const char *name);

void elastic_answer(void *state, struct model *model,
                    const struct api_request *request, struct api_reply *reply)
{
    char text[200];

    if (request->path[0] == '\0' || strcmp(request->path, "/") == 0) {
        answer_root(reply);
        return;
    }
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
        if (strncmp(request->path, rooms[i].prefix, strlen(rooms[i].prefix)) ==
            0) {
            rooms[i].fn(state, model, request, reply);
            return;
        }
    if (request->path[1] != '_' || strncmp(request->path, "/_all", 5) == 0) {
        elastic_index(state, model, request, reply);
        return;
    }
    (void)snprintf(text, sizeof(text),
                   "no handler found for uri [%.80s] and method [%.8s]",
                   request->path, request->method);
    api_json(reply, 400, json_pack("{s:s}", "error", text));
}

size_t elastic_list(const struct elastic *elastic, const struct model *model,
                    const char *pattern, struct elastic_index *indices)
{
    static const char *const kinds[] = {"jaeger-span", "jaeger-service"};
    int64_t now_ms = model_now_ms(model);
    int64_t today_ms = now_ms - now_ms % DAY_MS;
    double used = 0;
    size_t count = 0;

    for (int i = 0; i < MODEL_NODES; i++)
        used += model->nodes[i].disk_used_ratio * elastic_disk_bytes();
    for (int day = 0; day < ELASTIC_DAYS; day++) {
        for (int kind = 0; kind < 2; kind++) {
            struct elastic_index *index = &indices[count];
            char date[32];

            index->created_ms = today_ms - day * (int64_t)DAY_MS;
            clock_format_rfc3339(date, sizeof(date), index->created_ms);
            (void)snprintf(index->name, sizeof(index->name), "%s-%.10s",
                           kinds[kind], date);
            if (is_gone(elastic, index->name) ||
                (fnmatch(pattern, index->name, 0) != 0 &&
                 strcmp(pattern, "_all") != 0))
                continue;
            /* Today's index is as full as the day is old. */
            index->bytes = kind ? 4e6 : used * 0.98 / ELASTIC_DAYS;
            if (day == 0)
                index->bytes *= (double)(now_ms - today_ms) / DAY_MS;
            index->docs = index->bytes / (kind ? 400 : 410);
            index->is_blocked =
                model_worst_disk_ratio(model) > 0.95 && !elastic->is_unblocked;
            count++;
        }
    }
    return count;
}

const char *elastic_color(const struct model *model)
{
    double worst = model_worst_disk_ratio(model);

    return worst > 0.95 ? "red" : worst > 0.90 ? "yellow" : "green";
}

void elastic_error(struct api_reply *reply, int status, const char *type,
                   const char *reason)
{
    api_json(reply, status,
             json_pack("{s:{s:[{s:s,s:s}],s:s,s:s},s:i}", "error", "root_cause",
                       "type", type, "reason", reason, "type", type, "reason",
                       reason, "status", status));
}

const char *elastic_setting(const struct elastic *elastic, const char *key)
{
    for (size_t i = 0; i < elastic->setting_count; i++)
        if (strcmp(elastic->settings[i].key, key) == 0)
            return elastic->settings[i].value;
    return NULL;
}

const char *elastic_node_name(int index)
{
    static const char *const names[MODEL_NODES] = {"elasticsearch-master-0",
                                                   "elasticsearch-master-1",
                                                   "elasticsearch-master-2"};

    return names[index];
}

double elastic_disk_bytes(void)
{
    return 322122547200.0; /* 300 GiB */
}

double elastic_heap_bytes(void)
{
    return 4294967296.0;
}

static void answer_root(struct api_reply *reply)
{
    api_json(reply, 200,
             json_pack("{s:s,s:s,s:s,s:{s:s,s:s,s:s,s:s},s:s}", "name",
                       elastic_node_name(0), "cluster_name", "tracing",
                       "cluster_uuid", "8uYdLZ2mTgK1qz5w0o3c9A", "version",
                       "number", "8.15.3", "build_flavor", "default",
                       "lucene_version", "9.11.1",
                       "minimum_wire_compatibility_version", "7.17.0",
                       "tagline", "You Know, for Search"));
}

static bool is_gone(const struct elastic *elastic, const char *name)
{
    for (size_t i = 0; i < elastic->gone_count; i++)
        if (strcmp(elastic->gone[i], name) == 0)
            return true;
    return false;
}
