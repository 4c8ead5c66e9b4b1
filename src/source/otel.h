/* otel.h - the questions that an OpenTelemetry Collector gets.
 *
 * Layer: source. Its health port, v1 or v2, and its own metrics in both name
 * forms: with `_total` and units, and without.
 */
#ifndef TRACETOP_SOURCE_OTEL_H
#define TRACETOP_SOURCE_OTEL_H

#include "config/settings.h"
#include "model/otel.h"
#include "source/question.h"

struct otel_source; /* private to otel.c */

/* What it is asked; the numbers of their URLs are the same. `component` is an
 * otel_source. */
enum { OTEL_HEALTH, OTEL_METRICS, OTEL_QUESTIONS };
extern const struct question otel_questions[OTEL_QUESTIONS];

/* Returns a source that knows nothing yet. Borrows the settings.
 * Owns: the caller frees it. */
struct otel_source *otel_source_new(const struct otel_settings *settings);

/* Frees it. NULL is fine. */
void otel_source_free(struct otel_source *source);

/* Returns what it learnt so far. Borrowed, at the same place for ever. */
const struct otel *otel_source_get(const struct otel_source *source);

/* Returns the URL of a question's number, NULL for none. */
const char *otel_source_url(const struct otel_source *source, int number);

/* Returns how to speak to all of them. Borrowed. */
const struct http_settings *otel_source_http(const struct otel_source *source);

#endif
