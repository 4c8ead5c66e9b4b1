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
    const char *query[6]; /* names and values */
    const char *accept;
};

static const char *find_argument(const void *owner, const char *name)
{
    const struct rig *rig = owner;

    for (size_t i = 0; i < 6 && rig->query[i]; i += 2)
        if (strcmp(rig->query[i], name) == 0)
            return rig->query[i + 1];
    return NULL;
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
    rig->reply.stream = NULL;
    kube_answer(&rig->kube, &rig->model, &request, &rig->reply);
    return rig->reply.body.length ? rig->reply.body.bytes : "";
}

static json_t *ask_tree(struct rig *rig, const char *path)
{
    return json_loads(ask(rig, "GET", path, ""), 0, NULL);
}

/* How many items a list has. */
static size_t count(struct rig *rig, const char *path)
{
    json_t *tree = ask_tree(rig, path);
    size_t found = json_array_size(json_object_get(tree, "items"));

    json_decref(tree);
    return found;
}

static size_t count_selected(struct rig *rig, const char *by, const char *what)
{
    rig->query[0] = by;
    rig->query[1] = what;
    return count(rig, PODS);
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

static void select_when_labels_are_many_then_all_must_fit(void **state)
{
    static const struct {
        const char *selector;
        size_t count;
    } cases[] = {
        {"app.kubernetes.io/name=jaeger", 6},
        {"app.kubernetes.io/name==jaeger", 6},
        {"app.kubernetes.io/name!=jaeger", 9},
        {"app.kubernetes.io/name in (kafka, elasticsearch)", 6},
        {"app.kubernetes.io/name notin (kafka,jaeger)", 6},
        {"app.kubernetes.io/name=jaeger,app.kubernetes.io/instance!="
         "jaeger-query",
         5},
        {"pod-template-hash", 9},
        {"!pod-template-hash", 6},
        {"app.kubernetes.io/name in ()", 0},
    };
    struct rig *rig = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(
            count_selected(rig, "labelSelector", cases[i].selector),
            cases[i].count);
}

static void select_when_not_understood_then_refuses(void **state)
{
    static const char *const cases[][2] = {
        {"labelSelector", "a@b=c"},         {"labelSelector", "a in b"},
        {"labelSelector", "a within (b)"},  {"labelSelector", "=c"},
        {"fieldSelector", "spec.secret=1"}, {"fieldSelector", "status.phase"},
    };
    struct rig *rig = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        (void)count_selected(rig, cases[i][0], cases[i][1]);
        assert_int_equal(rig->reply.status, 400);
    }
}

static void select_when_by_fields_then_they_fit(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(
        count_selected(rig, "fieldSelector", "metadata.name=kafka-1"), 1);
    assert_int_equal(count_selected(rig, "fieldSelector",
                                    "status.phase=Running,metadata.name!="
                                    "kafka-1"),
                     14);
    rig->query[1] = "type!=Normal,involvedObject.kind=Pod";
    assert_int_equal(count(rig, "/api/v1/" INSIDE "events"), 1);
    rig->query[1] = "type=Normal";
    assert_int_equal(count(rig, "/api/v1/" INSIDE "events"), 0);
}

static void list_when_of_another_namespace_then_empty(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(count(rig, "/api/v1/namespaces/default/pods"), 0);
    assert_int_equal(count(rig, "/api/v1/pods"), 15);
}

static void list_when_limited_then_goes_on_page_by_page(void **state)
{
    struct rig *rig = *state;
    json_t *page = NULL;
    const char *token = "";
    int left = 0;

    rig->query[0] = "limit";
    rig->query[1] = "10";
    page = ask_tree(rig, PODS);
    assert_int_equal(json_unpack(page, "{s:{s:s,s:i}}", "metadata", "continue",
                                 &token, "remainingItemCount", &left),
                     0);
    rig->query[2] = "continue";
    rig->query[3] = token;

    assert_int_equal(left, 5);
    assert_int_equal(count(rig, PODS), 5);
    model_advance(&rig->model, now_ms + 301000);
    (void)count(rig, PODS);
    assert_int_equal(rig->reply.status, 410);
    rig->query[3] = "nonsense";
    (void)count(rig, PODS);
    assert_int_equal(rig->reply.status, 400);
    json_decref(page);
}

static void answer_when_a_sub_resource_is_unknown_then_not_found(void **state)
{
    struct rig *rig = *state;

    (void)ask(rig, "GET", PODS "/kafka-0/exec", "");
    assert_int_equal(rig->reply.status, 404);
    (void)ask(rig, "GET", DEPLOYMENTS "/jaeger-query/log", "");
    assert_int_equal(rig->reply.status, 404);
}

static void patch_when_the_image_changes_then_a_new_replicaset(void **state)
{
    struct rig *rig = *state;
    size_t before = count(rig, "/apis/apps/v1/" INSIDE "replicasets");
    json_t *deployment = NULL;
    const char *revision = "", *image = "";

    (void)ask(rig, "PATCH", DEPLOYMENTS "/jaeger-ingester",
              "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":"
              "\"jaeger-ingester\",\"image\":\"new:1\"}]}}}}");
    deployment = ask_tree(rig, DEPLOYMENTS "/jaeger-ingester");
    (void)json_unpack(deployment, "{s:{s:{s:s}},s:{s:{s:{s:[{s:s}]}}}}",
                      "metadata", "annotations",
                      "deployment.kubernetes.io/revision", &revision, "spec",
                      "template", "spec", "containers", "image", &image);

    assert_string_equal(revision, "3");
    assert_string_equal(image, "new:1");
    assert_int_equal(count(rig, "/apis/apps/v1/" INSIDE "replicasets"),
                     before + 1);
    json_decref(deployment);
}

static void delete_when_one_pod_then_the_others_stay(void **state)
{
    struct rig *rig = *state;
    json_t *pods = ask_tree(rig, PODS), *after = NULL;
    const char *third = "", *fourth = "", *third_after = "", *fourth_after = "";
    char path[256];

    (void)json_unpack(json_array_get(json_object_get(pods, "items"), 2),
                      "{s:{s:s}}", "metadata", "name", &third);
    (void)json_unpack(json_array_get(json_object_get(pods, "items"), 3),
                      "{s:{s:s}}", "metadata", "name", &fourth);
    (void)snprintf(path, sizeof(path), PODS "/%s", third);
    (void)ask(rig, "DELETE", path, "");
    after = ask_tree(rig, PODS);
    (void)json_unpack(json_array_get(json_object_get(after, "items"), 2),
                      "{s:{s:s}}", "metadata", "name", &third_after);
    (void)json_unpack(json_array_get(json_object_get(after, "items"), 3),
                      "{s:{s:s}}", "metadata", "name", &fourth_after);

    assert_string_not_equal(third_after, third);
    assert_string_equal(fourth_after, fourth);
    json_decref(pods);
    json_decref(after);
}

static void patch_when_a_claim_shrinks_then_refuses(void **state)
{
    static const char path[] =
        "/api/v1/" INSIDE
        "persistentvolumeclaims/elasticsearch-master-elasticsearch-master-0";
    struct rig *rig = *state;

    (void)ask(rig, "PATCH", path,
              "{\"spec\":{\"resources\":{\"requests\":{\"storage\":"
              "\"90Gi\"}}}}");
    assert_int_equal(rig->reply.status, 422);
    (void)ask(rig, "PATCH", path,
              "{\"spec\":{\"resources\":{\"requests\":{\"storage\":"
              "\"300Gi\"}}}}");
    assert_int_equal(rig->reply.status, 200);
    assert_non_null(strstr(ask(rig, "GET", path, ""), "300Gi"));
}

static void fail_when_forbidden_then_names_the_resource(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(kube_fail(&rig->kube, "pods", FAILURE_FORBIDDEN), 0);
    assert_int_equal(kube_fail(&rig->kube, "pods", FAILURE_HANG), -1);
    assert_int_equal(kube_fail(&rig->kube, "nothing", FAILURE_FORBIDDEN), -1);

    assert_non_null(
        strstr(ask(rig, "GET", PODS, ""),
               "pods is forbidden: User \\\"sim\\\" cannot list resource "
               "\\\"pods\\\" in API group \\\"\\\" in the namespace "
               "\\\"observability\\\""));
    assert_int_equal(rig->reply.status, 403);
    assert_int_equal(count(rig, DEPLOYMENTS), 4);
}

static void log_when_the_tail_is_short_then_has_that_many_lines(void **state)
{
    struct rig *rig = *state;
    const char *text = NULL;

    rig->query[0] = "tailLines";
    rig->query[1] = "1";
    text = ask(rig, "GET", PODS "/jaeger-collector-1/log", "");
    assert_non_null(strstr(text, "memory limit is near"));
    assert_ptr_equal(strchr(text, '\n') + 1, text + strlen(text));
    rig->query[0] = "previous";
    rig->query[1] = "true";
    (void)ask(rig, "GET", PODS "/kafka-0/log", "");
    assert_int_equal(rig->reply.status, 400);
}

static void watch_when_something_changes_then_tells_it(void **state)
{
    struct rig *rig = *state;
    struct api_stream *stream = NULL;
    struct buf told;

    buf_init(&told, REPLY_MAX);
    rig->query[0] = "watch";
    rig->query[1] = "1";
    rig->query[2] = "fieldSelector";
    rig->query[3] = "metadata.name=kafka-0";
    assert_int_equal(
        strncmp(ask(rig, "GET", PODS, ""), "{\"type\":\"ADDED\"", 15), 0);
    stream = rig->reply.stream;
    rig->query[0] = NULL;
    assert_int_equal(stream->more(stream, &rig->model, &told), 0);
    assert_int_equal(told.length, 0);
    (void)ask(rig, "DELETE", PODS "/kafka-0", "");
    assert_int_equal(stream->more(stream, &rig->model, &told), 0);

    assert_non_null(strstr(told.bytes, "{\"type\":\"DELETED\""));
    assert_non_null(strstr(told.bytes, "{\"type\":\"ADDED\""));
    model_advance(&rig->model, now_ms + 301000);
    assert_int_equal(stream->more(stream, &rig->model, &told), -1);
    stream->end(stream);
    buf_clear(&told);
}

static void list_when_pods_idle_then_has_them_too(void **state)
{
    struct rig *rig = *state;

    rig->model.idle_pods = 700;
    rig->query[0] = "limit";
    rig->query[1] = "500";

    assert_int_equal(count(rig, PODS), 500);
    assert_int_equal(count_selected(rig, "labelSelector",
                                    "app.kubernetes.io/name=idle,a!=b"),
                     700);
}

static void list_when_of_any_resource_then_it_has_objects(void **state)
{
    static const struct {
        const char *path;
        size_t count;
    } cases[] = {
        {"/api/v1/nodes", 3},
        {"/api/v1/namespaces", 3},
        {"/api/v1/" INSIDE "services", 6},
        {"/api/v1/" INSIDE "endpoints", 6},
        {"/api/v1/" INSIDE "configmaps", 2},
        {"/api/v1/" INSIDE "persistentvolumeclaims", 3},
        {"/apis/apps/v1/" INSIDE "replicasets", 8},
        {"/apis/apps/v1/" INSIDE "statefulsets", 2},
        {"/apis/apps/v1/" INSIDE "daemonsets", 0},
        {"/apis/batch/v1/" INSIDE "jobs", 3},
        {"/apis/batch/v1/" INSIDE "cronjobs", 1},
        {"/apis/autoscaling/v2/" INSIDE "horizontalpodautoscalers", 0},
        {"/apis/storage.k8s.io/v1/storageclasses", 1},
        {"/apis/metrics.k8s.io/v1beta1/" INSIDE "pods", 14},
        {"/apis/metrics.k8s.io/v1beta1/nodes", 3},
    };
    struct rig *rig = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        rig->accept = NULL;
        assert_int_equal(count(rig, cases[i].path), cases[i].count);
        assert_int_equal(rig->reply.status, 200);
        rig->accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
        assert_non_null(
            strstr(ask(rig, "GET", cases[i].path, ""), "\"kind\":\"Table\""));
    }
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
        CASE(select_when_labels_are_many_then_all_must_fit),
        CASE(select_when_not_understood_then_refuses),
        CASE(select_when_by_fields_then_they_fit),
        CASE(list_when_of_another_namespace_then_empty),
        CASE(list_when_limited_then_goes_on_page_by_page),
        CASE(answer_when_a_sub_resource_is_unknown_then_not_found),
        CASE(patch_when_the_image_changes_then_a_new_replicaset),
        CASE(delete_when_one_pod_then_the_others_stay),
        CASE(patch_when_a_claim_shrinks_then_refuses),
        CASE(fail_when_forbidden_then_names_the_resource),
        CASE(log_when_the_tail_is_short_then_has_that_many_lines),
        CASE(watch_when_something_changes_then_tells_it),
        CASE(list_when_pods_idle_then_has_them_too),
        CASE(list_when_of_any_resource_then_it_has_objects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
