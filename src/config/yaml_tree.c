/* yaml_tree.c - a YAML document as nodes, and how readers see them. */
#include "config/yaml_tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static int compare_pairs(const void *left, const void *right);

void yaml_close(struct yaml_doc *doc)
{
    struct yaml_node *next;

    if (!doc)
        return;
    for (struct yaml_node *node = doc->all; node; node = next) {
        next = node->next;
        for (size_t i = 0; i < node->count; i++)
            free(node->pairs[i].key);
        free(node->pairs);
        free(node->by_key);
        free(node->text);
        free(node);
    }
    free(doc->name);
    free(doc);
}

const char *yaml_name(const struct yaml_doc *doc)
{
    return doc->name;
}

const struct yaml_node *yaml_root(const struct yaml_doc *doc)
{
    return doc->root;
}

enum yaml_kind yaml_kind_of(const struct yaml_node *node)
{
    return node->kind;
}

int yaml_line(const struct yaml_node *node)
{
    return node->line;
}

const char *yaml_text(const struct yaml_node *node)
{
    return node->text ? node->text : "";
}

bool yaml_is_plain(const struct yaml_node *node)
{
    return node->is_plain;
}

bool yaml_is_block(const struct yaml_node *node)
{
    return node->is_block;
}

size_t yaml_count(const struct yaml_node *node)
{
    return node->count;
}

const struct yaml_node *yaml_at(const struct yaml_node *node, size_t index)
{
    assert(index < node->count);
    return node->pairs[index].value;
}

const char *yaml_key(const struct yaml_node *node, size_t index)
{
    assert(index < node->count && node->kind == YAML_MAP);
    return node->pairs[index].key;
}

int yaml_key_line(const struct yaml_node *node, size_t index)
{
    assert(index < node->count && node->kind == YAML_MAP);
    return node->pairs[index].line;
}

const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
    size_t low = 0;
    size_t high = node->kind == YAML_MAP ? node->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, node->by_key[middle]->key);

        if (order == 0)
            return node->by_key[middle]->value;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct yaml_node *yaml_node_new(struct yaml_doc *doc, enum yaml_kind kind,
                                int line)
{
    struct yaml_node *node;

    if (doc->node_count == doc->node_limit)
        return NULL;
    doc->node_count++;
    node = xcalloc(1, sizeof(*node));
    node->kind = kind;
    node->line = line;
    node->visits = 1;
    node->height = 1;
    node->next = doc->all;
    doc->all = node;
    return node;
}

bool yaml_node_add(const struct yaml_doc *doc, struct yaml_node *parent,
                   char *key, int line, struct yaml_node *value)
{
    if (parent->visits + value->visits > doc->node_limit) {
        free(key);
        return false;
    }
    parent->visits += value->visits;
    if (parent->height < value->height + 1)
        parent->height = value->height + 1;
    if (parent->count == parent->capacity) {
        parent->capacity = parent->capacity ? parent->capacity * 2 : 4;
        parent->pairs =
            xrealloc(parent->pairs, parent->capacity, sizeof(parent->pairs[0]));
    }
    parent->pairs[parent->count++] =
        (struct yaml_pair){.key = key, .line = line, .value = value};
    return true;
}

const struct yaml_pair *yaml_node_index(struct yaml_node *map, int *first)
{
    if (map->count == 0)
        return NULL;
    map->by_key = xcalloc(map->count, sizeof(struct yaml_pair *));
    for (size_t i = 0; i < map->count; i++)
        map->by_key[i] = &map->pairs[i];
    qsort(map->by_key, map->count, sizeof(struct yaml_pair *), compare_pairs);
    for (size_t i = 1; i < map->count; i++) {
        *first = map->by_key[i - 1]->line;
        if (strcmp(map->by_key[i - 1]->key, map->by_key[i]->key) == 0)
            return map->by_key[i];
    }
    return NULL;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct yaml_pair *a = *(const struct yaml_pair *const *)left;
    const struct yaml_pair *b = *(const struct yaml_pair *const *)right;
    int order = strcmp(a->key, b->key);

    if (order != 0)
        return order;
    return (a > b) - (a < b); /* both in one array: the document's order */
}
