/* kube_patch.c - strategic merge patches and JSON patches. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/kube_private.h"

enum { DEPTH_MAX = 32 };

static int merge(json_t *object, json_t *patch, int depth);
static int merge_array(json_t *array, json_t *patch, int depth);
static bool is_named(json_t *array);
static size_t find_named(json_t *array, const char *name);
static int apply(json_t *object, json_t *operation);
static json_t *find_parent(json_t *object, const char *path, char *key,
                           size_t size);

int kube_patch(json_t *object, json_t *patch)
{
    json_t *operation = NULL;
    size_t i = 0;

    if (json_is_object(patch))
        return merge(object, patch, 0);
    if (!json_is_array(patch))
        return -1;
    json_array_foreach(patch, i, operation)
    {
        if (apply(object, operation) < 0)
            return -1;
    }
    return 0;
}

static int merge(json_t *object, json_t *patch, int depth)
{
    const char *key = NULL;
    json_t *value = NULL;

    if (depth > DEPTH_MAX)
        return -1;
    json_object_foreach(patch, key, value)
    {
        json_t *own = json_object_get(object, key);

        if (key[0] == '$')
            continue; /* orders and directives of the strategic patch */
        if (json_is_null(value))
            (void)json_object_del(object, key);
        else if (json_is_object(value) && json_is_object(own)) {
            if (merge(own, value, depth + 1) < 0)
                return -1;
        } else if (json_is_array(own) && is_named(value)) {
            if (merge_array(own, value, depth + 1) < 0)
                return -1;
        } else {
            (void)json_object_set_new(object, key, json_deep_copy(value));
        }
    }
    return 0;
}

static int merge_array(json_t *array, json_t *patch, int depth)
{
    json_t *value = NULL;
    size_t i = 0;

    json_array_foreach(patch, i, value)
    {
        size_t at = find_named(array, kube_string(value, "name"));
        bool is_there = at < json_array_size(array);

        if (strcmp(kube_string(value, "$patch"), "delete") == 0) {
            if (is_there)
                (void)json_array_remove(array, at);
        } else if (!is_there) {
            (void)json_array_append_new(array, json_deep_copy(value));
        } else if (merge(json_array_get(array, at), value, depth) < 0) {
            return -1;
        }
    }
    return 0;
}

static bool is_named(json_t *array)
{
    return json_array_size(array) &&
           *kube_string(json_array_get(array, 0), "name");
}

static size_t find_named(json_t *array, const char *name)
{
    size_t i = 0;

    while (i < json_array_size(array) &&
           strcmp(kube_string(json_array_get(array, i), "name"), name) != 0)
        i++;
    return i;
}

static int apply(json_t *object, json_t *operation)
{
    const char *op = kube_string(operation, "op");
    const char *path = kube_string(operation, "path");
    json_t *value = json_object_get(operation, "value"), *parent = NULL;
    char key[254];

    parent = find_parent(object, path, key, sizeof(key));
    if (!json_is_object(parent))
        return -1;
    if (strcmp(op, "remove") == 0)
        return json_object_del(parent, key);
    if (!value || (strcmp(op, "add") != 0 && strcmp(op, "replace") != 0))
        return -1;
    return json_object_set_new(parent, key, json_deep_copy(value));
}

static json_t *find_parent(json_t *object, const char *path, char *key,
                           size_t size)
{
    while (*path == '/' && object) {
        size_t length = strcspn(path + 1, "/"), used = 0;

        for (size_t i = 0; i < length && used + 1 < size; i++) {
            char c = path[1 + i];

            if (c == '~' && i + 1 < length)
                c = path[1 + ++i] == '1' ? '/' : '~';
            key[used++] = c;
        }
        key[used] = '\0';
        path += 1 + length;
        if (!*path)
            return object;
        object = json_object_get(object, key);
    }
    return NULL;
}
