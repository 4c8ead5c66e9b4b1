/* test_kubernetes.c - tables, pages, refusals and changes. */
#include "tests/test.h"

#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "tests/support/kubernetes_answer.h"

#define NOW ((int64_t)1700000000000)

static int set_up(void **state)
{
    *state = scene_new("observability");
    return 0;
}

static const char *path(struct scene *scene, const char *name, struct buf *out)
{
    buf_reset(out);
    kubernetes_question(name)->path(scene->source, out);
    return out->bytes;
}

#define COLUMNS                                                                \
    "\"columnDefinitions\":[{\"name\":\"Name\"},{\"name\":\"Ready\"},"         \
    "{\"name\":\"Status\"},{\"name\":\"Restarts\"},{\"name\":\"Age\"},"        \
    "{\"name\":\"IP\"},{\"name\":\"Node\"}]"
#define ROW(name, ready, status, restarts, node)                               \
    "{\"cells\":[\"" name "\",\"" ready "\",\"" status "\"," restarts          \
    ",\"5d\",\"<none>\",\"" node "\"],\"object\":null}"
#define TABLE(metadata, rows)                                                  \
    "{\"kind\":\"Table\",\"metadata\":{" metadata "}," COLUMNS                 \
    ",\"rows\":[" rows "]}"
#define FORBIDDEN(what)                                                        \
    "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"" what          \
    " is forbidden: User u cannot list\",\"reason\":\"Forbidden\","            \
    "\"code\":403}"

static void pods_when_out_of_order_are_sorted_and_compared(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_pods *pods = &scene->model->pods;

    (void)answer(scene, "pods", 200,
                 TABLE("", ROW("b-0", "1/1", "Running", "0", "n1") "," ROW(
                               "a-0", "0/1", "Error", "1", "n1")));
    (void)answer(scene, "pods", 200, "{\"kind\":\"PodList\",\"items\":[]}");
    assert_string_equal(pods->items[0].name, "a-0");
    (void)answer(
        scene, "pods", 200,
        TABLE("", ROW("c-0", "0/1", "Pending", "0", "n1") "," ROW(
                      "d-0", "1/1", "Running", "0",
                      "n1") "," ROW("b-0", "0/1", "Error", "2",
                                    "n1") "," ROW("a-0", "1/1", "Running", "3",
                                                  "n1")));

    assert_int_equal(pods->count, 4);
    assert_string_equal(pods->items[0].name, "b-0"); /* sick */
    assert_string_equal(pods->items[1].name, "c-0"); /* starting */
    assert_string_equal(pods->items[2].name, "a-0");
    assert_string_equal(pods->items[3].name, "d-0");
    assert_int_equal(scene->changes.count, 2); /* a-0 and b-0 restarted */
}

static void pods_when_a_table_reads_kubectls_columns(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_pod *pod;

    assert_int_equal(
        answer(scene, "pods", 200,
               TABLE("", ROW("a-0", "2/2", "Running", "\"4 (2m ago)\"", "n1"))),
        0);
    pod = &scene->model->pods.items[0];

    assert_int_equal(scene->model->pods.count, 1);
    assert_string_equal(pod->name, "a-0");
    assert_string_equal(pod->status, "Running");
    assert_string_equal(pod->node, "n1");
    assert_string_equal(pod->ip, "");
    assert_int_equal(pod->ready, 2);
    assert_int_equal(pod->containers, 2);
    assert_int_equal(pod->restarts, 4);
    assert_int_equal(pod->restarted_ms, NOW - 120000);
    assert_int_equal(pod->created_ms, NOW - 5 * (int64_t)86400000);
    assert_int_equal(pod->harm, KUBERNETES_WELL);
    assert_int_equal(scene->model->pods.part.answered_ms, NOW);
}

static void pods_when_one_is_sick_asks_for_its_object(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_pod *pod;
    struct buf out;

    buf_init(&out, 1000);
    assert_int_equal(
        answer(scene, "pods", 200,
               TABLE("", ROW("a-0", "1/1", "Running", "0", "n1") "," ROW(
                             "b-0", "0/1", "CrashLoopBackOff", "0", "n1"))),
        1);
    assert_string_equal(path(scene, "pods", &out),
                        "/api/v1/namespaces/observability/pods?"
                        "fieldSelector=metadata.name%3Db-0");
    assert_string_equal(kubernetes_question("pods")->accept_of(scene->source),
                        "application/json");
    assert_int_equal(
        answer(scene, "pods", 200,
               "{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":"
               "\"b-0\"},\"spec\":{\"containers\":[{\"resources\":{"
               "\"limits\":{\"memory\":\"1Gi\"}}}]},\"status\":{\"phase\":"
               "\"Running\",\"containerStatuses\":[{\"name\":\"es\","
               "\"restartCount\":3,\"state\":{\"waiting\":{\"reason\":"
               "\"CrashLoopBackOff\",\"message\":\"back-off\"}},\"lastState\":"
               "{\"terminated\":{\"reason\":\"OOMKilled\",\"exitCode\":137,"
               "\"finishedAt\":\"2023-11-14T22:00:00Z\"}}}]}}]}"),
        0);
    pod = &scene->model->pods.items[0];

    assert_string_equal(pod->status, "CrashLoopBackOff");
    assert_int_equal(pod->phase, KUBERNETES_PHASE_RUNNING);
    assert_true(pod->is_detailed);
    assert_true(pod->is_oom_killed);
    assert_int_equal(pod->exit_code, 137);
    assert_int_equal(pod->restarts, 3);
    assert_string_equal(pod->sick_one, "es");
    assert_string_equal(pod->message, "back-off");
    assert_string_equal(pod->ended, "OOMKilled");
    assert_near(pod->memory_limit_bytes, 1073741824, 1);
    assert_true(isnan(pod->cpu_limit_cores));
    assert_int_equal(scene->model->pods.sick, 1);
    buf_clear(&out);
}

static void pods_when_paged_asks_on_and_joins(void **state)
{
    struct scene *scene = *state;
    struct buf out;

    buf_init(&out, 1000);
    assert_int_equal(answer(scene, "pods", 200,
                            TABLE("\"continue\":\"a&b\"",
                                  ROW("a-0", "1/1", "Running", "0", "n1"))),
                     1);
    assert_int_equal(scene->model->pods.count, 0);
    assert_string_equal(path(scene, "pods", &out),
                        "/api/v1/namespaces/observability/pods?limit=500&"
                        "includeObject=None&continue=%61%26%62");
    assert_int_equal(answer(scene, "pods", 200,
                            TABLE("", ROW("a-1", "1/1", "Running", "0", "n1"))),
                     0);

    assert_int_equal(scene->model->pods.count, 2);
    buf_clear(&out);
}

static void pods_when_a_token_is_too_old_starts_over_once(void **state)
{
    struct scene *scene = *state;
    const char *gone = "{\"kind\":\"Status\",\"reason\":\"Expired\","
                       "\"message\":\"too old\",\"code\":410}";
    const char *page =
        TABLE("\"continue\":\"x\"", ROW("a-0", "1/1", "Running", "0", "n1"));
    struct buf out;

    buf_init(&out, 1000);
    assert_int_equal(answer(scene, "pods", 200, page), 1);
    assert_int_equal(answer(scene, "pods", 410, gone), 1);
    assert_null(strstr(path(scene, "pods", &out), "continue"));
    assert_int_equal(answer(scene, "pods", 200, page), 1);

    assert_int_equal(answer(scene, "pods", 410, gone), -1);
    assert_string_equal(scene->err.text, "HTTP 410: too old");
    buf_clear(&out);
}

static void pods_when_refused_keeps_what_it_knew(void **state)
{
    struct scene *scene = *state;

    (void)answer(scene, "pods", 200,
                 TABLE("", ROW("a-0", "1/1", "Running", "0", "n1")));

    assert_int_equal(answer(scene, "pods", 401, "{\"message\":\"no\"}"), -1);
    assert_int_equal(scene->err.kind, ERR_REFUSED);
    assert_int_equal(answer(scene, "pods", 502, "<html>Bad Gateway</html>"),
                     -1);
    assert_int_equal(scene->err.kind, ERR_FORMAT);
    assert_int_equal(answer(scene, "pods", 200, "[]"), -1);
    assert_int_equal(answer(scene, "pods", 200, "<html>"), -2);
    assert_int_equal(scene->model->pods.count, 1);
}

static void events_when_forbidden_names_the_right(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(answer(scene, "events", 403, FORBIDDEN("events")), -1);

    assert_string_equal(scene->model->events.part.missing,
                        "cannot list events");
    assert_string_equal(
        scene->err.text,
        "cannot list events: events is forbidden: User u cannot list");
}

static void workloads_when_one_kind_is_forbidden_has_the_others(void **state)
{
    struct scene *scene = *state;
    const char *deployment =
        "{\"kind\":\"DeploymentList\",\"items\":[{\"metadata\":{\"name\":"
        "\"q\",\"generation\":2},\"spec\":{\"replicas\":0},\"status\":"
        "{\"observedGeneration\":1}}]}";

    assert_int_equal(answer(scene, "deployments", 200, deployment), 0);
    assert_int_equal(answer(scene, "statefulsets", 403, FORBIDDEN("sts")), -1);
    assert_int_equal(answer(scene, "daemonsets", 200,
                            "{\"kind\":\"DaemonSetList\",\"items\":[]}"),
                     0);

    assert_int_equal(scene->model->workloads.count, 1);
    assert_int_equal(scene->model->workloads.items[0].wanted, 0);
    assert_int_equal(scene->model->workloads.items[0].ready, 0);
    assert_false(scene->model->workloads.items[0].is_observed);
    assert_string_equal(scene->model->workloads.part.missing,
                        "cannot list statefulsets");
}

static void usage_when_told_goes_to_its_pod(void **state)
{
    struct scene *scene = *state;

    (void)answer(scene, "pods", 200,
                 TABLE("", ROW("a-0", "1/1", "Running", "0", "n1") "," ROW(
                               "a-1", "1/1", "Running", "0", "n1")));
    assert_int_equal(
        answer(scene, "usage", 200,
               "{\"kind\":\"PodMetricsList\",\"items\":[{\"metadata\":{"
               "\"name\":\"a-1\"},\"containers\":[{\"usage\":{\"cpu\":"
               "\"429151n\",\"memory\":\"10Mi\"}},{\"usage\":{\"cpu\":"
               "\"1m\",\"memory\":\"1Mi\"}}]}]}"),
        0);

    assert_near(scene->model->pods.items[1].cpu_cores, 0.001429151, 1e-12);
    assert_near(scene->model->pods.items[1].memory_bytes, 11 * 1048576.0, 1);
    assert_true(isnan(scene->model->pods.items[0].cpu_cores));
}

static void usage_when_told_before_its_pod_waits_for_it(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(
        answer(scene, "usage", 200,
               "{\"kind\":\"PodMetricsList\",\"items\":[{\"metadata\":{"
               "\"name\":\"a-1\"},\"containers\":[{\"usage\":{\"cpu\":"
               "\"250m\",\"memory\":\"10Mi\"}}]}]}"),
        0);
    (void)answer(scene, "pods", 200,
                 TABLE("", ROW("a-0", "1/1", "Running", "0", "n1") "," ROW(
                               "a-1", "1/1", "Running", "0", "n1")));

    assert_true(isnan(scene->model->pods.items[0].cpu_cores));
    assert_near(scene->model->pods.items[1].cpu_cores, 0.25, 1e-12);
}

static void changes_when_a_pod_restarts_tells_it_once(void **state)
{
    struct scene *scene = *state;
    const char *before = TABLE("", ROW("a-0", "1/1", "Running", "0", "n1"));
    const char *after =
        TABLE("", ROW("a-0", "1/1", "Running", "\"1 (5s ago)\"", "n1"));

    (void)answer(scene, "pods", 200, before);
    assert_int_equal(scene->changes.count, 0);
    (void)answer(scene, "pods", 200, after);
    (void)answer(scene, "pods", 200, after);

    assert_int_equal(scene->changes.count, 1);
    assert_int_equal(scene->changes.items[0].kind, CHANGE_RESTART);
    assert_int_equal(scene->changes.items[0].at_ms, NOW - 5000);
    assert_string_equal(scene->changes.items[0].what, "pod/a-0");
    assert_string_equal(scene->changes.items[0].text, "restart 1");
}

#define SET(revision, made, image)                                             \
    "{\"metadata\":{\"creationTimestamp\":\"" made "\",\"annotations\":"       \
    "{\"deployment.kubernetes.io/revision\":\"" revision                       \
    "\"},\"ownerReferences\":[{\"name\":\"jaeger-query\"}]},\"spec\":"         \
    "{\"template\":{\"spec\":{\"containers\":[{\"image\":\"" image "\"}]}}}}"

static void changes_when_replica_sets_tell_have_both_images(void **state)
{
    struct scene *scene = *state;
    const char *sets = "{\"kind\":\"ReplicaSetList\",\"items\":[" SET(
        "4", "2023-11-14T20:00:00Z",
        "q:1.57") "," SET("3", "2023-11-01T20:00:00Z", "q:1.50") "]}";

    assert_int_equal(answer(scene, "rollouts", 200, sets), 0);
    assert_int_equal(answer(scene, "rollouts", 200, sets), 0);

    assert_int_equal(scene->changes.count, 1);
    assert_int_equal(scene->changes.items[0].kind, CHANGE_ROLLOUT);
    assert_string_equal(scene->changes.items[0].what,
                        "Deployment/jaeger-query");
    assert_string_equal(scene->changes.items[0].text,
                        "revision 4, image q:1.50 to q:1.57");
}

static void changes_when_a_node_goes_not_ready_tells_why(void **state)
{
    struct scene *scene = *state;

#define NODES(status)                                                          \
    "{\"kind\":\"NodeList\",\"items\":[{\"metadata\":{\"name\":\"n1\"},"       \
    "\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"" status     \
    "\",\"reason\":\"KubeletSilent\"}]}}]}"
    (void)answer(scene, "nodes", 200, NODES("True"));
    (void)answer(scene, "nodes", 200, NODES("Unknown"));

    assert_int_equal(scene->changes.count, 1);
    assert_string_equal(scene->changes.items[0].what, "node/n1");
    assert_string_equal(scene->changes.items[0].text,
                        "not ready: KubeletSilent");
    assert_false(scene->model->nodes.items[0].is_ready);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, scene_teardown)
    const struct CMUnitTest tests[] = {
        CASE(pods_when_a_table_reads_kubectls_columns),
        CASE(pods_when_out_of_order_are_sorted_and_compared),
        CASE(pods_when_one_is_sick_asks_for_its_object),
        CASE(pods_when_paged_asks_on_and_joins),
        CASE(pods_when_a_token_is_too_old_starts_over_once),
        CASE(pods_when_refused_keeps_what_it_knew),
        CASE(events_when_forbidden_names_the_right),
        CASE(workloads_when_one_kind_is_forbidden_has_the_others),
        CASE(usage_when_told_goes_to_its_pod),
        CASE(usage_when_told_before_its_pod_waits_for_it),
        CASE(changes_when_a_pod_restarts_tells_it_once),
        CASE(changes_when_replica_sets_tell_have_both_images),
        CASE(changes_when_a_node_goes_not_ready_tells_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
