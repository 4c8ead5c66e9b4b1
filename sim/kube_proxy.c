/* kube_proxy.c - what a pod answers behind the API server's proxy. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/exposition.h"
#include "sim/kube_private.h"
#include "sim/target.h"

#define PODS "/api/v1/namespaces/" KUBE_NAMESPACE "/pods/"

static const struct target *find_target(const char *pod);

int kube_proxy(const struct model *model, const char *path,
               struct api_reply *reply)
{
    struct exposition exposition = {.out = &reply->body};
    const struct target *target = NULL;
    char pod[128], rest[64] = "";
    int port = 0;

    if (strncmp(path, PODS, strlen(PODS)) != 0 ||
        sscanf(path + strlen(PODS), "%127[^:/]:%d/proxy/%63s", pod, &port,
               rest) < 2)
        return -1;
    target = find_target(pod);
    if (!target || !target_is_up(target, model))
        kube_status(reply, 503, "ServiceUnavailable",
                    "error trying to reach service: connection refused");
    else if (strcmp(rest, "metrics") == 0) {
        api_text(reply, 200, "");
        target->write(&exposition, model, target->index);
    } else if (port == 13133)
        api_text(reply, 200, "{\"status\":\"Server available\"}\n");
    else
        api_text(reply, 404, "404 page not found\n");
    return 0;
}

static const struct target *find_target(const char *pod)
{
    const struct target *target = NULL;

    for (size_t i = 0; (target = target_at(i)); i++)
        if (target->pod && strcmp(target->pod, pod) == 0)
            return target;
    return NULL;
}
