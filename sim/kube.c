/* kube.c - the Kubernetes API: which object a request is about, and changes. */
#include "sim/kube.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/model.h"

#define CORE "/api/v1/"
#define APPS "/apis/apps/v1/"
#define INSIDE "namespaces/observability/"

/* "/api/v1/namespaces/observability/pods/NAME/log", taken apart. */
struct place {
    char resource[32], name[128], sub[32];
};

static int parse_place(const char *path, struct place *place);
static void answer_place(struct kube *kube, struct model *model,
                         const struct place *place,
                         const struct api_request *request,
                         struct api_reply *reply);
static json_t *select_objects(json_t *all, const char *name,
                              const struct api_request *request);
static bool is_selected(json_t *object, const char *name,
                        const struct api_request *request);
static void send_objects(const struct place *place, json_t *found,
                         const struct model *model,
                         const struct api_request *request,
                         struct api_reply *reply);
static void answer_log(struct api_reply *reply, json_t *pod);
static void change_deployment(struct kube *kube, struct model *model,
                              const struct place *place,
                              const struct api_request *request,
                              struct api_reply *reply);
static void scale(struct kube *kube, struct model *model, int index,
                  int replicas);
static void restart(struct kube *kube, struct model *model, int index);
static json_t *make_scale(int index, int replicas);

void kube_answer(void *state, struct model *model,
                 const struct api_request *request, struct api_reply *reply)
{
    struct place place = {0};

    if (api_is(request, "GET") && kube_discover(request->path, reply) == 0)
        return;
    if (parse_place(request->path, &place) < 0) {
        kube_status(reply, 404, "NotFound",
                    "the server could not find the requested resource");
        return;
    }
    answer_place(state, model, &place, request, reply);
}

void kube_add_config(struct buf *out, const char *address)
{
    (void)buf_printf(
        out,
        "apiVersion: v1\nkind: Config\ncurrent-context: sim\nclusters:\n"
        "- name: sim\n  cluster:\n    server: http://%s/k8s\ncontexts:\n"
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

static int parse_place(const char *path, struct place *place)
{
    bool is_apps = strncmp(path, APPS, strlen(APPS)) == 0;

    if (!is_apps && strncmp(path, CORE, strlen(CORE)) != 0)
        return -1;
    path += strlen(is_apps ? APPS : CORE);
    if (strncmp(path, INSIDE, strlen(INSIDE)) == 0)
        path += strlen(INSIDE);
    if (sscanf(path, "%31[^/]/%127[^/]/%31[^/]", place->resource, place->name,
               place->sub) < 1)
        return -1;
    if (is_apps)
        return strcmp(place->resource, "deployments") == 0 ? 0 : -1;
    return strcmp(place->resource, "pods") == 0 ||
                   strcmp(place->resource, "events") == 0
               ? 0
               : -1;
}

static void answer_place(struct kube *kube, struct model *model,
                         const struct place *place,
                         const struct api_request *request,
                         struct api_reply *reply)
{
    bool is_deployment = strcmp(place->resource, "deployments") == 0;
    bool is_pod = strcmp(place->resource, "pods") == 0;
    json_t *all = is_deployment ? kube_deployments(kube, model)
                  : is_pod      ? kube_pods(kube, model)
                                : kube_events(model);
    json_t *found = select_objects(all, place->name, request);
    const char *owner = "";

    json_decref(all);
    if (place->name[0] && !json_array_size(found)) {
        char text[224];

        (void)snprintf(text, sizeof(text), "%s \"%s\" not found",
                       place->resource, place->name);
        kube_status(reply, 404, "NotFound", text);
    } else if (is_deployment && place->name[0] &&
               (api_is(request, "PATCH") || place->sub[0])) {
        change_deployment(kube, model, place, request, reply);
    } else if (is_pod && place->name[0] && api_is(request, "DELETE")) {
        (void)json_unpack(json_array_get(found, 0), "{s:{s:{s:s}}}", "metadata",
                          "labels", "app.kubernetes.io/instance", &owner);
        if (!strstr(request->body, "dryRun") &&
            !*api_argument(request, "dryRun", ""))
            restart(kube, model, kube_find(owner));
        kube_status(reply, 200, "", "");
    } else if (!api_is(request, "GET")) {
        kube_status(reply, 405, "MethodNotAllowed",
                    "the server does not allow this method on the resource");
    } else if (strcmp(place->sub, "log") == 0) {
        answer_log(reply, json_array_get(found, 0));
    } else if (place->sub[0]) {
        kube_status(reply, 501, "NotImplemented", "the simulator cannot");
    } else {
        send_objects(place, found, model, request, reply);
    }
    json_decref(found);
}

static json_t *select_objects(json_t *all, const char *name,
                              const struct api_request *request)
{
    json_t *found = json_array(), *object = NULL;
    size_t i = 0;

    json_array_foreach(all, i, object)
    {
        if (is_selected(object, name, request))
            (void)json_array_append(found, object);
    }
    return found;
}

/* Selectors of one equation; more than one is not needed yet. */
static bool is_selected(json_t *object, const char *name,
                        const struct api_request *request)
{
    const char *labels = api_argument(request, "labelSelector", "");
    const char *fields = api_argument(request, "fieldSelector", "");
    const char *own = "", *value = NULL;
    char key[128], wanted[128];

    (void)json_unpack(object, "{s:{s:s}}", "metadata", "name", &own);
    if (name[0] && strcmp(name, own) != 0)
        return false;
    if (sscanf(fields, "metadata.name=%127[^,]", wanted) == 1 &&
        strcmp(wanted, own) != 0)
        return false;
    if (sscanf(labels, "%127[^=]=%127[^,]", key, wanted) != 2)
        return true;
    return json_unpack(object, "{s:{s:{s:s}}}", "metadata", "labels", key,
                       &value) == 0 &&
           strcmp(value, wanted) == 0;
}

static void send_objects(const struct place *place, json_t *found,
                         const struct model *model,
                         const struct api_request *request,
                         struct api_reply *reply)
{
    bool is_apps = strcmp(place->resource, "deployments") == 0;
    const char *kind = is_apps                                ? "DeploymentList"
                       : strcmp(place->resource, "pods") == 0 ? "PodList"
                                                              : "EventList";

    if (*api_argument(request, "watch", "")) {
        api_text(reply, 200, "");
        reply->type = "application/json";
    } else if (request->accept && strstr(request->accept, "as=Table")) {
        api_json(reply, 200,
                 kube_table(place->resource, found, model_now_ms(model)));
    } else if (place->name[0]) {
        api_json(reply, 200, json_incref(json_array_get(found, 0)));
    } else {
        api_json(reply, 200,
                 json_pack("{s:s,s:s,s:{s:s},s:O}", "kind", kind, "apiVersion",
                           is_apps ? "apps/v1" : "v1", "metadata",
                           "resourceVersion", "1000", "items", found));
    }
}

static void answer_log(struct api_reply *reply, json_t *pod)
{
    const char *name = "";

    (void)json_unpack(pod, "{s:{s:s}}", "metadata", "name", &name);
    api_text(reply, 200, "{\"level\":\"info\",\"msg\":\"Starting\",\"pod\":\"");
    (void)buf_printf(&reply->body, "%s\"}\n", name);
}

static void change_deployment(struct kube *kube, struct model *model,
                              const struct place *place,
                              const struct api_request *request,
                              struct api_reply *reply)
{
    int index = kube_find(place->name), replicas = kube_replicas(kube, index);
    bool is_dry = *api_argument(request, "dryRun", "") != '\0';
    json_t *patch = json_loads(request->body, 0, NULL);
    json_t *all = NULL;

    (void)json_unpack(patch, "{s:{s:i}}", "spec", "replicas", &replicas);
    if (replicas < 0 || replicas > KUBE_REPLICAS_MAX) {
        kube_status(reply, 422, "Invalid", "spec.replicas: Invalid value");
        json_decref(patch);
        return;
    }
    if (!is_dry && !api_is(request, "GET")) {
        scale(kube, model, index, replicas);
        if (json_object_get(json_object_get(patch, "spec"), "template"))
            restart(kube, model, index);
    }
    json_decref(patch);
    if (place->sub[0]) {
        api_json(reply, 200, make_scale(index, replicas));
        return;
    }
    all = kube_deployments(kube, model);
    api_json(reply, 200, json_incref(json_array_get(all, (size_t)index)));
    json_decref(all);
}

static void scale(struct kube *kube, struct model *model, int index,
                  int replicas)
{
    int before = kube_replicas(kube, index);

    kube->deployments[index].replicas_more += replicas - before;
    if (replicas > before && index == kube_find("jaeger-ingester"))
        model_cure(model, FAULT_KAFKA);
}

static void restart(struct kube *kube, struct model *model, int index)
{
    kube->deployments[index].restarts++;
    kube->deployments[index].restarted_ms = model_now_ms(model);
    if (index == kube_find("jaeger-collector"))
        model_cure(model, FAULT_COLLECTOR);
    if (index == kube_find("jaeger-query"))
        model_cure(model, FAULT_QUERY);
}

static json_t *make_scale(int index, int replicas)
{
    return json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:i},s:{s:i}}", "apiVersion",
                     "autoscaling/v1", "kind", "Scale", "metadata", "name",
                     kube_name(index), "namespace", "observability", "spec",
                     "replicas", replicas, "status", "replicas", replicas);
}
