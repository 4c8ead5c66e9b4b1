/* kube_watch.c - changes as they happen. */
#include <jansson.h>
#include <string.h>

#include "sim/kube_private.h"

void kube_watch(const struct kube_call *call)
{
    api_text(call->reply, 200, "");
    call->reply->type = "application/json";
}
