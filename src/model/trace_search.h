/* trace_search.h - a search for traces as a line, and as Jaeger's query.
 *
 * Layer: model. The line is words `key=value` by blanks, a value in quotes
 * where it has blanks: service=order-service operation="GET /x" min=100ms
 * max=2s lookback=1h limit=20 error=true; any other key is a tag.
 */
#ifndef TRACETOP_MODEL_TRACE_SEARCH_H
#define TRACETOP_MODEL_TRACE_SEARCH_H

#include <stdint.h>

#include "base/err.h"
#include "model/trace.h"

struct buf;

/* Makes a search for nothing in particular: an hour back, 20 traces. */
void trace_search_init(struct trace_search *search);

/* Reads a line over the defaults.
 * Fails: -1 and `err` for a value that cannot be. */
int trace_search_parse(struct trace_search *search, const char *line,
                       struct err *err);

/* Writes the line that trace_search_parse() reads back. */
void trace_search_format(const struct trace_search *search, struct buf *out);

/* Writes the query of /api/traces, from "?" on; `now_ms` is wall time. */
void trace_search_query(const struct trace_search *search, int64_t now_ms,
                        struct buf *out);

/* Writes a text as a part of a URL. */
void trace_search_escape(struct buf *out, const char *text);

#endif
