/* elastic_snapshot.c - repository "backup" and its nightly snapshots. */
#include <fnmatch.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "sim/elastic.h"
#include "sim/model.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000, NIGHTS = 7, RUN_MS = 412000 };

static void take(struct elastic *elastic, const struct model *model,
                 const char *name, struct api_reply *reply);
static json_t *list(const struct elastic *elastic, const struct model *model,
                    const char *pattern);
static json_t *one(const char *name, int64_t start_ms);

void elastic_snapshot(void *state, struct model *model,
                      const struct api_request *request,
                      struct api_reply *reply)
{
    struct elastic *elastic = state;
    const char *rest = request->path + strlen("/_snapshot");
    const char *name;

    if (strncmp(request->path, "/_slm/", 6) == 0) {
        api_json(reply, 200, json_object());
        return;
    }
    if (!*rest || strcmp(rest, "/_all") == 0 || strcmp(rest, "/backup") == 0) {
        api_json(reply, 200,
                 json_pack("{s:{s:s,s:{s:s}}}", "backup", "type", "s3",
                           "settings", "bucket", "tracing-snapshots"));
        return;
    }
    if (strncmp(rest, "/backup/", 8) != 0) {
        elastic_error(reply, 404, "repository_missing_exception",
                      "no such repository");
        return;
    }
    name = rest + 8;
    if (strcmp(name, "_verify") == 0) {
        api_json(reply, 200, json_pack("{s:{}}", "nodes"));
    } else if (api_is(request, "PUT")) {
        take(elastic, model, name, reply);
    } else if (strcmp(name, "_current") == 0) {
        api_json(reply, 200, json_pack("{s:[]}", "snapshots"));
    } else {
        json_t *found =
            list(elastic, model, strcmp(name, "_all") == 0 ? "*" : name);

        if (!json_array_size(found) && !strchr(name, '*')) {
            json_decref(found);
            elastic_error(reply, 404, "snapshot_missing_exception",
                          "no such snapshot");
            return;
        }
        api_json(reply, 200,
                 json_pack("{s:o,s:i,s:i}", "snapshots", found, "total",
                           (int)json_array_size(found), "remaining", 0));
    }
}

static void take(struct elastic *elastic, const struct model *model,
                 const char *name, struct api_reply *reply)
{
    if (strchr(name, '/') || elastic->taken_count == ELASTIC_SNAPSHOTS_MAX) {
        elastic_error(reply, 400, "invalid_snapshot_name_exception",
                      "no such name can be taken");
        return;
    }
    (void)snprintf(elastic->taken[elastic->taken_count], ELASTIC_NAME_MAX, "%s",
                   name);
    elastic->taken_ms[elastic->taken_count++] = model_now_ms(model);
    api_json(reply, 200, json_pack("{s:b}", "accepted", 1));
}

/* The newest first, as order=desc asks. */
static json_t *list(const struct elastic *elastic, const struct model *model,
                    const char *pattern)
{
    int64_t now_ms = model_now_ms(model);
    int64_t night_ms = now_ms - now_ms % DAY_MS + INT64_C(2) * HOUR_MS;
    json_t *found = json_array();

    if (night_ms + RUN_MS > now_ms)
        night_ms -= DAY_MS;
    for (size_t i = elastic->taken_count; i-- > 0;)
        if (fnmatch(pattern, elastic->taken[i], 0) == 0)
            (void)json_array_append_new(
                found, one(elastic->taken[i], elastic->taken_ms[i]));
    for (int i = 0; i < NIGHTS; i++) {
        int64_t at_ms = night_ms - i * (int64_t)DAY_MS;
        char date[32], name[ELASTIC_NAME_MAX];

        clock_format_rfc3339(date, sizeof(date), at_ms);
        (void)snprintf(name, sizeof(name), "tracing-%.10s", date);
        if (fnmatch(pattern, name, 0) == 0)
            (void)json_array_append_new(found, one(name, at_ms));
    }
    return found;
}

static json_t *one(const char *name, int64_t start_ms)
{
    json_int_t end_ms = start_ms + RUN_MS;
    char start[32], end[32];

    clock_format_rfc3339(start, sizeof(start), start_ms);
    clock_format_rfc3339(end, sizeof(end), end_ms);
    return json_pack(
        "{s:s,s:s,s:s,s:[s,s],s:s,s:s,s:I,s:s,s:I,s:I,s:{s:i,s:i,s:i}}",
        "snapshot", name, "repository", "backup", "uuid", name, "indices",
        "jaeger-span-*", "jaeger-service-*", "state", "SUCCESS", "start_time",
        start, "start_time_in_millis", (json_int_t)start_ms, "end_time", end,
        "end_time_in_millis", end_ms, "duration_in_millis", (json_int_t)RUN_MS,
        "shards", "total", 90, "failed", 0, "successful", 90);
}
