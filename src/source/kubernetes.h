/* kubernetes.h - the questions that a Kubernetes API server gets.
 *
 * Layer: source. Only GETs, in one namespace; nodes if permitted. Pods come as
 * the server-side table that kubectl prints, in a few bytes a row; only those
 * that are not well are then looked at one by one. Lists come in pages.
 * Needed: the right to list what it is asked, of each kind; what is missing is
 * said by name and the rest goes on.
 */
#ifndef TRACETOP_SOURCE_KUBERNETES_H
#define TRACETOP_SOURCE_KUBERNETES_H

#include "model/change.h"
#include "model/kubernetes.h"
#include "source/question.h"

struct kubernetes_source; /* private to kubernetes*.c */

/* What it is asked; the first decides its light. `component` is a
 * kubernetes_source. */
enum { KUBERNETES_QUESTIONS = 11 };
extern const struct question kubernetes_questions[KUBERNETES_QUESTIONS];

/* Returns a source that knows nothing yet, and that tells `changes` (not NULL,
 * outlives it). `namespace_name` outlives it, too.
 * Owns: the caller frees it. */
struct kubernetes_source *kubernetes_source_new(const char *namespace_name,
                                                struct changes *changes);

/* Frees it. NULL is fine. */
void kubernetes_source_free(struct kubernetes_source *source);

/* Returns what it learnt so far. Borrowed, at the same place for ever. */
const struct kubernetes *
kubernetes_source_get(const struct kubernetes_source *source);

#endif
