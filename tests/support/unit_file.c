/* unit_file.c - a promtool unit-test file, by tables of keys. */
#include "tests/support/unit_file.h"

#include "base/clock.h"
#include "base/decimal.h"
#include "config/schema.h"
#include "tests/support/series_text.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SERIES = 2000, MAX_TESTS = 500, MAX_CHECKS = 2000 };

static const char *check_series(const char *text);
static const char *check_values(const char *text);
static const char *check_test(void *out, const char **key);

#define AT(member) offsetof(struct unit_series, member)
static const struct schema_key series_keys[] = {
    {.name = "series",
     .type = SCHEMA_TEXT,
     .offset = AT(series),
     .check = check_series,
     .is_needed = true},
    {.name = "values",
     .type = SCHEMA_TEXT,
     .offset = AT(values),
     .may_be_empty = true,
     .check = check_values},
};
#undef AT
static const struct schema series_schema = {.keys = series_keys,
                                            .count = SCHEMA_COUNT(series_keys),
                                            .size = sizeof(struct unit_series)};

#define AT(member) offsetof(struct unit_check, member)
static const struct schema_key check_keys[] = {
    {.name = "eval_time", .type = SCHEMA_DURATION, .offset = AT(at_ms)},
    {.name = "alertname",
     .type = SCHEMA_TEXT,
     .offset = AT(alert),
     .is_needed = true},
    {.name = "exp_alerts", .type = SCHEMA_NODE, .offset = AT(alerts)},
};
#undef AT
static const struct schema check_schema = {.keys = check_keys,
                                           .count = SCHEMA_COUNT(check_keys),
                                           .size = sizeof(struct unit_check)};

#define AT(member) offsetof(struct unit_query, member)
static const struct schema_key query_keys[] = {
    {.name = "expr",
     .type = SCHEMA_TEXT,
     .offset = AT(expression),
     .is_needed = true},
    {.name = "eval_time", .type = SCHEMA_DURATION, .offset = AT(at_ms)},
    {.name = "exp_samples", .type = SCHEMA_NODE, .offset = AT(samples)},
};
#undef AT
static const struct schema query_schema = {.keys = query_keys,
                                           .count = SCHEMA_COUNT(query_keys),
                                           .size = sizeof(struct unit_query)};

#define AT(member) offsetof(struct unit_test, member)
static const struct schema_key test_keys[] = {
    {.name = "name", .type = SCHEMA_TEXT, .offset = AT(name)},
    {.name = "interval", .type = SCHEMA_DURATION, .offset = AT(interval_ms)},
    {.name = "start_timestamp", .type = SCHEMA_TEXT, .offset = AT(start_text)},
    {.name = "external_url", .type = SCHEMA_TEXT, .offset = AT(external_url)},
    {.name = "external_labels",
     .type = SCHEMA_NODE,
     .offset = AT(external_labels)},
    {.name = "input_series",
     .type = SCHEMA_LIST,
     .offset = AT(series),
     .extra = AT(series_count),
     .most = MAX_SERIES,
     .sub = &series_schema},
    {.name = "alert_rule_test",
     .type = SCHEMA_LIST,
     .offset = AT(checks),
     .extra = AT(check_count),
     .most = MAX_CHECKS,
     .sub = &check_schema},
    {.name = "promql_expr_test",
     .type = SCHEMA_LIST,
     .offset = AT(queries),
     .extra = AT(query_count),
     .most = MAX_CHECKS,
     .sub = &query_schema},
};
#undef AT
static const struct schema test_schema = {.keys = test_keys,
                                          .count = SCHEMA_COUNT(test_keys),
                                          .size = sizeof(struct unit_test),
                                          .check = check_test};

#define AT(member) offsetof(struct unit_file, member)
static const struct schema_key file_keys[] = {
    {.name = "rule_files",
     .type = SCHEMA_STRINGS,
     .item = SCHEMA_STRING,
     .offset = AT(rule_files),
     .extra = AT(rule_file_count)},
    {.name = "evaluation_interval",
     .type = SCHEMA_DURATION,
     .offset = AT(interval_ms),
     .standard = "1m"},
    {.name = "group_eval_order", .type = SCHEMA_NODE, .offset = AT(order)},
    {.name = "fuzzy_compare", .type = SCHEMA_BOOL, .offset = AT(is_fuzzy)},
    {.name = "tests",
     .type = SCHEMA_LIST,
     .offset = AT(tests),
     .extra = AT(test_count),
     .most = MAX_TESTS,
     .sub = &test_schema},
};
#undef AT
static const struct schema file_schema = {.keys = file_keys,
                                          .count = SCHEMA_COUNT(file_keys),
                                          .size = sizeof(struct unit_file)};

int unit_file_open(struct unit_file *file, const char *path, struct err *err)
{
    const struct schema_reader reader = {.name = path, .err = err};
    const struct schema_target target = {&file_schema, file};

    schema_init(&file_schema, file);
    file->doc = yaml_open(path, err);
    if (!file->doc ||
        schema_read(&reader, &target, 1, yaml_root(file->doc)) < 0)
        return -1;
    if (file->interval_ms <= 0)
        return schema_fail(&reader, 1, "evaluation_interval",
                           "must be above 0");
    for (size_t i = 0; i < file->test_count; i++)
        if (file->tests[i].interval_ms <= 0)
            file->tests[i].interval_ms = file->interval_ms;
    return 0;
}

void unit_file_clear(struct unit_file *file)
{
    schema_clear(&file_schema, file);
    yaml_close(file->doc);
    *file = (struct unit_file){0};
}

static const char *check_series(const char *text)
{
    struct symtab *table = symtab_new();
    const struct labels *labels = series_text_labels(table, text, NULL);
    bool is_good = labels != NULL;

    labels_unref(table, labels);
    symtab_free(table);
    return is_good ? NULL : "is no series, such as up{job=\"a\"}";
}

static const char *check_values(const char *text)
{
    struct series_value *values = NULL;
    size_t count = 0;
    int rc = series_text_values(text, &values, &count, NULL);

    free(values);
    return rc == 0 ? NULL : "are no values, such as 0+10x5 _ stale";
}

/* start_timestamp is seconds or RFC 3339. */
static const char *check_test(void *out, const char **key)
{
    struct unit_test *test = out;
    const char *text = test->start_text;

    *key = "start_timestamp";
    if (!text || decimal_parse_ms(text, strlen(text), &test->start_ms) ||
        clock_parse_rfc3339(text, &test->start_ms) == 0)
        return NULL;
    return "is neither seconds nor a time such as 2024-01-01T00:00:00Z";
}
