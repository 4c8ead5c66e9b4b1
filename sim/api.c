/* api.c - what the rooms need to read requests and write answers. */
#include "sim/api.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

const char *api_argument(const struct api_request *request, const char *name,
                         const char *fallback)
{
    const char *found = request->argument(request->owner, name);

    return found ? found : fallback;
}

bool api_is(const struct api_request *request, const char *method)
{
    return strcmp(request->method, method) == 0;
}

void api_json(struct api_reply *reply, int status, struct json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);

    api_text(reply, status, text ? text : "null");
    reply->type = "application/json";
    free(text);
    json_decref(json);
}

void api_text(struct api_reply *reply, int status, const char *text)
{
    reply->status = status;
    reply->type = "text/plain; charset=UTF-8";
    (void)buf_add_str(&reply->body, text);
}
