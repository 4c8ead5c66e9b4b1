/* context_keys.h - the keys of a context: one platform and its back ends.
 *
 * Layer: config, private to the settings.
 */
#ifndef TRACETOP_CONFIG_CONTEXT_KEYS_H
#define TRACETOP_CONFIG_CONTEXT_KEYS_H

#include "config/schema.h"

/* Of `struct context_settings`. */
extern const struct schema context_schema;

/* Returns why a context may not have that name, or NULL. */
const char *context_check_name(const char *text);

#endif
