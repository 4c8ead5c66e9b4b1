/* test_trap.c - which rules walk into which trap. */
#include "tests/test.h"

#include "alert/rule_file.h"
#include "alert/trap.h"
#include "config/embedded.h"

static void assert_traps(const char *expression, const char *expected)
{
    const struct rule rule = {
        .name = (char *)"A",
        .is_alert = true,
        .expression = (char *)(uintptr_t)expression,
    };
    const struct trap *traps[8];
    size_t count = trap_of(&rule, NULL, traps, 8);
    char kinds[200] = "";

    for (size_t i = 0; i < count; i++) {
        strncat(kinds, i ? ", " : "", 3);
        strncat(kinds, trap_kind_name(traps[i]->kind), 30);
    }
    assert_string_equal(kinds, expected);
}

static void trap_of_the_usual_expressions_names_their_kind(void **state)
{
    (void)state;

    assert_traps("up{job=\"jaeger-collector\"} == 0", "silent on failure");
    assert_traps("absent(up{job=\"jaeger-collector\"} == 1)", "");
    assert_traps("elasticsearch_cluster_health_status{color=\"red\"} == 1",
                 "silent on failure");
    assert_traps("histogram_quantile(0.99, rate("
                 "jaeger_query_request_duration_seconds_bucket[5m])) > 0.5",
                 "never, per series");
    assert_traps("rate(container_cpu_usage_seconds_total{pod=~\"o.*\"}[5m]) "
                 "* 100 > 80",
                 "per series");
    assert_traps("kafka_consumergroup_lag{consumergroup=\"j\"} > 100000",
                 "per series");
    assert_traps("rate(jaeger_collector_traces_received_total[10m]) < 10",
                 "always on, silent on failure, silent on failure");
    assert_traps("histogram_quantile(0.99, sum by (le) (rate("
                 "jaeger_storage_latency_seconds_bucket[5m]))) > 0.5",
                 "always on");
    assert_traps("sum(rate(http_requests_total[5m])) > 5", "");
}

static void trap_of_a_partnered_rule_is_none(void **state)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    const struct trap *traps[8];
    const char *text = "groups: [{name: g, rules: [{alert: A, expr: 'up{} == "
                       "0'}, {alert: B, expr: 'absent(up{})'}, {record: c, "
                       "expr: 'up{} == 0'}]}]";
    (void)state;

    assert_int_equal(rule_file_parse(&set, "f", text, strlen(text), &findings),
                     0);

    assert_int_equal(trap_of(&set.groups[0].rules[0], NULL, traps, 8), 1);
    assert_int_equal(trap_of(&set.groups[0].rules[0], &set, traps, 8), 0);
    assert_int_equal(trap_of(&set.groups[0].rules[2], NULL, traps, 8), 0);
    rule_set_clear(&set);
}

static void trap_of_each_shipped_rule_is_none(void **state)
{
    const struct embedded *file = embedded_find("rules/tracing.yaml");
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    const struct trap *traps[8];
    (void)state;

    assert_non_null(file);
    assert_int_equal(
        rule_file_parse(&set, file->path, file->bytes, file->length, &findings),
        0);
    assert_int_equal(set.group_count, 1);

    for (size_t i = 0; i < set.groups[0].rule_count; i++)
        if (trap_of(&set.groups[0].rules[i], &set, traps, 8))
            fail_msg("%s: %s", set.groups[0].rules[i].name, traps[0]->text);
    rule_set_clear(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap_of_the_usual_expressions_names_their_kind),
        cmocka_unit_test(trap_of_a_partnered_rule_is_none),
        cmocka_unit_test(trap_of_each_shipped_rule_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
