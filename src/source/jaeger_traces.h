/* jaeger_traces.h - traces as Jaeger's query API answers them.
 *
 * Layer: source. A push reader of /api/traces and /api/traces/ID: each trace
 * is told, built, when its last byte is in, so a search needs no more memory
 * than its largest trace. Spans may hold their process (as in the storage) or
 * name it.
 * Source: Jaeger v1 and v2, model/json and the HTTP API of jaeger-query.
 */
#ifndef TRACETOP_SOURCE_JAEGER_TRACES_H
#define TRACETOP_SOURCE_JAEGER_TRACES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/trace.h"

/* Takes a trace, which is the function's to free. */
typedef void jaeger_trace_fn(void *owner, struct trace *trace);

struct jaeger_traces; /* private to jaeger_traces.c */

/* Begins an answer. Tags and logs are kept if `has_tags`.
 * Owns: the caller frees it. */
struct jaeger_traces *jaeger_traces_new(int status, jaeger_trace_fn *fn,
                                        void *owner, bool has_tags);

/* Takes a piece. Fails: -1 and `err`. */
int jaeger_traces_feed(struct jaeger_traces *reader, const char *bytes,
                       size_t length, struct err *err);

/* Ends the answer. Fails: -1 and `err` as jaeger_answer_finish(); what was
 * told before is true all the same. */
int jaeger_traces_finish(struct jaeger_traces *reader, const char *content_type,
                         struct err *err);

/* Frees it. NULL is fine. */
void jaeger_traces_free(struct jaeger_traces *reader);

/* Makes one line of a list. */
void jaeger_traces_sum(const struct trace *trace, struct trace_found *out);

#endif
