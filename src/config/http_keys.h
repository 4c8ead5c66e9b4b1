/* http_keys.h - the keys that every back end has.
 *
 * Layer: config, private to the settings. `struct backend_settings`: off,
 * timeout, via and Prometheus' <http_config>.
 */
#ifndef TRACETOP_CONFIG_HTTP_KEYS_H
#define TRACETOP_CONFIG_HTTP_KEYS_H

#include "config/schema.h"

/* Everything but the address, which has another name in each back end. */
extern const struct schema backend_schema;

/* The same, and `url`. */
extern const struct schema backend_url_schema;

#endif
