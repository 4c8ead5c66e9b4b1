/* test_rule_kinds.c - files that are no rule files, and pages with rules. */
#include "tests/test.h"

#include <stdio.h>

#include "alert/rule_file.h"
#include "base/buf.h"
#include "base/paths.h"
#include "tests/support/rule_refusal.h"

static void rule_file_parse_of_another_kind_of_file_says_which(void **state)
{
    (void)state;

    assert_refused("# t\nrule_files: [a]\ntests: []\n",
                   "2: a unit test of promtool, not a rule file: promtool test "
                   "rules runs it, and what to check are its rule_files");
    assert_refused("global: {}\nroute: {}\n",
                   "1: a configuration of Alertmanager, not a rule file: "
                   "amtool check-config reads it");
    assert_refused("global: {}\nscrape_configs: []\n",
                   "1: a configuration of Prometheus, not a rule file: what to "
                   "check are its rule_files");
    assert_refused("context: a\ncontexts: {}\n",
                   "1: a configuration of tracetop, not a rule file: tracetop "
                   "config check reads it, and what to check are its rules");
    assert_refused("alert: A\nexpr: up\n",
                   "1: a rule alone: Prometheus wants it in a group, groups: "
                   "[{name: NAME, rules: [RULE]}]");
    assert_refused("name: g\nrules: []\n",
                   "1: a group alone: Prometheus wants it in a list, groups: "
                   "[{name: NAME, rules: [...]}]");
    assert_refused("apiVersion: 1\ngroups: []\n",
                   "1: alert rules of Grafana, not of Prometheus, or a "
                   "PrometheusRule without kind: and spec:");
    assert_refused("spec: {groups: []}\n",
                   "1: not a rule file: an object with spec: is read when it "
                   "says kind: PrometheusRule");
}

static void rule_file_parse_of_no_yaml_says_what_may_be_meant(void **state)
{
    (void)state;

    assert_refused("groups:\n{{- range .Values.groups }}\n- name: {{ . }}\n"
                   "{{- end }}\n",
                   "3: while scanning a simple key, could not find expected "
                   "':'; a Helm template is no YAML yet: give what helm "
                   "template makes of it");
    assert_refused("groups:\n\t- name: g\n",
                   "2: while scanning for the next token, found character that "
                   "cannot start any token; there is a tab on this line, and "
                   "YAML indents by spaces");
}

static void rule_file_parse_of_a_page_reads_its_yaml_blocks(void **state)
{
    static const char good[] = "# Alerts\n"
                               "```yaml\n"
                               "replicas: 3\n"
                               "```\n"
                               "   ~~~~yml title=x\n"
                               "groups:\n"
                               "- name: a\n"
                               "  rules:\n"
                               "  - alert: A\n"
                               "    expr: up\n"
                               "  ~~~~~  \n"
                               "```json\n"
                               "groups: [{name: j}]\n"
                               "```\n"
                               "```yaml\n"
                               "kind: ConfigMap\n"
                               "data:\n"
                               "  x: |\n"
                               "    groups:\n"
                               "    - name: a\n"
                               "      rules:\n"
                               "      - {alert: B, expr: up}\n"
                               "```\n"
                               "~~~\n"
                               "```yaml\n"
                               "groups: [{name: quoted}]\n";
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    (void)state;

    assert_int_equal(
        rule_file_parse(&set, "g.md", good, strlen(good), &findings), 0);

    assert_int_equal(set.group_count, 2);
    assert_int_equal(rule_set_find(&set, "A")->line, 9);
    assert_int_equal(rule_set_find(&set, "B")->line, 22);
    rule_set_clear(&set);
}

static void rule_file_parse_of_a_page_without_rules_says_so(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    (void)state;

    assert_int_equal(rule_file_parse(&set, "g.MD", "# x\n", 4, &findings), -1);
    assert_int_equal(
        rule_file_parse(&set, "g.md", "```yaml\ngroups: x", 17, &findings), -1);

    assert_int_equal(findings.count, 2);
    assert_int_equal(findings.items[0].line, 1);
    assert_string_equal(findings.items[0].text,
                        "no rules in this page: a block of ```yaml with "
                        "groups: is missing");
    assert_int_equal(findings.items[1].line, 2);
    assert_string_equal(findings.items[1].text,
                        "groups: must be a list of groups");
    rule_findings_clear(&findings);
}

static void rule_file_open_of_no_file_says_why(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    (void)state;

    assert_int_equal(rule_file_open(&set, "/nowhere/r.yml", &findings), -1);

    assert_string_equal(findings.items[0].file, "/nowhere/r.yml");
    assert_string_equal(findings.items[0].text,
                        "cannot be read: No such file or directory");
    rule_findings_clear(&findings);
}

static void rule_file_parse_of_the_guides_block_gives_seven(void **state)
{
    static const char *const names[] = {
        "JaegerCollectorDown",   "ElasticsearchClusterRed",
        "HighTraceQueryLatency", "ElasticsearchDiskUsageHigh",
        "OTelCollectorHighCPU",  "JaegerKafkaLagHigh",
        "LowTraceVolume"};
    const char *shared = test_shared_dir();
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    char path[1000], *bytes = NULL;
    size_t length;
    (void)state;

    if (!shared) {
        print_message("TRACETOP_SHARED is not set: no guide\n");
        skip();
    }
    (void)snprintf(path, sizeof(path), "%s/guide.md", shared);
    assert_int_equal(paths_read_file(path, 1 << 22, &bytes, &length, NULL), 0);
    assert_int_equal(
        rule_file_parse(&set, "guide.md", bytes, length, &findings), 0);

    assert_int_equal(set.group_count, 1);
    assert_int_equal(set.groups[0].rule_count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(set.groups[0].rules[i].name, names[i]);
    assert_int_equal(set.groups[0].interval_ms, 30000);
    rule_set_clear(&set);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_file_parse_of_another_kind_of_file_says_which),
        cmocka_unit_test(rule_file_parse_of_no_yaml_says_what_may_be_meant),
        cmocka_unit_test(rule_file_parse_of_a_page_reads_its_yaml_blocks),
        cmocka_unit_test(rule_file_parse_of_a_page_without_rules_says_so),
        cmocka_unit_test(rule_file_open_of_no_file_says_why),
        cmocka_unit_test(rule_file_parse_of_the_guides_block_gives_seven),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
