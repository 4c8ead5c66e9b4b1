/* promql_text.h - foreign text inside of a PromQL expression.
 *
 * Layer: data.
 * Source: Prometheus docs, querying basics, string literals; RE2 syntax.
 */
#ifndef TRACETOP_DATA_PROMQL_TEXT_H
#define TRACETOP_DATA_PROMQL_TEXT_H

struct buf;

/* Adds `text` as it stands between double quotes, without them. */
void promql_text_add(struct buf *out, const char *text);

/* Adds a regular expression that matches `text` alone, likewise. */
void promql_text_add_regex(struct buf *out, const char *text);

#endif
