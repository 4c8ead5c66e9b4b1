/* test_kube_door.c - kubectl proxy as a shell script that behaves as told. */
#include "tests/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/kube_door.h"
#include "tests/support/kubectl_script.h"

enum { TURNS_MOST = 2000, TURN_MS = 2000 };

struct rig {
    struct loop *loop;
    struct context_settings context;
    struct kube_door *door;
    struct kubectl_script kubectl;
    int changes;
};

static void on_changed(void *owner)
{
    struct rig *rig = owner;

    rig->changes++;
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct err err = {0};

    rig->loop = loop_new(&err);
    assert_non_null(rig->loop);
    kubectl_script_open(&rig->kubectl);
    rig->context.namespace_name = (char *)"observability";
    rig->context.kubernetes.kubectl = rig->kubectl.path;
    http_settings_init(&rig->context.kubernetes.base.http);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;
    char path[160];

    kube_door_free(rig->door);
    (void)snprintf(path, sizeof(path), "%s/kubectl.99999999.sock",
                   rig->kubectl.run);
    (void)unlink(path);
    kubectl_script_close(&rig->kubectl);
    http_settings_clear(&rig->context.kubernetes.base.http);
    loop_free(rig->loop);
    free(rig);
    return 0;
}

static void open_door(struct rig *rig)
{
    rig->door =
        kube_door_new(&(struct kube_door_order){.loop = rig->loop,
                                                .context = &rig->context,
                                                .runtime_dir = rig->kubectl.run,
                                                .retry_ms = 20,
                                                .owner = rig,
                                                .changed = on_changed});
    kube_door_open(rig->door);
}

static void wait_change(struct rig *rig, int changes)
{
    struct err err = {0};

    for (int i = 0; i < TURNS_MOST && rig->changes < changes; i++)
        assert_int_equal(loop_turn(rig->loop, TURN_MS, &err), 0);
    assert_int_equal(rig->changes, changes);
}

#define LISTENS "echo Starting to serve on it; exec sleep 1000"

static void kube_door_open_when_kubectl_listens_is_open(void **state)
{
    struct rig *rig = *state;
    char words[400];

    kubectl_script_write(&rig->kubectl, LISTENS);
    rig->context.kubernetes.context = (char *)"prod";
    open_door(rig);
    assert_int_equal(kube_door_state(rig->door, NULL), KUBE_DOOR_STARTING);
    wait_change(rig, 1);

    assert_int_equal(kube_door_state(rig->door, NULL), KUBE_DOOR_OPEN);
    assert_true(kube_door_pid(rig->door) > 0);
    (void)snprintf(words, sizeof(words),
                   "--context prod proxy --unix-socket=%s/run/kubectl.%ld.sock "
                   "--reject-methods=^(POST|PUT|PATCH|DELETE)$ "
                   "--append-server-path",
                   rig->kubectl.dir, (long)getpid());
    assert_string_equal(kubectl_script_call(&rig->kubectl, 0), words);
    assert_string_equal(kubectl_script_call(&rig->kubectl, 1), "");
}

static void kube_door_when_open_tells_socket_and_service(void **state)
{
    struct rig *rig = *state;
    const struct backend_settings backend = {.service = (char *)"jaeger-query",
                                             .port = 16686};
    char path[160];

    kubectl_script_write(&rig->kubectl, LISTENS);
    open_door(rig);
    wait_change(rig, 1);

    (void)snprintf(path, sizeof(path), "%s/run/kubectl.%ld.sock",
                   rig->kubectl.dir, (long)getpid());
    assert_string_equal(kube_door_api(rig->door).url, "http://localhost");
    assert_string_equal(kube_door_api(rig->door).http->unix_socket, path);
    assert_string_equal(kube_door_service(rig->door, &backend).url,
                        "http://localhost/api/v1/namespaces/observability/"
                        "services/jaeger-query:16686/proxy");
}

static void kube_door_open_when_a_socket_is_stale_removes_it(void **state)
{
    struct rig *rig = *state;
    char stale[160], ours[160];

    (void)snprintf(stale, sizeof(stale), "%s/kubectl.99999999.sock",
                   rig->kubectl.run);
    (void)snprintf(ours, sizeof(ours), "%s/kubectl.%ld.sock", rig->kubectl.run,
                   (long)getppid());
    assert_int_equal(mkdir(rig->kubectl.run, 0700), 0);
    (void)close(open(stale, O_CREAT | O_WRONLY, 0600));
    (void)close(open(ours, O_CREAT | O_WRONLY, 0600));
    kubectl_script_write(&rig->kubectl, LISTENS);

    open_door(rig);

    assert_int_equal(access(stale, F_OK), -1);
    assert_int_equal(access(ours, F_OK), 0); /* its program still runs */
    (void)unlink(ours);
    wait_change(rig, 1);
}

static void kube_door_when_kubectl_is_old_tries_without_its_option(void **state)
{
    struct rig *rig = *state;

    kubectl_script_write(
        &rig->kubectl, "case \"$*\" in *--append-server-path*) "
                       "echo 'Error: unknown flag: --append-server-path' >&2; "
                       "exit 1;; esac; " LISTENS);
    open_door(rig);
    wait_change(rig, 1);

    assert_int_equal(kube_door_state(rig->door, NULL), KUBE_DOOR_OPEN);
    assert_non_null(
        strstr(kubectl_script_call(&rig->kubectl, 0), "--append-server-path"));
    assert_null(
        strstr(kubectl_script_call(&rig->kubectl, 1), "--append-server-path"));
    assert_non_null(
        strstr(kubectl_script_call(&rig->kubectl, 1), "--reject-methods"));
}

static void kube_door_when_kubectl_is_missing_names_it(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};

    rig->context.kubernetes.kubectl = (char *)"no-such-kubectl";
    open_door(rig);
    wait_change(rig, 1);

    assert_int_equal(kube_door_state(rig->door, &err), KUBE_DOOR_DOWN);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "no-such-kubectl: no such program"));
    assert_int_equal(kube_door_pid(rig->door), 0);
}

static void kube_door_when_login_fails_tells_kubectls_words(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};
    char text[200];

    kubectl_script_write(
        &rig->kubectl,
        "echo 'error: context \"prod\" does not exist' >&2; exit 1");
    open_door(rig);
    wait_change(rig, 1);

    (void)snprintf(text, sizeof(text),
                   "%s proxy: error: context \"prod\" does not exist",
                   rig->kubectl.path);
    assert_int_equal(kube_door_state(rig->door, &err), KUBE_DOOR_DOWN);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_string_equal(err.text, text);
}

static void kube_door_when_kubectl_dies_is_started_again(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};
    int first;

    kubectl_script_write(&rig->kubectl, LISTENS);
    open_door(rig);
    wait_change(rig, 1);
    first = kube_door_pid(rig->door);
    assert_int_equal(kill(first, SIGKILL), 0);
    wait_change(rig, 2);

    assert_int_equal(kube_door_state(rig->door, &err), KUBE_DOOR_DOWN);
    assert_non_null(strstr(err.text, "ended by signal 9"));
    wait_change(rig, 3);
    assert_int_equal(kube_door_state(rig->door, NULL), KUBE_DOOR_OPEN);
    assert_int_not_equal(kube_door_pid(rig->door), first);
}

static void kube_door_when_it_fails_again_waits_longer(void **state)
{
    struct rig *rig = *state;
    int64_t first_ms, second_ms, third_ms;

    kubectl_script_write(&rig->kubectl, "exit 3");
    open_door(rig);
    wait_change(rig, 1);
    first_ms = loop_now(rig->loop).mono_ms;
    wait_change(rig, 2);
    second_ms = loop_now(rig->loop).mono_ms;
    wait_change(rig, 3);
    third_ms = loop_now(rig->loop).mono_ms;

    assert_true(second_ms - first_ms >= 20);
    assert_true(third_ms - second_ms >= 40);
}

static void kube_door_complaint_when_open_is_kubectls_last_line(void **state)
{
    struct rig *rig = *state;
    uint64_t after = 0;

    kubectl_script_write(
        &rig->kubectl, "echo Starting to serve on it; "
                       "echo 'first' >&2; echo 'E1123 10:00:00.000000 77 "
                       "proxy_server.go:147] Error while proxying request: no "
                       "token' >&2; exec sleep 1000");
    open_door(rig);
    wait_change(rig, 1);
    for (int i = 0; i < TURNS_MOST && after < 90; i++) {
        struct err err = {0};

        assert_int_equal(loop_turn(rig->loop, 10, &err), 0);
        (void)kube_door_complaint(rig->door, &after);
    }

    assert_string_equal(kube_door_complaint(rig->door, &after),
                        "Error while proxying request: no token");
}

static void kube_door_free_when_open_ends_kubectl(void **state)
{
    struct rig *rig = *state;
    int pid;

    kubectl_script_write(&rig->kubectl, LISTENS);
    open_door(rig);
    wait_change(rig, 1);
    pid = kube_door_pid(rig->door);
    kube_door_free(rig->door);
    rig->door = NULL;
    for (int i = 0; i < TURNS_MOST && kill(pid, 0) == 0; i++)
        assert_int_equal(loop_turn(rig->loop, 1, NULL), 0);

    assert_int_equal(kill(pid, 0), -1);
}

static void kube_door_open_with_an_api_url_runs_nothing(void **state)
{
    struct rig *rig = *state;
    const struct backend_settings backend = {.service = (char *)"es",
                                             .port = 9200};

    kubectl_script_write(&rig->kubectl, LISTENS);
    rig->context.kubernetes.base.url = (char *)"https://api.example:6443";
    open_door(rig);

    assert_int_equal(kube_door_state(rig->door, NULL), KUBE_DOOR_OPEN);
    assert_int_equal(kube_door_pid(rig->door), 0);
    assert_string_equal(kubectl_script_call(&rig->kubectl, 0), "");
    assert_ptr_equal(kube_door_api(rig->door).http,
                     &rig->context.kubernetes.base.http);
    assert_string_equal(kube_door_service(rig->door, &backend).url,
                        "https://api.example:6443/api/v1/namespaces/"
                        "observability/services/es:9200/proxy");
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(kube_door_open_when_kubectl_listens_is_open),
        CASE(kube_door_when_open_tells_socket_and_service),
        CASE(kube_door_open_when_a_socket_is_stale_removes_it),
        CASE(kube_door_when_kubectl_is_old_tries_without_its_option),
        CASE(kube_door_when_kubectl_is_missing_names_it),
        CASE(kube_door_when_login_fails_tells_kubectls_words),
        CASE(kube_door_when_kubectl_dies_is_started_again),
        CASE(kube_door_when_it_fails_again_waits_longer),
        CASE(kube_door_complaint_when_open_is_kubectls_last_line),
        CASE(kube_door_free_when_open_ends_kubectl),
        CASE(kube_door_open_with_an_api_url_runs_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
