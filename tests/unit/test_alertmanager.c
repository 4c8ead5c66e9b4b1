/* test_alertmanager.c - API v2: answers, failures, silences. */
#include "tests/test.h"

#include <stdio.h>

#include "base/paths.h"
#include "source/alertmanager.h"
#include "source/alertmanager_json.h"
#include "tests/support/client.h"
#include "tests/support/told_record.h"

/* What came of one question. */
struct seen_answer {
    struct buf told;
    struct err err;
    bool is_done;
    bool is_transport;
    char silence_id[80];
};

static const char alerts_text[] =
    "[{\"annotations\":{\"summary\":\"s\"},\"endsAt\":\"2026-11-22T20:46:24Z\","
    "\"fingerprint\":\"04d5\",\"receivers\":[{\"name\":\"slack\"}],"
    "\"startsAt\":\"2026-11-22T20:29:40.500Z\",\"status\":{\"inhibitedBy\":[],"
    "\"silencedBy\":[],\"state\":\"active\"},\"labels\":{\"alertname\":\"A\"}},"
    "{\"fingerprint\":\"0a\",\"startsAt\":\"2026-11-22T20:29:40Z\",\"status\":{"
    "\"inhibitedBy\":[\"04d5\",\"ff\"],\"silencedBy\":[],\"state\":"
    "\"suppressed\"},\"labels\":{\"alertname\":\"B\"}},"
    "{\"fingerprint\":\"0b\",\"startsAt\":\"nonsense\",\"status\":{"
    "\"inhibitedBy\":null,\"silencedBy\":[\"id-1\",\"id-2\"],\"state\":"
    "\"suppressed\"},\"labels\":{\"alertname\":\"C\"}}]";
static const char alerts_told[] =
    "alert firing {alertname=A}{summary=s} since=1795379380500 value=nan "
    "fingerprint=04d5 silence= inhibited=\n"
    "alert inhibited {alertname=B}{} since=1795379380000 value=nan "
    "fingerprint=0a silence= inhibited=04d5\n"
    "alert silenced {alertname=C}{} since=-1 value=nan fingerprint=0b "
    "silence=id-1 inhibited=\n";

static const char silences_text[] =
    "[{\"id\":\"id-1\",\"status\":{\"state\":\"active\"},\"comment\":\"c\","
    "\"createdBy\":\"me\",\"startsAt\":\"2026-11-22T20:29:40Z\",\"endsAt\":"
    "\"2026-11-22T20:29:41Z\",\"matchers\":[{\"isEqual\":false,\"isRegex\":"
    "true,\"name\":\"pod\",\"value\":\"a|b.*\"},{\"isRegex\":false,\"name\":"
    "\"x\",\"value\":\"\"}]},{\"id\":\"id-2\",\"status\":{\"state\":"
    "\"expired\"},\"matchers\":[]}]";
static const char silences_told[] =
    "silence id-1 active by me: c 1795379380000-1795379381000 pod!~a|b.* x=\n"
    "silence id-2 expired by :  -1--1\n";

static void on_silence(void *owner, const struct silence *silence)
{
    struct seen_answer *seen = owner;

    (void)buf_printf(&seen->told, "silence %s %s by %s: %s %lld-%lld",
                     silence->id, silence_state_name(silence->state),
                     silence->created_by, silence->comment,
                     (long long)silence->starts_ms,
                     (long long)silence->ends_ms);
    for (size_t i = 0; i < silence->matcher_count; i++) {
        const struct matcher *matcher = &silence->matchers[i];
        const char *relations[] = {"!=", "!~", "=", "=~"};

        (void)buf_printf(
            &seen->told, " %s%s%s", matcher->name,
            relations[(matcher->is_equal ? 2 : 0) + (matcher->is_regex)],
            matcher->value);
    }
    (void)buf_add_char(&seen->told, '\n');
}

static void on_alert(void *owner, const struct told_alert *alert)
{
    struct seen_answer *seen = owner;
    struct told_sink sink = told_record_sink(&seen->told);

    sink.alert(sink.owner, alert);
}

static void on_receiver(void *owner, const char *name)
{
    struct seen_answer *seen = owner;

    (void)buf_printf(&seen->told, "receiver %s\n", name);
}

static void on_status(void *owner, const char *version, const char *cluster)
{
    struct seen_answer *seen = owner;

    (void)buf_printf(&seen->told, "version %s cluster %s\n", version, cluster);
}

static void on_done(void *owner, const struct alertmanager_result *result)
{
    struct seen_answer *seen = owner;

    assert_false(seen->is_done);
    seen->is_done = true;
    seen->err = result->err;
    seen->is_transport = result->is_transport;
    (void)snprintf(seen->silence_id, sizeof(seen->silence_id), "%s",
                   result->silence_id);
}

static struct alertmanager_sink sink_of(struct seen_answer *seen)
{
    return (struct alertmanager_sink){.owner = seen,
                                      .alert = on_alert,
                                      .silence = on_silence,
                                      .receiver = on_receiver,
                                      .status = on_status};
}

static int decode(enum alertmanager_kind kind, const char *text, size_t piece,
                  struct seen_answer *seen)
{
    struct alertmanager_sink sink = sink_of(seen);
    struct alertmanager_decoder *decoder =
        alertmanager_decoder_new(kind, &sink);
    size_t length = strlen(text);
    int rc = 0;

    for (size_t at = 0; at < length && rc == 0; at += piece)
        rc = alertmanager_decoder_feed(
            decoder, text + at, length - at < piece ? length - at : piece,
            &seen->err);
    if (rc == 0)
        rc = alertmanager_decoder_finish(decoder, &seen->err);
    alertmanager_decoder_free(decoder);
    return rc;
}

static void decoder_when_split_anywhere_tells_the_same(void **state)
{
    static const struct {
        enum alertmanager_kind kind;
        const char *text, *told;
    } cases[] = {
        {ALERTMANAGER_ALERTS, alerts_text, alerts_told},
        {ALERTMANAGER_SILENCES, silences_text, silences_told},
        {ALERTMANAGER_RECEIVERS, "[{\"name\":\"a\"},{\"name\":\"b\"}]",
         "receiver a\nreceiver b\n"},
        {ALERTMANAGER_STATUS,
         "{\"cluster\":{\"peers\":[],\"status\":\"ready\"},\"versionInfo\":{"
         "\"branch\":\"x\",\"version\":\"0.25.0\"},\"uptime\":\"u\"}",
         "version 0.25.0 cluster ready\n"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (size_t piece = 1; piece <= strlen(cases[i].text); piece++) {
            struct seen_answer seen = {0};

            buf_init(&seen.told, 65536);
            assert_int_equal(decode(cases[i].kind, cases[i].text, piece, &seen),
                             0);
            assert_string_equal(seen.told.bytes, cases[i].told);
            buf_clear(&seen.told);
        }
    }
}

static void decoder_of_another_shape_says_where(void **state)
{
    struct seen_answer seen = {0};
    (void)state;

    buf_init(&seen.told, 65536);
    assert_int_equal(
        decode(ALERTMANAGER_ALERTS, "{\"status\":\"success\"}", 99, &seen), -1);

    assert_string_equal(
        seen.err.text,
        "not an answer of Alertmanager: an object where \"alerts\" should be");
    buf_clear(&seen.told);
}

typedef struct alertmanager_call *ask_fn(struct alertmanager *alertmanager,
                                         const struct alertmanager_sink *sink,
                                         alertmanager_done_fn *done,
                                         struct err *err);

/* Asks the client's server and waits. */
static void ask(struct client *client, ask_fn *fn, struct seen_answer *seen)
{
    struct alertmanager_sink sink = sink_of(seen);
    struct alertmanager *alertmanager =
        alertmanager_new(client->http, server_url(client->server, "/am/"),
                         &client->settings, &seen->err);

    assert_non_null(alertmanager);
    assert_non_null(fn(alertmanager, &sink, on_done, &seen->err));
    while (!seen->is_done)
        assert_int_equal(loop_turn(client->loop, 1000, &seen->err), 0);
    alertmanager_free(alertmanager);
}

static void ask_alerts_tells_them_and_is_well(void **state)
{
    struct client *client = *state;
    struct seen_answer seen = {0};

    buf_init(&seen.told, 65536);
    server_on(client->server, "/am/api/v2/alerts",
              &(struct server_answer){.body = alerts_text});

    ask(client, alertmanager_ask_alerts, &seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.told.bytes, alerts_told);
    assert_non_null(
        strstr(server_request(client->server, 0),
               "GET /am/api/v2/alerts?active=true&silenced=true&inhibited="
               "true "));
    buf_clear(&seen.told);
}

static void ask_when_refused_tells_why(void **state)
{
    static const char json[] = "Content-Type: application/json\r\n";
    static const char plain[] = "Content-Type: text/plain; charset=utf-8\r\n";
    static const struct {
        int status;
        enum err_kind kind;
        const char *headers, *body;
        const char *words; /* after the URL, if it is there */
    } cases[] = {
        {400, ERR_REFUSED, json, "\"bad matcher format: nope\"\n",
         "Alertmanager refuses: bad matcher format: nope"},
        {400, ERR_REFUSED, json,
         "{\"code\":400,\"message\":\"parsing silence body failed\"}",
         "Alertmanager refuses: parsing silence body failed"},
        {422, ERR_REFUSED, json,
         "{\"code\":612,\"message\":\"matchers in body should have at least 1 "
         "items\"}",
         "Alertmanager refuses: matchers in body should have at least 1 items"},
        {410, ERR_STATUS, json, "{\"status\":\"error\"}",
         "the API is gone there; tracetop speaks v2 (Alertmanager 0.16 and "
         "later)"},
        {503, ERR_STATUS, plain,
         "Limit of concurrent GET requests reached (1)\n",
         "Limit of concurrent GET requests reached (1)"},
        {404, ERR_STATUS, plain, "404 page not found\n",
         "404 page not found; is the path in the URL right?"},
        {502, ERR_STATUS, "Content-Type: text/html\r\n",
         "<html><h1>Bad Gateway</h1>",
         "not Alertmanager (text/html): Bad Gateway"},
        {200, ERR_STATUS, "Content-Type: text/html\r\n", "<html>Log in</html>",
         "not Alertmanager (text/html): Log in"},
        {200, ERR_FORMAT, json, "[{\"labels\":[]}]",
         "not an answer of Alertmanager: an array where \"labels\" should be"},
        {200, ERR_FORMAT, json, "[{\"labels\":", "JSON"},
    };
    struct client *client = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct seen_answer seen = {0};

        buf_init(&seen.told, 65536);
        server_on(client->server, "/am/api/v2/alerts",
                  &(struct server_answer){.status = cases[i].status,
                                          .headers = cases[i].headers,
                                          .body = cases[i].body});
        ask(client, alertmanager_ask_alerts, &seen);
        assert_int_equal(seen.err.kind, cases[i].kind);
        if (!strstr(seen.err.text, cases[i].words))
            fail_msg("%s", seen.err.text);
        assert_false(seen.is_transport);
        buf_clear(&seen.told);
    }
}

static void ask_when_nobody_answers_is_transport(void **state)
{
    struct client *client = *state;
    struct seen_answer seen = {0};

    buf_init(&seen.told, 65536);
    server_on(client->server, "/am/api/v2/status",
              &(struct server_answer){.act = SERVER_CLOSE});

    ask(client, alertmanager_ask_status, &seen);

    assert_true(seen.is_transport);
    assert_int_equal(seen.err.kind, ERR_NETWORK);
    buf_clear(&seen.told);
}

static const struct matcher matchers[] = {
    {"alertname", "A|\"B\"", true, true},
    {"pod", "x", false, false},
};

/* Posts a silence, or expires one when `id` is given. */
static void change(struct client *client, const struct silence_draft *draft,
                   const char *id, struct seen_answer *seen)
{
    struct alertmanager *alertmanager =
        alertmanager_new(client->http, server_url(client->server, ""),
                         &client->settings, &seen->err);
    struct alertmanager_call *call =
        draft
            ? alertmanager_silence(alertmanager, draft, on_done, seen,
                                   &seen->err)
            : alertmanager_expire(alertmanager, id, on_done, seen, &seen->err);

    assert_non_null(call);
    while (!seen->is_done)
        assert_int_equal(loop_turn(client->loop, 1000, &seen->err), 0);
    alertmanager_free(alertmanager);
}

static void silence_posts_the_draft_and_tells_the_id(void **state)
{
    struct client *client = *state;
    struct seen_answer seen = {0};
    const struct silence_draft draft = {.id = "id-7",
                                        .matchers = matchers,
                                        .matcher_count = 2,
                                        .starts_ms = 1795379380767,
                                        .ends_ms = 1795379440000,
                                        .created_by = "me",
                                        .comment = "disk, INC-1"};

    server_on(client->server, "/api/v2/silences",
              &(struct server_answer){.body = "{\"silenceID\":\"id-8\"}\n"});
    change(client, &draft, NULL, &seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.silence_id, "id-8");
    assert_non_null(
        strstr(server_request(client->server, 0), "POST /api/v2/silences "));
    assert_non_null(strstr(
        server_request(client->server, 0),
        "{\"id\":\"id-7\",\"matchers\":[{\"name\":\"alertname\",\"value\":"
        "\"A|\\\"B\\\"\",\"isRegex\":true,\"isEqual\":true},{\"name\":\"pod\","
        "\"value\":\"x\",\"isRegex\":false,\"isEqual\":false}],\"startsAt\":"
        "\"2026-11-22T20:29:40.767Z\",\"endsAt\":\"2026-11-22T20:30:40.000Z\","
        "\"createdBy\":\"me\",\"comment\":\"disk, INC-1\"}"));
}

static void expire_deletes_the_silence(void **state)
{
    struct client *client = *state;
    struct seen_answer seen = {0};

    server_on(client->server, "/api/v2/silence/a%2Fb",
              &(struct server_answer){.status = 200});
    change(client, NULL, "a/b", &seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_non_null(strstr(server_request(client->server, 0),
                           "DELETE /api/v2/silence/a%2Fb "));
}

static void expire_of_an_unknown_silence_says_so(void **state)
{
    struct client *client = *state;
    struct seen_answer seen = {0};

    server_on(client->server, "/api/v2/silence/id-9",
              &(struct server_answer){.status = 404});
    change(client, NULL, "id-9", &seen);

    assert_int_equal(seen.err.kind, ERR_STATUS);
    assert_int_equal(seen.err.code, 404);
    assert_string_equal(seen.err.text, "Alertmanager knows no such silence");
}

static void decoder_of_recorded_answers_tells_them_all(void **state)
{
    static const struct {
        enum alertmanager_kind kind;
        const char *name, *part;
    } cases[] = {
        {ALERTMANAGER_ALERTS, "alerts.json",
         "fingerprint=1a2cfde4cd6b45a7 silence= inhibited=096fcd7b6533f3a2"},
        {ALERTMANAGER_ALERTS, "alerts_active_only.json", "alert firing"},
        {ALERTMANAGER_SILENCES, "silences.json",
         "alertname=~HighTraceQueryLatency|JaegerKafka.* "
         "pod!=jaeger-query-5f9-aaaaa\n"},
        {ALERTMANAGER_RECEIVERS, "receivers.json", "receiver pagerduty\n"},
        {ALERTMANAGER_STATUS, "status.json",
         "version 0.25.0 cluster disabled\n"},
    };
    const char *dir = test_shared_dir();
    (void)state;

    if (!dir) {
        print_message("no TRACETOP_SHARED: skipped\n");
        skip();
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct seen_answer seen = {0};
        char name[120];
        char *path, *bytes;
        size_t length;

        (void)snprintf(name, sizeof(name),
                       "fixtures/alertmanager/recorded_0.25.0/%s",
                       cases[i].name);
        path = paths_join(dir, name, NULL);
        assert_int_equal(
            paths_read_file(path, 1 << 20, &bytes, &length, &seen.err), 0);
        buf_init(&seen.told, 1 << 20);
        assert_int_equal(decode(cases[i].kind, bytes, 777, &seen), 0);
        if (!strstr(seen.told.bytes, cases[i].part))
            fail_msg("%s: %s", cases[i].name, seen.told.bytes);
        buf_clear(&seen.told);
        free(bytes);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoder_when_split_anywhere_tells_the_same),
        cmocka_unit_test(decoder_of_another_shape_says_where),
        CLIENT_CASE(ask_alerts_tells_them_and_is_well),
        CLIENT_CASE(ask_when_refused_tells_why),
        CLIENT_CASE(ask_when_nobody_answers_is_transport),
        CLIENT_CASE(silence_posts_the_draft_and_tells_the_id),
        CLIENT_CASE(expire_deletes_the_silence),
        CLIENT_CASE(expire_of_an_unknown_silence_says_so),
        cmocka_unit_test(decoder_of_recorded_answers_tells_them_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
