/* yaml_write.h - text and trees as YAML that reads back the same.
 *
 * Layer: config. Source: YAML 1.1, flow style.
 */
#ifndef TRACETOP_CONFIG_YAML_WRITE_H
#define TRACETOP_CONFIG_YAML_WRITE_H

#include "config/yaml.h"

struct buf;

/* Adds a string, quoted where YAML could read it as something else. */
void yaml_write_text(struct buf *out, const char *text);

/* Adds a node and all below it, on one line. */
void yaml_write(struct buf *out, const struct yaml_node *node);

#endif
