/* alerts_json.h - alerts as the JSON that scripts rely on.
 *
 * Layer: cli. For `tracetop alerts` and `tracetop snapshot`.
 */
#ifndef TRACETOP_CLI_ALERTS_JSON_H
#define TRACETOP_CLI_ALERTS_JSON_H

struct alerts;
struct json_t;

/* Returns an array of all alerts; empty for NULL. Owns: json_decref() it. */
struct json_t *alerts_json(const struct alerts *alerts);

#endif
