/* test_unit_file.c - promtool's unit-test files: their notation, their errors.
 */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/support/series_text.h"
#include "tests/support/unit_file.h"

/* Each value as it would be written alone. */
static void assert_values(const char *text, const char *expected)
{
    struct series_value *values = NULL;
    size_t count = 0;
    struct err err = {0};
    struct buf out;

    assert_int_equal(series_text_values(text, &values, &count, &err), 0);
    buf_init(&out, 1 << 16);
    for (size_t i = 0; i < count; i++) {
        (void)buf_add_str(&out, i ? " " : "");
        if (values[i].kind == SERIES_NUMBER)
            (void)buf_printf(&out, "%g", values[i].value);
        else
            (void)buf_add_str(&out, values[i].kind == SERIES_MISSING ? "_"
                                    : values[i].kind == SERIES_STALE ? "stale"
                                                                     : "{}");
    }
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
    free(values);
}

static void series_text_values_of_each_shape_are_expanded(void **state)
{
    (void)state;

    assert_values("", "");
    assert_values("1 -2.5 1e3 1e+2", "1 -2.5 1000 100");
    assert_values("0+10x3", "0 10 20 30");
    assert_values("-2-3x2", "-2 -5 -8");
    assert_values("7x2 _ _x3 stale", "7 7 7 _ _ _ _ stale");
    assert_values("0x5", "0 0 0 0 0 0");
    assert_values("NaN +Inf -Inf", "nan inf -inf");
    assert_values("{{schema:1 sum:2 buckets:[1 2]}} 3", "{} 3");
}

static void series_text_values_that_are_none_fail(void **state)
{
    static const char *const wrong[] = {
        "1x",     "x5",  "1+2",  "1+x5",    "1+-1x2",    "up",
        "1+2x-3", "_x_", "1x5x", "stalest", "1x9999999", "1x9999999999",
    };

    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct series_value *values = NULL;
        struct err err = {0};
        size_t count = 0;

        if (series_text_values(wrong[i], &values, &count, &err) == 0)
            fail_msg("'%s' is read", wrong[i]);
        assert_null(values);
    }
}

static void assert_labels(const char *text, const char *expected)
{
    struct symtab *table = symtab_new();
    struct err err = {0};
    const struct labels *labels = series_text_labels(table, text, &err);
    struct buf out;

    assert_non_null(labels);
    buf_init(&out, 1 << 16);
    labels_format(labels, &out);
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
    labels_unref(table, labels);
    symtab_free(table);
}

static void series_text_labels_of_each_shape_are_read(void **state)
{
    (void)state;

    assert_labels("up", "up");
    assert_labels("up{}", "up");
    assert_labels("{}", "{}");
    assert_labels("{ b=\"2\" , a='1',}", "{a=\"1\",b=\"2\"}");
    assert_labels("job:x{a=\"q\\\"\\n}\", b=`\\`}",
                  "job:x{a=\"q\\\"\\n}\",b=\"\\\\\"}");
}

static void series_text_labels_that_are_none_fail(void **state)
{
    static const char *const wrong[] = {
        "",    "up{",  "up{a",    "up{a=\"b\"", "up{a=b}",
        "up}", "up x", "{a=\"b}", "{=\"b\"}",   "{1=\"b\"}",
        "1up", "{{}}", "{a=\"\\",
    };
    struct symtab *table = symtab_new();

    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct err err = {0};

        if (series_text_labels(table, wrong[i], &err))
            fail_msg("'%s' is read", wrong[i]);
    }
    symtab_free(table);
}

/* Reads a file of that text; what went wrong goes to `why`, without the path.
 */
static int open_text(struct unit_file *file, const char *text, char why[240])
{
    char path[] = "/tmp/test_unit_file.XXXXXX";
    int fd = mkstemp(path);
    struct err err = {0};
    int rc;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
    *file = (struct unit_file){0};
    rc = unit_file_open(file, path, &err);
    (void)snprintf(why, 240, "%s",
                   rc < 0 ? err.text + strlen(path) : "nothing");
    (void)unlink(path);
    return rc;
}

static void unit_file_open_of_a_file_reads_all_of_it(void **state)
{
    struct unit_file file;
    char why[240];

    (void)state;

    assert_int_equal(
        open_text(&file,
                  "rule_files: [a.yml, 'b*.yml']\n"
                  "evaluation_interval: 30s\n"
                  "group_eval_order: [x]\n"
                  "tests:\n"
                  "- {}\n"
                  "- name: n\n"
                  "  interval: 10s\n"
                  "  start_timestamp: 2024-01-01T00:00:00Z\n"
                  "  input_series: [{series: up, values: 1x3}]\n"
                  "  alert_rule_test:\n"
                  "  - {eval_time: 1m30s, alertname: A, exp_alerts: [{}]}\n"
                  "  promql_expr_test: [{expr: up, eval_time: 0}]\n",
                  why),
        0);

    assert_int_equal(file.rule_file_count, 2);
    assert_string_equal(file.rule_files[1], "b*.yml");
    assert_int_equal(file.interval_ms, 30000);
    assert_int_equal(file.test_count, 2);
    assert_int_equal(file.tests[0].interval_ms, 30000);
    assert_int_equal(file.tests[1].interval_ms, 10000);
    assert_int_equal(file.tests[1].start_ms, INT64_C(1704067200000));
    assert_string_equal(file.tests[1].series[0].values, "1x3");
    assert_int_equal(file.tests[1].checks[0].at_ms, 90000);
    assert_int_equal(yaml_count(file.tests[1].checks[0].alerts), 1);
    assert_null(file.tests[1].queries[0].samples);
    unit_file_clear(&file);
}

static void unit_file_open_of_a_wrong_file_names_line_and_key(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"tests: [", ":2: while parsing a flow node, did not find expected "
                     "node content"},
        {"groups: []\n", ":1: groups: unknown key; known: rule_files, "
                         "evaluation_interval, group_eval_order, "
                         "fuzzy_compare, tests"},
        {"tests:\n- intervall: 1m\n",
         ":2: intervall: unknown key; did you mean 'interval'?"},
        {"tests:\n- input_series:\n  - series: up{\n    values: 1\n",
         ":3: series: 'up{' is no series, such as up{job=\"a\"}"},
        {"tests:\n- input_series:\n  - series: up\n    values: 1y\n",
         ":4: values: '1y' are no values, such as 0+10x5 _ stale"},
        {"tests:\n- alert_rule_test:\n  - eval_time: 1\n    alertname: A\n",
         ":3: eval_time: '1' is not a duration (the number has no unit); "
         "write 250ms, 30s, 1m30s"},
        {"tests:\n- alert_rule_test: [{eval_time: 1m}]\n",
         ":2: alertname: is missing"},
        {"evaluation_interval: 0s\n",
         ":1: evaluation_interval: must be above 0"},
        {"tests:\n- start_timestamp: yesterday\n",
         ":2: start_timestamp: is neither seconds nor a time such as "
         "2024-01-01T00:00:00Z"},
    };

    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct unit_file file;
        char why[240];

        assert_int_equal(open_text(&file, cases[i].text, why), -1);
        assert_string_equal(why, cases[i].why);
        unit_file_clear(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_text_values_of_each_shape_are_expanded),
        cmocka_unit_test(series_text_values_that_are_none_fail),
        cmocka_unit_test(series_text_labels_of_each_shape_are_read),
        cmocka_unit_test(series_text_labels_that_are_none_fail),
        cmocka_unit_test(unit_file_open_of_a_file_reads_all_of_it),
        cmocka_unit_test(unit_file_open_of_a_wrong_file_names_line_and_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
