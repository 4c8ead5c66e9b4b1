/* kube_watch.c - changes as they happen. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/kube_private.h"
#include "sim/model.h"

enum { LIFE_S = 300 };

/* What has been told to one client, by uid. */
struct watch {
    struct api_stream stream;
    struct kube *kube;
    struct kube_place place;
    char *labels, *fields, *include;
    bool is_table;
    json_t *known;
    int64_t ends_ms;
};

static int tell(struct api_stream *stream, struct model *model,
                struct buf *out);
static void end(struct api_stream *stream);
static json_t *list(const struct watch *watch, struct model *model);
static const char *find_argument(const void *owner, const char *name);
static void tell_gone(struct watch *watch, json_t *now, int64_t now_ms,
                      struct buf *out);
static void add_event(const struct watch *watch, const char *type,
                      json_t *object, int64_t now_ms, struct buf *out);
static void begin_at(struct watch *watch, struct model *model,
                     const char *version, struct buf *out);

void kube_watch(const struct kube_call *call)
{
    const struct api_request *request = call->request;
    const char *version = api_argument(request, "resourceVersion", "");
    long life_s =
        strtol(api_argument(request, "timeoutSeconds", "0"), NULL, 10);
    struct watch *watch = xcalloc(1, sizeof(*watch));

    watch->stream = (struct api_stream){.more = tell, .end = end};
    watch->kube = call->kube;
    watch->place = *call->place;
    watch->labels = xstrdup(api_argument(request, "labelSelector", ""));
    watch->fields = xstrdup(api_argument(request, "fieldSelector", ""));
    watch->include = xstrdup(api_argument(request, "includeObject", ""));
    watch->is_table = request->accept && strstr(request->accept, "as=Table");
    watch->known = json_object();
    watch->ends_ms = model_now_ms(call->model) +
                     (life_s > 0 && life_s < LIFE_S ? life_s : LIFE_S) * 1000;
    api_text(call->reply, 200, "");
    call->reply->type = "application/json";
    call->reply->stream = &watch->stream;
    if (*version && strcmp(version, "0") != 0)
        begin_at(watch, call->model, version, &call->reply->body);
    (void)tell(&watch->stream, call->model, &call->reply->body);
}

/* A client that has listed knows all but what changed since its list. */
static void begin_at(struct watch *watch, struct model *model,
                     const char *version, struct buf *out)
{
    json_t *now = list(watch, model), *object = NULL;
    long long since = strtoll(version, NULL, 10);
    size_t i = 0;

    json_array_foreach(now, i, object)
    {
        (void)json_object_set(watch->known, kube_string(object, "metadata.uid"),
                              object);
        if (strtoll(kube_string(object, "metadata.resourceVersion"), NULL, 10) >
            since)
            add_event(watch, "MODIFIED", object, model_now_ms(model), out);
    }
    json_decref(now);
}

static int tell(struct api_stream *stream, struct model *model, struct buf *out)
{
    struct watch *watch = (struct watch *)stream;
    int64_t now_ms = model_now_ms(model);
    json_t *now = NULL, *object = NULL, *current = json_object();
    size_t i = 0;

    if (now_ms >= watch->ends_ms) {
        json_decref(current);
        return -1;
    }
    now = list(watch, model);
    json_array_foreach(now, i, object)
    {
        const char *uid = kube_string(object, "metadata.uid");

        (void)json_object_set(current, uid, object);
    }
    tell_gone(watch, current, now_ms, out);
    json_array_foreach(now, i, object)
    {
        json_t *before =
            json_object_get(watch->known, kube_string(object, "metadata.uid"));

        if (!before || (before != object && !json_equal(before, object)))
            add_event(watch, before ? "MODIFIED" : "ADDED", object, now_ms,
                      out);
    }
    json_decref(watch->known);
    watch->known = current;
    json_decref(now);
    return 0;
}

static void end(struct api_stream *stream)
{
    struct watch *watch = (struct watch *)stream;

    json_decref(watch->known);
    free(watch->labels);
    free(watch->fields);
    free(watch->include);
    free(watch);
}

static json_t *list(const struct watch *watch, struct model *model)
{
    const struct api_request request = {.method = "GET",
                                        .path = "",
                                        .body = "",
                                        .argument = find_argument,
                                        .owner = watch};
    const struct kube_call call = {.kube = watch->kube,
                                   .model = model,
                                   .place = &watch->place,
                                   .request = &request};
    json_t *all = watch->place.resource->list(watch->kube, model);
    json_t *found = kube_pick(&call, all);

    json_decref(all);
    return found;
}

static const char *find_argument(const void *owner, const char *name)
{
    const struct watch *watch = owner;

    if (strcmp(name, "labelSelector") == 0)
        return watch->labels;
    return strcmp(name, "fieldSelector") == 0 ? watch->fields : NULL;
}

static void tell_gone(struct watch *watch, json_t *now, int64_t now_ms,
                      struct buf *out)
{
    const char *uid = NULL;
    json_t *object = NULL;

    json_object_foreach(watch->known, uid, object)
    {
        if (!json_object_get(now, uid))
            add_event(watch, "DELETED", object, now_ms, out);
    }
}

/* An object is as new as the moment that it is told at. */
static void add_event(const struct watch *watch, const char *type,
                      json_t *object, int64_t now_ms, struct buf *out)
{
    json_t *told = json_copy(object), *event = NULL;
    json_t *meta = json_copy(json_object_get(object, "metadata"));
    char version[24], *text = NULL;

    (void)snprintf(version, sizeof(version), "%lld", (long long)now_ms);
    (void)json_object_set_new(meta, "resourceVersion", json_string(version));
    (void)json_object_set_new(told, "metadata", meta);
    if (watch->is_table) {
        json_t *one = json_pack("[o]", told);

        told = kube_table(watch->place.resource, one, now_ms, watch->include);
        json_decref(one);
    }
    event = json_pack("{s:s,s:o}", "type", type, "object", told);
    text = json_dumps(event, JSON_COMPACT);
    (void)buf_add_str(out, text ? text : "");
    (void)buf_add_char(out, '\n');
    free(text);
    json_decref(event);
}
