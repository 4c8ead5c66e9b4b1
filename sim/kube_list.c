/* kube_list.c - lists: what is selected, page by page. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

enum { TOKEN_LIFE_S = 300 };

struct page {
    size_t from, count;
    int64_t second;
};

static int read_page(const struct kube_call *call, struct page *page);
static void send_page(const struct kube_call *call, json_t *found,
                      const struct page *page);
static json_t *make_list_meta(const struct kube_call *call, size_t left,
                              const struct page *page);

void kube_send(const struct kube_call *call)
{
    struct page page = {0};
    json_t *all = NULL, *found = NULL;
    const char *watch = api_argument(call->request, "watch", "");

    if (kube_check_selectors(call) < 0 || read_page(call, &page) < 0)
        return;
    if (*watch && strcmp(watch, "false") != 0 && strcmp(watch, "0") != 0) {
        kube_watch(call);
        return;
    }
    all = call->place->resource->list(call->kube, call->model);
    found = kube_pick(call, all);
    send_page(call, found, &page);
    json_decref(found);
    json_decref(all);
}

/* A selector that is not understood must not select everything. */
int kube_check_selectors(const struct kube_call *call)
{
    const char *labels = api_argument(call->request, "labelSelector", "");
    const char *fields = api_argument(call->request, "fieldSelector", "");
    char text[400];

    if (kube_match_labels(labels, NULL) < 0)
        (void)snprintf(text, sizeof(text),
                       "unable to parse requirement: found '%.300s'", labels);
    else if (kube_match_fields(fields, call->place->resource->fields, NULL) < 0)
        (void)snprintf(text, sizeof(text), "field label not supported: %.300s",
                       fields);
    else
        return 0;
    kube_status(call->reply, 400, "BadRequest", text);
    return -1;
}

json_t *kube_pick(const struct kube_call *call, json_t *all)
{
    const struct kube_resource *resource = call->place->resource;
    const char *labels = api_argument(call->request, "labelSelector", "");
    const char *fields = api_argument(call->request, "fieldSelector", "");
    json_t *found = json_array(), *object = NULL;
    size_t i = 0;

    if (call->place->namespace_name[0] &&
        strcmp(call->place->namespace_name, KUBE_NAMESPACE) != 0)
        return found;
    json_array_foreach(all, i, object)
    {
        if ((!*labels ||
             kube_match_labels(labels, kube_walk(object, "metadata.labels"))) &&
            (!*fields || kube_match_fields(fields, resource->fields, object)))
            (void)json_array_append(found, object);
    }
    return found;
}

/* A token is the second of its list, the generation and where to go on. */
static int read_page(const struct kube_call *call, struct page *page)
{
    const char *limit = api_argument(call->request, "limit", "0");
    const char *token = api_argument(call->request, "continue", "");
    long long second = 0;
    int generation = 0;

    page->count = (size_t)strtoull(limit, NULL, 10);
    page->second = model_now_ms(call->model) / 1000;
    if (!*token)
        return 0;
    if (sscanf(token, "%lld.%d.%zu", &second, &generation, &page->from) != 3) {
        kube_status(call->reply, 400, "BadRequest",
                    "continue key is not valid");
        return -1;
    }
    if (generation != call->kube->generation ||
        page->second - second > TOKEN_LIFE_S) {
        kube_status(call->reply, 410, "Expired",
                    "The provided continue parameter is too old to display a "
                    "consistent list result. You can start a new list without "
                    "the continue parameter.");
        return -1;
    }
    page->second = second;
    return 0;
}

static void send_page(const struct kube_call *call, json_t *found,
                      const struct page *page)
{
    const struct kube_resource *resource = call->place->resource;
    const char *accept = call->request->accept;
    size_t total = json_array_size(found), to = total;
    json_t *some = found, *meta = NULL, *answer = NULL;
    char kind[64];

    if (page->count &&
        page->count < total - (page->from < total ? page->from : total))
        to = page->from + page->count;
    if (page->from || to < total) {
        some = json_array();
        for (size_t i = page->from; i < to; i++)
            (void)json_array_append(some, json_array_get(found, i));
    } else {
        (void)json_incref(some);
    }
    meta = make_list_meta(call, total - to, page);
    if (accept && strstr(accept, "as=Table")) {
        answer = kube_table(resource, some, model_now_ms(call->model),
                            api_argument(call->request, "includeObject", ""));
        (void)json_object_set_new(answer, "metadata", meta);
        json_decref(some);
    } else {
        (void)snprintf(kind, sizeof(kind), "%sList", resource->kind);
        answer =
            json_pack("{s:s,s:s,s:o,s:o}", "kind", kind, "apiVersion",
                      resource->group_version, "metadata", meta, "items", some);
    }
    api_json(call->reply, 200, answer);
}

static json_t *make_list_meta(const struct kube_call *call, size_t left,
                              const struct page *page)
{
    char token[64], version[24];
    json_t *meta = NULL;

    (void)snprintf(version, sizeof(version), "%lld",
                   (long long)model_now_ms(call->model));
    meta = json_pack("{s:s}", "resourceVersion", version);
    if (!left)
        return meta;
    (void)snprintf(token, sizeof(token), "%lld.%d.%zu", (long long)page->second,
                   call->kube->generation, page->from + page->count);
    (void)json_object_set_new(meta, "continue", json_string(token));
    if (!*api_argument(call->request, "labelSelector", "") &&
        !*api_argument(call->request, "fieldSelector", ""))
        (void)json_object_set_new(meta, "remainingItemCount",
                                  json_integer((json_int_t)left));
    return meta;
}
