/* kube_discovery.c - what the API says it has. */
#include "sim/kube.h"

#include <string.h>

static const struct {
    const char *path, *text;
} pages[] = {
    {"/version", "{\"major\":\"1\",\"minor\":\"29\",\"gitVersion\":\"v1.29.0\","
                 "\"platform\":\"linux/amd64\"}"},
    {"/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"},
    {"/apis",
     "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[{\"name\":"
     "\"apps\",\"versions\":[{\"groupVersion\":\"apps/v1\",\"version\":\"v1\"}]"
     ",\"preferredVersion\":{\"groupVersion\":\"apps/v1\",\"version\":\"v1\"}}]"
     "}"},
    {"/api/v1",
     "{\"kind\":\"APIResourceList\",\"groupVersion\":\"v1\",\"resources\":["
     "{\"name\":\"pods\",\"singularName\":\"pod\",\"namespaced\":true,\"kind\":"
     "\"Pod\",\"verbs\":[\"delete\",\"get\",\"list\",\"watch\"],"
     "\"shortNames\":[\"po\"]},"
     "{\"name\":\"pods/log\",\"singularName\":\"\",\"namespaced\":true,"
     "\"kind\":\"Pod\",\"verbs\":[\"get\"]},"
     "{\"name\":\"events\",\"singularName\":\"event\",\"namespaced\":true,"
     "\"kind\":\"Event\",\"verbs\":[\"get\",\"list\",\"watch\"],"
     "\"shortNames\":[\"ev\"]}]}"},
    {"/apis/apps/v1",
     "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":"
     "\"apps/v1\",\"resources\":["
     "{\"name\":\"deployments\",\"singularName\":\"deployment\",\"namespaced\":"
     "true,\"kind\":\"Deployment\",\"verbs\":[\"get\",\"list\",\"patch\","
     "\"watch\"],\"shortNames\":[\"deploy\"]},"
     "{\"name\":\"deployments/scale\",\"singularName\":\"\",\"namespaced\":"
     "true,\"group\":\"autoscaling\",\"version\":\"v1\",\"kind\":\"Scale\","
     "\"verbs\":[\"get\",\"patch\"]}]}"},
};

int kube_discover(const char *path, struct api_reply *reply)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        if (strcmp(path, pages[i].path) == 0) {
            api_text(reply, 200, pages[i].text);
            reply->type = "application/json";
            return 0;
        }
    return -1;
}
