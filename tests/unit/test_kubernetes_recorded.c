/* test_kubernetes_recorded.c - objects that real API servers gave, decoded.
 *
 * The reference data is not part of the source tree: its folder comes in
 * $TRACETOP_SHARED; without it these tests skip.
 */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/paths.h"
#include "tests/support/kubernetes_answer.h"

enum { FILE_MOST = 1 << 20 };

static int set_up(void **state)
{
    *state = scene_new("default");
    return 0;
}

/* Answers a question with a recorded list, or with a list of one object. */
static int recorded(struct scene *scene, const char *question, const char *file)
{
    const char *shared = getenv("TRACETOP_SHARED");
    const bool is_object = !strncmp(file, "k9s/", 4);
    char path[500];
    char *bytes = NULL;
    size_t length;
    struct buf body;
    int rc;

    if (!shared)
        skip();
    (void)snprintf(path, sizeof(path), "%s/fixtures/kubernetes/%s", shared,
                   file);
    assert_int_equal(
        paths_read_file(path, FILE_MOST, &bytes, &length, &scene->err), 0);
    buf_init(&body, FILE_MOST + 100);
    if (is_object)
        (void)buf_add_str(&body, "{\"kind\":\"List\",\"items\":[");
    (void)buf_add(&body, bytes, length);
    if (is_object)
        (void)buf_add_str(&body, "]}");
    rc = answer(scene, question, 200, body.bytes);
    buf_clear(&body);
    free(bytes);
    return rc;
}

static const struct kubernetes_pod *pod_of(struct scene *scene,
                                           const char *file)
{
    assert_in_range(recorded(scene, "pods", file), 0, 1);
    assert_int_equal(scene->model->pods.count, 1);
    return &scene->model->pods.items[0];
}

static void pods_when_recorded_have_kubectls_status(void **state)
{
    static const struct {
        const char *file, *status;
        int ready, containers, restarts;
        enum kubernetes_harm harm;
    } rows[] = {
        {"troubleshoot/pods/default.json", "Running", 1, 1, 0, KUBERNETES_WELL},
        {"troubleshoot/pods/other.json", "Running", 1, 1, 0, KUBERNETES_WELL},
        {"troubleshoot/pods/default-unhealthy.json", "CrashLoopBackOff", 1, 1,
         0, KUBERNETES_SICK},
        {"troubleshoot/pods/other-unhealthy.json", "CrashLoopBackOff", 1, 1, 0,
         KUBERNETES_SICK},
        {"troubleshoot/pods/message-container-creating-failed-mount.json",
         "ContainerCreating", 0, 1, 0, KUBERNETES_STARTING},
        {"troubleshoot/pods/message-image-pull-fail.json", "ErrImagePull", 0, 1,
         0, KUBERNETES_SICK},
        {"troubleshoot/pods/message-oomkill-pod.json", "OOMKilled", 0, 1, 0,
         KUBERNETES_SICK},
        {"troubleshoot/pods/message-pending-pod-resources.json", "Pending", 0,
         1, 0, KUBERNETES_STARTING},
        {"troubleshoot/pods/message-pod-crashloop-backoff.json",
         "CrashLoopBackOff", 0, 1, 4, KUBERNETES_SICK},
        {"troubleshoot/pods/message-pod-init-crashloop-backoff.json",
         "Init:RunContainerError", 0, 1, 1, KUBERNETES_SICK},
        {"k9s/po.json", "Running", 1, 1, 0, KUBERNETES_WELL},
        {"k9s/po_init.json", "Init:0/1", 1, 1, 0, KUBERNETES_STARTING},
        {"k9s/po_sidecar.json", "Running", 2, 2, 0, KUBERNETES_WELL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct scene *scene;
        const struct kubernetes_pod *pod;

        scene_teardown(state);
        set_up(state);
        scene = *state;
        pod = pod_of(scene, rows[i].file);

        assert_string_equal(pod->status, rows[i].status);
        assert_int_equal(pod->ready, rows[i].ready);
        assert_int_equal(pod->containers, rows[i].containers);
        assert_int_equal(pod->restarts, rows[i].restarts);
        assert_int_equal(pod->harm, rows[i].harm);
    }
}

static void pod_when_killed_for_memory_says_so(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_pod *pod =
        pod_of(scene, "troubleshoot/pods/message-oomkill-pod.json");

    assert_true(pod->is_oom_killed);
    assert_int_equal(pod->exit_code, 137);
    assert_int_equal(pod->phase, KUBERNETES_PHASE_FAILED);
}

static void pod_when_crash_looping_has_phase_running(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_pod *pod =
        pod_of(scene, "troubleshoot/pods/message-pod-crashloop-backoff.json");

    assert_int_equal(pod->phase, KUBERNETES_PHASE_RUNNING);
    assert_int_equal(pod->exit_code, 127);
    assert_string_equal(pod->ended, "ContainerCannotRun");
    assert_string_equal(pod->sick_one, "nginx");
}

static void pod_when_unschedulable_says_why(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_pod *pod =
        pod_of(scene, "troubleshoot/pods/message-pending-pod-resources.json");

    assert_non_null(strstr(pod->message, "nodes are available"));
    assert_string_equal(pod->node, "");
}

static void workloads_when_recorded_have_their_counts(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_workload *workload;

    assert_int_equal(
        recorded(scene, "deployments", "troubleshoot/deployments/default.json"),
        0);
    assert_int_equal(recorded(scene, "statefulsets",
                              "troubleshoot/statefulsets/default.json"),
                     0);
    assert_int_equal(recorded(scene, "daemonsets", "k9s/ds.json"), 0);

    assert_int_equal(scene->model->workloads.count, 6);
    workload = &scene->model->workloads.items[2];
    assert_string_equal(workload->name, "kotsadm-operator");
    assert_string_equal(workload->revision, "2");
    assert_int_equal(workload->ready, 1);
    workload = &scene->model->workloads.items[3];
    assert_string_equal(workload->name, "kotsadm-postgres");
    assert_int_equal(workload->kind, KUBERNETES_STATEFUL_SET);
    assert_string_equal(workload->image, "postgres:10.18-alpine");
    assert_string_equal(workload->revision, "kotsadm-postgres-77c87fd9d8");
    assert_false(workload->is_rolling);
    workload = &scene->model->workloads.items[0];
    assert_int_equal(workload->kind, KUBERNETES_DAEMON_SET);
    assert_int_equal(workload->wanted, 2);
    assert_int_equal(workload->ready, 2);
}

static void workloads_when_recorded_elsewhere_have_theirs(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(recorded(scene, "deployments",
                              "troubleshoot/deployments/kube-system.json"),
                     0);
    assert_int_equal(recorded(scene, "statefulsets", "k9s/sts.json"), 0);
    assert_int_equal(recorded(scene, "daemonsets", "k9s/ds.json"), 0);

    assert_int_equal(scene->model->workloads.count, 4);
    assert_string_equal(scene->model->workloads.items[0].name, "coredns");
    assert_int_equal(scene->model->workloads.items[0].wanted, 2);
    assert_string_equal(scene->model->workloads.items[3].name, "nginx-sts");
    assert_int_equal(scene->model->workloads.items[3].ready, 4);
}

static void jobs_when_recorded_complete_may_have_failed(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(
        recorded(scene, "jobs", "troubleshoot/jobs/projectcontour.json"), 0);

    assert_int_equal(scene->model->jobs.count, 1);
    assert_true(scene->model->jobs.items[0].is_complete);
    assert_int_equal(scene->model->jobs.items[0].failed, 1);
    assert_int_equal(scene->model->jobs.items[0].succeeded, 0);
    assert_int_equal(scene->model->jobs.items[0].end_ms, 1639766477000);
}

static void jobs_when_recorded_failed_have_the_reason(void **state)
{
    struct scene *scene = *state;
    const struct kubernetes_job *job = NULL;

    assert_int_equal(recorded(scene, "jobs", "troubleshoot/jobs/test.json"), 0);
    for (size_t i = 0; i < scene->model->jobs.count; i++)
        if (scene->model->jobs.items[i].is_failed)
            job = &scene->model->jobs.items[i];

    assert_string_equal(job ? job->name : "none", "post-install-job");
    assert_string_equal(job ? job->reason : "none", "BackoffLimitExceeded");
    assert_int_equal(recorded(scene, "jobs", "k9s/job.json"), 0);
    assert_int_equal(scene->model->jobs.items[0].succeeded, 1);
}

static void events_when_recorded_without_times_have_one(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(
        recorded(scene, "events",
                 "troubleshoot/events/message-image-pull-fail.json"),
        0);
    assert_int_equal(scene->model->events.count, 17);
    assert_int_equal(scene->model->events.items[0].at_ms, 1689053785000);
    for (size_t i = 0; i < scene->model->events.count; i++)
        assert_true(scene->model->events.items[i].at_ms > 0);
    assert_int_equal(
        recorded(scene, "events",
                 "troubleshoot/events/message-pod-init-crashloop-backoff.json"),
        0);
    assert_int_equal(scene->model->events.count, 17);
    assert_int_equal(recorded(scene, "events", "k9s/ev.json"), 0);
    assert_string_equal(scene->model->events.items[0].name,
                        "hello-1567197780-mn4mv");
}

static void claims_when_recorded_have_their_size(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(
        recorded(scene, "claims", "troubleshoot/pvcs/default.json"), 0);
    assert_int_equal(scene->model->claims.count, 2);
    assert_string_equal(scene->model->claims.items[0].phase, "Bound");
    assert_near(scene->model->claims.items[0].capacity_bytes, 8589934592, 1);
    assert_int_equal(recorded(scene, "claims", "k9s/pvc.json"), 0);
    assert_near(scene->model->claims.items[0].capacity_bytes, 1073741824, 1);
}

static void others_when_recorded_decode(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(recorded(scene, "nodes", "k9s/no.json"), 0);
    assert_int_equal(scene->model->nodes.count, 1);
    assert_true(scene->model->nodes.items[0].is_ready);
    assert_false(scene->model->nodes.items[0].has_pressure);
    assert_int_equal(recorded(scene, "cron jobs", "k9s/cj.json"), 0);
    assert_string_equal(scene->model->cron_jobs.items[0].schedule,
                        "*/1 * * * *");
    assert_int_equal(scene->model->cron_jobs.items[0].scheduled_ms,
                     1567184460000);
    assert_int_equal(scene->model->cron_jobs.items[0].success_ms, -1);
    assert_int_equal(recorded(scene, "rollouts", "k9s/rs.json"), 0);
    assert_int_equal(scene->changes.count, 0);
    assert_int_equal(recorded(scene, "deployments", "k9s/dp.json"), 0);
}

/* Nobody asks for these, but an answer of the wrong kind harms nothing. */
static void strangers_when_recorded_are_taken_in_peace(void **state)
{
    static const char *const files[] = {
        "k9s/ep.json", "k9s/eps.json", "k9s/hpa.json",
        "k9s/ns.json", "k9s/pdb.json", "k9s/svc.json",
    };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        assert_in_range(recorded(scene, "pods", files[i]), 0, 1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, scene_teardown)
    const struct CMUnitTest tests[] = {
        CASE(pods_when_recorded_have_kubectls_status),
        CASE(pod_when_killed_for_memory_says_so),
        CASE(pod_when_crash_looping_has_phase_running),
        CASE(pod_when_unschedulable_says_why),
        CASE(workloads_when_recorded_have_their_counts),
        CASE(workloads_when_recorded_elsewhere_have_theirs),
        CASE(jobs_when_recorded_complete_may_have_failed),
        CASE(jobs_when_recorded_failed_have_the_reason),
        CASE(events_when_recorded_without_times_have_one),
        CASE(claims_when_recorded_have_their_size),
        CASE(others_when_recorded_decode),
        CASE(strangers_when_recorded_are_taken_in_peace),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
