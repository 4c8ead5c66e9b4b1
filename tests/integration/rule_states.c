/* rule_states.c - promtool's unit tests against our alert states.
 *
 * rule_states list FILE           one line a test: its number, how many of its
 *                                 cases are for the states, its name
 * rule_states run FILE TEST URL   runs one in the empty Prometheus at URL
 *
 * Exits 0 when all is as expected, 1 with what differs on stdout, 2 when a file
 * or Prometheus is at fault. group_eval_order is not obeyed (groups run in
 * their files' order), native histograms are left out and counted, and of
 * promql_expr_test only those are asked that read the ALERTS series that our
 * states made: the others would test Prometheus alone.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/rule_file.h"
#include "base/decimal.h"
#include "base/xalloc.h"
#include "tests/support/series_text.h"
#include "tests/support/unit_file.h"
#include "tests/support/unit_run.h"

enum { FAULT = 2 };

static int list(const struct unit_file *file);
static int run(const struct unit_file *file, const char *path,
               const char *number, const char *url);
static int load_rules(const struct unit_file *file, const char *path,
                      struct rule_set *set);
static int load_pattern(const char *path, const char *pattern,
                        struct rule_set *set);
static int judge(struct unit_run *run);
static bool check_alerts(struct unit_run *run, size_t index);
static bool check_query(struct unit_run *run, const struct unit_query *query);
static bool reads_alerts(const struct unit_query *query);
static char *sample_line(const struct labels *labels, double value);
static char *format(const struct labels *left, const struct labels *right);

int main(int argc, char **argv)
{
    struct unit_file file = {0};
    struct err err = {0};
    int rc = FAULT;

    if (argc < 3) {
        (void)fputs("usage: rule_states list FILE | run FILE TEST URL\n",
                    stderr);
        return FAULT;
    }
    if (unit_file_open(&file, argv[2], &err) < 0)
        (void)printf("%s\n", err.text);
    else if (argc == 3)
        rc = list(&file);
    else if (argc == 5)
        rc = run(&file, argv[2], argv[3], argv[4]);
    unit_file_clear(&file);
    return rc;
}

static int list(const struct unit_file *file)
{
    for (size_t i = 0; i < file->test_count; i++) {
        const struct unit_test *test = &file->tests[i];
        size_t cases = test->check_count;

        for (size_t k = 0; k < test->query_count; k++)
            cases += reads_alerts(&test->queries[k]);
        (void)printf("%zu %zu %s\n", i + 1, cases,
                     test->name ? test->name : "");
    }
    return 0;
}

static int run(const struct unit_file *file, const char *path,
               const char *number, const char *url)
{
    size_t index = (size_t)strtoul(number, NULL, 10);
    struct unit_run run = {.file = file, .table = symtab_new()};
    struct rule_set set = {0};
    struct err err = {0};
    int rc = FAULT;

    if (!index || index > file->test_count || load_rules(file, path, &set) < 0)
        goto out;
    run.test = &file->tests[index - 1];
    run.rules = &set;
    run.asker = asker_new(url, run.table, &err);
    if (run.asker && unit_run(&run, &err) == 0)
        rc = judge(&run);
    else
        (void)printf("%s\n", err.text);
    unit_run_clear(&run);
out:
    asker_free(run.asker);
    symtab_free(run.table);
    rule_set_clear(&set);
    return rc;
}

static int load_rules(const struct unit_file *file, const char *path,
                      struct rule_set *set)
{
    for (size_t i = 0; i < file->rule_file_count; i++)
        if (load_pattern(path, file->rule_files[i], set) < 0)
            return -1;
    return 0;
}

static int load_pattern(const char *path, const char *pattern,
                        struct rule_set *set)
{
    const char *slash = strrchr(path, '/');
    int length = slash && pattern[0] != '/' ? (int)(slash + 1 - path) : 0;
    char *whole = xasprintf("%.*s%s", length, path, pattern);
    struct rule_findings findings = {0};
    glob_t found = {0};
    int rc = glob(whole, 0, NULL, &found) == 0 ? 0 : -1;

    if (rc < 0)
        (void)printf("%s: no such rule file\n", whole);
    for (size_t i = 0; rc == 0 && i < found.gl_pathc; i++)
        rc = rule_file_open(set, found.gl_pathv[i], &findings);
    for (size_t i = 0; i < findings.count; i++)
        (void)printf("%s:%d: %s\n", findings.items[i].file,
                     findings.items[i].line, findings.items[i].text);
    rule_findings_clear(&findings);
    globfree(&found);
    free(whole);
    return rc;
}

static int judge(struct unit_run *run)
{
    const struct unit_test *test = run->test;
    bool is_good = true;

    for (size_t i = 0; i < test->check_count; i++)
        is_good = check_alerts(run, i) && is_good;
    for (size_t i = 0; i < test->query_count; i++)
        if (reads_alerts(&test->queries[i]))
            is_good = check_query(run, &test->queries[i]) && is_good;
    for (size_t i = 0; i < run->errors.count; i++)
        (void)printf("%s\n", run->errors.items[i]);
    if (run->histograms)
        (void)fprintf(stderr, "%zu native histogram values left out\n",
                      run->histograms);
    return is_good && !run->errors.count ? 0 : 1;
}

static bool check_alerts(struct unit_run *run, size_t index)
{
    const struct unit_check *check = &run->test->checks[index];
    struct line_list expected = {0};
    char title[200];
    bool is_same;

    for (size_t i = 0; check->alerts && i < yaml_count(check->alerts); i++) {
        const struct yaml_node *alert = yaml_at(check->alerts, i);
        const struct label_text name = {"alertname", 9, check->alert,
                                        strlen(check->alert)};
        const struct labels *labels =
            unit_labels(run->table, yaml_get(alert, "exp_labels"), &name);
        const struct labels *notes =
            unit_labels(run->table, yaml_get(alert, "exp_annotations"), NULL);

        line_list_give(&expected, format(labels, notes));
        labels_unref(run->table, labels);
        labels_unref(run->table, notes);
    }
    (void)snprintf(title, sizeof(title), "%.100s at %lld s", check->alert,
                   (long long)(check->at_ms / 1000));
    is_same = line_list_is_same(&expected, &run->firing[index], title);
    line_list_clear(&expected);
    return is_same;
}

static bool check_query(struct unit_run *run, const struct unit_query *query)
{
    int64_t at_ms = run->test->start_ms + query->at_ms;
    const struct window window = {at_ms, at_ms, 1000, true};
    struct line_list expected = {0}, got = {0};
    struct asked_list asked = {0};
    struct err err = {0};
    bool is_same = false;

    for (size_t i = 0; query->samples && i < yaml_count(query->samples); i++) {
        const struct yaml_node *sample = yaml_at(query->samples, i);
        const struct yaml_node *labels = yaml_get(sample, "labels");
        const struct yaml_node *value = yaml_get(sample, "value");
        const char *text = labels ? yaml_text(labels) : "{}";
        const struct labels *set =
            series_text_labels(run->table, *text ? text : "{}", NULL);
        double number = 0;

        if (set && value)
            (void)decimal_parse(yaml_text(value), strlen(yaml_text(value)),
                                &number);
        line_list_give(&expected, set ? sample_line(set, number)
                                      : xasprintf("no labels: %s", text));
        labels_unref(run->table, set);
    }
    if (asker_ask(run->asker, query->expression, &window, &asked, &err) < 0)
        (void)printf("%s: %s\n", query->expression, err.text);
    for (size_t i = 0; i < asked.count; i++)
        line_list_give(
            &got, sample_line(asked.items[i].labels, asked.items[i].value));
    if (err.kind == ERR_NONE)
        is_same = line_list_is_same(&expected, &got, query->expression);
    asked_list_clear(&asked, run->table);
    line_list_clear(&expected);
    line_list_clear(&got);
    return is_same;
}

static bool reads_alerts(const struct unit_query *query)
{
    return strstr(query->expression, "ALERTS") != NULL;
}

static char *sample_line(const struct labels *labels, double value)
{
    char *text = format(labels, NULL);
    char *line = xasprintf("%s %.17g", text, value);

    free(text);
    return line;
}

static char *format(const struct labels *left, const struct labels *right)
{
    struct buf out;
    char *text;

    buf_init(&out, 1 << 20);
    labels_format(left, &out);
    if (right) {
        (void)buf_add_char(&out, ' ');
        labels_format(right, &out);
    }
    text = buf_take(&out);
    buf_clear(&out);
    return text;
}
