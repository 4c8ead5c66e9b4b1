/* test_engine_alerts.c - silences and acknowledgements, at two Alertmanagers.
 *
 * Both are one server, under /a and /b; only /b has a silence.
 */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "alert/ack.h"
#include "engine/engine.h"
#include "tests/support/server.h"

enum { TURNS_MAX = 4000, TURN_MS = 2000, PATH_BYTES = 200 };

static const char alerts_text[] =
    "[{\"labels\":{\"alertname\":\"A\"},\"annotations\":{},"
    "\"fingerprint\":\"f1\",\"startsAt\":\"2026-01-01T00:00:00.000Z\","
    "\"status\":{\"state\":\"active\",\"silencedBy\":[],"
    "\"inhibitedBy\":[]}}]";
static const char silences_text[] =
    "[{\"id\":\"id-1\",\"status\":{\"state\":\"active\"},"
    "\"startsAt\":\"2026-01-01T00:00:00.000Z\","
    "\"endsAt\":\"2036-01-01T00:00:00.000Z\",\"createdBy\":\"ann\","
    "\"comment\":\"c\",\"matchers\":[{\"name\":\"alertname\","
    "\"value\":\"B\",\"isRegex\":false,\"isEqual\":true}]}]";

struct rig {
    struct loop *loop;
    struct server *server;
    struct settings *settings;
    struct engine *engine;
    char folder[PATH_BYTES / 2];
    char state_dir[PATH_BYTES], file[PATH_BYTES];
    bool is_done;
    struct engine_outcome outcome; /* its id is of `silence_id` */
    char silence_id[40];
};

static const struct matcher matchers[] = {{"alertname", "B", false, true}};

static const char *no_environment(const char *name)
{
    return strcmp(name, "HOME") == 0 ? "/nonexistent" : NULL;
}

static void answer(struct rig *rig, const char *path, const char *body)
{
    server_on(
        rig->server, path,
        &(struct server_answer){
            .body = body, .headers = "Content-Type: application/json\r\n"});
}

static void write_config(struct rig *rig)
{
    FILE *file = fopen(rig->file, "w");

    assert_non_null(file);
    (void)fprintf(file,
                  "refresh: 1h\nprometheus: {off: true}\nrules: [/dev/null]\n"
                  "alertmanager: {urls: [\"http://127.0.0.1:%d/a\", "
                  "\"http://127.0.0.1:%d/b\"]}\n",
                  server_port(rig->server), server_port(rig->server));
    assert_int_equal(fclose(file), 0);
}

static bool is_known(const struct rig *rig)
{
    const struct model *model = engine_model(rig->engine);

    return engine_alerts_are_settled(rig->engine) && model->alerts->count &&
           model->silences->count;
}

/* Turns the loop until `is_so` holds; each turn waits for an event. */
static void turn_until(struct rig *rig, bool (*is_so)(const struct rig *))
{
    struct err err = {0};

    for (int turn = 0; turn < TURNS_MAX; turn++) {
        if (is_so(rig))
            return;
        assert_int_equal(loop_turn(rig->loop, TURN_MS, &err), 0);
    }
    fail_msg("it never came");
}

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct overrides overrides = {0};
    struct err err = {0};

    (void)snprintf(rig->folder, sizeof(rig->folder), "/tmp/engine.XXXXXX");
    assert_non_null(mkdtemp(rig->folder));
    (void)snprintf(rig->file, sizeof(rig->file), "%s/config", rig->folder);
    (void)snprintf(rig->state_dir, sizeof(rig->state_dir), "%s/state",
                   rig->folder);
    rig->loop = loop_new(&err);
    rig->server = server_new(rig->loop);
    write_config(rig);
    overrides.config = rig->file;
    rig->settings = settings_load(&overrides, no_environment, &err);
    assert_non_null(rig->settings);
    free(rig->settings->paths.state_dir);
    rig->settings->paths.state_dir = strdup(rig->state_dir);
    answer(rig, "/a/api/v2/alerts", alerts_text);
    answer(rig, "/b/api/v2/alerts", "[]");
    answer(rig, "/a/api/v2/silences", "[]");
    answer(rig, "/b/api/v2/silences", silences_text);
    rig->engine = engine_new(rig->loop, rig->settings, NULL, &err);
    assert_non_null(rig->engine);
    assert_int_equal(engine_start(rig->engine, &err), 0);
    turn_until(rig, is_known);
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;
    char path[PATH_BYTES + 24];

    engine_free(rig->engine);
    settings_free(rig->settings);
    server_free(rig->server);
    loop_free(rig->loop);
    (void)snprintf(path, sizeof(path), "%s/acknowledged.jsonl", rig->state_dir);
    (void)unlink(path);
    (void)rmdir(rig->state_dir);
    (void)unlink(rig->file);
    (void)rmdir(rig->folder);
    free(rig);
    return 0;
}

static void on_done(void *owner, const struct engine_outcome *outcome)
{
    struct rig *rig = owner;

    assert_false(rig->is_done);
    rig->is_done = true;
    rig->outcome = *outcome;
    (void)snprintf(rig->silence_id, sizeof(rig->silence_id), "%s",
                   outcome->silence_id);
}

static bool is_done(const struct rig *rig)
{
    return rig->is_done;
}

/* Returns the last request that begins so, or NULL; `count` of them. */
static const char *request_of(const struct rig *rig, const char *start,
                              size_t *count)
{
    const char *last = NULL;

    *count = 0;
    for (size_t i = 0; i < server_requests(rig->server); i++)
        if (!strncmp(server_request(rig->server, i), start, strlen(start))) {
            last = server_request(rig->server, i);
            (*count)++;
        }
    return last;
}

static bool is_asked_anew(const struct rig *rig)
{
    size_t alerts, silences;

    (void)request_of(rig, "GET /a/api/v2/alerts", &alerts);
    (void)request_of(rig, "GET /a/api/v2/silences", &silences);
    return alerts == 2 && silences == 2;
}

static struct silence_draft draft_of(const char *id)
{
    return (struct silence_draft){.id = id,
                                  .matchers = matchers,
                                  .matcher_count = 1,
                                  .starts_ms = INT64_C(1767225600000),
                                  .ends_ms = INT64_C(2082758401500),
                                  .created_by = "bob",
                                  .comment = "longer"};
}

static void engine_silence_when_new_goes_to_the_first(void **state)
{
    struct rig *rig = *state;
    const struct silence_draft draft = draft_of(NULL);
    struct err err = {0};
    size_t count;

    answer(rig, "/a/api/v2/silences", "{\"silenceID\":\"id-9\"}");
    assert_int_equal(engine_silence(rig->engine, &draft, on_done, rig, &err),
                     0);
    turn_until(rig, is_done);

    assert_int_equal(rig->outcome.err.kind, ERR_NONE);
    assert_string_equal(rig->silence_id, "id-9");
    assert_non_null(request_of(rig, "POST /a/api/v2/silences", &count));
    assert_int_equal(count, 1);
    assert_null(request_of(rig, "POST /b/", &count));
    answer(rig, "/a/api/v2/silences", "[]");
    turn_until(rig, is_asked_anew);
}

static void engine_silence_of_an_id_goes_to_the_one_that_has_it(void **state)
{
    struct rig *rig = *state;
    const struct silence_draft draft = draft_of("id-1");
    struct err err = {0};
    const char *request;
    size_t count;

    answer(rig, "/b/api/v2/silences", "{\"silenceID\":\"id-2\"}");
    assert_int_equal(engine_silence(rig->engine, &draft, on_done, rig, &err),
                     0);
    turn_until(rig, is_done);

    assert_string_equal(rig->silence_id, "id-2");
    assert_null(request_of(rig, "POST /a/", &count));
    request = request_of(rig, "POST /b/api/v2/silences", &count);
    assert_int_equal(count, 1);
    assert_string_equal(
        strstr(request, "\r\n\r\n") + 4,
        "{\"id\":\"id-1\",\"matchers\":[{\"name\":\"alertname\",\"value\":"
        "\"B\",\"isRegex\":false,\"isEqual\":true}],\"startsAt\":"
        "\"2026-01-01T00:00:00.000Z\",\"endsAt\":\"2036-01-01T00:00:01.500Z\","
        "\"createdBy\":\"bob\",\"comment\":\"longer\"}");
}

static void engine_silence_when_refused_says_why(void **state)
{
    struct rig *rig = *state;
    const struct silence_draft draft = draft_of(NULL);
    struct err err = {0};

    server_on(rig->server, "/a/api/v2/silences",
              &(struct server_answer){
                  .status = 400,
                  .body = "\"invalid label matcher\"",
                  .headers = "Content-Type: application/json\r\n"});
    assert_int_equal(engine_silence(rig->engine, &draft, on_done, rig, &err),
                     0);
    turn_until(rig, is_done);

    assert_int_equal(rig->outcome.err.kind, ERR_REFUSED);
    assert_non_null(strstr(rig->outcome.err.text, "invalid label matcher"));
    assert_string_equal(rig->silence_id, "");
}

static void engine_expire_silence_asks_the_one_that_has_it(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};
    size_t count;

    answer(rig, "/b/api/v2/silence/id-1", "");
    assert_int_equal(
        engine_expire_silence(rig->engine, "id-1", on_done, rig, &err), 0);
    turn_until(rig, is_done);

    assert_int_equal(rig->outcome.err.kind, ERR_NONE);
    assert_non_null(request_of(rig, "DELETE /b/api/v2/silence/id-1", &count));
    assert_int_equal(count, 1);
    assert_null(request_of(rig, "DELETE /a/", &count));
}

static void engine_silence_when_read_only_asks_nobody(void **state)
{
    struct rig *rig = *state;
    const struct silence_draft draft = draft_of(NULL);
    struct err err = {0};
    size_t before = server_requests(rig->server);

    rig->settings->is_read_only = true;
    assert_int_equal(engine_silence(rig->engine, &draft, on_done, rig, &err),
                     -1);
    assert_int_equal(
        engine_expire_silence(rig->engine, "id-1", on_done, rig, &err), -1);

    assert_int_equal(err.kind, ERR_REFUSED);
    assert_string_equal(err.text, "read-only: silences are not changed");
    assert_int_equal(server_requests(rig->server), before);
    assert_false(rig->is_done);
}

static bool is_acknowledged(const struct rig *rig)
{
    return engine_model(rig->engine)->alerts->items[0].acknowledged_by[0];
}

static void engine_acknowledge_is_in_the_list_and_on_the_disk(void **state)
{
    struct rig *rig = *state;
    const struct alert *alert = engine_model(rig->engine)->alerts->items;
    struct err err = {0};
    struct ack_book *book;

    assert_string_equal(alert->acknowledged_by, "");
    assert_int_equal(engine_acknowledge(rig->engine, alert, "bob", &err), 0);
    turn_until(rig, is_acknowledged);

    alert = engine_model(rig->engine)->alerts->items;
    assert_string_equal(alert->acknowledged_by, "bob");
    book = ack_book_new(rig->state_dir, &err);
    assert_non_null(ack_book_find(book, alert->labels));
    assert_string_equal(ack_book_find(book, alert->labels)->by, "bob");
    ack_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        CASE(engine_silence_when_new_goes_to_the_first),
        CASE(engine_silence_of_an_id_goes_to_the_one_that_has_it),
        CASE(engine_silence_when_refused_says_why),
        CASE(engine_expire_silence_asks_the_one_that_has_it),
        CASE(engine_silence_when_read_only_asks_nobody),
        CASE(engine_acknowledge_is_in_the_list_and_on_the_disk),
#undef CASE
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
