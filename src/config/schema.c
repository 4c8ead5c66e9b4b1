/* schema.c - a struct's defaults and its end, by its table of keys. */
#include "config/schema.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static bool holds_secret(const struct schema_key *key, const void *value);
static void clear_value(const struct schema_key *key, void *out);
static void clear_strings(char ***strings, size_t *count);
static void clear_pairs(struct schema_pair **pairs, size_t *count);
static void clear_structs(const struct schema_key *key, void **array,
                          size_t *count);

void schema_init(const struct schema *schema, void *out)
{
    if (schema->base)
        schema_init(schema->base, out);
    if (schema->init)
        schema->init(out);
    for (size_t i = 0; i < schema->count; i++) {
        const struct schema_key *key = &schema->keys[i];

        if (key->type == SCHEMA_MAP) {
            schema_init(key->sub, (char *)out + key->offset);
        } else if (key->standard) {
            int rc = schema_set(NULL, key, out, key->standard, NULL);

            assert(rc == 0);
            (void)rc;
        }
    }
}

void schema_clear(const struct schema *schema, void *out)
{
    if (schema->base)
        schema_clear(schema->base, out);
    for (size_t i = 0; i < schema->count; i++)
        clear_value(&schema->keys[i], out);
}

const struct schema_key *schema_find(const struct schema *schema,
                                     const char *name)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->count; i++)
            if (strcmp(schema->keys[i].name, name) == 0)
                return &schema->keys[i];
    return NULL;
}

bool schema_holds_secret(const struct schema *schema, const void *value)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->count; i++)
            if (holds_secret(&schema->keys[i], value))
                return true;
    return false;
}

static bool holds_secret(const struct schema_key *key, const void *value)
{
    const void *field = (const char *)value + key->offset;
    const void *extra = (const char *)value + key->extra;

    switch (key->type) {
    case SCHEMA_SECRET:
        return *(char *const *)field != NULL;
    case SCHEMA_MAP:
        return schema_holds_secret(key->sub, field);
    case SCHEMA_LIST:
    case SCHEMA_NAMED:
        for (size_t i = 0; i < *(const size_t *)extra; i++)
            if (schema_holds_secret(key->sub,
                                    *(char *const *)field + i * key->sub->size))
                return true;
        return false;
    case SCHEMA_PAIRS:
        for (size_t i = 0; i < *(const size_t *)extra; i++)
            if (key->item == SCHEMA_SECRET &&
                schema_is_secret_name(
                    (*(struct schema_pair *const *)field)[i].name))
                return true;
        return false;
    default:
        return false;
    }
}

static void clear_value(const struct schema_key *key, void *out)
{
    void *field = (char *)out + key->offset;
    void *extra = (char *)out + key->extra;

    switch (key->type) {
    case SCHEMA_STRING:
    case SCHEMA_TEXT:
    case SCHEMA_SECRET:
    case SCHEMA_PATH:
    case SCHEMA_URL:
    case SCHEMA_CHOICE:
        free(*(char **)field);
        *(char **)field = NULL;
        break;
    case SCHEMA_STRINGS:
        clear_strings(field, extra);
        break;
    case SCHEMA_PAIRS:
        clear_pairs(field, extra);
        break;
    case SCHEMA_MAP:
        schema_clear(key->sub, field);
        break;
    case SCHEMA_LIST:
    case SCHEMA_NAMED:
        clear_structs(key, field, extra);
        break;
    case SCHEMA_NODE:
        *(const struct yaml_node **)field = NULL;
        break;
    default:
        break; /* plain values own nothing */
    }
}

static void clear_strings(char ***strings, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        free((*strings)[i]);
    free(*strings);
    *strings = NULL;
    *count = 0;
}

static void clear_pairs(struct schema_pair **pairs, size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        free((*pairs)[i].name);
        free((*pairs)[i].value);
    }
    free(*pairs);
    *pairs = NULL;
    *count = 0;
}

static void clear_structs(const struct schema_key *key, void **array,
                          size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        char *item = (char *)*array + i * key->sub->size;

        schema_clear(key->sub, item);
        if (key->type == SCHEMA_NAMED)
            free(*(char **)item);
    }
    free(*array);
    *array = NULL;
    *count = 0;
}
