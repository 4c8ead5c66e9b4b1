/* settings_keys.h - the keys at the top of the configuration file.
 *
 * Layer: config, private to the settings.
 */
#ifndef TRACETOP_CONFIG_SETTINGS_KEYS_H
#define TRACETOP_CONFIG_SETTINGS_KEYS_H

#include "config/schema.h"

/* Of `struct settings`; the key `context` is not among them, since the struct
 * holds a place and not a name. */
extern const struct schema settings_schema;

#endif
