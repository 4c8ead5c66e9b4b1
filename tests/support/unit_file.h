/* unit_file.h - a promtool unit-test file.
 *
 * For tests only. What is inside of expected labels, annotations and samples
 * stays YAML; the rest is read and checked, each error with its line.
 * Source: Prometheus docs, unit testing for rules.
 */
#ifndef TRACETOP_TESTS_SUPPORT_UNIT_FILE_H
#define TRACETOP_TESTS_SUPPORT_UNIT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "config/yaml.h"

struct unit_series {
    char *series;
    char *values;
};

/* alert_rule_test: what fires at a time. */
struct unit_check {
    int64_t at_ms; /* after the start */
    char *alert;
    const struct yaml_node *alerts; /* list of exp_labels, exp_annotations */
};

/* promql_expr_test */
struct unit_query {
    int64_t at_ms;
    char *expression;
    const struct yaml_node *samples; /* list of labels, value; or NULL */
};

struct unit_test {
    char *name; /* or NULL */
    int64_t interval_ms;
    int64_t start_ms; /* of the Unix epoch */
    char *start_text;
    char *external_url; /* or NULL */
    const struct yaml_node *external_labels;
    struct unit_series *series;
    size_t series_count;
    struct unit_check *checks;
    size_t check_count;
    struct unit_query *queries;
    size_t query_count;
};

struct unit_file {
    struct yaml_doc *doc;
    char **rule_files; /* as written: patterns, relative to the file */
    size_t rule_file_count;
    int64_t interval_ms; /* evaluation_interval */
    struct unit_test *tests;
    size_t test_count;
    const struct yaml_node *order; /* group_eval_order: not obeyed */
    bool is_fuzzy;
};

/* Reads a file into a zeroed struct.
 * Owns: the caller ends it with unit_file_clear(), also after a failure.
 * Fails: -1 and `err` as "FILE:LINE: KEY: why". */
int unit_file_open(struct unit_file *file, const char *path, struct err *err);

/* Frees what it holds. */
void unit_file_clear(struct unit_file *file);

#endif
