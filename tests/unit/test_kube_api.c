/* test_kube_api.c - an API server that is asked without kubectl. */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/component.h"
#include "engine/kinds.h"
#include "model/kubernetes.h"
#include "tests/support/world.h"

enum { TURNS_MOST = 500, TURN_MS = 2000 };

static const struct component_kind *const kinds[] = {&kubernetes_kind};

struct rig {
    struct world world;
    char token_file[64];
    char url[64];
    int changes;
    struct err noted;
};

static void on_note(void *owner, enum component_id id, const struct err *err,
                    int64_t latency_ms)
{
    struct rig *rig = owner;

    (void)id;
    (void)latency_ms;
    rig->noted = err ? *err : (struct err){0};
}

static void on_changed(void *owner)
{
    struct rig *rig = owner;

    rig->changes++;
}

static void write_token(const struct rig *rig, const char *token)
{
    FILE *file = fopen(rig->token_file, "w");

    assert_non_null(file);
    (void)fprintf(file, "%s\n", token);
    assert_int_equal(fclose(file), 0);
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct backend_settings *settings = &rig->world.context.kubernetes.base;
    const struct components_world told = {.owner = rig,
                                          .note = on_note,
                                          .changed = on_changed,
                                          .refresh_ms = 1000};
    int fd;

    world_open(&rig->world);
    (void)snprintf(rig->token_file, sizeof(rig->token_file),
                   "/tmp/test_kube_api.XXXXXX");
    fd = mkstemp(rig->token_file);
    assert_true(fd >= 0);
    (void)close(fd);
    write_token(rig, "first-token");
    (void)snprintf(rig->url, sizeof(rig->url), "%s",
                   server_url(rig->world.server, "/k8s/clusters/c-1"));
    rig->world.context.namespace_name = (char *)"observability";
    http_settings_init(&settings->http);
    settings->is_configured = true;
    settings->url = rig->url;
    settings->http.authorization_type = (char *)"Bearer";
    settings->http.credentials.file = rig->token_file;
    world_open_door(&rig->world, &told);
    world_feed(&rig->world, &told, kinds, 1);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    world_close(&rig->world);
    (void)unlink(rig->token_file);
    free(rig);
    return 0;
}

/* Asks the question that decides the light, which is the first job. */
static void ask(struct rig *rig)
{
    const int changes = rig->changes;
    struct err err = {0};
    size_t job;

    sched_kick_all(rig->world.sched);
    job = sched_due(rig->world.sched, loop_now(rig->world.loop).mono_ms);
    sched_started(rig->world.sched, job);
    assert_true(components_feed_start(rig->world.feed, job));
    for (int turn = 0; turn < TURNS_MOST && rig->changes == changes; turn++)
        assert_int_equal(loop_turn(rig->world.loop, TURN_MS, &err), 0);
    assert_int_equal(rig->changes, changes + 1);
}

#define PODS "/k8s/clusters/c-1/api/v1/namespaces/observability/pods"

static void kube_api_when_asked_sends_the_token_of_the_file(void **state)
{
    struct rig *rig = *state;
    const struct components *components = components_feed_get(rig->world.feed);

    server_on(rig->world.server, PODS,
              &(struct server_answer){
                  .headers = "Content-Type: application/json\r\n",
                  .body = "{\"kind\":\"Table\",\"metadata\":{},"
                          "\"columnDefinitions\":[{\"name\":\"Name\"},"
                          "{\"name\":\"Ready\"},{\"name\":\"Status\"}],"
                          "\"rows\":[{\"cells\":[\"a-0\",\"1/1\","
                          "\"Running\"]}]}"});
    ask(rig);

    assert_int_equal(rig->noted.kind, ERR_NONE);
    assert_int_equal(components->kubernetes->pods.count, 1);
    assert_non_null(
        strstr(server_request(rig->world.server, 0), "GET " PODS "?"));
    assert_non_null(strstr(server_request(rig->world.server, 0),
                           "Authorization: Bearer first-token\r\n"));
}

static void kube_api_when_the_token_rotates_sends_the_new_one(void **state)
{
    struct rig *rig = *state;

    server_on(rig->world.server, PODS,
              &(struct server_answer){
                  .status = 401,
                  .headers = "Content-Type: application/json\r\n",
                  .body = "{\"kind\":\"Status\",\"status\":\"Failure\","
                          "\"message\":\"Unauthorized\",\"reason\":"
                          "\"Unauthorized\",\"code\":401}"});
    ask(rig);
    assert_int_not_equal(rig->noted.kind, ERR_NONE);
    assert_non_null(strstr(rig->noted.text, "401"));
    assert_null(strstr(rig->noted.text, "first-token"));

    write_token(rig, "second-token");
    ask(rig);

    assert_non_null(strstr(server_request(rig->world.server, 1),
                           "Authorization: Bearer second-token\r\n"));
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(kube_api_when_asked_sends_the_token_of_the_file),
        CASE(kube_api_when_the_token_rotates_sends_the_new_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
