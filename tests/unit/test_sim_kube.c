/* test_sim_kube.c - the simulated Kubernetes tells, changes and cures. */
#include "tests/test.h"

#include <jansson.h>

#include "sim/kube.h"
#include "sim/model.h"

enum { REPLY_MAX = 1 << 20 };

#define INSIDE "namespaces/observability/"
#define PODS "/api/v1/" INSIDE "pods"
#define DEPLOYMENTS "/apis/apps/v1/" INSIDE "deployments"

static const int64_t now_ms = INT64_C(1795400000000);

struct rig {
    struct model model;
    struct kube kube;
    struct api_reply reply;
    const char *query[2]; /* name and value */
    const char *accept;
};

static const char *find_argument(const void *owner, const char *name)
{
    const struct rig *rig = owner;

    return rig->query[0] && strcmp(rig->query[0], name) == 0 ? rig->query[1]
                                                             : NULL;
}

static const char *ask(struct rig *rig, const char *method, const char *path,
                       const char *body)
{
    const struct api_request request = {.method = method,
                                        .path = path,
                                        .body = body,
                                        .accept = rig->accept,
                                        .argument = find_argument,
                                        .owner = rig};

    buf_clear(&rig->reply.body);
    buf_init(&rig->reply.body, REPLY_MAX);
    kube_answer(&rig->kube, &rig->model, &request, &rig->reply);
    return rig->reply.body.length ? rig->reply.body.bytes : "";
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    model_init(&rig->model,
               &(struct model_settings){.seed = 1,
                                        .epoch_ms = now_ms - 3600000,
                                        .told_ms = now_ms,
                                        .scenario = SCENARIO_COLLECTOR_DOWN});
    model_advance(&rig->model, now_ms);
    buf_init(&rig->reply.body, REPLY_MAX);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    buf_clear(&rig->reply.body);
    kube_clear(&rig->kube);
    free(rig);
    return 0;
}

static void answer_when_a_collector_is_down_then_its_pod_loops(void **state)
{
    struct rig *rig = *state;
    json_t *pod =
        json_loads(ask(rig, "GET", PODS "/jaeger-collector-1", ""), 0, NULL);
    const char *phase = "", *reason = "", *last = "";

    (void)json_unpack(pod, "{s:{s:s,s:[{s:{s:{s:s}},s:{s:{s:s}}}]}}", "status",
                      "phase", &phase, "containerStatuses", "state", "waiting",
                      "reason", &reason, "lastState", "terminated", "reason",
                      &last);

    assert_string_equal(phase, "Running");
    assert_string_equal(reason, "CrashLoopBackOff");
    assert_string_equal(last, "OOMKilled");
    json_decref(pod);
}

static void answer_when_asked_for_a_table_then_has_kubectls_cells(void **state)
{
    struct rig *rig = *state;
    json_t *table = NULL;
    const char *ready = "", *status = "";

    rig->accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    table = json_loads(ask(rig, "GET", PODS, ""), 0, NULL);
    (void)json_unpack(json_array_get(json_object_get(table, "rows"), 1),
                      "{s:[s,s,s]}", "cells", &(const char *){NULL}, &ready,
                      &status);

    assert_string_equal(ready, "0/1");
    assert_string_equal(status, "CrashLoopBackOff");
    json_decref(table);
}

static void answer_when_a_pod_is_unknown_then_not_found(void **state)
{
    struct rig *rig = *state;

    assert_non_null(
        strstr(ask(rig, "GET", PODS "/nobody", ""), "\"reason\":\"NotFound\""));
    assert_int_equal(rig->reply.status, 404);
}

static void answer_when_scaled_then_has_more_pods(void **state)
{
    struct rig *rig = *state;

    (void)ask(rig, "PATCH", DEPLOYMENTS "/jaeger-ingester/scale",
              "{\"spec\":{\"replicas\":5}}");

    assert_int_equal(rig->reply.status, 200);
    assert_int_equal(kube_replicas(&rig->kube, &rig->model, 1), 5);
}

static void answer_when_dry_run_then_changes_nothing(void **state)
{
    struct rig *rig = *state;

    rig->query[0] = "dryRun";
    rig->query[1] = "All";
    (void)ask(rig, "PATCH", DEPLOYMENTS "/jaeger-ingester/scale",
              "{\"spec\":{\"replicas\":5}}");

    assert_int_equal(rig->reply.status, 200);
    assert_int_equal(kube_replicas(&rig->kube, &rig->model, 1), 3);
}

static void answer_when_replicas_are_negative_then_refuses(void **state)
{
    struct rig *rig = *state;

    (void)ask(rig, "PATCH", DEPLOYMENTS "/jaeger-ingester/scale",
              "{\"spec\":{\"replicas\":-1}}");

    assert_int_equal(rig->reply.status, 422);
    assert_int_equal(kube_replicas(&rig->kube, &rig->model, 1), 3);
}

static void answer_when_a_pod_is_deleted_then_cures_the_fault(void **state)
{
    struct rig *rig = *state;
    bool before = model_has_fault(&rig->model, FAULT_COLLECTOR);

    (void)ask(rig, "DELETE", PODS "/jaeger-collector-1", "");

    assert_true(before);
    assert_false(model_has_fault(&rig->model, FAULT_COLLECTOR));
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
    const struct CMUnitTest tests[] = {
        CASE(answer_when_a_collector_is_down_then_its_pod_loops),
        CASE(answer_when_asked_for_a_table_then_has_kubectls_cells),
        CASE(answer_when_a_pod_is_unknown_then_not_found),
        CASE(answer_when_scaled_then_has_more_pods),
        CASE(answer_when_dry_run_then_changes_nothing),
        CASE(answer_when_replicas_are_negative_then_refuses),
        CASE(answer_when_a_pod_is_deleted_then_cures_the_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
