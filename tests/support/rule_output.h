/* rule_output.h - the series that a rule gives, evaluation by evaluation.
 *
 * For tests only. A series that is missing at an evaluation gets a stale
 * marker, as in Prometheus.
 */
#ifndef TRACETOP_TESTS_SUPPORT_RULE_OUTPUT_H
#define TRACETOP_TESTS_SUPPORT_RULE_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/labels.h"
#include "tests/support/asker.h"

struct output_series; /* private to rule_output.c */

struct rule_output {
    struct symtab *table;
    struct output_series *series;
    size_t count;
};

/* Makes an empty output. Owns: the caller ends it with rule_output_clear(). */
void rule_output_init(struct rule_output *output, struct symtab *table);

/* Frees it. */
void rule_output_clear(struct rule_output *output);

/* Adds a sample; times only go forward. */
void rule_output_add(struct rule_output *output, const struct labels *labels,
                     int64_t at_ms, double value);

/* Adds ALERTS and ALERTS_FOR_STATE of an alert. */
void rule_output_add_alert(struct rule_output *output,
                           const struct labels *labels, const char *state,
                           int64_t at_ms, int64_t active_at_ms);

/* Ends the evaluation at that time. */
void rule_output_end(struct rule_output *output, int64_t at_ms);

/* Sends all of it. Fails: -1 and `err`. */
int rule_output_send(const struct rule_output *output, struct asker *asker,
                     struct err *err);

#endif
