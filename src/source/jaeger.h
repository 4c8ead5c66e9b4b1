/* jaeger.h - the questions that a Jaeger gets, v1 or v2.
 *
 * Layer: source. `/api/services` is timed: it reads the storage, while the
 * health ports know nothing of it. The version is on the UI's page in both;
 * where a proxy keeps that away, a v1 collector's admin port tells it, too.
 */
#ifndef TRACETOP_SOURCE_JAEGER_H
#define TRACETOP_SOURCE_JAEGER_H

#include <stddef.h>

#include "config/settings.h"
#include "model/jaeger.h"
#include "source/question.h"

struct jaeger_source; /* private to jaeger.c */

/* What it is asked: services, version, and one for each collector URL, whose
 * `url` is JAEGER_URL_COLLECTOR and its index. `component` is a jaeger_source.
 */
enum {
    JAEGER_URL_QUERY,
    JAEGER_URL_VERSION, /* the query's, or a collector's when it has none */
    JAEGER_URL_COLLECTOR,
    JAEGER_QUESTIONS = 2 + JAEGER_COLLECTORS_MAX
};
extern const struct question jaeger_questions[JAEGER_QUESTIONS];

/* Returns a source that knows nothing yet. Borrows the settings.
 * Owns: the caller frees it. */
struct jaeger_source *jaeger_source_new(const struct jaeger_settings *settings);

/* Frees it. NULL is fine. */
void jaeger_source_free(struct jaeger_source *source);

/* Returns what it learnt so far. Borrowed, at the same place for ever. */
const struct jaeger *jaeger_source_get(const struct jaeger_source *source);

/* Returns the URL of a question's number, NULL for one that is not there. */
const char *jaeger_source_url(const struct jaeger_source *source, int number);

/* Returns how to speak to all of them. Borrowed. */
const struct http_settings *
jaeger_source_http(const struct jaeger_source *source);

#endif
