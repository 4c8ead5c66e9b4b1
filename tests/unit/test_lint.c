/* test_lint.c - each rule meets what it should, and leaves the rest. */
#include "tests/test.h"

#include <stdio.h>

#include "base/paths.h"
#include "base/xalloc.h"
#include "runbook/lint.h"
#include "runbook/lint_private.h"

static struct guide guide;
static struct lint_report report;
static struct err err;

struct row {
    const char *rule;
    const char *wrong;
    const char *right;
};

/* clang-format off */
static const struct row rows[] = {
    {"negated-grep", "kubectl get pods -n o | grep -v Running || echo ok",
     "kubectl get pods -n o | grep Running || echo bad"},
    {"curl-without-fail", "curl -s http://x/",
     "curl -fsS http://x/"},
    {"curl-without-fail", "kubectl exec -n o p -- curl -s http://x/",
     "curl -s -o /dev/null -w '%{http_code}' http://x/"},
    {"time-without-status", "curl -fs -w '%{time_total}' http://x/",
     "curl -fs -w '%{http_code} %{time_total}' http://x/"},
    {"deployment-pod-zero", "kubectl exec -n o jaeger-collector-0 -- ls",
     "kubectl exec -n o elasticsearch-master-0 -- ls"},
    {"selector-app", "kubectl get pods -n o -l app=jaeger-query",
     "kubectl get pods -n o -l app=alertmanager"},
    {"selector-app", "kubectl get pods -n o --selector=app=otel-collector-agent",
     "kubectl get pods -n o -l app.kubernetes.io/name=jaeger"},
    {"missing-namespace", "kubectl get nodes -n o; kubectl scale deployment/x --replicas=2",
     "kubectl get nodes -n o; kubectl get nodes"},
    {"local-date", "echo $(date -d '7 days ago' +%Y-%m-%d)",
     "echo $(date -u -d '7 days ago' +%Y-%m-%d)"},
    {"wildcard-delete", "curl -f -X DELETE 'es:9200/jaeger-*'",
     "curl -f 'es:9200/jaeger-*'"},
    {"delete-for-good", "curl -f -X DELETE es:9200/jaeger-span-1",
     "curl -f es:9200/jaeger-span-1"},
    {"forcemerge-all", "curl -f -X POST es:9200/_forcemerge",
     "curl -f -X POST es:9200/a/_forcemerge"},
    {"nested-quotes", "echo '{\"a\": \"$(date -u -d '1 day')\"}'",
     "echo '{\"a\": \"'\"$(date -u -d '1 day')\"'\"}'"},
    {"double-restart", "kubectl set env deployment/x A=b -n o\nkubectl rollout restart deployment/x -n o",
     "kubectl set env deployment/y A=b -n o\nkubectl rollout restart deployment/x -n o"},
    {"wait-on-first-pod", "kubectl set image statefulset/x a=b -n o\nkubectl wait pod/x-0 -n o",
     "kubectl wait pod/x-0 -n o"},
    {"never-ends", "kubectl logs -f x -n o",
     "kubectl logs x -n o"},
    {"left-in-background", "kubectl port-forward svc/x 1:1 -n o &",
     "kubectl port-forward svc/x 1:1 -n o"},
    {"chart-downgrade", "helm upgrade jaeger jaegertracing/jaeger --version 0.72.0",
     "helm upgrade jaeger jaegertracing/jaeger --version 4.11.1"},
    {"values-dropped", "helm upgrade x y --set a=b",
     "helm upgrade x y --set a=b --reuse-values"},
    {"status-of-an-error", "curl -f es/_cluster/health | jq -r '.status'",
     "curl -f es/_cluster/health | jq ."},
    {"counter-not-rate", "grep spans_total f | tail -1",
     "grep spans_total f | head -3"},
    {"column-by-number", "kafka-consumer-groups.sh --describe | awk '{print $6}'",
     "kafka-consumer-groups.sh --describe"},
    {"case-of-errors", "kubectl logs x -n o | grep ERROR",
     "kubectl logs x -n o | grep -i error"},
    {"header-case", "curl -fi x | grep X-Id | cut -d' ' -f2",
     "curl -fi x | grep -i x-id | cut -d' ' -f2"},
    {"health-may-time-out", "curl -f 'es/_cluster/health?wait_for_status=green&timeout=5m'",
     "curl -f 'es/_cluster/health?wait_for_status=green&timeout=5m' | jq .timed_out"},
    {"query-service-port", "curl -f http://jaeger-query.o:16686/",
     "curl -f http://jaeger-query.o/"},
    {"query-service-port", "curl -f http://jaeger-query:16686/",
     "curl -f http://jaeger:16686/"},
    {"health-port", "curl -f http://otel-collector.o:13133/",
     "kubectl port-forward deployment/otel-collector 13133:13133 -n o"},
    {"no-curl-in-image", "kubectl exec -n o jaeger-query-0 -- curl -f x",
     "kubectl exec -n o elasticsearch-master-0 -- curl -f x"},
    {"es-pod-name", "kubectl logs elasticsearch-new-master-0 -n o",
     "kubectl logs elasticsearch-master-0 -n o"},
    {"plain-http-elasticsearch", "curl -f http://localhost:9200",
     "curl -f https://localhost:9200"},
    {"release-name", "helm install otel-collector a/b",
     "helm install otel-collector a/b --set fullnameOverride=otel-collector"},
    {"storage-type-switch", "kubectl set env -n o deployment/jaeger-collector SPAN_STORAGE_TYPE=elasticsearch",
     "kubectl get deployment jaeger-collector -n o"},
    {"unknown-setting", "kubectl set env -n o deployment/x KAFKA_CONSUMER_CONCURRENCY=10",
     "kubectl set env -n o deployment/x INGESTER_PARALLELISM=10"},
    {"bulk-size-in-bytes", "kubectl set env -n o deployment/x ES_BULK_SIZE=1000",
     "kubectl set env -n o deployment/x ES_BULK_SIZE=10000000"},
    {"ingesters-over-partitions", "kubectl scale deployment/jaeger-ingester --replicas=6 -n o",
     "kubectl scale deployment/x --replicas=6 -n o"},
    {"offsets-lost", "# kafka-consumer-groups.sh --group g \\\n#  --reset-offsets --to-latest",
     "kafka-consumer-groups.sh --describe"},
    {"restart-loses-spans", "kubectl rollout restart deployment/jaeger-collector -n o",
     "kubectl rollout restart deployment/jaeger-query -n o"},
    {"restart-loses-spans", "kubectl rollout restart deployment/otel-collector-gateway -n o",
     "kubectl rollout status deployment/otel-collector-gateway -n o"},
    {"only-the-collector", "kubectl set env deployment/jaeger-collector \\\n  ES_SERVER_URLS=x -n o",
     "kubectl set env deployment/jaeger-collector deployment/jaeger-query \\\n  ES_SERVER_URLS=x -n o"},
    {"no-such-program", "jaeger-cli query",
     "curl -f jaeger"},
    {"no-such-program", "# go install github.com/jaegertracing/jaeger/cmd/jaeger@latest",
     "# go install x"},
    {"ignored-variable", "kubectl run hotrod --env JAEGER_AGENT_HOST=x -n o",
     "kubectl run hotrod --env OTEL_EXPORTER_OTLP_ENDPOINT=x -n o"},
    {"removed-exporter", "exporters:\n  logging:\n    loglevel: debug\nls",
     "exporters:\n  debug:\n    verbosity: detailed\nls"},
    {"yaml-in-shell", "exporters:\n  debug:\nls",
     "cat <<EOF\nexporters:\nEOF"},
    {"restored-unread", "curl -f es -d '{\"rename_replacement\": \"restored_$1\"}'",
     "curl -f es -d '{\"rename_replacement\": \"$1\"}'"},
    {"scale-and-sampling", "kubectl scale deployment/otel-collector-gateway --replicas=2 -n o",
     "kubectl scale deployment/x --replicas=2 -n o"},
    {"set-image-drift", "kubectl set image deployment/otel-collector a=b -n o",
     "kubectl set image deployment/x a=b -n o"},
    {"opposite-of-title", "curl -f -X PUT es/_cluster/settings -d '{\"x.disk.threshold_enabled\": false}'",
     "curl -f -X PUT es/_cluster/settings -d '{\"x.disk.threshold_enabled\": true}'"},
    {"transient-settings", "curl -f -X PUT es/_cluster/settings -d '{\"transient\": {}}'",
     "curl -f -X PUT es/_cluster/settings -d '{\"persistent\": {}}'"},
    {"allocation-left-off", "curl -f es -d '{\"c.allocation.enable\": \"primaries\"}'",
     "curl -f es -d '{\"c.allocation.enable\": null}'"},
    {"pvc-only-grows", "kubectl patch pvc x -n o",
     "kubectl get pvc x -n o"},
    {"not-about-speed", "# Check query performance\ncurl -f es/_cat/indices",
     "# Check sizes\ncurl -f es/_cat/indices"},
    {"not-about-queries", "# Check slow queries\ncurl -f es/_cluster/pending_tasks",
     "# Check the master\ncurl -f es/_cluster/pending_tasks"},
    {"cache-clear", "curl -f -X POST es/_cache/clear",
     "curl -f es/_cat/fielddata"},
    {"heap-by-env", "kubectl set env statefulset/x ES_JAVA_OPTS=-Xmx8g -n o",
     "kubectl set env statefulset/x A=b -n o"},
    {"forcemerge-date", "curl -f -X POST \"es/a-$(date -u +%Y)/_forcemerge\"",
     "curl -f -X POST es/a-000001/_forcemerge"},
    {"no-such-snapshot", "curl -f -X POST es/_snapshot/r/latest/_restore",
     "curl -f -X POST es/_snapshot/r/s-1/_restore"},
    {"static-setting", "curl -f -X PUT es/a/_settings -d '{\"codec\": \"x\"}'",
     "curl -f -X PUT 'es/a/_settings?reopen=true' -d '{\"codec\": \"x\"}'"},
    {"template-overwritten", "curl -f -X PUT es/_index_template/jaeger-span -d x",
     "curl -f -X PUT es/_index_template/ours -d x"},
    {"freeze-removed", "curl -f es -d '{\"freeze\": {}}'",
     "curl -f es -d '{}'"},
    {"rollover-on-dates", "curl -f -X PUT es/_ilm/policy/x -d '{\"rollover\": {}}'",
     "curl -f -X PUT es/_ilm/policy/x -d '{\"delete\": {}}'"},
    {"rollover-on-dates", "curl -f 'es/jaeger-span-*/_settings' -d '{\"rollover_alias\": \"x\"}'",
     "curl -f 'es/jaeger-span-000001/_settings' -d '{\"rollover_alias\": \"x\"}'"},
    {"glacier", "curl -f es/_snapshot/x -d '{\"storage_class\": \"GLACIER\"}'",
     "curl -f es/_snapshot/x -d '{\"storage_class\": \"standard_ia\"}'"},
    {"no-such-api", "curl -f -X POST es/_nodes/gc",
     "curl -f es/_nodes/stats"},
    {"metric-never-existed", "curl -f 'p/api/v1/query?query=jaeger_query_request_duration_seconds_count'",
     "curl -f 'p/api/v1/query?query=jaeger_query_latency_count'"},
    {"unreadable", "echo 'x",
     "echo 'x'"},
    {"placeholder", "kubectl logs deployment/myservice -n o",
     "kubectl logs \"deployment/<name>\" -n o"},
};

/* The lines of the operational guide that are known to be wrong, dangerous or
 * to give a false result. */
static const int known_lines[] = {
    32, 36, 49, 53, 57, 62, 93, 101, 351, 354, 357, 370, 379, 399, 402, 405,
    409, 432, 435, 444, 447, 453, 454, 473, 479, 482, 485, 488, 554, 559,
    567, 578, 602, 612, 620, 703, 706, 723, 726, 747, 750, 753, 756, 770,
    773, 808, 818, 831, 902, 913, 944, 985, 1047, 1055, 1060, 1071, 1074,
    1220, 1230,
};
/* clang-format on */

static void parse(const char *text)
{
    if (guide_parse(&guide, "g.md", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    lint_guide(&report, &guide);
}

static const struct lint_finding *find(const char *rule)
{
    for (size_t i = 0; i < report.count; i++)
        if (!strcmp(report.findings[i].rule, rule))
            return &report.findings[i];
    return NULL;
}

static bool has_line(int line)
{
    for (size_t i = 0; i < report.count; i++)
        if (report.findings[i].line == line)
            return true;
    return false;
}

static int clear(void **state)
{
    (void)state;
    lint_clear(&report);
    guide_clear(&guide);
    return 0;
}

static void lint_guide_meets_the_wrong_and_leaves_the_right(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *text = xasprintf("## T\n```bash\n%s\n```\n", rows[i].wrong);

        parse(text);
        if (!find(rows[i].rule))
            fail_msg("%s does not meet: %s", rows[i].rule, rows[i].wrong);
        assert_string_equal(find(rows[i].rule)->runbook, "t");
        free(text);
        clear(NULL);
        text = xasprintf("## T\n```bash\n%s\n```\n", rows[i].right);
        parse(text);
        if (find(rows[i].rule))
            fail_msg("%s meets: %s", rows[i].rule, rows[i].right);
        free(text);
        clear(NULL);
    }
}

static void lint_tables_have_a_case_for_every_rule(void **state)
{
    (void)state;

    for (size_t i = 0; i < lint_text_count + lint_check_count; i++) {
        const char *rule = i < lint_text_count
                               ? lint_text_table[i].rule
                               : lint_check_table[i - lint_text_count].rule;
        bool is_tried = false;

        for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
            is_tried |= !strcmp(rows[k].rule, rule);
        if (!is_tried)
            fail_msg("no case for %s", rule);
    }
}

static void lint_guide_tells_line_step_and_severity(void **state)
{
    const struct lint_finding *finding;
    (void)state;

    parse("## T\n\n```bash\n# 1. A\nls\n# 2. B\nls \\\n  | jaeger-cli\n"
          "```\n");

    assert_int_equal(report.count, 1);
    finding = &report.findings[0];
    assert_int_equal(finding->line, 8);
    assert_int_equal(finding->step, 2);
    assert_string_equal(finding->runbook, "t");
    assert_int_equal(finding->severity, LINT_ERROR);
    assert_int_equal(lint_count(&report, LINT_WARNING), 1);
}

static void lint_guide_ties_alerts_and_runbooks(void **state)
{
    (void)state;

    parse("#### Runbook 1: One\n\n- Alert: `AlertOne`\n\n"
          "#### Runbook 2: Two\n\nx\n\n## Rules\n\n```yaml\n"
          "- alert: AlertOne\n- alert: AlertTwo\n```\n");

    assert_int_equal(report.count, 2);
    assert_string_equal(report.findings[0].rule, "runbook-without-alert");
    assert_int_equal(report.findings[0].line, 5);
    assert_string_equal(report.findings[1].rule, "alert-without-runbook");
    assert_int_equal(report.findings[1].line, 13);
    assert_null(report.findings[1].runbook);
}

static void lint_guide_tells_wrong_attributes_of_a_fence(void **state)
{
    (void)state;

    parse("## T\n```bash {risk=high timeout=soon odd}\nls\n```\n");

    assert_int_equal(report.count, 3);
    for (size_t i = 0; i < report.count; i++)
        assert_string_equal(report.findings[i].rule, "fence-attribute");
    clear(NULL);
    parse("## T\n```bash {risk=change timeout=1m interactive}\nls\n```\n");
    assert_int_equal(report.count, 0);
}

static void lint_guide_when_the_fence_owns_up_accepts_a_delete(void **state)
{
    (void)state;

    parse("## T\n```bash {risk=change}\n"
          "curl -f -X DELETE es:9200/jaeger-span-1\n```\n");
    assert_non_null(find("delete-for-good"));
    clear(NULL);

    parse("## T\n```bash {risk=destructive}\n"
          "curl -f -X DELETE es:9200/jaeger-span-1\n```\n");
    assert_int_equal(report.count, 0);
    clear(NULL);

    parse("## T\n```bash {risk=destructive}\n"
          "kubectl exec k -n o -- kafka-consumer-groups.sh --reset-offsets\n"
          "```\n");
    assert_null(find("offsets-lost"));
}

static void lint_guide_reports_every_known_line_of_the_guide(void **state)
{
    char *path, *bytes;
    size_t length, misses = 0;
    (void)state;

    if (!test_shared_dir()) {
        print_message("no TRACETOP_SHARED: skipped\n");
        skip();
    }
    path = xasprintf("%s/guide.md", test_shared_dir());
    if (paths_read_file(path, MARKDOWN_BYTES_MAX, &bytes, &length, &err) < 0)
        fail_msg("%s", err.text);
    parse(bytes);
    free(bytes);
    free(path);

    for (size_t i = 0; i < sizeof(known_lines) / sizeof(known_lines[0]); i++)
        if (!has_line(known_lines[i])) {
            print_message("line %d is not reported\n", known_lines[i]);
            misses++;
        }
    assert_int_equal(misses, 0);
    assert_non_null(find("rollover-on-dates"));
    /* What is right there stays without an error. */
    for (size_t i = 0; i < report.count; i++) {
        assert_false(report.findings[i].line >= 642 &&
                     report.findings[i].line <= 671);
        assert_false(report.findings[i].line >= 789 &&
                     report.findings[i].line <= 800);
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_teardown(name, clear)
    const struct CMUnitTest tests[] = {
        CASE(lint_guide_meets_the_wrong_and_leaves_the_right),
        CASE(lint_tables_have_a_case_for_every_rule),
        CASE(lint_guide_tells_line_step_and_severity),
        CASE(lint_guide_ties_alerts_and_runbooks),
        CASE(lint_guide_tells_wrong_attributes_of_a_fence),
        CASE(lint_guide_when_the_fence_owns_up_accepts_a_delete),
        CASE(lint_guide_reports_every_known_line_of_the_guide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
