/* elasticsearch.h - the questions that an Elasticsearch or OpenSearch gets.
 *
 * Layer: source. Versions 6 to 9 and OpenSearch 1 to 3; older ones as far as
 * they answer alike. Only GETs. What a version does not know is noticed once
 * and not asked again. Needed: cluster privilege `monitor`, index privileges
 * `monitor` and `view_index_metadata` on the indices, `read_slm` for policies.
 * Source: Elasticsearch REST API; the table of its questions is in the .c.
 */
#ifndef TRACETOP_SOURCE_ELASTICSEARCH_H
#define TRACETOP_SOURCE_ELASTICSEARCH_H

#include <stddef.h>

#include "source/question.h"

struct changes;
struct elasticsearch;
struct elasticsearch_source; /* private to elasticsearch*.c */

/* What it is asked; the first decides its light. `component` is an
 * elasticsearch_source. */
enum { ELASTICSEARCH_QUESTIONS = 11 };
extern const struct question elasticsearch_questions[ELASTICSEARCH_QUESTIONS];

/* Returns a source that knows nothing yet, and that tells `changes` (outlives
 * it; NULL: nobody) of snapshots that ended and of new indices.
 * Owns: the caller frees it. */
struct elasticsearch_source *elasticsearch_source_new(struct changes *changes);

/* Frees it. NULL is fine. */
void elasticsearch_source_free(struct elasticsearch_source *source);

/* Returns what it learnt so far. Borrowed, at the same place for ever. */
const struct elasticsearch *
elasticsearch_source_get(const struct elasticsearch_source *source);

#endif
