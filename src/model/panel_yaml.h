/* panel_yaml.h - the keys of a panel's YAML, for panel_def.c alone.
 *
 * Layer: model, private.
 */
#ifndef TRACETOP_MODEL_PANEL_YAML_H
#define TRACETOP_MODEL_PANEL_YAML_H

#include "config/yaml.h"
#include "model/panel_def.h"

enum { PANEL_ORDER_LAST = 1000 };

/* Reads one panel; `def` is zeroed. An `order` that is not given is 0.
 * Owns: the caller ends it with panel_yaml_clear().
 * Fails: -1 and `err` as "FILE:LINE: KEY: why"; nothing is kept. */
int panel_yaml_read(struct panel_def *def, const struct yaml_doc *doc,
                    const struct panel_variables *variables, struct err *err);

/* Frees what a panel holds. A zeroed struct is fine. */
void panel_yaml_clear(struct panel_def *def);

#endif
