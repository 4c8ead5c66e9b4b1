/* slug.h - names in the form that ids have: "jaeger-collector-down".
 *
 * Layer: runbook.
 */
#ifndef TRACETOP_RUNBOOK_SLUG_H
#define TRACETOP_RUNBOOK_SLUG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

/* Returns a heading as an id: letters and digits in lower case, what is
 * between them one dash; never empty. Owns: the pool. */
const char *slug_of_title(const char *title, struct pool *pool);

/* Returns an alert's name as an id: KubeJobFailed is kube-job-failed.
 * Owns: the pool. */
const char *slug_of_alert(const char *name, struct pool *pool);

/* Returns a heading without what only counts or sorts it: "Runbook 1: X",
 * "Issue: X", "1.2 X" are X. `*is_named` says whether it was called a runbook
 * or the like. Borrowed from `heading`. */
const char *slug_strip(const char *heading, bool *is_named);

/* Returns whether `length` bytes look like the name of an alert: one word with
 * two capitals or more after small letters or digits, or at its start. */
bool slug_is_alert(const char *word, size_t length);

#endif
