/* metric_names.h - which metrics an expression needs, and which exist instead.
 *
 * Layer: model. A panel without data says which metric is missing and what
 * similar names the server knows.
 */
#ifndef TRACETOP_MODEL_METRIC_NAMES_H
#define TRACETOP_MODEL_METRIC_NAMES_H

#include <stddef.h>

struct buf;

typedef void metric_name_fn(void *owner, const char *name, size_t length);

/* Calls `fn` for each metric name in a PromQL expression, in order, repeats
 * included. Works on the tokens alone (strings, label matchers, grouping
 * lists, keywords and functions are passed over), so it is right for what the
 * server accepts and harmless for the rest.
 * Source: Prometheus docs, querying basics and operators. */
void metric_names_each(const char *expression, metric_name_fn *fn, void *owner);

/* Adds a regular expression for /label/__name__/values that matches the
 * relatives of the names in `expression`: those that begin with the same
 * first word. Returns 0, or -1 when the expression names no metric. */
int metric_names_regex(const char *expression, struct buf *out);

/* Returns how alike two metric names are, 0 (nothing shared) to 1000 (equal):
 * the share of the words between underscores that they have in common. */
unsigned metric_names_likeness(const char *left, const char *right);

#endif
