/* test_guide.c - guides as runbooks, sections and steps. */
#include "tests/test.h"

#include <stdio.h>

#include "base/paths.h"
#include "base/xalloc.h"
#include "runbook/guide.h"

static struct guide guide;
static struct err err;

struct expected_step {
    const char *runbook;
    const char *title;
    bool is_held_back;
};

/* What a reader of the operational guide counts in its 24 bash fences. */
static const struct expected_step expected_steps[] = {
    {"morning-health-check", "Check all pods are running", false},
    {"morning-health-check", "Check Elasticsearch cluster health", false},
    {"morning-health-check", "Check Elasticsearch disk usage", false},
    {"morning-health-check", "Check Jaeger collector ingestion rate", false},
    {"morning-health-check", "Check OTel Collector CPU/Memory", false},
    {"morning-health-check", "Check Kafka lag (if using Kafka)", false},
    {"morning-health-check", "Test trace query", false},
    {"weekly-maintenance",
     "Force merge old Elasticsearch indices (improve query performance)",
     false},
    {"weekly-maintenance", "Clean up old Kafka topics (if not using ILM)",
     false},
    {"weekly-maintenance", "Restart OTel Collectors (clear any memory leaks)",
     false},
    {"weekly-maintenance", "Verify backup jobs ran", false},
    {"weekly-maintenance", "Update Grafana dashboards (if modified)", false},
    {"jaeger-collector-down", "Check pod status", false},
    {"jaeger-collector-down", "Check logs", false},
    {"jaeger-collector-down", "Check Elasticsearch connectivity", false},
    {"jaeger-collector-down", "Restart pods", false},
    {"jaeger-collector-down", "Scale up (if resource constrained)", false},
    {"jaeger-collector-down", "Check Elasticsearch", false},
    {"jaeger-collector-down",
     "Emergency - bypass Kafka, go direct to Elasticsearch", false},
    {"elasticsearch-disk-full", "Delete oldest indices", false},
    {"elasticsearch-disk-full", "Force merge to free space", false},
    {"elasticsearch-disk-full", "Increase disk quota (temporary)", false},
    {"elasticsearch-disk-full",
     "Enable read-only to prevent writes (emergency)", false},
    {"high-query-latency", "Check Elasticsearch query performance", false},
    {"high-query-latency", "Check slow queries", false},
    {"high-query-latency", "Check JVM heap usage", false},
    {"high-query-latency", "Clear field data cache", false},
    {"high-query-latency", "Force merge old indices", false},
    {"high-query-latency", "Scale up Jaeger Query", false},
    {"high-query-latency", "Increase Elasticsearch heap (if needed)", false},
    {"kafka-lag-high", "Check consumer group status", false},
    {"kafka-lag-high", "Check ingester logs", false},
    {"kafka-lag-high", "Scale up ingesters", false},
    {"kafka-lag-high", "Increase consumer parallelism", false},
    {"kafka-lag-high", "Temporarily increase Elasticsearch write throughput",
     false},
    {"kafka-lag-high", "Reset consumer offset (emergency - data loss)", true},
    {"upgrade-opentelemetry-collector", "Check current version", false},
    {"upgrade-opentelemetry-collector", "Review changelog", true},
    {"upgrade-opentelemetry-collector", "Test in staging", false},
    {"upgrade-opentelemetry-collector",
     "Upgrade in production (rolling update)", false},
    {"upgrade-opentelemetry-collector", "Monitor rollout", false},
    {"upgrade-opentelemetry-collector", "Verify", false},
    {"upgrade-jaeger", "Backup current config", false},
    {"upgrade-jaeger", "Upgrade via Helm", false},
    {"upgrade-jaeger", "Monitor", false},
    {"upgrade-jaeger", "Verify", false},
    {"upgrade-elasticsearch", "Read upgrade guide", true},
    {"upgrade-elasticsearch", "Check compatibility matrix", true},
    {"upgrade-elasticsearch", "Disable shard allocation", false},
    {"upgrade-elasticsearch", "Upgrade one node at a time", false},
    {"upgrade-elasticsearch", "Re-enable shard allocation", false},
    {"upgrade-elasticsearch", "Wait for cluster to stabilize", false},
    {"upgrade-elasticsearch", "Repeat for remaining nodes", true},
    {"elasticsearch-snapshots",
     "Configure snapshot repository (one-time setup)", false},
    {"elasticsearch-snapshots", "Create daily snapshot (via CronJob)", false},
    {"elasticsearch-snapshots", "Verify snapshots", false},
    {"elasticsearch-snapshots", "Restore from snapshot (if needed)", false},
    {"complete-elasticsearch-cluster-loss", "Deploy new Elasticsearch cluster",
     false},
    {"complete-elasticsearch-cluster-loss", "Restore latest snapshot", false},
    {"complete-elasticsearch-cluster-loss",
     "Update Jaeger to point to new cluster", false},
    {"complete-elasticsearch-cluster-loss", "Verify", false},
    {"complete-trace-system-loss", "Redeploy entire stack", false},
    {"complete-trace-system-loss", "Wait for readiness", false},
    {"complete-trace-system-loss",
     "Services automatically reconnect (no action needed)", true},
    {"context-deadline-exceeded-errors", "Test connectivity", false},
    {"context-deadline-exceeded-errors", "Check collector health", false},
    {"context-deadline-exceeded-errors", "Check collector logs", false},
    {"context-deadline-exceeded-errors", "Increase timeout (if needed)", false},
    {"traces-missing-spans", "Check application logs for trace context", false},
    {"traces-missing-spans", "Verify trace context in HTTP headers", false},
    {"debugging-tools", "Jaeger CLI", false},
    {"debugging-tools", "OTel Collector Debug Exporter", false},
    {"debugging-tools", "Trace via curl", false},
    {"debugging-tools", "Generate test traces", false},
    {"sampling-optimization", "Before", true},
    {"elasticsearch-index-optimization", "Optimize index settings", false},
    {"elasticsearch-index-optimization",
     "Create index template with optimized mappings", false},
    {"elasticsearch-index-optimization",
     "Force merge old indices (reduce segment count)", false},
    {"index-lifecycle-management-ilm", "Create ILM policy", false},
    {"index-lifecycle-management-ilm", "Apply to indices", false},
    {"hot-warm-cold-architecture", "Archive old indices to S3", false},
    {"hot-warm-cold-architecture", "Snapshot and delete old indices", false},
    {"hot-warm-cold-architecture", "Delete after snapshot completes", false},
    {"right-sizing", "Analyze resource usage", false},
    {"right-sizing", "Example: Reduce OTel Collector Gateway replicas", false},
    {"right-sizing", "Reduce Elasticsearch heap (if over-provisioned)", false},
    {"useful-commands-reference", "Quick health check", false},
    {"useful-commands-reference", "Check Elasticsearch health", false},
    {"useful-commands-reference", "Check Jaeger metrics", false},
    {"useful-commands-reference", "Trace a request end-to-end", false},
    {"useful-commands-reference", "Export traces for analysis", false},
    {"useful-commands-reference", "Check disk usage", false},
    {"useful-commands-reference", "Force garbage collection (Elasticsearch)",
     false},
    {"useful-commands-reference", "Test OTel Collector endpoint", false},
};

static void parse(const char *text)
{
    err_clear(&err);
    if (guide_parse(&guide, "g.md", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
}

static void parse_shared(const char *name)
{
    char *path, *bytes;
    size_t length;

    if (!test_shared_dir()) {
        print_message("no TRACETOP_SHARED: skipped\n");
        skip();
    }
    path = xasprintf("%s/%s", test_shared_dir(), name);
    if (paths_read_file(path, MARKDOWN_BYTES_MAX, &bytes, &length, &err) < 0)
        fail_msg("%s", err.text);
    if (guide_parse(&guide, name, bytes, length, &err) < 0)
        fail_msg("%s", err.text);
    free(path);
    free(bytes);
}

static int clear(void **state)
{
    (void)state;
    guide_clear(&guide);
    return 0;
}

static void guide_parse_makes_runbooks_of_headings(void **state)
{
    (void)state;

    parse("# Guide\n\n## 1. Daily\n\n### 1.1 Morning check\n\n"
          "```bash\nls\n```\n\n## 2. Text\n\nno commands\n\n"
          "#### Runbook 3: It's *down*\n\nx\n");

    assert_int_equal(guide.count, 2);
    assert_string_equal(guide.runbooks[0].id, "morning-check");
    assert_string_equal(guide.runbooks[0].title, "Morning check");
    assert_int_equal(guide.runbooks[0].line, 5);
    assert_int_equal(guide.runbooks[0].last_line, 10);
    assert_false(guide.runbooks[0].is_named);
    assert_string_equal(guide.runbooks[1].id, "its-down");
    assert_true(guide.runbooks[1].is_named);
    assert_int_equal(runbook_steps(&guide.runbooks[1])->count, 0);
}

static void guide_parse_keeps_diagnosis_and_resolution_together(void **state)
{
    const struct runbook *runbook;
    (void)state;

    parse("# KubeJobFailed\n\n## Diagnosis\n\n```shell\nls\n```\n\n"
          "## Mitigation\n\n### Deeper\n\n**Then**:\n```console\n$ id\n```\n");

    assert_int_equal(guide.count, 1);
    runbook = &guide.runbooks[0];
    assert_string_equal(runbook->id, "kube-job-failed");
    assert_int_equal(runbook->alert_count, 1);
    assert_string_equal(runbook->alerts[0], "KubeJobFailed");
    assert_int_equal(runbook->section_count, 4);
    assert_string_equal(runbook->sections[3].title, "Then");
    assert_int_equal(runbook->sections[3].line, 13);
    assert_int_equal(runbook_steps(runbook)->count, 2);
    assert_string_equal(runbook_steps(runbook)->steps[0].section, "Diagnosis");
    assert_string_equal(runbook_steps(runbook)->steps[1].section, "Then");
    assert_int_equal(runbook_steps(runbook)->steps[1].number, 2);
    assert_string_equal(runbook_steps(runbook)->steps[1].command, "id");
}

static void guide_parse_tells_ids_of_equal_titles_apart(void **state)
{
    (void)state;

    parse("## Verify it\n```sh\na\n```\n## Verify it\n```sh\nb\n```\n"
          "## Verify it\n```sh\nc\n```\n");

    assert_int_equal(guide.count, 3);
    assert_string_equal(guide.runbooks[0].id, "verify-it");
    assert_string_equal(guide.runbooks[1].id, "verify-it-2");
    assert_string_equal(guide.runbooks[2].id, "verify-it-3");
    assert_ptr_equal(guide_find(&guide, "verify-it-2"), &guide.runbooks[1]);
    assert_null(guide_find(&guide, "verify"));
    clear(NULL);
    parse("## A 2\n```sh\na\n```\n## A\n```sh\nb\n```\n"
          "## A\n```sh\nc\n```\n");
    assert_string_equal(guide.runbooks[1].id, "a");
    assert_string_equal(guide.runbooks[2].id, "a-3");
}

static void guide_parse_of_an_empty_heading_gives_it_a_name(void **state)
{
    (void)state;

    parse("##\n```sh\na\n```\n");

    assert_string_equal(guide.runbooks[0].id, "no-title");
    assert_string_equal(guide.runbooks[0].title, "(no title)");
}

static void guide_find_for_alert_goes_by_text_url_and_name(void **state)
{
    (void)state;

    parse("#### Runbook 1: Disk\n\n- Alert: `DiskFull`\n- see `ConfigMap`\n\n"
          "#### Runbook 2: Jaeger down\n\nx\n\n"
          "#### Runbook 3: Kafka lag high\n\nx\n");

    assert_ptr_equal(guide_find_for_alert(&guide, "DiskFull", NULL),
                     &guide.runbooks[0]);
    assert_int_equal(guide.runbooks[0].alert_count, 1);
    assert_ptr_equal(
        guide_find_for_alert(&guide, "X", "https://w/r/jaeger-down?a=b"),
        &guide.runbooks[1]);
    assert_ptr_equal(
        guide_find_for_alert(&guide, "X", "https://w/all.md#jaeger-down"),
        &guide.runbooks[1]);
    assert_ptr_equal(guide_find_for_alert(&guide, "KafkaLagHigh", NULL),
                     &guide.runbooks[2]);
    assert_null(guide_find_for_alert(&guide, "Other", "https://w/"));
}

static void guide_parse_binds_the_rules_in_its_yaml(void **state)
{
    (void)state;

    parse("## Rules\n\n```yaml\n- alert: AlertOne\n  annotations:\n"
          "    runbook_url: \"https://w/disk\"\n- alert: AlertTwo\n```\n\n"
          "#### Runbook 1: Disk\n\nx\n");

    assert_int_equal(guide.alert_count, 2);
    assert_string_equal(guide.alerts[0].name, "AlertOne");
    assert_int_equal(guide.alerts[0].line, 4);
    assert_string_equal(guide.alerts[0].runbook_url, "https://w/disk");
    assert_string_equal(guide.runbooks[0].alerts[0], "AlertOne");
    assert_null(guide.alerts[1].runbook_url);
}

static void guide_parse_of_a_broken_page_names_file_and_line(void **state)
{
    (void)state;

    assert_int_equal(guide_parse(&guide, "g.md", "```sh\nls\n", 9, &err), -1);

    assert_string_equal(err.text,
                        "g.md: line 1: this code fence is never closed");
}

static void guide_parse_counts_the_operational_guide_as_readers_do(void **state)
{
    size_t at = 0, fences = 0;
    const size_t count = sizeof(expected_steps) / sizeof(expected_steps[0]);
    (void)state;

    parse_shared("guide.md");

    for (size_t i = 0; i < guide.page.count; i++)
        fences += guide.page.blocks[i].kind == BLOCK_FENCE &&
                  steps_is_shell(&guide.page.blocks[i]);
    assert_int_equal(fences, 24);
    for (size_t i = 0; i < guide.count; i++)
        for (size_t k = 0; k < runbook_steps(&guide.runbooks[i])->count;
             k++, at++) {
            const struct step *step =
                &runbook_steps(&guide.runbooks[i])->steps[k];

            assert_true(at < count);
            assert_string_equal(guide.runbooks[i].id,
                                expected_steps[at].runbook);
            assert_string_equal(step->title, expected_steps[at].title);
            assert_int_equal(step->is_held_back,
                             expected_steps[at].is_held_back);
            assert_null(step->problem);
        }
    assert_int_equal(at, count);
}

static void guide_parse_binds_the_alerts_of_the_operational_guide(void **state)
{
    static const char *const pairs[][2] = {
        {"JaegerCollectorDown", "jaeger-collector-down"},
        {"ElasticsearchDiskUsageHigh", "elasticsearch-disk-full"},
        {"HighTraceQueryLatency", "high-query-latency"},
        {"JaegerKafkaLagHigh", "kafka-lag-high"},
    };
    (void)state;

    parse_shared("guide.md");

    assert_int_equal(guide.alert_count, 7);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        const struct runbook *found =
            guide_find_for_alert(&guide, pairs[i][0], NULL);

        assert_non_null(found);
        assert_string_equal(found->id, pairs[i][1]);
    }
    assert_null(guide_find_for_alert(&guide, "LowTraceVolume", NULL));
}

static void guide_parse_reads_runbooks_of_another_style(void **state)
{
    static const struct {
        const char *file, *id;
        size_t steps;
    } rows[] = {
        {"AlertmanagerClusterCrashlooping", "alertmanager-cluster-crashlooping",
         2},
        {"AlertmanagerFailedToSendAlerts", "alertmanager-failed-to-send-alerts",
         1},
        {"KubeAPIErrorBudgetBurn", "kube-api-error-budget-burn", 0},
        {"KubeJobFailed", "kube-job-failed", 0},
        {"KubePersistentVolumeFillingUp", "kube-persistent-volume-filling-up",
         4},
        {"KubePodNotReady", "kube-pod-not-ready", 0},
        {"KubeStatefulSetReplicasMismatch",
         "kube-stateful-set-replicas-mismatch", 0},
        {"NodeRAIDDegraded", "node-raid-degraded", 1},
        {"PrometheusRuleFailures", "prometheus-rule-failures", 0},
        {"TargetDown", "target-down", 0},
        {"etcdBackendQuotaLowSpace", "etcd-backend-quota-low-space", 4},
        {"etcdHighFsyncDurations", "etcd-high-fsync-durations", 1},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char name[120];

        (void)snprintf(name, sizeof(name), "fixtures/runbooks/%s.md",
                       rows[i].file);
        parse_shared(name);
        assert_int_equal(guide.count, 1);
        assert_string_equal(guide.runbooks[0].id, rows[i].id);
        assert_int_equal(runbook_steps(&guide.runbooks[0])->count,
                         rows[i].steps);
        assert_string_equal(guide.runbooks[0].alerts[0], rows[i].file);
        guide_clear(&guide);
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_teardown(name, clear)
    const struct CMUnitTest tests[] = {
        CASE(guide_parse_makes_runbooks_of_headings),
        CASE(guide_parse_keeps_diagnosis_and_resolution_together),
        CASE(guide_parse_tells_ids_of_equal_titles_apart),
        CASE(guide_parse_of_an_empty_heading_gives_it_a_name),
        CASE(guide_find_for_alert_goes_by_text_url_and_name),
        CASE(guide_parse_binds_the_rules_in_its_yaml),
        CASE(guide_parse_of_a_broken_page_names_file_and_line),
        CASE(guide_parse_counts_the_operational_guide_as_readers_do),
        CASE(guide_parse_binds_the_alerts_of_the_operational_guide),
        CASE(guide_parse_reads_runbooks_of_another_style),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
