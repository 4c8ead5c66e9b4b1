/* template.h - annotations and labels of alerts: Go's text/template with the
 * functions that Prometheus adds.
 *
 * Layer: alert. Pure: a template sees what its context says and nothing else.
 * Hostile templates end: there are caps on nesting, steps and memory.
 * Source: Go text/template; Prometheus 2.42 docs, template reference.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_H
#define TRACETOP_ALERT_TEMPLATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/labels.h"

struct buf;

enum { TEMPLATE_MAX_BYTES = 1 << 20 }; /* of a template and of what it makes */

/* One element of the answer to a template's own query. */
struct template_sample {
    const struct labels *labels; /* borrowed; must outlive the expansion */
    double value;
};

/* Answers the template function `query`. `*samples` is malloc'ed and taken
 * over. Fails: -1 and `err`. */
typedef int template_query_fn(void *context, const char *expression,
                              struct template_sample **samples, size_t *count,
                              struct err *err);

/* What a template can see. All borrowed. */
struct template_context {
    const char *alert;           /* its name, for messages */
    const struct labels *labels; /* of the sample, with __name__; NULL: none */
    const struct labels *external_labels; /* NULL: none */
    const char *external_url;             /* NULL: not known */
    double value;
    int64_t now_ms;           /* wall time */
    template_query_fn *query; /* NULL: `query` says it is not available here */
    void *query_context;
};

/* Checks that a template parses. `alert` is its alert's name, for messages.
 * Fails: -1 and `err` (ERR_FORMAT, code is the line inside the template), in
 * Go's words. */
int template_check(const char *alert, const char *text, struct err *err);

/* Adds the expanded text to `out`.
 * Fails: -1 and `err`; `out` has what Prometheus would show in its place:
 * "<error expanding template: WHY>". */
int template_expand(const char *text, const struct template_context *context,
                    struct buf *out, struct err *err);

#endif
