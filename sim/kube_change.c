/* kube_change.c - what requests change. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/kube_private.h"
#include "sim/model.h"

static bool is_dry_run(const struct kube_call *call);
static void delete_pod(const struct kube_call *call, json_t *pod);
static void change_workload(const struct kube_call *call, json_t *object,
                            json_t *patch);
static void refuse(const struct kube_call *call, const char *why);
static void send_workload(const struct kube_call *call, json_t *changed,
                          int index, int replicas);
static void change_claim(const struct kube_call *call, json_t *object,
                         json_t *patch);
static double read_size(const char *text);

void kube_change(const struct kube_call *call, json_t *object)
{
    const char *kind = call->place->resource->kind;
    bool is_workload =
        kube_find(call->place->name) >= 0 &&
        (strcmp(kind, "Deployment") == 0 || strcmp(kind, "StatefulSet") == 0);
    bool is_write =
        api_is(call->request, "PATCH") || api_is(call->request, "PUT");
    json_t *patch = NULL;

    if (strcmp(kind, "Pod") == 0 && api_is(call->request, "DELETE") &&
        !call->place->sub[0]) {
        delete_pod(call, object);
        return;
    }
    patch = json_loads(call->request->body, 0, NULL);
    if (is_write && !patch)
        kube_status(call->reply, 400, "BadRequest",
                    "the object provided is unrecognized");
    else if (is_workload && (is_write || api_is(call->request, "GET")))
        change_workload(call, object, patch);
    else if (api_is(call->request, "PATCH") &&
             strcmp(kind, "PersistentVolumeClaim") == 0)
        change_claim(call, object, patch);
    else
        kube_status(call->reply, 405, "MethodNotAllowed",
                    "the server does not allow this method on the requested "
                    "resource");
    json_decref(patch);
}

/* DELETE may ask for it in its body. */
static bool is_dry_run(const struct kube_call *call)
{
    json_t *options = NULL;
    bool is_dry = *api_argument(call->request, "dryRun", "") != '\0';

    if (!is_dry && api_is(call->request, "DELETE")) {
        options = json_loads(call->request->body, 0, NULL);
        is_dry = json_array_size(json_object_get(options, "dryRun")) > 0;
        json_decref(options);
    }
    return is_dry;
}

static void delete_pod(const struct kube_call *call, json_t *pod)
{
    const char *wanted = kube_string(pod, "metadata.name");
    char name[128];

    if (strncmp(wanted, "idle-", 5) == 0) {
        kube_status(call->reply, 405, "MethodNotAllowed", "it only idles");
        return;
    }
    (void)json_incref(pod);
    for (int i = 0; i < KUBE_WORKLOADS && !is_dry_run(call); i++)
        for (int k = 0; k < call->kube->workloads[i].replicas; k++) {
            kube_pod_name(call->kube, i, k, name, sizeof(name));
            if (strcmp(name, wanted) != 0)
                continue;
            kube_renew(call->kube, call->model, i, k);
            api_json(call->reply, 200, pod);
            return;
        }
    api_json(call->reply, 200, pod);
}

static void change_workload(const struct kube_call *call, json_t *object,
                            json_t *patch)
{
    int index = kube_find(call->place->name);
    json_t *changed = json_deep_copy(object), *replicas = NULL;
    json_t *template = NULL;
    int count = 0;

    if (patch && kube_patch(changed, patch) < 0) {
        refuse(call, "the patch does not fit");
        json_decref(changed);
        return;
    }
    replicas = kube_walk(changed, "spec.replicas");
    template = kube_walk(changed, "spec.template");
    if (json_is_integer(replicas) && json_integer_value(replicas) >= 0 &&
        json_integer_value(replicas) <= KUBE_REPLICAS_MAX)
        count = (int)json_integer_value(replicas);
    else {
        refuse(call, "spec.replicas: Invalid value: must be greater than or "
                     "equal to 0");
        json_decref(changed);
        return;
    }
    if (!json_array_size(kube_walk(template, "spec.containers"))) {
        refuse(call, "spec.template.spec.containers: Required value");
        json_decref(changed);
        return;
    }
    if (!is_dry_run(call) && !api_is(call->request, "GET")) {
        if (!call->place->sub[0])
            kube_revise(call->kube, call->model, index, template);
        kube_scale(call->kube, call->model, index, count);
    }
    send_workload(call, changed, index, count);
    json_decref(changed);
}

static void refuse(const struct kube_call *call, const char *why)
{
    char text[400];

    (void)snprintf(text, sizeof(text), "%s.apps \"%s\" is invalid: %s",
                   call->place->resource->kind, call->place->name, why);
    kube_status(call->reply, 422, "Invalid", text);
}

static void send_workload(const struct kube_call *call, json_t *changed,
                          int index, int replicas)
{
    json_t *now = NULL;
    char selector[96];

    if (strcmp(call->place->sub, "scale") == 0) {
        (void)snprintf(selector, sizeof(selector),
                       "app.kubernetes.io/instance=%s",
                       kube_workload_name(index));
        now = json_pack(
            "{s:s,s:s,s:O,s:{s:i},s:{s:i,s:s}}", "apiVersion", "autoscaling/v1",
            "kind", "Scale", "metadata", kube_walk(changed, "metadata"), "spec",
            "replicas", replicas, "status", "replicas",
            call->kube->workloads[index].replicas, "selector", selector);
    } else if (is_dry_run(call)) {
        now = json_incref(changed);
    } else {
        now = kube_deployment(call->kube, call->model, index);
    }
    api_json(call->reply, 200, now);
}

static void change_claim(const struct kube_call *call, json_t *object,
                         json_t *patch)
{
    json_t *changed = json_deep_copy(object);
    int grown = 0;

    if (kube_patch(changed, patch) < 0 ||
        read_size(kube_string(changed, "spec.resources.requests.storage")) <
            read_size(kube_string(object, "spec.resources.requests.storage"))) {
        refuse(call, "spec.resources.requests.storage: Forbidden: field can "
                     "not be less than status.capacity");
        json_decref(changed);
        return;
    }
    for (int i = 0; i < KUBE_CLAIMS && !is_dry_run(call); i++) {
        struct kube_claim *claim = &call->kube->claims[i];
        char name[64];

        (void)snprintf(name, sizeof(name),
                       "elasticsearch-master-elasticsearch-master-%d", i);
        if (strcmp(name, call->place->name) == 0) {
            (void)snprintf(
                claim->wanted, sizeof(claim->wanted), "%s",
                kube_string(changed, "spec.resources.requests.storage"));
            claim->wanted_ms = model_now_ms(call->model);
            call->kube->generation++;
        }
        grown += claim->wanted[0] != '\0';
    }
    if (grown == KUBE_CLAIMS)
        model_cure(call->model, FAULT_DISK);
    api_json(call->reply, 200, changed);
}

/* Bytes of "300Gi"; below 0 for what is no size. */
static double read_size(const char *text)
{
    static const char units[] = "KMGTP";
    char *end = NULL;
    double size = strtod(text, &end);
    const char *unit = *end ? strchr(units, *end) : NULL;

    if (end == text || !(size >= 0) || (*end && !unit))
        return -1;
    for (const char *at = units; unit && at <= unit; at++)
        size *= end[1] == 'i' ? 1024 : 1000;
    return size;
}
