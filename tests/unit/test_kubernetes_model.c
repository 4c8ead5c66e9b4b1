/* test_kubernetes_model.c - quantities, ages, the harm of a pod, its owner. */
#include "tests/test.h"

#include <math.h>
#include <stdio.h>

#include "model/kubernetes.h"

static double quantity(const char *text)
{
    return kubernetes_quantity(text, strlen(text));
}

static int64_t age_ms(const char *text)
{
    return kubernetes_age_ms(text, strlen(text));
}

static enum kubernetes_harm harm(const char *status, int ready, int containers)
{
    const struct kubernetes_pod pod = {
        .status = status, .ready = ready, .containers = containers};

    return kubernetes_harm_of(&pod);
}

static void quantity_when_suffixed_reads_both_systems(void **state)
{
    (void)state;

    assert_near(quantity("429151n"), 0.000429151, 1e-15);
    assert_near(quantity("17u"), 0.000017, 1e-15);
    assert_near(quantity("250m"), 0.25, 1e-12);
    assert_near(quantity("1.5"), 1.5, 1e-12);
    assert_near(quantity("128Mi"), 134217728, 1e-6);
    assert_near(quantity("1Gi"), 1073741824, 1e-6);
    assert_near(quantity("2G"), 2e9, 1e-6);
    assert_near(quantity("2k"), 2e3, 1e-6);
    assert_near(quantity("1e3"), 1000, 1e-9);
    assert_near(quantity("2E"), 2e18, 1);
}

static void quantity_when_no_quantity_is_nan(void **state)
{
    (void)state;

    assert_true(isnan(quantity("")));
    assert_true(isnan(quantity("Mi")));
    assert_true(isnan(quantity("12Qi")));
    assert_true(isnan(quantity("12 Mi")));
}

static void age_when_kubectl_wrote_it_reads(void **state)
{
    (void)state;

    assert_int_equal(age_ms("45s"), 45000);
    assert_int_equal(age_ms("2m11s"), 131000);
    assert_int_equal(age_ms("5d3h"), 442800000);
    assert_int_equal(age_ms("2y14d"), (int64_t)744 * 86400000);
    assert_int_equal(age_ms("<unknown>"), -1);
    assert_int_equal(age_ms(""), -1);
}

static void harm_when_status_tells_follows_it(void **state)
{
    (void)state;

    assert_int_equal(harm("Running", 1, 1), KUBERNETES_WELL);
    assert_int_equal(harm("Completed", 0, 1), KUBERNETES_WELL);
    assert_int_equal(harm("Running", 0, 1), KUBERNETES_STARTING);
    assert_int_equal(harm("Init:1/2", 0, 1), KUBERNETES_STARTING);
    assert_int_equal(harm("Init:Error", 0, 1), KUBERNETES_SICK);
    assert_int_equal(harm("CrashLoopBackOff", 0, 1), KUBERNETES_SICK);
    assert_int_equal(harm("Evicted", 0, 1), KUBERNETES_SICK);
}

static void workload_of_when_names_nest_takes_the_longest(void **state)
{
    struct kubernetes_workload items[] = {{.name = "jaeger"},
                                          {.name = "jaeger-collector"},
                                          {.name = "jaeger-query"}};
    const struct kubernetes_workloads workloads = {.items = items, .count = 3};
    (void)state;

    assert_ptr_equal(
        kubernetes_workload_of(&workloads, "jaeger-collector-5d9-x2"),
        &items[1]);
    assert_ptr_equal(kubernetes_workload_of(&workloads, "jaeger-0"), &items[0]);
    assert_null(kubernetes_workload_of(&workloads, "jaegerx-0"));
}

static void missing_when_two_rights_lack_names_both(void **state)
{
    struct kubernetes kubernetes;
    char out[200];
    (void)state;

    kubernetes_init(&kubernetes, "observability");
    (void)snprintf(kubernetes.events.part.missing,
                   sizeof(kubernetes.events.part.missing), "%s",
                   "cannot list events");
    (void)snprintf(kubernetes.nodes.part.missing,
                   sizeof(kubernetes.nodes.part.missing), "%s",
                   "cannot list nodes");
    kubernetes_missing(&kubernetes, out, sizeof(out));

    assert_string_equal(out, "cannot list events, cannot list nodes");
    assert_int_equal(kubernetes.pods.part.answered_ms, -1);
    kubernetes_clear(&kubernetes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantity_when_suffixed_reads_both_systems),
        cmocka_unit_test(quantity_when_no_quantity_is_nan),
        cmocka_unit_test(age_when_kubectl_wrote_it_reads),
        cmocka_unit_test(harm_when_status_tells_follows_it),
        cmocka_unit_test(workload_of_when_names_nest_takes_the_longest),
        cmocka_unit_test(missing_when_two_rights_lack_names_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
