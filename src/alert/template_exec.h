/* template_exec.h - runs a parsed template.
 *
 * Layer: alert, private to template*.c.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_EXEC_H
#define TRACETOP_ALERT_TEMPLATE_EXEC_H

#include "alert/template.h"
#include "alert/template_tree.h"
#include "base/buf.h"

/* Adds what the template makes to `out`. `name` stands in messages.
 * Fails: -1; `why` has Go's message. */
int template_exec(struct pool *pool, const struct template_part *parts,
                  const char *text, const char *name,
                  const struct template_context *context, struct buf *out,
                  struct buf *why);

#endif
