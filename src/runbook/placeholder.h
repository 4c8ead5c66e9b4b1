/* placeholder.h - the words of a command that stand for something else.
 *
 * Layer: runbook. <name>, myservice, my-namespace, pod-xxx, YOUR_TOKEN: the
 * person is asked for them before the command may run.
 */
#ifndef TRACETOP_RUNBOOK_PLACEHOLDER_H
#define TRACETOP_RUNBOOK_PLACEHOLDER_H

#include <stddef.h>

#include "base/pool.h"

/* Returns the placeholders of a text, each once, in their order.
 * Owns: the list and its words are the pool's. */
const char **placeholder_list(const char *text, struct pool *pool,
                              size_t *count);

/* Returns the first placeholder at or behind `text`, NULL for none; `*length`
 * is its length. */
const char *placeholder_find(const char *text, size_t *length);

/* Returns the length of the <name> that `at` stands at, 0 for none. */
size_t placeholder_angle(const char *at);

#endif
