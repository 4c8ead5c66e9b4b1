/* schema_read.c - a YAML map into structs, by their tables of keys. */
#include "config/schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/xalloc.h"

enum {
    MAX_KNOWN = 96, /* keys that one map may have */
    MAX_ITEMS = 10000,
};

static int read_key(const struct schema_reader *reader,
                    const struct schema_target *targets, size_t count,
                    const struct yaml_node *map, size_t index);
static int fail_unknown(const struct schema_reader *reader,
                        const struct schema_target *targets, size_t count,
                        const char *name, int line);
static size_t known_names(const struct schema_target *targets, size_t count,
                          const char *names[MAX_KNOWN]);
static int check_whole(const struct schema_reader *reader,
                       const struct schema *schema, void *out,
                       const struct yaml_node *map);
static int read_value(const struct schema_reader *reader,
                      const struct schema_key *key, void *out,
                      const struct yaml_node *node, int line);
static int read_simple(const struct schema_reader *reader,
                       const struct schema_key *key, void *out,
                       const struct yaml_node *node, int line);
static int read_strings(const struct schema_reader *reader,
                        const struct schema_key *key, void *out,
                        const struct yaml_node *node);
static int read_pairs(const struct schema_reader *reader,
                      const struct schema_key *key, void *out,
                      const struct yaml_node *node);
static int read_structs(const struct schema_reader *reader,
                        const struct schema_key *key, void *out,
                        const struct yaml_node *node);
static int check_kind(const struct schema_reader *reader,
                      const struct schema_key *key,
                      const struct yaml_node *node, int line);
static int check_count(const struct schema_reader *reader,
                       const struct schema_key *key,
                       const struct yaml_node *node, int line);
static bool is_null(const struct yaml_node *node);

int schema_read(const struct schema_reader *reader,
                const struct schema_target *targets, size_t count,
                const struct yaml_node *map)
{
    if (map && yaml_kind_of(map) != YAML_MAP)
        return schema_fail(reader, yaml_line(map), NULL,
                           "wants a map of keys, such as 'key: value'");
    for (size_t i = 0; map && i < yaml_count(map); i++)
        if (read_key(reader, targets, count, map, i) < 0)
            return -1;
    for (size_t i = 0; i < count; i++)
        if (check_whole(reader, targets[i].schema, targets[i].out, map) < 0)
            return -1;
    return 0;
}

int schema_fail(const struct schema_reader *reader, int line, const char *key,
                const char *fmt, ...)
{
    char why[200], text[250];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(why, sizeof(why), fmt, args);
    va_end(args);
    (void)snprintf(text, sizeof(text), "%.40s%s%s", key ? key : "",
                   key ? ": " : "", why);
    return yaml_fail(reader->err, reader->name, line, text);
}

static int read_key(const struct schema_reader *reader,
                    const struct schema_target *targets, size_t count,
                    const struct yaml_node *map, size_t index)
{
    const char *name = yaml_key(map, index);
    int line = yaml_key_line(map, index);

    for (size_t i = 0; i < count; i++) {
        const struct schema_key *key = schema_find(targets[i].schema, name);

        if (key)
            return read_value(reader, key, targets[i].out, yaml_at(map, index),
                              line);
    }
    return fail_unknown(reader, targets, count, name, line);
}

static int fail_unknown(const struct schema_reader *reader,
                        const struct schema_target *targets, size_t count,
                        const char *name, int line)
{
    const char *names[MAX_KNOWN] = {0};
    size_t known = known_names(targets, count, names);
    const char *nearest = nearest_word(name, names, known);
    char list[160];

    if (nearest)
        return schema_fail(reader, line, name,
                           "unknown key; did you mean '%s'?", nearest);
    nearest_list(list, sizeof(list), names, known);
    return schema_fail(reader, line, name, "unknown key; known: %s", list);
}

static size_t known_names(const struct schema_target *targets, size_t count,
                          const char *names[MAX_KNOWN])
{
    size_t known = 0;

    for (size_t i = 0; i < count; i++)
        for (const struct schema *schema = targets[i].schema; schema;
             schema = schema->base)
            for (size_t j = 0; j < schema->count && known < MAX_KNOWN; j++)
                names[known++] = schema->keys[j].name;
    return known;
}

/* What is needed is there, and the values fit together. */
static int check_whole(const struct schema_reader *reader,
                       const struct schema *schema, void *out,
                       const struct yaml_node *map)
{
    const char *key = NULL;
    const char *why;
    int line = map ? yaml_line(map) : 1;

    if (schema->base && check_whole(reader, schema->base, out, map) < 0)
        return -1;
    for (size_t i = 0; i < schema->count; i++)
        if (schema->keys[i].is_needed &&
            (!map || !yaml_get(map, schema->keys[i].name)))
            return schema_fail(reader, line, schema->keys[i].name,
                               "is missing");
    why = schema->check ? schema->check(out, &key) : NULL;
    if (!why)
        return 0;
    for (size_t i = 0; map && key && i < yaml_count(map); i++)
        if (strcmp(yaml_key(map, i), key) == 0)
            line = yaml_key_line(map, i);
    return schema_fail(reader, line, key, "%s", why);
}

static int read_value(const struct schema_reader *reader,
                      const struct schema_key *key, void *out,
                      const struct yaml_node *node, int line)
{
    void *field = (char *)out + key->offset;
    struct schema_target inner = {key->sub, field};

    if (check_kind(reader, key, node, line) < 0)
        return -1;
    if (reader->on_set && key->type != SCHEMA_MAP)
        reader->on_set(reader->context, field, line);
    switch (key->type) {
    case SCHEMA_STRINGS:
        return read_strings(reader, key, out, node);
    case SCHEMA_PAIRS:
        return read_pairs(reader, key, out, node);
    case SCHEMA_MAP:
        if (key->extra > 0)
            *(bool *)((char *)out + key->extra) = true;
        return schema_read(reader, &inner, 1, node);
    case SCHEMA_LIST:
    case SCHEMA_NAMED:
        return read_structs(reader, key, out, node);
    case SCHEMA_NODE:
        *(const struct yaml_node **)field = node;
        return 0;
    default:
        return read_simple(reader, key, out, node, line);
    }
}

static int read_simple(const struct schema_reader *reader,
                       const struct schema_key *key, void *out,
                       const struct yaml_node *node, int line)
{
    struct err why = {0};

    if (schema_set(reader, key, out, yaml_text(node), &why) < 0)
        return schema_fail(reader, line, key->name, "%s", why.text);
    return 0;
}

static int read_strings(const struct schema_reader *reader,
                        const struct schema_key *key, void *out,
                        const struct yaml_node *node)
{
    char ***strings = (char ***)((char *)out + key->offset);
    size_t *count = (size_t *)((char *)out + key->extra);
    struct schema_key one = *key;

    one.type = key->item;
    one.offset = 0;
    *strings = xcalloc(yaml_count(node) + 1, sizeof(char *));
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml_node *item = yaml_at(node, i);

        *count = i + 1;
        if (check_kind(reader, &one, item, yaml_line(item)) < 0 ||
            read_simple(reader, &one, &(*strings)[i], item, yaml_line(item)) <
                0)
            return -1;
    }
    return 0;
}

static int read_pairs(const struct schema_reader *reader,
                      const struct schema_key *key, void *out,
                      const struct yaml_node *node)
{
    struct schema_pair **pairs =
        (struct schema_pair **)((char *)out + key->offset);
    size_t *count = (size_t *)((char *)out + key->extra);
    struct schema_key name = {.name = key->name, .check = key->check};
    struct schema_key value = {
        .name = key->name, .type = key->item, .may_be_empty = true};
    struct err why = {0};

    *pairs = xcalloc(yaml_count(node) + 1, sizeof(**pairs));
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml_node *item = yaml_at(node, i);
        int line = yaml_key_line(node, i);

        *count = i + 1;
        if (schema_set(reader, &name, &(*pairs)[i].name, yaml_key(node, i),
                       &why) < 0)
            return schema_fail(reader, line, key->name, "%s", why.text);
        value.name = (*pairs)[i].name;
        if (check_kind(reader, &value, item, line) < 0 ||
            read_simple(reader, &value, &(*pairs)[i].value, item, line) < 0)
            return -1;
    }
    return 0;
}

static int read_structs(const struct schema_reader *reader,
                        const struct schema_key *key, void *out,
                        const struct yaml_node *node)
{
    void **array = (void **)((char *)out + key->offset);
    size_t *count = (size_t *)((char *)out + key->extra);
    struct schema_key name = {.name = key->name, .check = key->check};
    struct err why = {0};

    /* At its full size from the start: on_set() was told addresses in it. */
    *array = xcalloc(yaml_count(node) + 1, key->sub->size);
    for (size_t i = 0; i < yaml_count(node); i++) {
        struct schema_target item = {key->sub,
                                     (char *)*array + i * key->sub->size};

        schema_init(key->sub, item.out);
        *count = i + 1;
        if (key->type == SCHEMA_NAMED &&
            schema_set(reader, &name, item.out, yaml_key(node, i), &why) < 0)
            return schema_fail(reader, yaml_key_line(node, i), key->name, "%s",
                               why.text);
        if (schema_read(reader, &item, 1, yaml_at(node, i)) < 0)
            return -1;
    }
    return 0;
}

static int check_kind(const struct schema_reader *reader,
                      const struct schema_key *key,
                      const struct yaml_node *node, int line)
{
    enum yaml_kind kind = yaml_kind_of(node);

    if (key->type == SCHEMA_NODE)
        return 0;
    if (is_null(node) && !key->may_be_empty)
        return schema_fail(reader, line, key->name,
                           "has no value; give one or leave the key out");
    switch (key->type) {
    case SCHEMA_STRINGS:
    case SCHEMA_LIST:
        if (kind != YAML_LIST)
            return schema_fail(reader, line, key->name,
                               "wants a list, such as [a, b]");
        return check_count(reader, key, node, line);
    case SCHEMA_PAIRS:
    case SCHEMA_MAP:
    case SCHEMA_NAMED:
        if (kind != YAML_MAP)
            return schema_fail(reader, line, key->name,
                               "wants a map, such as {key: value}");
        return check_count(reader, key, node, line);
    default:
        if (kind != YAML_SCALAR)
            return schema_fail(reader, line, key->name,
                               "wants one value, not a list or a map");
        return 0;
    }
}

static int check_count(const struct schema_reader *reader,
                       const struct schema_key *key,
                       const struct yaml_node *node, int line)
{
    int64_t most = key->most > 0 ? key->most : MAX_ITEMS;
    int64_t count = (int64_t)yaml_count(node);

    if (count < key->least)
        return schema_fail(reader, line, key->name, "wants at least %lld",
                           (long long)key->least);
    if (count > most)
        return schema_fail(reader, line, key->name,
                           "has %lld entries; at most %lld are read",
                           (long long)count, (long long)most);
    return 0;
}

static bool is_null(const struct yaml_node *node)
{
    const char *text = yaml_text(node);

    return yaml_kind_of(node) == YAML_SCALAR && yaml_is_plain(node) &&
           (*text == '\0' || strcmp(text, "~") == 0 ||
            strcmp(text, "null") == 0);
}
