/* kube_meta.c - times, names and owners as every object has them. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/kube_private.h"

json_t *kube_time(int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char text[32];

    (void)gmtime_r(&seconds, &parts);
    (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return json_string(text);
}

json_t *kube_meta(const char *name, const char *app, int64_t created_ms)
{
    char uid[64], version[24];
    json_t *meta = NULL;

    kube_uid(name, created_ms, uid, sizeof(uid));
    (void)snprintf(version, sizeof(version), "%lld", (long long)created_ms);
    meta = json_pack("{s:s,s:s,s:s,s:s,s:o}", "name", name, "namespace",
                     KUBE_NAMESPACE, "uid", uid, "resourceVersion", version,
                     "creationTimestamp", kube_time(created_ms));
    if (app)
        (void)json_object_set_new(
            meta, "labels", json_pack("{s:s}", "app.kubernetes.io/name", app));
    return meta;
}

json_t *kube_owner(const char *kind, const char *name, int64_t created_ms)
{
    char uid[64];

    kube_uid(name, created_ms, uid, sizeof(uid));
    return json_pack("[{s:s,s:s,s:s,s:s,s:b,s:b}]", "apiVersion",
                     strcmp(kind, "CronJob") == 0 || strcmp(kind, "Job") == 0
                         ? "batch/v1"
                         : "apps/v1",
                     "kind", kind, "name", name, "uid", uid, "controller", 1,
                     "blockOwnerDeletion", 1);
}

/* A UUID that a name and a moment always give. */
void kube_uid(const char *name, int64_t created_ms, char *uid, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    (void)snprintf(uid, size, "%08llx-%04llx-4%03llx-8%03llx-%012llx",
                   (unsigned long long)(hash >> 32),
                   (unsigned long long)(hash >> 16 & 0xffff),
                   (unsigned long long)(hash & 0xfff),
                   (unsigned long long)(hash >> 12 & 0xfff),
                   (unsigned long long)created_ms & 0xffffffffffff);
}

json_t *kube_walk(json_t *object, const char *path)
{
    char key[64];

    while (object && *path) {
        size_t length = strcspn(path, ".");

        (void)snprintf(key, sizeof(key), "%.*s", (int)length, path);
        object = json_object_get(object, key);
        path += length + (path[length] == '.');
    }
    return object;
}

const char *kube_string(json_t *object, const char *path)
{
    const char *text = json_string_value(kube_walk(object, path));

    return text ? text : "";
}
