/* test_silence_door.c - silences through a kubectl that lets them pass. */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/silence_door.h"
#include "tests/support/kubectl_script.h"
#include "tests/support/server.h"

enum { TURNS_MOST = 4000, TURN_MS = 2000 };

#define SERVICE "/api/v1/namespaces/trac.ing/services/am:9093/proxy"

struct rig {
    struct loop *loop;
    struct http *http;
    struct server *server;
    struct context_settings context;
    struct silence_door *door;
    struct kubectl_script kubectl;
    char socket[160];
    int done_calls;
    struct err err;
    char silence_id[80];
};

/* Serves once the test's server is on its socket, as kubectl would be. */
static const char serves[] =
    "for word; do case $word in --unix-socket=*) at=${word#*=} ;; esac; done\n"
    "until [ -S \"$at\" ]; do sleep 0.01; done\n"
    "echo Starting to serve on it\n"
    "exec sleep 1000";

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct context_settings *context = &rig->context;

    kubectl_script_open(&rig->kubectl);
    (void)snprintf(rig->socket, sizeof(rig->socket),
                   "%s/kubectl.%ld.write.sock", rig->kubectl.run,
                   (long)getpid());
    rig->loop = loop_new(NULL);
    rig->http = http_new(rig->loop, NULL);
    context->namespace_name = (char *)"trac.ing";
    context->kubernetes.kubectl = rig->kubectl.path;
    http_settings_init(&context->kubernetes.base.http);
    http_settings_init(&context->alertmanager.base.http);
    context->alertmanager.base.via_kubernetes = true;
    context->alertmanager.base.service = (char *)"am";
    context->alertmanager.base.port = 9093;
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    silence_door_free(rig->door);
    http_free(rig->http);
    server_free(rig->server);
    loop_free(rig->loop);
    (void)unlink(rig->socket);
    kubectl_script_close(&rig->kubectl);
    free(rig);
    return 0;
}

static void on_done(void *owner, const struct alertmanager_result *result)
{
    struct rig *rig = owner;

    rig->done_calls++;
    rig->err = result->err;
    (void)snprintf(rig->silence_id, sizeof(rig->silence_id), "%s",
                   result->silence_id);
    silence_door_free(rig->door);
    rig->door = NULL;
}

static void open_door(struct rig *rig, const struct silence_draft *draft,
                      const char *id)
{
    rig->door = silence_door_open(
        &(struct silence_door_order){.loop = rig->loop,
                                     .http = rig->http,
                                     .context = &rig->context,
                                     .runtime_dir = rig->kubectl.run,
                                     .draft = draft,
                                     .id = id,
                                     .owner = rig,
                                     .done = on_done},
        &rig->err);
    assert_non_null(rig->door);
}

static void serve(struct rig *rig)
{
    rig->server = server_new_unix(rig->loop, rig->socket);
    server_on(
        rig->server, SERVICE "/api/v2/silences",
        &(struct server_answer){.headers = "Content-Type: application/json\r\n",
                                .body = "{\"silenceID\":\"4fd6\"}"});
    server_on(rig->server, SERVICE "/api/v2/silence/4fd6",
              &(struct server_answer){.status = 200});
}

static void wait_done(struct rig *rig)
{
    for (int i = 0; i < TURNS_MOST && !rig->done_calls; i++)
        assert_int_equal(loop_turn(rig->loop, TURN_MS, NULL), 0);
    assert_int_equal(rig->done_calls, 1);
}

/* A draft whose texts are gone once it was handed over. */
static void open_for_draft(struct rig *rig)
{
    char name[] = "alertname", value[] = "DiskFull", by[] = "ana";
    char comment[] = "a new disk comes";
    struct matcher matcher = {.name = name, .value = value, .is_equal = true};

    open_door(rig,
              &(struct silence_draft){.matchers = &matcher,
                                      .matcher_count = 1,
                                      .starts_ms = 1000,
                                      .ends_ms = 61000,
                                      .created_by = by,
                                      .comment = comment},
              NULL);
    memset(name, 'x', sizeof(name) - 1);
    memset(value, 'x', sizeof(value) - 1);
    memset(comment, 'x', sizeof(comment) - 1);
}

static void silence_goes_through_a_kubectl_that_lets_only_it_pass(void **state)
{
    struct rig *rig = *state;
    const char *request;

    kubectl_script_write(&rig->kubectl, serves);
    open_for_draft(rig);
    serve(rig);
    wait_done(rig);

    assert_int_equal(rig->err.kind, ERR_NONE);
    assert_string_equal(rig->silence_id, "4fd6");
    assert_int_equal(server_requests(rig->server), 1);
    request = server_request(rig->server, 0);
    assert_non_null(strstr(request, "POST " SERVICE "/api/v2/silences "));
    assert_non_null(strstr(request, "\"DiskFull\""));
    assert_non_null(strstr(request, "\"a new disk comes\""));
    assert_non_null(strstr(
        kubectl_script_call(&rig->kubectl, 0),
        " --accept-paths=^/api/v1/namespaces/trac\\.ing/services/am:9093/"
        "proxy/api/v2/silence(s|/[^/]+)$ "
        "--reject-methods=^(GET|HEAD|PUT|PATCH|OPTIONS)$ "));
}

static void silence_is_ended_the_same_way(void **state)
{
    struct rig *rig = *state;

    kubectl_script_write(&rig->kubectl, serves);
    open_door(rig, NULL, "4fd6");
    serve(rig);
    wait_done(rig);

    assert_int_equal(rig->err.kind, ERR_NONE);
    assert_non_null(strstr(server_request(rig->server, 0),
                           "DELETE " SERVICE "/api/v2/silence/4fd6 "));
}

static void kubectl_that_fails_is_told_once(void **state)
{
    struct rig *rig = *state;

    kubectl_script_write(&rig->kubectl,
                         "echo 'error: You must be logged in' >&2; exit 1");
    open_for_draft(rig);
    wait_done(rig);

    assert_non_null(strstr(rig->err.text, "You must be logged in"));
    assert_string_equal(rig->silence_id, "");
}

static void refusal_of_alertmanager_is_told(void **state)
{
    struct rig *rig = *state;

    kubectl_script_write(&rig->kubectl, serves);
    open_for_draft(rig);
    serve(rig);
    server_on(rig->server, SERVICE "/api/v2/silences",
              &(struct server_answer){
                  .status = 403,
                  .headers = "Content-Type: application/json\r\n",
                  .body = "{\"kind\":\"Status\",\"message\":\"forbidden\"}"});
    wait_done(rig);

    assert_int_not_equal(rig->err.kind, ERR_NONE);
    assert_non_null(strstr(rig->err.text, "403"));
}

static void free_while_it_opens_tells_nothing(void **state)
{
    struct rig *rig = *state;

    kubectl_script_write(&rig->kubectl, serves);
    open_for_draft(rig);
    silence_door_free(rig->door);
    rig->door = NULL;
    for (int i = 0; i < 20; i++)
        assert_int_equal(loop_turn(rig->loop, 1, NULL), 0);

    assert_int_equal(rig->done_calls, 0);
}

static void door_is_needed_behind_kubectl_alone(void **state)
{
    struct rig *rig = *state;

    assert_true(silence_door_is_needed(&rig->context));
    rig->context.kubernetes.base.url = (char *)"https://api:6443";
    assert_false(silence_door_is_needed(&rig->context));
    rig->context.kubernetes.base.url = NULL;
    rig->context.alertmanager.base.via_kubernetes = false;
    assert_false(silence_door_is_needed(&rig->context));
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(silence_goes_through_a_kubectl_that_lets_only_it_pass),
        CASE(silence_is_ended_the_same_way),
        CASE(kubectl_that_fails_is_told_once),
        CASE(refusal_of_alertmanager_is_told),
        CASE(free_while_it_opens_tells_nothing),
        CASE(door_is_needed_behind_kubectl_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
