/* action_json.h - one run of a step as JSON and as text.
 *
 * Layer: cli.
 */
#ifndef TRACETOP_CLI_ACTION_JSON_H
#define TRACETOP_CLI_ACTION_JSON_H

#include "action/action.h"
#include "base/buf.h"

struct json_t;

/* Returns it as an object. Owns: json_decref() it. */
struct json_t *action_json(const struct action *action);

/* Adds it as some lines: what, who, how. */
void action_text(struct buf *out, const struct action *action);

/* Adds how it ended: "done", "failed: exit 2", "lost: why". */
void action_text_end(struct buf *out, const struct action *action);

#endif
