/* test_check.c - what holds for every check, and those of what watches. */
#include "tests/support/check_fixture.h"

#include <stdio.h>

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
    struct check_fixture *fixture = *state;

    assert_check(fixture, "pods", HEALTH_OK,
                 "3 of 3 ready; no restarts in the last hour");
    assert_near(fixture->result.value, 0, 0);
    assert_check(fixture, "elasticsearch", HEALTH_OK,
                 "green, 2 nodes, 60 shards");
    assert_check(fixture, "disk", HEALTH_OK, "71 % on es-master-0, 2 nodes");
    assert_near(fixture->result.value, 71, 0);
    assert_near(fixture->result.limit, 85, 1e-9);
    assert_check(fixture, "collectors", HEALTH_OK,
                 "health port well; 1 pod; 45 % of their CPU limit; none "
                 "throttled");
    assert_check(fixture, "kafka", HEALTH_OK, "lag 800; 2 consumers active");
    assert_check(fixture, "prometheus", HEALTH_OK, "3 ms; 15 of 15 targets up");
    assert_check(fixture, "backups", HEALTH_OK,
                 "last snapshot 2026-11-22 02:04, SUCCESS");
    check_fixture_judge(fixture, "ingestion");
    assert_int_equal(fixture->result.status, HEALTH_OK);
    assert_non_null(
        strstr(fixture->result.summary, "below the same hour last week"));
    check_fixture_judge(fixture, "query");
    assert_int_equal(fixture->result.status, HEALTH_OK);
    assert_non_null(
        strstr(fixture->result.summary, "/api/services 212 ms; 41 services"));
    check_fixture_judge(fixture, "alertmanager");
    assert_true(fixture->result.is_left_out);
    check_fixture_judge(fixture, "certificates");
    assert_true(fixture->result.is_left_out);
}

static void check_prometheus_takes_each_colour(void **state)
{
    struct check_fixture *fixture = *state;
    struct backend *backend = &fixture->base.backend;

    fixture->facts[FACT_TARGETS_UP].value = 14;
    assert_check(fixture, "prometheus", HEALTH_WARNING,
                 "3 ms; 14 of 15 targets up");
    backend->state = BACKEND_DOWN;
    (void)snprintf(backend->error, sizeof(backend->error), "refused");
    assert_check(fixture, "prometheus", HEALTH_CRITICAL, "refused");
    backend->state = BACKEND_WAITING;
    assert_check(fixture, "prometheus", HEALTH_UNKNOWN, "no answer yet");
    backend->state = BACKEND_OFF;
    assert_check(fixture, "prometheus", HEALTH_UNKNOWN,
                 "prometheus is not configured");
}

static void check_certificates_tells_of_the_first_to_expire(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->base.backend.certificate_ms =
        FIXTURE_NOW_MS + INT64_C(86400000) * 40;
    assert_check(fixture, "certificates", HEALTH_OK,
                 "prometheus expires in 40 days");
    fixture->base.backend.certificate_ms =
        FIXTURE_NOW_MS + INT64_C(86400000) * 10;
    assert_check(fixture, "certificates", HEALTH_WARNING,
                 "prometheus expires in 10 days");
    fixture->base.backend.certificate_ms = FIXTURE_NOW_MS - 86400000;
    assert_check(fixture, "certificates", HEALTH_CRITICAL,
                 "prometheus expired 1 days ago");
}

static void check_run_when_an_alert_fires_is_as_bad(void **state)
{
    struct check_fixture *fixture = *state;
    static const struct alert alert = {.name = "OwnLagRule",
                                       .severity = SEVERITY_CRITICAL,
                                       .state = ALERT_FIRING,
                                       .panel = "kafka"};
    struct alerts alerts = {.items = &alert, .count = 1, .is_known = true};

    fixture->base.model.alerts = &alerts;
    assert_check(fixture, "kafka", HEALTH_CRITICAL,
                 "lag 800; 2 consumers active; OwnLagRule fires");
}

static void check_is_settled_waits_for_what_the_check_wants(void **state)
{
    struct check_fixture *fixture = *state;
    const struct model *model = &fixture->base.model;

    assert_true(check_is_settled(check_find("kafka"), model));
    fixture->components.of[COMPONENT_KAFKA].is_settled = false;
    assert_false(check_is_settled(check_find("kafka"), model));
    assert_true(check_is_settled(check_find("disk"), model));
    fixture->facts[FACT_TARGETS].answered_ms = -1;
    assert_false(check_is_settled(check_find("prometheus"), model));
    (void)snprintf(fixture->facts[FACT_TARGETS].error, 10, "refused");
    assert_true(check_is_settled(check_find("prometheus"), model));
    fixture->base.panels[2].data = PANEL_WAITING;
    assert_false(check_is_settled(check_find("disk"), model));
}

/* What stands between a check and a green light that nobody vouches for:
 * Prometheus alone must not cover up that a back end says nothing. */
static void check_run_when_a_back_end_tells_nothing_is_never_ok(void **state)
{
    struct check_fixture *fixture = *state;
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

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_fixture_fail(fixture, rows[i].id, 401, "HTTP 401");
        check_fixture_judge(fixture, rows[i].check);
        assert_int_equal(fixture->result.status, HEALTH_UNKNOWN);
        assert_non_null(strstr(fixture->result.summary, "HTTP 401"));
        check_fixture_fail(fixture, rows[i].id, 0, "refused");
        check_fixture_judge(fixture, rows[i].check);
        assert_int_equal(fixture->result.status, rows[i].if_down);
        check_fixture_fail(fixture, rows[i].id, 0, "");
        for (size_t j = 0; j < CHECK_FIXTURE_ASKED; j++)
            fixture->asked[rows[i].id][j].answered_ms = -1;
        check_fixture_judge(fixture, rows[i].check);
        assert_int_equal(fixture->result.status, HEALTH_UNKNOWN);
        assert_non_null(strstr(fixture->result.summary, "no answer yet"));
        check_fixture_clear(fixture);
        check_fixture_init(fixture);
    }
}

static void check_prometheus_that_denies_us_is_unknown(void **state)
{
    struct check_fixture *fixture = *state;
    struct backend *backend = &fixture->base.backend;

    backend->state = BACKEND_DOWN;
    (void)snprintf(backend->error, sizeof(backend->error), "HTTP 401");
    assert_check(fixture, "prometheus", HEALTH_CRITICAL, "HTTP 401");
    backend->is_denied = true;
    assert_check(fixture, "prometheus", HEALTH_UNKNOWN, "HTTP 401");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(check_table_has_the_guides_checks_first),
        CHECK_TEST(check_run_when_all_is_well_is_ok),
        CHECK_TEST(check_prometheus_takes_each_colour),
        CHECK_TEST(check_certificates_tells_of_the_first_to_expire),
        CHECK_TEST(check_run_when_an_alert_fires_is_as_bad),
        CHECK_TEST(check_is_settled_waits_for_what_the_check_wants),
        CHECK_TEST(check_run_when_a_back_end_tells_nothing_is_never_ok),
        CHECK_TEST(check_prometheus_that_denies_us_is_unknown),
        CHECK_TEST(check_reads_its_questions_by_their_first_word),
        CHECK_TEST(check_worse_puts_unknown_after_ok_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
