/* test_check.c - every check in every colour. */
#include "tests/test.h"

#include <stdio.h>

#include "health/check.h"
#include "tests/support/check_fixture.h"

static struct check_fixture fixture;
static struct check_result result;

static int set_up(void **state)
{
    (void)state;
    check_fixture_init(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    check_fixture_clear(&fixture);
    return 0;
}

static void judge(const char *name)
{
    check_run(check_find(name), &fixture.base.model, FIXTURE_NOW_MS, &result);
}

#define assert_check(name, wanted, text)                                       \
    do {                                                                       \
        judge(name);                                                           \
        assert_string_equal(result.summary, (text));                           \
        assert_int_equal(result.status, (wanted));                             \
    } while (0)

static void check_table_has_the_guides_checks_first(void **state)
{
    static const char *const names[] = {
        "pods",         "elasticsearch", "disk",         "ingestion",
        "collectors",   "kafka",         "query",        "prometheus",
        "alertmanager", "backups",       "certificates",
    };

    (void)state;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        assert_string_equal(check_table[i].name, names[i]);
    assert_null(check_find("pod"));
}

static void check_run_when_all_is_well_is_ok(void **state)
{
    (void)state;
    assert_check("pods", HEALTH_OK,
                 "3 of 3 ready; no restarts in the last hour");
    assert_near(result.value, 0, 0);
    assert_check("elasticsearch", HEALTH_OK, "green, 2 nodes, 60 shards");
    assert_check("disk", HEALTH_OK, "71 % on es-master-0, 2 nodes");
    assert_near(result.value, 71, 0);
    assert_near(result.limit, 85, 1e-9);
    assert_check("collectors", HEALTH_OK,
                 "Server available; 1 pods; 45 % of their CPU limit; none "
                 "throttled");
    assert_check("kafka", HEALTH_OK, "lag 800; 2 consumers active");
    assert_check("prometheus", HEALTH_OK, "3 ms; 15 of 15 targets up");
    assert_check("backups", HEALTH_OK,
                 "last snapshot 2026-11-22 02:04, SUCCESS");
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_OK);
    assert_non_null(strstr(result.summary, "below the same hour last week"));
    judge("query");
    assert_int_equal(result.status, HEALTH_OK);
    assert_non_null(
        strstr(result.summary, "/api/services 212 ms; 41 services"));
    judge("alertmanager");
    assert_true(result.is_left_out);
    judge("certificates");
    assert_true(result.is_left_out);
}

static void check_pods_when_a_running_pod_crash_loops_is_critical(void **state)
{
    (void)state;
    fixture.pods[0].status = "CrashLoopBackOff";
    fixture.pods[0].phase = KUBERNETES_PHASE_RUNNING;
    fixture.pods[0].harm = KUBERNETES_SICK;
    fixture.pods[0].ready = 0;
    fixture.pods[0].is_detailed = true;
    fixture.pods[0].ended = "OOMKilled";

    assert_check("pods", HEALTH_CRITICAL,
                 "jaeger-collector-6d5f7c9b8-abcde CrashLoopBackOff, last end "
                 "OOMKilled; 2 of 3 ready; no restarts in the last hour");
    assert_near(result.value, 1, 0);
}

static void check_pods_when_one_is_long_not_ready_warns(void **state)
{
    (void)state;
    fixture.pods[1].ready = 0;
    fixture.pods[1].harm = KUBERNETES_STARTING;

    assert_check("pods", HEALTH_WARNING,
                 "jaeger-query-5f9c7-qrstu Running, 0 of 1 ready; 2 of 3 "
                 "ready; no restarts in the last hour");
}

static void check_pods_when_one_restarted_warns(void **state)
{
    (void)state;
    fixture.pods[1].restarted_ms = FIXTURE_NOW_MS - 1200000;

    assert_check("pods", HEALTH_WARNING,
                 "3 of 3 ready; 1 restarted in the last hour: "
                 "jaeger-query-5f9c7-qrstu");
}

static void check_pods_when_a_deployment_has_none_is_critical(void **state)
{
    (void)state;
    fixture.workload.ready = 0;
    fixture.workload.available = -1; /* Kubernetes leaves a zero out */

    judge("pods");

    assert_int_equal(result.status, HEALTH_CRITICAL);
    assert_non_null(strstr(result.summary,
                           "Deployment jaeger-collector has none of 1 ready"));
}

static void check_pods_when_the_namespace_is_empty_is_unknown(void **state)
{
    (void)state;
    fixture.kubernetes.pods.count = 0;

    assert_check("pods", HEALTH_UNKNOWN, "no pods in namespace observability");
}

static void
check_pods_when_kubectl_fails_falls_back_then_is_unknown(void **state)
{
    (void)state;
    check_fixture_fail(&fixture, COMPONENT_KUBERNETES, 0, "kubectl: exit 1");

    assert_check("pods", HEALTH_UNKNOWN,
                 "3 of 3 ready; by prometheus; kubernetes: kubectl: exit 1");
    check_fixture_blind(&fixture);
    assert_check("pods", HEALTH_UNKNOWN, "kubernetes: kubectl: exit 1");
    check_fixture_off(&fixture, COMPONENT_KUBERNETES);
    assert_check("pods", HEALTH_UNKNOWN, "kubernetes is not configured");
}

static void check_pods_by_prometheus_takes_each_colour(void **state)
{
    (void)state;
    check_fixture_off(&fixture, COMPONENT_KUBERNETES);

    assert_check("pods", HEALTH_OK, "3 of 3 ready; by prometheus");
    fixture.facts[FACT_PODS_READY].value = 2;
    assert_check("pods", HEALTH_WARNING, "2 of 3 ready; by prometheus");
    fixture.facts[FACT_PODS_STUCK].value = 1;
    assert_check("pods", HEALTH_CRITICAL,
                 "1 containers wait in an error; 2 of 3 ready; by prometheus");
}

static void check_elasticsearch_takes_the_clusters_colour(void **state)
{
    (void)state;
    fixture.cluster.health.status = ELASTICSEARCH_YELLOW;
    fixture.cluster.health.unassigned = 6;
    assert_check("elasticsearch", HEALTH_WARNING,
                 "yellow: 6 shards unassigned");
    assert_near(result.value, 6, 0);
    fixture.cluster.health.status = ELASTICSEARCH_RED;
    fixture.cluster.health.unassigned_primaries = 3;
    fixture.cluster.blocks.flooded = 2;
    assert_check("elasticsearch", HEALTH_CRITICAL,
                 "red: 3 primaries unassigned; 2 indices blocked by the flood "
                 "stage");
}

static void check_elasticsearch_when_refused_is_critical(void **state)
{
    (void)state;
    check_fixture_blind(&fixture);
    check_fixture_fail(&fixture, COMPONENT_ELASTICSEARCH, 0,
                       "connection refused");
    assert_check("elasticsearch", HEALTH_CRITICAL, "connection refused");
    check_fixture_fail(&fixture, COMPONENT_ELASTICSEARCH, 503,
                       "master_not_discovered_exception");
    assert_check("elasticsearch", HEALTH_CRITICAL,
                 "master_not_discovered_exception");
}

static void check_elasticsearch_when_denied_is_unknown(void **state)
{
    (void)state;
    check_fixture_fail(&fixture, COMPONENT_ELASTICSEARCH, 401,
                       "security_exception");
    assert_check("elasticsearch", HEALTH_UNKNOWN,
                 "green; by prometheus; elasticsearch: security_exception");
    check_fixture_blind(&fixture);
    assert_check("elasticsearch", HEALTH_UNKNOWN,
                 "elasticsearch: security_exception");
}

static void check_disk_is_held_against_the_clusters_watermarks(void **state)
{
    (void)state;
    fixture.nodes[0].disk_percent = 86;
    fixture.nodes[0].disk_available_bytes = 14000000000;
    assert_check("disk", HEALTH_WARNING,
                 "86 % on es-master-0 (low watermark 85%)");
    fixture.nodes[0].disk_percent = 93;
    fixture.nodes[0].disk_available_bytes = 7000000000;
    assert_check("disk", HEALTH_CRITICAL,
                 "93 % on es-master-0 (high watermark 90%)");
    assert_near(result.limit, 90, 1e-9);
    fixture.nodes[0].disk_percent = 97;
    fixture.nodes[0].disk_available_bytes = 3000000000;
    assert_check("disk", HEALTH_CRITICAL,
                 "97 % on es-master-0 (flood stage 95%)");
}

static void check_disk_without_the_cluster_takes_the_panel(void **state)
{
    (void)state;
    check_fixture_off(&fixture, COMPONENT_ELASTICSEARCH);
    judge("disk");
    assert_int_equal(result.status, HEALTH_OK);
    assert_non_null(strstr(result.summary, "; by prometheus"));
    check_fixture_blind(&fixture);
    assert_check("disk", HEALTH_UNKNOWN,
                 "elasticsearch is not configured; prometheus: no data");
}

static void check_ingestion_when_it_halved_since_last_week_warns(void **state)
{
    (void)state;
    fixture.facts[FACT_LAST_WEEK].value = 18000;
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_WARNING);
    fixture.facts[FACT_LAST_WEEK].value = 180000;
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_CRITICAL);
}

static void check_ingestion_when_nothing_comes_is_critical(void **state)
{
    (void)state;
    fixture.base.panels[0].health.value = 0;
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_CRITICAL);
    check_fixture_blind(&fixture);
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_UNKNOWN);
}

static void check_ingestion_counts_the_collectors_that_are_down(void **state)
{
    struct asked *second = &fixture.asked[COMPONENT_JAEGER][3];

    (void)state;
    second->status = 0;
    (void)snprintf(second->error, sizeof(second->error), "connection refused");
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_WARNING);
    assert_memory_equal(result.summary,
                        "1 of 2 collectors down: connection refused; ", 44);
    check_fixture_fail(&fixture, COMPONENT_JAEGER, 0, "connection refused");
    judge("ingestion");
    assert_int_equal(result.status, HEALTH_CRITICAL);
}

static void check_collectors_takes_each_colour(void **state)
{
    (void)state;
    fixture.pods[2].cpu_cores = 0.93;
    fixture.facts[FACT_THROTTLED_RATIO].value = 0.4;
    assert_check("collectors", HEALTH_WARNING,
                 "Server available; 1 pods; 93 % of their CPU limit; throttled "
                 "in 40 % of the periods");
    check_fixture_fail(&fixture, COMPONENT_OTEL, 0, "connection refused");
    judge("collectors");
    assert_int_equal(result.status, HEALTH_CRITICAL);
    check_fixture_off(&fixture, COMPONENT_OTEL);
    check_fixture_off(&fixture, COMPONENT_KUBERNETES);
    check_fixture_blind(&fixture);
    assert_check("collectors", HEALTH_UNKNOWN, "prometheus: no data");
}

static void check_collectors_when_spans_are_lost_warns(void **state)
{
    (void)state;
    fixture.otel.metrics.send_failed.per_second = 120;
    judge("collectors");
    assert_int_equal(result.status, HEALTH_WARNING);
    assert_non_null(strstr(result.summary, "120 spans/s not sent"));
}

static void check_kafka_takes_each_colour(void **state)
{
    (void)state;
    fixture.kafka.lag = 131000;
    assert_check("kafka", HEALTH_WARNING, "lag 131k; 2 consumers active");
    fixture.kafka.members = 0;
    fixture.kafka.state = KAFKA_NO_MEMBERS;
    assert_check("kafka", HEALTH_CRITICAL,
                 "group jaeger-ingester has no active consumers; lag 131k");
    check_fixture_fail(&fixture, COMPONENT_KAFKA, 0, "kubectl: exit 1");
    check_fixture_blind(&fixture);
    assert_check("kafka", HEALTH_UNKNOWN,
                 "kafka: kubectl: exit 1; prometheus: no data");
}

static void check_kafka_by_prometheus_wants_consumers(void **state)
{
    (void)state;
    check_fixture_off(&fixture, COMPONENT_KAFKA);
    judge("kafka");
    assert_int_equal(result.status, HEALTH_OK);
    fixture.facts[FACT_CONSUMERS].value = 0;
    judge("kafka");
    assert_int_equal(result.status, HEALTH_CRITICAL);
}

static void check_query_when_refused_is_critical(void **state)
{
    (void)state;
    check_fixture_blind(&fixture);
    check_fixture_fail(&fixture, COMPONENT_JAEGER, 0, "connection refused");
    assert_check("query", HEALTH_CRITICAL, "/api/services: connection refused");
    check_fixture_fail(&fixture, COMPONENT_JAEGER, 500, "Error 503");
    assert_check("query", HEALTH_CRITICAL, "/api/services: Error 503");
    check_fixture_fail(&fixture, COMPONENT_JAEGER, 200, "answers HTML");
    judge("query");
    assert_int_equal(result.status, HEALTH_UNKNOWN);
}

static void check_query_when_slow_or_empty_warns(void **state)
{
    (void)state;
    fixture.jaeger.services.latency_ms = 1310;
    judge("query");
    assert_int_equal(result.status, HEALTH_WARNING);
    assert_near(result.value, 1.31, 1e-9);
    assert_near(result.limit, 0.5, 0);
    fixture.jaeger.services.latency_ms = 3;
    fixture.jaeger.services.count = 0;
    judge("query");
    assert_int_equal(result.status, HEALTH_WARNING);
    assert_non_null(strstr(result.summary, "the storage holds no service"));
}

static void check_prometheus_takes_each_colour(void **state)
{
    struct backend *backend = &fixture.base.backend;

    (void)state;
    fixture.facts[FACT_TARGETS_UP].value = 14;
    assert_check("prometheus", HEALTH_WARNING, "3 ms; 14 of 15 targets up");
    backend->state = BACKEND_DOWN;
    (void)snprintf(backend->error, sizeof(backend->error), "refused");
    assert_check("prometheus", HEALTH_CRITICAL, "refused");
    backend->state = BACKEND_WAITING;
    assert_check("prometheus", HEALTH_UNKNOWN, "no answer yet");
    backend->state = BACKEND_OFF;
    assert_check("prometheus", HEALTH_UNKNOWN, "prometheus is not configured");
}

static void check_backups_takes_each_colour(void **state)
{
    (void)state;
    fixture.repository.success.end_ms = FIXTURE_NOW_MS - INT64_C(108000000);
    judge("backups");
    assert_int_equal(result.status, HEALTH_WARNING);
    assert_near(result.value, 30, 0);
    fixture.repository.success.state = ELASTICSEARCH_SNAPSHOT_NONE;
    assert_check("backups", HEALTH_CRITICAL, "no snapshot succeeded in backup");
    fixture.cluster.snapshots.count = 0;
    assert_check("backups", HEALTH_WARNING,
                 "no snapshot repository: nothing is backed up");
    fixture.cluster.snapshots.answered_ms = -1;
    check_fixture_fail(&fixture, COMPONENT_ELASTICSEARCH, 0, "refused");
    assert_check("backups", HEALTH_UNKNOWN, "elasticsearch: refused");
    check_fixture_off(&fixture, COMPONENT_ELASTICSEARCH);
    judge("backups");
    assert_true(result.is_left_out);
}

static void check_certificates_tells_of_the_first_to_expire(void **state)
{
    (void)state;
    fixture.base.backend.certificate_ms =
        FIXTURE_NOW_MS + INT64_C(86400000) * 40;
    assert_check("certificates", HEALTH_OK, "prometheus expires in 40 days");
    fixture.base.backend.certificate_ms =
        FIXTURE_NOW_MS + INT64_C(86400000) * 10;
    assert_check("certificates", HEALTH_WARNING,
                 "prometheus expires in 10 days");
    fixture.base.backend.certificate_ms = FIXTURE_NOW_MS - 86400000;
    assert_check("certificates", HEALTH_CRITICAL,
                 "prometheus expired 1 days ago");
}

static void check_run_when_an_alert_fires_is_as_bad(void **state)
{
    static const struct alert alert = {.name = "OwnLagRule",
                                       .severity = SEVERITY_CRITICAL,
                                       .state = ALERT_FIRING,
                                       .panel = "kafka"};
    struct alerts alerts = {.items = &alert, .count = 1, .is_known = true};

    (void)state;
    fixture.base.model.alerts = &alerts;
    assert_check("kafka", HEALTH_CRITICAL,
                 "lag 800; 2 consumers active; OwnLagRule fires");
}

static void check_is_settled_waits_for_what_the_check_wants(void **state)
{
    const struct model *model = &fixture.base.model;

    (void)state;
    assert_true(check_is_settled(check_find("kafka"), model));
    fixture.components.of[COMPONENT_KAFKA].is_settled = false;
    assert_false(check_is_settled(check_find("kafka"), model));
    assert_true(check_is_settled(check_find("disk"), model));
    fixture.facts[FACT_TARGETS].answered_ms = -1;
    assert_false(check_is_settled(check_find("prometheus"), model));
    (void)snprintf(fixture.facts[FACT_TARGETS].error, 10, "refused");
    assert_true(check_is_settled(check_find("prometheus"), model));
    fixture.base.panels[2].data = PANEL_WAITING;
    assert_false(check_is_settled(check_find("disk"), model));
}

/* What stands between a check and a green light that nobody vouches for:
 * Prometheus alone must not cover up that a back end says nothing. */
static void check_run_when_a_back_end_tells_nothing_is_never_ok(void **state)
{
    static const struct {
        const char *check;
        enum component_id id;
        enum health_state if_down;
    } rows[] = {
        {"pods", COMPONENT_KUBERNETES, HEALTH_UNKNOWN},
        {"elasticsearch", COMPONENT_ELASTICSEARCH, HEALTH_CRITICAL},
        {"disk", COMPONENT_ELASTICSEARCH, HEALTH_UNKNOWN},
        {"backups", COMPONENT_ELASTICSEARCH, HEALTH_UNKNOWN},
        {"ingestion", COMPONENT_JAEGER, HEALTH_CRITICAL},
        {"query", COMPONENT_JAEGER, HEALTH_CRITICAL},
        {"collectors", COMPONENT_OTEL, HEALTH_CRITICAL},
        {"kafka", COMPONENT_KAFKA, HEALTH_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_fixture_fail(&fixture, rows[i].id, 401, "HTTP 401");
        judge(rows[i].check);
        assert_int_equal(result.status, HEALTH_UNKNOWN);
        assert_non_null(strstr(result.summary, "HTTP 401"));
        check_fixture_fail(&fixture, rows[i].id, 0, "refused");
        judge(rows[i].check);
        assert_int_equal(result.status, rows[i].if_down);
        check_fixture_fail(&fixture, rows[i].id, 0, "");
        for (size_t j = 0; j < CHECK_FIXTURE_ASKED; j++)
            fixture.asked[rows[i].id][j].answered_ms = -1;
        judge(rows[i].check);
        assert_int_equal(result.status, HEALTH_UNKNOWN);
        assert_non_null(strstr(result.summary, "no answer yet"));
        check_fixture_clear(&fixture);
        check_fixture_init(&fixture);
    }
}

static void check_elasticsearch_says_what_it_could_not_see(void **state)
{
    struct asked *nodes = &fixture.asked[COMPONENT_ELASTICSEARCH][1];

    (void)state;
    assert_string_equal(nodes->name, "nodes");
    nodes->status = 403;
    (void)snprintf(nodes->error, sizeof(nodes->error), "HTTP 403");
    assert_check("elasticsearch", HEALTH_UNKNOWN,
                 "green, 2 nodes, 60 shards; nodes: HTTP 403");
}

static void
check_query_when_only_collectors_are_configured_asks_none(void **state)
{
    (void)state;
    fixture.asked[COMPONENT_JAEGER][0].is_left_out = true;
    judge("query");
    assert_int_equal(result.status, HEALTH_OK);
    assert_non_null(strstr(result.summary, "by prometheus"));
}

static void check_prometheus_that_denies_us_is_unknown(void **state)
{
    struct backend *backend = &fixture.base.backend;

    (void)state;
    backend->state = BACKEND_DOWN;
    (void)snprintf(backend->error, sizeof(backend->error), "HTTP 401");
    assert_check("prometheus", HEALTH_CRITICAL, "HTTP 401");
    backend->is_denied = true;
    assert_check("prometheus", HEALTH_UNKNOWN, "HTTP 401");
}

static void check_reads_its_questions_by_their_first_word(void **state)
{
    (void)state;
    assert_true(
        check_reads(check_find("ingestion"), COMPONENT_JAEGER, "collector 12"));
    assert_false(
        check_reads(check_find("ingestion"), COMPONENT_JAEGER, "services"));
    assert_true(
        check_reads(check_find("disk"), COMPONENT_ELASTICSEARCH, "nodes"));
    assert_false(
        check_reads(check_find("disk"), COMPONENT_ELASTICSEARCH, "node"));
    assert_false(
        check_reads(check_find("disk"), COMPONENT_KUBERNETES, "nodes"));
}

static void check_worse_puts_unknown_after_ok_alone(void **state)
{
    (void)state;
    assert_int_equal(check_worse(HEALTH_OK, HEALTH_UNKNOWN), HEALTH_UNKNOWN);
    assert_int_equal(check_worse(HEALTH_WARNING, HEALTH_UNKNOWN),
                     HEALTH_WARNING);
    assert_int_equal(check_worse(HEALTH_CRITICAL, HEALTH_WARNING),
                     HEALTH_CRITICAL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(check_table_has_the_guides_checks_first),
        CASE(check_run_when_all_is_well_is_ok),
        CASE(check_pods_when_a_running_pod_crash_loops_is_critical),
        CASE(check_pods_when_one_is_long_not_ready_warns),
        CASE(check_pods_when_one_restarted_warns),
        CASE(check_pods_when_a_deployment_has_none_is_critical),
        CASE(check_pods_when_the_namespace_is_empty_is_unknown),
        CASE(check_pods_when_kubectl_fails_falls_back_then_is_unknown),
        CASE(check_pods_by_prometheus_takes_each_colour),
        CASE(check_elasticsearch_takes_the_clusters_colour),
        CASE(check_elasticsearch_when_refused_is_critical),
        CASE(check_elasticsearch_when_denied_is_unknown),
        CASE(check_disk_is_held_against_the_clusters_watermarks),
        CASE(check_disk_without_the_cluster_takes_the_panel),
        CASE(check_ingestion_when_it_halved_since_last_week_warns),
        CASE(check_ingestion_when_nothing_comes_is_critical),
        CASE(check_ingestion_counts_the_collectors_that_are_down),
        CASE(check_collectors_takes_each_colour),
        CASE(check_collectors_when_spans_are_lost_warns),
        CASE(check_kafka_takes_each_colour),
        CASE(check_kafka_by_prometheus_wants_consumers),
        CASE(check_query_when_refused_is_critical),
        CASE(check_query_when_slow_or_empty_warns),
        CASE(check_prometheus_takes_each_colour),
        CASE(check_backups_takes_each_colour),
        CASE(check_certificates_tells_of_the_first_to_expire),
        CASE(check_run_when_an_alert_fires_is_as_bad),
        CASE(check_is_settled_waits_for_what_the_check_wants),
        CASE(check_run_when_a_back_end_tells_nothing_is_never_ok),
        CASE(check_elasticsearch_says_what_it_could_not_see),
        CASE(check_query_when_only_collectors_are_configured_asks_none),
        CASE(check_prometheus_that_denies_us_is_unknown),
        CASE(check_reads_its_questions_by_their_first_word),
        CASE(check_worse_puts_unknown_after_ok_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
