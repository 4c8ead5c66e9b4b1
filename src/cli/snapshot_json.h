/* snapshot_json.h - the model as the JSON document that scripts rely on.
 *
 * Layer: cli. Numbers that JSON cannot hold are null; text is scrubbed of
 * nothing but what JSON escapes.
 */
#ifndef TRACETOP_CLI_SNAPSHOT_JSON_H
#define TRACETOP_CLI_SNAPSHOT_JSON_H

#include <stdint.h>

struct model;

/* Returns the document, with a newline at its end. Owns: free() it. */
char *snapshot_json(const struct model *model, int64_t now_ms);

#endif
