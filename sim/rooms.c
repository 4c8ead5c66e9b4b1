/* rooms.c - the table of rooms. */
#include "sim/rooms.h"

#include <string.h>

#include "sim/jaeger.h"

#define SERVICES "/api/v1/namespaces/observability/services/"

static const struct room table[] = {
    {"/es", "elasticsearch", elastic_answer, offsetof(struct rooms, elastic),
     false},
    {"/jaeger", "jaeger", jaeger_query, 0, false},
    {"/jaeger-collector-0", "jaeger-collector", jaeger_collector_0, 0, false},
    {"/jaeger-collector-1", "jaeger-collector", jaeger_collector_1, 0, false},
    {"/otel-collector", "otel-collector", otel_collector, 0, false},
    {"/kafka", "kafka", kafka_tool, 0, false},
    {"/k8s", "kubernetes", kube_answer, offsetof(struct rooms, kube), false},
    /* Behind a prefix only newer kubectls can act as a proxy. */
    {"/api", "kubernetes", kube_answer, offsetof(struct rooms, kube), true},
    {"/apis", "kubernetes", kube_answer, offsetof(struct rooms, kube), true},
    {"/version", "kubernetes", kube_answer, offsetof(struct rooms, kube), true},
    {"/openapi", "kubernetes", kube_answer, offsetof(struct rooms, kube), true},
    {SERVICES "elasticsearch-master:9200/proxy", "elasticsearch",
     elastic_answer, offsetof(struct rooms, elastic), false},
    {SERVICES "jaeger-query:16686/proxy", "jaeger", jaeger_query, 0, false},
    {SERVICES "jaeger-collector:14269/proxy", "jaeger-collector",
     jaeger_collector_0, 0, false},
    {SERVICES "otel-collector-gateway:13133/proxy", "otel-collector",
     otel_collector, 0, false},
};
static const size_t table_count = sizeof(table) / sizeof(table[0]);

const struct room *room_find(const char *path, const char **rest)
{
    const struct room *found = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < table_count; i++) {
        size_t length = strlen(table[i].prefix);

        if (length < longest || strncmp(path, table[i].prefix, length) != 0 ||
            (path[length] != '\0' && path[length] != '/'))
            continue;
        found = &table[i];
        longest = length;
    }
    if (found)
        *rest = found->keeps_prefix ? path : path + longest;
    return found;
}

const struct room *room_at(size_t index)
{
    return index < table_count ? &table[index] : NULL;
}

void room_answer(struct rooms *rooms, const struct room *room,
                 struct model *model, const struct api_request *request,
                 struct api_reply *reply)
{
    room->answer((char *)rooms + room->state, model, request, reply);
}

void rooms_clear(struct rooms *rooms)
{
    kube_clear(&rooms->kube);
}

enum failure room_failure(const struct rooms *rooms, const struct room *room)
{
    return rooms->failures[room - table];
}

size_t room_fail(struct rooms *rooms, const char *name, enum failure failure)
{
    static const char kubernetes[] = "kubernetes-";
    size_t count = 0;

    if (strncmp(name, kubernetes, sizeof(kubernetes) - 1) == 0)
        return kube_fail(&rooms->kube, name + sizeof(kubernetes) - 1,
                         failure) == 0;
    for (size_t i = 0; i < table_count; i++)
        if (strcmp(name, "all") == 0 || strcmp(name, table[i].name) == 0) {
            rooms->failures[i] = failure;
            count++;
        }
    return count;
}
