/* yaml_tree.h - the nodes behind yaml.h, for yaml.c alone.
 *
 * Layer: config, private. An alias shares its anchor's node. That keeps memory
 * small, but a reader who walks the tree meets a shared node once per alias;
 * so each node knows how many nodes a walk below it visits and how deep it
 * goes, and both are held to the caps when a child is added. Whoever reads a
 * document may therefore walk it without thinking of bombs.
 */
#ifndef TRACETOP_CONFIG_YAML_TREE_H
#define TRACETOP_CONFIG_YAML_TREE_H

#include "config/yaml.h"

enum {
    YAML_MAX_DEPTH = 64,
    YAML_MAX_NODES = 200000,
    YAML_BYTES_A_NODE = 16, /* in a large document: more nodes, but only so
                             * many for its length */
};

struct yaml_pair {
    char *key; /* NULL in a list */
    int line;
    struct yaml_node *value;
};

struct yaml_node {
    enum yaml_kind kind;
    int line;
    bool is_plain;
    bool is_block;
    bool is_open; /* its end has not been met yet */
    char *text;
    struct yaml_pair *pairs; /* of a map; or a list's items, without keys */
    size_t count, capacity;
    const struct yaml_pair **by_key; /* of a finished map, sorted */
    size_t visits;                   /* nodes that a walk from here meets */
    size_t height;                   /* 1 for a leaf */
    struct yaml_node *next;          /* of all nodes of the document */
};

struct yaml_doc {
    char *name;
    struct yaml_node *all;
    struct yaml_node *root;
    size_t node_count;
    size_t node_limit; /* YAML_MAX_NODES or more */
};

/* Returns a new node that its document owns, or NULL when it is
 * full. */
struct yaml_node *yaml_node_new(struct yaml_doc *doc, enum yaml_kind kind,
                                int line);

/* Adds a pair (or an item, `key` NULL). Owns: takes `key`, also on failure.
 * Fails: false when a walk from `parent` would then meet more nodes than the
 * document may have. */
bool yaml_node_add(const struct yaml_doc *doc, struct yaml_node *parent,
                   char *key, int line, struct yaml_node *value);

/* Makes a whole map ready for look-ups.
 * Fails: the second of two pairs with one key, its `*first` line set. */
const struct yaml_pair *yaml_node_index(struct yaml_node *map, int *first);

#endif
