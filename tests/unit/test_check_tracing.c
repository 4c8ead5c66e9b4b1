/* test_check_tracing.c - spans on their way in, and traces on theirs out. */
#include "tests/support/check_fixture.h"

#include <stdio.h>

static void check_ingestion_when_it_halved_since_last_week_warns(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->facts[FACT_LAST_WEEK].value = 18000;
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_WARNING);
    fixture->facts[FACT_LAST_WEEK].value = 180000;
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_CRITICAL);
}

static void check_ingestion_when_nothing_comes_is_critical(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->base.panels[0].health.value = 0;
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_CRITICAL);
    check_fixture_blind(fixture);
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_UNKNOWN);
}

static void check_ingestion_counts_the_collectors_that_are_down(void **state)
{
    struct check_fixture *fixture = *state;
    struct asked *second = &fixture->asked[COMPONENT_JAEGER][3];

    second->status = 0;
    (void)snprintf(second->error, sizeof(second->error), "connection refused");
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_WARNING);
    assert_memory_equal(fixture->result.summary,
                        "1 of 2 collectors down: connection refused; ", 44);
    check_fixture_fail(fixture, COMPONENT_JAEGER, 0, "connection refused");
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_CRITICAL);
}

static void check_collectors_takes_each_colour(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->pods[2].cpu_cores = 0.93;
    fixture->facts[FACT_THROTTLED_RATIO].value = 0.4;
    assert_check(fixture, "collectors", HEALTH_WARNING,
                 "health port well; 1 pod; 93 % of their CPU limit; throttled "
                 "in 40 % of the periods");
    check_fixture_fail(fixture, COMPONENT_OTEL, 0, "connection refused");
    check_fixture_judge(fixture, "collectors");
    assert_int_equal(fixture->result.status, HEALTH_CRITICAL);
    check_fixture_off(fixture, COMPONENT_OTEL);
    check_fixture_off(fixture, COMPONENT_KUBERNETES);
    check_fixture_blind(fixture);
    assert_check(fixture, "collectors", HEALTH_UNKNOWN, "prometheus: no data");
}

static void check_collectors_when_spans_are_lost_warns(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->otel.metrics.send_failed.per_second = 120;
    check_fixture_judge(fixture, "collectors");
    assert_int_equal(fixture->result.status, HEALTH_WARNING);
    assert_non_null(strstr(fixture->result.summary, "120 spans/s not sent"));
}

static void check_kafka_takes_each_colour(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->kafka.lag = 131000;
    assert_check(fixture, "kafka", HEALTH_WARNING,
                 "lag 131k; 2 consumers active");
    fixture->kafka.members = 0;
    fixture->kafka.state = KAFKA_NO_MEMBERS;
    assert_check(fixture, "kafka", HEALTH_CRITICAL,
                 "group jaeger-ingester has no active consumers; lag 131k");
    check_fixture_fail(fixture, COMPONENT_KAFKA, 0, "kubectl: exit 1");
    check_fixture_blind(fixture);
    assert_check(fixture, "kafka", HEALTH_UNKNOWN,
                 "kafka: kubectl: exit 1; prometheus: no data");
}

static void check_kafka_by_prometheus_wants_consumers(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_off(fixture, COMPONENT_KAFKA);
    check_fixture_judge(fixture, "kafka");
    assert_int_equal(fixture->result.status, HEALTH_OK);
    fixture->facts[FACT_CONSUMERS].value = 0;
    check_fixture_judge(fixture, "kafka");
    assert_int_equal(fixture->result.status, HEALTH_CRITICAL);
}

static void check_query_when_refused_is_critical(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_blind(fixture);
    check_fixture_fail(fixture, COMPONENT_JAEGER, 0, "connection refused");
    assert_check(fixture, "query", HEALTH_CRITICAL,
                 "/api/services: connection refused");
    check_fixture_fail(fixture, COMPONENT_JAEGER, 500, "Error 503");
    assert_check(fixture, "query", HEALTH_CRITICAL, "/api/services: Error 503");
    check_fixture_fail(fixture, COMPONENT_JAEGER, 200, "answers HTML");
    check_fixture_judge(fixture, "query");
    assert_int_equal(fixture->result.status, HEALTH_UNKNOWN);
}

static void check_query_when_slow_or_empty_warns(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->jaeger.services.latency_ms = 1310;
    check_fixture_judge(fixture, "query");
    assert_int_equal(fixture->result.status, HEALTH_WARNING);
    assert_near(fixture->result.value, 1.31, 1e-9);
    assert_near(fixture->result.limit, 0.5, 0);
    fixture->jaeger.services.latency_ms = 3;
    fixture->jaeger.services.count = 0;
    check_fixture_judge(fixture, "query");
    assert_int_equal(fixture->result.status, HEALTH_WARNING);
    assert_non_null(
        strstr(fixture->result.summary, "the storage holds no service"));
}

static void
check_query_when_only_collectors_are_configured_asks_none(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->asked[COMPONENT_JAEGER][0].is_left_out = true;
    check_fixture_judge(fixture, "query");
    assert_int_equal(fixture->result.status, HEALTH_OK);
    assert_non_null(strstr(fixture->result.summary, "by prometheus"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(check_ingestion_when_it_halved_since_last_week_warns),
        CHECK_TEST(check_ingestion_when_nothing_comes_is_critical),
        CHECK_TEST(check_ingestion_counts_the_collectors_that_are_down),
        CHECK_TEST(check_collectors_takes_each_colour),
        CHECK_TEST(check_collectors_when_spans_are_lost_warns),
        CHECK_TEST(check_kafka_takes_each_colour),
        CHECK_TEST(check_kafka_by_prometheus_wants_consumers),
        CHECK_TEST(check_query_when_refused_is_critical),
        CHECK_TEST(check_query_when_slow_or_empty_warns),
        CHECK_TEST(check_query_when_only_collectors_are_configured_asks_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
