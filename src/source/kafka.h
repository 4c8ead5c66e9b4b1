/* kafka.h - the question that a Kafka gets: its consumer-group tool, in a pod.
 *
 * Layer: source. The tool starts a JVM (seconds of a whole core), so it is
 * asked every two minutes; the lag by the second is Prometheus'.
 */
#ifndef TRACETOP_SOURCE_KAFKA_H
#define TRACETOP_SOURCE_KAFKA_H

#include "config/settings.h"
#include "model/kafka.h"
#include "source/question.h"

struct kafka_source; /* private to kafka.c */

/* What it is asked. `component` is a kafka_source. */
enum { KAFKA_QUESTIONS = 1 };
extern const struct question kafka_questions[KAFKA_QUESTIONS];

/* Returns a source that knows nothing yet. Borrows the settings.
 * Owns: the caller frees it. */
struct kafka_source *kafka_source_new(const struct context_settings *context);

/* Frees it. NULL is fine. */
void kafka_source_free(struct kafka_source *source);

/* Returns what it learnt so far. Borrowed, at the same place for ever. */
const struct kafka *kafka_source_get(const struct kafka_source *source);

#endif
