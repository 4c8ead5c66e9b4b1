/* kube.c - the Kubernetes API: what a request is about. */
#include "sim/kube.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

static bool is_refused(const struct kube_call *call);
static void answer_place(const struct kube_call *call);
static void answer_object(const struct kube_call *call, json_t *object);

void kube_answer(void *state, struct model *model,
                 const struct api_request *request, struct api_reply *reply)
{
    struct kube_place place;
    const struct kube_call call = {.kube = state,
                                   .model = model,
                                   .place = &place,
                                   .request = request,
                                   .reply = reply};

    kube_begin(state, model);
    if (api_is(request, "GET") && kube_discover(request->path, reply) == 0)
        return;
    if (api_is(request, "GET") && kube_proxy(model, request->path, reply) == 0)
        return;
    if (kube_parse(request->path, &place) < 0) {
        kube_status(reply, 404, "NotFound",
                    "the server could not find the requested resource");
        return;
    }
    if (!is_refused(&call))
        answer_place(&call);
}

void kube_add_config(struct buf *out, const char *address)
{
    (void)buf_printf(
        out,
        "apiVersion: v1\nkind: Config\ncurrent-context: sim\nclusters:\n"
        "- name: sim\n  cluster:\n    server: http://%s\ncontexts:\n"
        "- name: sim\n  context:\n    cluster: sim\n    user: sim\n"
        "    namespace: observability\nusers:\n- name: sim\n  user: {}\n",
        address);
}

void kube_status(struct api_reply *reply, int status, const char *reason,
                 const char *message)
{
    api_json(reply, status,
             json_pack("{s:s,s:s,s:{},s:s,s:s,s:s,s:{},s:i}", "kind", "Status",
                       "apiVersion", "v1", "metadata", "status",
                       status < 400 ? "Success" : "Failure", "reason", reason,
                       "message", message, "details", "code", status));
}

/* Rights are by resource: some may be read while others may not. */
static bool is_refused(const struct kube_call *call)
{
    const struct kube_resource *resource = call->place->resource;
    enum failure failure = call->kube->failures[resource - kube_resource_at(0)];
    const char *slash = strchr(resource->group_version, '/');
    const char *method = call->request->method;
    const char *verb = strcmp(method, "PATCH") == 0    ? "patch"
                       : strcmp(method, "PUT") == 0    ? "update"
                       : strcmp(method, "POST") == 0   ? "create"
                       : strcmp(method, "DELETE") == 0 ? "delete"
                       : call->place->name[0]          ? "get"
                                                       : "list";
    char text[512], scope[96];

    if (failure == FAILURE_NONE)
        return false;
    if (failure != FAILURE_FORBIDDEN) {
        api_text(call->reply, failure_answer(failure)->status,
                 failure_answer(failure)->body);
        call->reply->type = failure_answer(failure)->type;
        return true;
    }
    (void)snprintf(scope, sizeof(scope),
                   call->place->namespace_name[0] ? "in the namespace \"%s\""
                                                  : "at the cluster scope",
                   call->place->namespace_name);
    (void)snprintf(
        text, sizeof(text),
        "%s is forbidden: User \"sim\" cannot %s resource \"%s\" in API "
        "group \"%.*s\" %s",
        resource->name, verb, resource->name,
        slash ? (int)(slash - resource->group_version) : 0,
        resource->group_version, scope);
    kube_status(call->reply, 403, "Forbidden", text);
    return true;
}

static void answer_place(const struct kube_call *call)
{
    const struct kube_place *place = call->place;
    bool is_here = !place->namespace_name[0] ||
                   strcmp(place->namespace_name, KUBE_NAMESPACE) == 0;
    json_t *all = NULL, *object = NULL;
    size_t i = 0;

    if (!place->name[0]) {
        if (api_is(call->request, "GET"))
            kube_send(call);
        else
            kube_status(call->reply, 405, "MethodNotAllowed",
                        "the server does not allow this method on the "
                        "requested resource");
        return;
    }
    all =
        is_here ? place->resource->list(call->kube, call->model) : json_array();
    json_array_foreach(all, i, object)
    {
        if (strcmp(kube_string(object, "metadata.name"), place->name) == 0)
            break;
    }
    answer_object(call, i < json_array_size(all) ? object : NULL);
    json_decref(all);
}

static void answer_object(const struct kube_call *call, json_t *object)
{
    const struct kube_place *place = call->place;
    const char *group = place->resource->group_version;
    const char *slash = strchr(group, '/');
    char text[400];

    if (!object) {
        (void)snprintf(text, sizeof(text), "%s%s%.*s \"%s\" not found",
                       place->resource->name, slash ? "." : "",
                       slash ? (int)(slash - group) : 0, group, place->name);
        kube_status(call->reply, 404, "NotFound", text);
    } else if (!api_is(call->request, "GET") ||
               strcmp(place->sub, "scale") == 0) {
        kube_change(call, object);
    } else if (strcmp(place->sub, "log") == 0) {
        kube_log(call, object);
    } else if (call->request->accept &&
               strstr(call->request->accept, "as=Table")) {
        json_t *one = json_pack("[O]", object);

        api_json(call->reply, 200,
                 kube_table(place->resource, one, model_now_ms(call->model),
                            api_argument(call->request, "includeObject", "")));
        json_decref(one);
    } else {
        api_json(call->reply, 200, json_incref(object));
    }
}
