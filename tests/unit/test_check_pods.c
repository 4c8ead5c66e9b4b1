/* test_check_pods.c - the pods, by kubectl and by Prometheus. */
#include "tests/support/check_fixture.h"

static void check_pods_when_a_running_pod_crash_loops_is_critical(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->pods[0].status = "CrashLoopBackOff";
    fixture->pods[0].phase = KUBERNETES_PHASE_RUNNING;
    fixture->pods[0].harm = KUBERNETES_SICK;
    fixture->pods[0].ready = 0;
    fixture->pods[0].is_detailed = true;
    fixture->pods[0].ended = "OOMKilled";

    assert_check(fixture, "pods", HEALTH_CRITICAL,
                 "jaeger-collector-6d5f7c9b8-abcde CrashLoopBackOff, last end "
                 "OOMKilled; 2 of 3 ready; no restarts in the last hour");
    assert_near(fixture->result.value, 1, 0);
}

static void check_pods_when_one_is_long_not_ready_warns(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->pods[1].ready = 0;
    fixture->pods[1].harm = KUBERNETES_STARTING;

    assert_check(fixture, "pods", HEALTH_WARNING,
                 "jaeger-query-5f9c7-qrstu Running, 0 of 1 ready; 2 of 3 "
                 "ready; no restarts in the last hour");
}

static void check_pods_when_one_restarted_warns(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->pods[1].restarted_ms = FIXTURE_NOW_MS - 1200000;

    assert_check(fixture, "pods", HEALTH_WARNING,
                 "3 of 3 ready; 1 restarted in the last hour: "
                 "jaeger-query-5f9c7-qrstu");
}

static void check_pods_when_a_deployment_has_none_is_critical(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->workload.ready = 0;
    fixture->workload.available = -1; /* Kubernetes leaves a zero out */

    check_fixture_judge(fixture, "pods");

    assert_int_equal(fixture->result.status, HEALTH_CRITICAL);
    assert_non_null(strstr(fixture->result.summary,
                           "Deployment jaeger-collector has none of 1 ready"));
}

static void check_pods_when_the_namespace_is_empty_is_unknown(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->kubernetes.pods.count = 0;

    assert_check(fixture, "pods", HEALTH_UNKNOWN,
                 "no pods in namespace observability");
}

static void
check_pods_when_kubectl_fails_falls_back_then_is_unknown(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_fail(fixture, COMPONENT_KUBERNETES, 0, "kubectl: exit 1");

    assert_check(fixture, "pods", HEALTH_UNKNOWN,
                 "3 of 3 ready; by prometheus; kubernetes: kubectl: exit 1");
    check_fixture_blind(fixture);
    assert_check(fixture, "pods", HEALTH_UNKNOWN,
                 "kubernetes: kubectl: exit 1");
    check_fixture_off(fixture, COMPONENT_KUBERNETES);
    assert_check(fixture, "pods", HEALTH_UNKNOWN,
                 "kubernetes is not configured");
}

static void check_pods_by_prometheus_takes_each_colour(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_off(fixture, COMPONENT_KUBERNETES);

    assert_check(fixture, "pods", HEALTH_OK, "3 of 3 ready; by prometheus");
    fixture->facts[FACT_PODS_READY].value = 2;
    assert_check(fixture, "pods", HEALTH_WARNING,
                 "2 of 3 ready; by prometheus");
    fixture->facts[FACT_PODS_STUCK].value = 1;
    assert_check(fixture, "pods", HEALTH_CRITICAL,
                 "1 containers wait in an error; 2 of 3 ready; by prometheus");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(check_pods_when_a_running_pod_crash_loops_is_critical),
        CHECK_TEST(check_pods_when_one_is_long_not_ready_warns),
        CHECK_TEST(check_pods_when_one_restarted_warns),
        CHECK_TEST(check_pods_when_a_deployment_has_none_is_critical),
        CHECK_TEST(check_pods_when_the_namespace_is_empty_is_unknown),
        CHECK_TEST(check_pods_when_kubectl_fails_falls_back_then_is_unknown),
        CHECK_TEST(check_pods_by_prometheus_takes_each_colour),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
