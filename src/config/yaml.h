/* yaml.h - a YAML document as a tree that knows its lines.
 *
 * Layer: config; yaml.c is the only file that knows libyaml. One document a
 * file; anchors are resolved by sharing, cycles and merge bombs are refused;
 * caps on depth (64), bytes (16 MiB) and nodes (200,000, or one for each 16
 * bytes where that is more).
 */
#ifndef TRACETOP_CONFIG_YAML_H
#define TRACETOP_CONFIG_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_doc;  /* private to yaml.c */
struct yaml_node; /* private to yaml.c; lives as long as its document */

/* Parses `length` bytes; `name` stands in messages ("NAME:LINE: why").
 * Owns: the caller frees it. An empty document has a NULL root.
 * Fails: NULL and `err` (ERR_FORMAT, code is the line). */
struct yaml_doc *yaml_parse(const char *name, const char *bytes, size_t length,
                            struct err *err);

/* Reads and parses a file. Otherwise as yaml_parse(). */
struct yaml_doc *yaml_open(const char *path, struct err *err);

/* Says what is wrong where: "NAME:LINE: why", of a very long name only its end,
 * so that the reason fits. Always -1. */
int yaml_fail(struct err *err, const char *name, int line, const char *why);

/* Frees the document. NULL is fine. */
void yaml_close(struct yaml_doc *doc);

/* Returns the name the document was parsed under. Borrowed. */
const char *yaml_name(const struct yaml_doc *doc);

/* Returns the root node, or NULL. Borrowed. */
const struct yaml_node *yaml_root(const struct yaml_doc *doc);

/* Returns kind and position (1-based) of a node; the line where a map's value
 * was named is its key's line: yaml_key_line(). */
enum yaml_kind yaml_kind_of(const struct yaml_node *node);
int yaml_line(const struct yaml_node *node);

/* Returns the text of a scalar ("" for others). Borrowed. yaml_is_plain() says
 * whether it stood without quotes (so that `null` or `true` may mean it). */
const char *yaml_text(const struct yaml_node *node);
bool yaml_is_plain(const struct yaml_node *node);

/* Says whether it stood as a block, on the lines behind `|` or `>`. */
bool yaml_is_block(const struct yaml_node *node);

/* Returns how many items a list or pairs a map has. */
size_t yaml_count(const struct yaml_node *node);

/* Returns an item of a list or a value of a map, by place. */
const struct yaml_node *yaml_at(const struct yaml_node *node, size_t index);

/* Returns a map's key and its line, by place. */
const char *yaml_key(const struct yaml_node *node, size_t index);
int yaml_key_line(const struct yaml_node *node, size_t index);

/* Returns the value of a key, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);

#endif
