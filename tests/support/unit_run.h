/* unit_run.h - one promtool unit test, driven through our alert states.
 *
 * For tests only. A real Prometheus answers each rule's expression at every
 * evaluation; states and templates are ours. What the rules give (ALERTS,
 * ALERTS_FOR_STATE, recorded series) is written back for the rules behind them.
 * Rule by rule, not time by time: a rule that reads what itself, or one behind
 * it, gave at an evaluation before does not see it.
 */
#ifndef TRACETOP_TESTS_SUPPORT_UNIT_RUN_H
#define TRACETOP_TESTS_SUPPORT_UNIT_RUN_H

#include "alert/rule_set.h"
#include "base/err.h"
#include "tests/support/asker.h"
#include "tests/support/line_list.h"
#include "tests/support/unit_file.h"

struct unit_run {
    struct symtab *table;
    struct asker *asker;
    const struct unit_file *file;
    const struct unit_test *test;
    const struct rule_set *rules;
    struct line_list *firing; /* one list for each check */
    struct line_list errors;  /* of rules */
    size_t histograms;        /* values that were left out */
};

/* Runs the test in an empty Prometheus; the caller set all but the last three.
 * Owns: the caller ends it with unit_run_clear(), also after a failure.
 * Fails: -1 and `err`: Prometheus did not take or answer something. */
int unit_run(struct unit_run *run, struct err *err);

/* Frees what unit_run() added. */
void unit_run_clear(struct unit_run *run);

/* Returns labels of a map of texts, with one more pair (NULL: none).
 * Owns: one reference. */
const struct labels *unit_labels(struct symtab *table,
                                 const struct yaml_node *map,
                                 const struct label_text *more);

#endif
