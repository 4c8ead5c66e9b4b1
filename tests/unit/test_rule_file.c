/* test_rule_file.c - rule files, objects that hold them, and what is wrong. */
#include "tests/test.h"

#include <stdio.h>

#include "alert/rule_file.h"
#include "base/buf.h"
#include "tests/support/rule_refusal.h"

static int parse(struct rule_set *set, const char *text,
                 struct rule_findings *findings)
{
    return rule_file_parse(set, "r.yml", text, strlen(text), findings);
}

static void rule_file_parse_gives_groups_and_rules(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    const struct rule *rule;
    (void)state;

    assert_int_equal(parse(&set,
                           "groups:\n"
                           "- name: g\n"
                           "  interval: 30s\n"
                           "  limit: 5\n"
                           "  labels: {team: sre, tier: a}\n"
                           "  rules:\n"
                           "  - alert: Down\n"
                           "    expr: up == 0\n"
                           "    for: 2m\n"
                           "    keep_firing_for: 1m30s\n"
                           "    labels: {severity: critical, tier: b}\n"
                           "    annotations:\n"
                           "      summary: '{{ $labels.job }} is down'\n"
                           "  - record: job:up:sum\n"
                           "    expr: sum by (job) (up)\n"
                           "- name: empty\n",
                           &findings),
                     0);

    assert_int_equal(findings.count, 0);
    assert_int_equal(set.group_count, 2);
    assert_string_equal(set.groups[0].name, "g");
    assert_string_equal(set.groups[0].file, "r.yml");
    assert_int_equal(set.groups[0].interval_ms, 30000);
    assert_int_equal(set.groups[0].limit, 5);
    assert_int_equal(set.groups[0].rule_count, 2);
    rule = rule_set_find(&set, "Down");
    assert_ptr_equal(rule, &set.groups[0].rules[0]);
    assert_string_equal(rule->expression, "up == 0");
    assert_int_equal(rule->for_ms, 120000);
    assert_int_equal(rule->keep_firing_for_ms, 90000);
    assert_int_equal(rule->line, 7);
    assert_string_equal(rule_label(rule, "team"), "sre");
    assert_string_equal(rule_label(rule, "tier"), "b");
    assert_string_equal(rule_annotation(rule, "summary"),
                        "{{ $labels.job }} is down");
    assert_null(rule_annotation(rule, "runbook"));
    assert_false(set.groups[0].rules[1].is_alert);
    assert_null(rule_set_find(&set, "job:up:sum"));
    rule_set_clear(&set);
}

static void rule_file_parse_of_a_config_map_reads_its_values(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    (void)state;

    assert_int_equal(parse(&set,
                           "# a manifest\n"
                           "---\n"
                           "kind: ConfigMap\n"
                           "data:\n"
                           "  note: hello\n"
                           "  a.rules: |\n"
                           "    groups:\n"
                           "    - name: a\n"
                           "      rules:\n"
                           "      - {alert: A, expr: up}\n"
                           "---\n"
                           "kind: PrometheusRule\n"
                           "spec:\n"
                           "  groups:\n"
                           "  - name: b\n"
                           "    partial_response_strategy: warn\n"
                           "    rules: [{alert: B, expr: up}]\n"
                           "---\n"
                           "kind: List\n"
                           "items:\n"
                           "- kind: PrometheusRule\n"
                           "  spec: {groups: [{name: a}, {name: a}]}\n",
                           &findings),
                     -1);
    assert_string_equal(findings.items[0].text,
                        "name: the group 'a' is repeated in this file");
    assert_int_equal(findings.items[0].line, 22);
    rule_findings_clear(&findings);

    assert_int_equal(parse(&set,
                           "kind: ConfigMap\n"
                           "data:\n"
                           "  a.rules: |-\n"
                           "    groups:\n"
                           "    - name: a\n"
                           "      rules:\n"
                           "      - {alert: A, expr: up}\n"
                           "---\n"
                           "kind: PrometheusRule\n"
                           "spec: {groups: [{name: b, rules: [{alert: B, "
                           "expr: up}]}]}\n",
                           &findings),
                     0);
    assert_int_equal(set.group_count, 2);
    assert_int_equal(rule_set_find(&set, "A")->line, 7);
    assert_int_equal(rule_set_find(&set, "B")->line, 10);
    rule_set_clear(&set);
}

static void rule_file_parse_tells_every_error_with_its_line(void **state)
{
    (void)state;

    assert_refused(
        "groups:\n"
        "- name: g\n"
        "  intervall: 30s\n"
        "  interval: fast\n"
        "  rules:\n"
        "  - alert: A\n"
        "    expr: ''\n"
        "    form: 5m\n"
        "  - record: a-b\n"
        "    expr: up\n"
        "    for: 5m\n"
        "    annotations: {x: y}\n"
        "  - expr: up\n"
        "  - {alert: A, record: b, expr: up}\n"
        "  - alert: L\n"
        "    expr: up\n"
        "    labels:\n"
        "      a-b: c\n"
        "      __name__: d\n"
        "      e: [f]\n"
        "    annotations:\n"
        "      t: '{{ $valu }}'\n"
        "- name: g\n"
        "- rules: x\n"
        "- 7\n"
        "extra: 1\n",
        "3: intervall: not a field of a group; did you mean "
        "'interval'?\n"
        "4: interval: 'fast' is not a duration (expected a number); write "
        "250ms, 30s, 1m30s\n"
        "6: expr: the rule 'A' has none\n"
        "8: form: not a field of a rule; did you mean 'for'?\n"
        "9: record: 'a-b' is no name for a series\n"
        "11: for: is for alerts; 'a-b' is a recording rule\n"
        "12: annotations: is for alerts; 'a-b' is a recording "
        "rule\n"
        "13: a rule needs alert or record\n"
        "14: a rule has either alert or record, not both\n"
        "18: label 'a-b': not a name for one\n"
        "19: label '__name__': not a name for one\n"
        "20: label 'e': must be a text\n"
        "22: annotation 't': template: __alert_L:1: undefined "
        "variable \"$valu\"\n"
        "23: name: the group 'g' is repeated in this file\n"
        "24: name: a group needs one\n"
        "24: rules: must be a list\n"
        "25: a group must be a map with name and rules\n"
        "26: extra: not a field of a rule file; only groups is");
}

static void rule_file_parse_of_other_things_says_what_is_right(void **state)
{
    (void)state;

    assert_refused("- a\n",
                   "1: not a rule file: it begins with groups:, a list "
                   "of groups with name and rules");
    assert_refused("a: b\n", "1: not a rule file: groups: is missing\n"
                             "1: a: not a field of a rule file; only groups "
                             "is");
    assert_refused("groups: x\n", "1: groups: must be a list of groups");
    assert_refused("\nkind: Deployment\n",
                   "2: kind: Deployment holds no rules; right are ConfigMap, "
                   "PrometheusRule and their lists");
    assert_refused("kind: ConfigMap\ndata: {a: b}\n",
                   "2: data: no value in this ConfigMap holds groups:");
    assert_refused("kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - x: [\n",
                   "6: while parsing a flow node, did not find expected node "
                   "content");
    assert_refused("kind: PrometheusRule\nspec: {}\n",
                   "2: spec: a PrometheusRule needs groups in it");
}

/* Each becomes a file of its own in Prometheus; written as one, they may not
 * share a name. */
static void rule_file_parse_of_objects_allows_a_name_in_each(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    struct buf out;
    (void)state;

    assert_int_equal(parse(&set,
                           "kind: ConfigMap\n"
                           "data:\n"
                           "  a: 'groups: [{name: g}]'\n"
                           "  b: 'groups: [{name: g}, {name: g (3)}]'\n"
                           "---\n"
                           "kind: PrometheusRule\n"
                           "spec: {groups: [{name: g}]}\n",
                           &findings),
                     0);
    buf_init(&out, 10000);
    rule_set_write(&set, &out);

    assert_string_equal(out.bytes, "groups:\n"
                                   "  - name: g\n"
                                   "    rules: []\n"
                                   "  - name: \"g (2)\"\n"
                                   "    rules: []\n"
                                   "  - name: \"g (3)\"\n"
                                   "    rules: []\n"
                                   "  - name: \"g (7)\"\n"
                                   "    rules: []\n");
    buf_clear(&out);
    rule_set_clear(&set);
}

static void rule_file_parse_of_many_groups_is_bounded(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    struct buf text;
    (void)state;

    buf_init(&text, 1 << 20);
    for (int i = 0; i < 10001; i++)
        buf_printf(&text, "---\ngroups: [{name: g%d}]\n", i);
    assert_int_equal(parse(&set, text.bytes, &findings), -1);

    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].line, 20002);
    assert_string_equal(findings.items[0].text,
                        "groups: more than 10000 in this file");
    rule_findings_clear(&findings);
    buf_clear(&text);
}

static void rule_findings_past_their_bound_are_counted(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    struct buf text;
    (void)state;

    buf_init(&text, 1 << 20);
    buf_add_str(&text, "groups:\n- name: g\n  rules:\n");
    for (int i = 0; i < 1000; i++)
        buf_add_str(&text, "  - alert: A\n");
    assert_int_equal(parse(&set, text.bytes, &findings), -1);

    assert_int_equal(findings.count, RULE_FINDINGS_MAX);
    assert_int_equal(findings.error_count, 1000);
    assert_int_equal(findings.left_out, 800);
    rule_findings_clear(&findings);
    buf_clear(&text);
}

static void rule_set_write_reads_back_the_same(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0}, again = {0};
    struct buf first, second;
    (void)state;

    buf_init(&first, 1 << 20);
    buf_init(&second, 1 << 20);
    assert_int_equal(
        parse(&set,
              "groups:\n- name: 'a: b'\n  interval: 1m\n  limit: 3\n"
              "  rules:\n"
              "  - alert: A\n    expr: |\n      up\n        == 0\n"
              "    for: 90s\n    keep_firing_for: 1h\n"
              "    labels: {yes: 'no', n: '1'}\n"
              "    annotations: {t: \"{{ $value }}%\\n\\\"x\\\"\"}\n"
              "  - {record: 'a:b', expr: '1'}\n",
              &findings),
        0);
    rule_set_write(&set, &first);
    assert_int_equal(parse(&again, first.bytes, &findings), 0);
    rule_set_write(&again, &second);

    assert_string_equal(first.bytes, second.bytes);
    assert_string_equal(again.groups[0].rules[0].expression, "up\n  == 0\n");
    assert_string_equal(rule_annotation(&again.groups[0].rules[0], "t"),
                        "{{ $value }}%\n\"x\"");
    rule_set_clear(&set);
    rule_set_clear(&again);
    buf_clear(&first);
    buf_clear(&second);
}

/* The YAML fence that begins behind "### 2.2 Alerts Configuration". */
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_file_parse_gives_groups_and_rules),
        cmocka_unit_test(rule_file_parse_of_a_config_map_reads_its_values),
        cmocka_unit_test(rule_file_parse_tells_every_error_with_its_line),
        cmocka_unit_test(rule_file_parse_of_other_things_says_what_is_right),
        cmocka_unit_test(rule_file_parse_of_objects_allows_a_name_in_each),
        cmocka_unit_test(rule_file_parse_of_many_groups_is_bounded),
        cmocka_unit_test(rule_findings_past_their_bound_are_counted),
        cmocka_unit_test(rule_set_write_reads_back_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
