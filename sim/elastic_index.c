/* elastic_index.c - what is asked of indices: settings, deletes, searches. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/elastic.h"
#include "sim/model.h"

static void remove_index(struct elastic *elastic, struct model *model,
                         const char *pattern, struct api_reply *reply);
static void get_settings(const struct elastic *elastic,
                         const struct model *model, const char *pattern,
                         struct api_reply *reply);
static void put_settings(struct elastic *elastic, const char *body,
                         struct api_reply *reply);
static void explain_ilm(const struct elastic *elastic,
                        const struct model *model, const char *pattern,
                        bool only_errors, struct api_reply *reply);
static void search(const struct elastic *elastic, const struct model *model,
                   const char *pattern, struct api_reply *reply);
static void count(const struct elastic *elastic, const struct model *model,
                  const char *pattern, struct api_reply *reply);
static json_int_t docs_in(const struct elastic *elastic,
                          const struct model *model, const char *pattern);

void elastic_index(void *state, struct model *model,
                   const struct api_request *request, struct api_reply *reply)
{
    struct elastic *elastic = state;
    struct elastic_index found[2 * ELASTIC_DAYS];
    const char *rest = strchr(request->path + 1, '/');
    char pattern[ELASTIC_NAME_MAX];
    size_t matches, length;

    length =
        rest ? (size_t)(rest - request->path - 1) : strlen(request->path + 1);
    if (length >= sizeof(pattern))
        length = sizeof(pattern) - 1;
    memcpy(pattern, request->path + 1, length);
    pattern[length] = '\0';
    rest = rest ? rest : "";
    matches = elastic_list(elastic, model, pattern, found);
    if (!matches && !strpbrk(pattern, "*_")) {
        elastic_error(reply, 404, "index_not_found_exception", "no such index");
    } else if (!*rest && api_is(request, "DELETE")) {
        remove_index(elastic, model, pattern, reply);
    } else if (strncmp(rest, "/_settings", 10) == 0) {
        if (api_is(request, "PUT"))
            put_settings(elastic, request->body, reply);
        else
            get_settings(elastic, model, pattern, reply);
    } else if (strncmp(rest, "/_ilm/explain", 13) == 0) {
        explain_ilm(elastic, model, pattern,
                    request->argument(request->owner, "only_errors"), reply);
    } else if (strcmp(rest, "/_search") == 0) {
        search(elastic, model, pattern, reply);
    } else if (strcmp(rest, "/_count") == 0) {
        count(elastic, model, pattern, reply);
    } else {
        /* _forcemerge, _flush, _ilm/retry and the like. */
        int shards = 2 * (int)matches;

        api_json(reply, 200,
                 json_pack("{s:{s:i,s:i,s:i}}", "_shards", "total", shards,
                           "successful", shards, "failed", 0));
    }
}

/* A wildcard is refused, as 8.x does by default. */
static void remove_index(struct elastic *elastic, struct model *model,
                         const char *pattern, struct api_reply *reply)
{
    if (strchr(pattern, '*') || strcmp(pattern, "_all") == 0) {
        elastic_error(reply, 400, "illegal_argument_exception",
                      "Wildcard expressions or all indices are not allowed");
        return;
    }
    if (elastic->gone_count < ELASTIC_GONE_MAX)
        (void)snprintf(elastic->gone[elastic->gone_count++], ELASTIC_NAME_MAX,
                       "%s", pattern);
    if (strncmp(pattern, "jaeger-span-", 12) == 0)
        model_cure(model, FAULT_DISK);
    api_json(reply, 200, json_pack("{s:b}", "acknowledged", 1));
}

static void get_settings(const struct elastic *elastic,
                         const struct model *model, const char *pattern,
                         struct api_reply *reply)
{
    struct elastic_index found[2 * ELASTIC_DAYS];
    size_t matches = elastic_list(elastic, model, pattern, found);
    json_t *all = json_object();

    for (size_t i = 0; i < matches; i++)
        if (found[i].is_blocked)
            (void)json_object_set_new(
                all, found[i].name,
                json_pack("{s:{s:s}}", "settings",
                          "index.blocks.read_only_allow_delete", "true"));
    api_json(reply, 200, all);
}

static void put_settings(struct elastic *elastic, const char *body,
                         struct api_reply *reply)
{
    json_t *json = json_loads(body, 0, NULL);

    if (!json) {
        elastic_error(reply, 400, "parse_exception",
                      "request body is required");
        return;
    }
    if (strstr(body, "read_only_allow_delete"))
        elastic->is_unblocked =
            strstr(body, "null") != NULL || strstr(body, "false") != NULL;
    json_decref(json);
    api_json(reply, 200, json_pack("{s:b}", "acknowledged", 1));
}

static void explain_ilm(const struct elastic *elastic,
                        const struct model *model, const char *pattern,
                        bool only_errors, struct api_reply *reply)
{
    struct elastic_index found[2 * ELASTIC_DAYS];
    size_t matches = elastic_list(elastic, model, pattern, found);
    json_t *indices = json_object();

    for (size_t i = 0; i < matches && !only_errors; i++)
        (void)json_object_set_new(
            indices, found[i].name,
            json_pack("{s:s,s:b}", "index", found[i].name, "managed", 0));
    api_json(reply, 200, json_pack("{s:o}", "indices", indices));
}

static void search(const struct elastic *elastic, const struct model *model,
                   const char *pattern, struct api_reply *reply)
{
    api_json(reply, 200,
             json_pack("{s:i,s:b,s:{s:i,s:i,s:i,s:i},s:{s:{s:I,s:s},s:[]}}",
                       "took", model_has_fault(model, FAULT_QUERY) ? 2140 : 38,
                       "timed_out", 0, "_shards", "total", 30, "successful", 30,
                       "skipped", 0, "failed", 0, "hits", "total", "value",
                       docs_in(elastic, model, pattern), "relation", "eq",
                       "hits"));
}

static void count(const struct elastic *elastic, const struct model *model,
                  const char *pattern, struct api_reply *reply)
{
    api_json(reply, 200,
             json_pack("{s:I}", "count", docs_in(elastic, model, pattern)));
}

static json_int_t docs_in(const struct elastic *elastic,
                          const struct model *model, const char *pattern)
{
    struct elastic_index found[2 * ELASTIC_DAYS];
    size_t matches = elastic_list(elastic, model, pattern, found);
    double docs = 0;

    for (size_t i = 0; i < matches; i++)
        docs += found[i].docs;
    return (json_int_t)docs;
}
