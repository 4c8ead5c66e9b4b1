/* test_prometheus.c - questions to a Prometheus and what comes of them. */
#include "tests/test.h"

#include <jansson.h>
#include <stdio.h>

#include "base/xalloc.h"
#include "source/prometheus.h"
#include "tests/support/client.h"
#include "tests/support/matrix_record.h"

#define JSON "Content-Type: application/json\r\n"
#define TEXT "Content-Type: text/plain; charset=utf-8\r\n"
#define HTML "Content-Type: text/html\r\n"
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define QUERY "/api/v1/query"
#define RANGE "/api/v1/query_range"
#define VECTOR                                                                 \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" \
    "{\"metric\":{\"a\":\"b\"},\"value\":[1795380168.38,\"83793\"]}]}}"
#define MATRIX                                                                 \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" \
    "{\"metric\":{\"a\":\"b\"},\"values\":[[1795380165,\"1\"],"                \
    "[1795380180,\"2.5\"]]},{\"metric\":{\"a\":\"c\"},\"values\":["            \
    "[1795380180,\"4\"]]}]},\"warnings\":[\"w\"]}"

static const struct window range = {
    .start_ms = 1795380165000, .end_ms = 1795380180000, .step_ms = 15000};

/* One test's client, and what its last question came to. */
struct bench {
    struct client *client;
    struct prometheus *prometheus;
    struct symtab *table;
    struct series_set *set;
    struct matrix_record record; /* of prometheus_ask() */
    int done_calls;
    struct prometheus_result result; /* its notes are in `notes` */
    char notes[1200];
    char *data; /* of prometheus_get(), NULL for none */
    bool frees_client;
};

static int setup(void **state)
{
    struct bench *bench = xcalloc(1, sizeof(*bench));
    const struct series_spec spec = {
        .step_ms = 15000, .capacity = 10, .limit = 10};
    void *client;

    assert_int_equal(client_setup(&client), 0);
    bench->client = client;
    bench->table = symtab_new();
    bench->set = series_set_new(bench->table, &spec);
    buf_init(&bench->record.told, 100000);
    bench->prometheus = prometheus_new(bench->client->http,
                                       server_url(bench->client->server, ""),
                                       &bench->client->settings, NULL);
    assert_non_null(bench->prometheus);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    void *client = bench->client;

    prometheus_free(bench->prometheus);
    series_set_free(bench->set);
    symtab_free(bench->table);
    buf_clear(&bench->record.told);
    free(bench->data);
    free(bench);
    return client_teardown(&client);
}

static void on_done(void *owner, const struct prometheus_result *result)
{
    struct bench *bench = owner;

    bench->done_calls++;
    bench->result = *result;
    (void)snprintf(bench->notes, sizeof(bench->notes), "%s", result->notes);
    if (bench->frees_client) {
        prometheus_free(bench->prometheus);
        bench->prometheus = NULL;
    }
}

static void on_json(void *owner, const struct json_t *data,
                    const struct prometheus_result *result)
{
    struct bench *bench = owner;

    free(bench->data);
    bench->data =
        data ? json_dumps(data, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    on_done(owner, result);
}

static void wait_for(struct bench *bench, int calls)
{
    while (bench->done_calls < calls)
        assert_int_equal(loop_turn(bench->client->loop, -1, NULL), 0);
}

/* Serves `answer` and asks for an instant through a sink. */
static void ask(struct bench *bench, const struct server_answer *answer)
{
    struct matrix_sink sink = matrix_record_sink(&bench->record);
    struct err err = {0};

    server_on(bench->client->server, QUERY, answer);
    bench->done_calls = 0;
    buf_reset(&bench->record.told);
    assert_non_null(prometheus_ask(bench->prometheus, "up", false, &range,
                                   &sink, on_done, bench, &err));
    assert_int_equal(bench->done_calls, 0); /* never at once */
    wait_for(bench, 1);
}

/* Serves `answer` and asks for a range into the set. */
static void ask_range(struct bench *bench, const struct server_answer *answer)
{
    server_on(bench->client->server, RANGE, answer);
    bench->done_calls = 0;
    assert_non_null(prometheus_ask_range(bench->prometheus, "up", &range,
                                         bench->set, on_done, bench, NULL));
    wait_for(bench, 1);
}

/* Serves `answer` and asks for a small answer. */
static void get(struct bench *bench, const struct server_answer *answer)
{
    server_on(bench->client->server, "/x", answer);
    bench->done_calls = 0;
    assert_non_null(
        prometheus_get(bench->prometheus, "/x?y=1", on_json, bench, NULL));
    wait_for(bench, 1);
}

static void assert_request(struct bench *bench, const char *start)
{
    const char *sent = server_request(bench->client->server, 0);

    if (strncmp(sent, start, strlen(start)) != 0)
        fail_msg("%s", sent);
}

/* The text has "URL" where the server's address is. */
static void assert_failed(struct bench *bench, enum err_kind kind, int code,
                          const char *text)
{
    const char *base = prometheus_url(bench->prometheus);
    const char *mark = strstr(text, "URL");
    char *whole =
        mark ? xasprintf("%.*s%s%s", (int)(mark - text), text, base, mark + 3)
             : xstrdup(text);

    assert_string_equal(bench->result.err.text, whole);
    assert_int_equal(bench->result.err.kind, kind);
    assert_int_equal(bench->result.err.code, code);
    free(whole);
}

static void prometheus_new_of_a_bad_url_refuses_it(void **state)
{
    static const char *const urls[] = {
        "", "p:9090", "ftp://p", "http://", "http://me:pw@p", "http://p?q=1",
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        struct err err = {0};

        assert_null(prometheus_new(bench->client->http, urls[i],
                                   &bench->client->settings, &err));
        assert_int_equal(err.kind, ERR_FORMAT);
        assert_memory_equal(err.text, "the URL: ", 9);
        assert_null(strstr(err.text, "pw"));
    }
}

static void prometheus_url_has_no_slash_at_its_end(void **state)
{
    struct bench *bench = *state;
    struct prometheus *prometheus =
        prometheus_new(bench->client->http, "https://p.example:1/prom//",
                       &bench->client->settings, NULL);

    assert_string_equal(prometheus_url(prometheus), "https://p.example:1/prom");
    prometheus_free(prometheus);
}

static void prometheus_escape_leaves_only_unreserved(void **state)
{
    struct buf out;
    (void)state;

    buf_init(&out, 100);
    prometheus_escape(&out, "aZ09-._~ +%&=\"{}/\n\xc3\xa9");
    assert_string_equal(out.bytes,
                        "aZ09-._~%20%2B%25%26%3D%22%7B%7D%2F%0A%C3%A9");
    buf_clear(&out);
}

static void ask_range_sends_the_window_in_seconds(void **state)
{
    struct bench *bench = *state;
    const struct window window = {
        .start_ms = 1795380168380, .end_ms = 1795380183005, .step_ms = 250};

    server_on(bench->client->server, RANGE,
              &(struct server_answer){.headers = JSON, .body = MATRIX});
    assert_non_null(prometheus_ask_range(bench->prometheus, "up{a=\"b\"}",
                                         &window, bench->set, on_done, bench,
                                         NULL));
    wait_for(bench, 1);

    assert_request(bench, "GET /api/v1/query_range?query=up%7Ba%3D%22b%22%7D"
                          "&start=1795380168.380&end=1795380183.005&step=0.250 "
                          "HTTP/1.1\r\n");
}

static void ask_range_of_a_live_window_starts_where_it_ends(void **state)
{
    struct bench *bench = *state;
    const struct window live = {.start_ms = 1795380168380,
                                .end_ms = 1795380168380,
                                .step_ms = 15000,
                                .is_live = true};

    server_on(bench->client->server, RANGE,
              &(struct server_answer){.headers = JSON, .body = MATRIX});
    assert_non_null(prometheus_ask_range(bench->prometheus, "up", &live,
                                         bench->set, on_done, bench, NULL));
    wait_for(bench, 1);

    assert_request(bench, "GET /api/v1/query_range?query=up"
                          "&start=1795380168.380&end=1795380168.380"
                          "&step=15.000 HTTP/1.1\r\n");
}

static void ask_for_an_instant_sends_its_time(void **state)
{
    struct bench *bench = *state;

    ask(bench, &(struct server_answer){.headers = JSON, .body = VECTOR});

    assert_request(bench, "GET /api/v1/query?query=up&time=1795380180.000 ");
    assert_string_equal(bench->record.told.bytes, "{a=b} 1795380168380:83793 ");
    assert_int_equal(bench->result.err.kind, ERR_NONE);
    assert_int_equal(bench->result.totals.type, MATRIX_VECTOR);
    assert_int_equal(bench->result.totals.samples, 1);
    assert_false(bench->result.is_transport);
    assert_int_equal(bench->result.retry_after_s, -1);
    assert_string_equal(bench->notes, "");
}

static void ask_under_a_base_path_keeps_it(void **state)
{
    struct bench *bench = *state;
    struct matrix_sink sink = matrix_record_sink(&bench->record);
    struct prometheus *prometheus = prometheus_new(
        bench->client->http, server_url(bench->client->server, "/prom/"),
        &bench->client->settings, NULL);

    server_on(bench->client->server, "/prom" QUERY,
              &(struct server_answer){.headers = JSON, .body = VECTOR});
    assert_non_null(prometheus_ask(prometheus, "up", false, &range, &sink,
                                   on_done, bench, NULL));
    wait_for(bench, 1);

    assert_request(bench, "GET /prom/api/v1/query?query=up&time=");
    assert_int_equal(bench->result.err.kind, ERR_NONE);
    prometheus_free(prometheus);
}

static void ask_with_a_long_expression_posts_it(void **state)
{
    struct bench *bench = *state;
    char expression[2100];
    const char *sent, *body;

    memset(expression, 'a', sizeof(expression) - 1);
    expression[sizeof(expression) - 1] = '\0';
    expression[1000] = '+';
    server_on(bench->client->server, RANGE,
              &(struct server_answer){.headers = JSON, .body = MATRIX});
    assert_non_null(prometheus_ask_range(bench->prometheus, expression, &range,
                                         bench->set, on_done, bench, NULL));
    wait_for(bench, 1);

    assert_request(bench, "POST /api/v1/query_range HTTP/1.1\r\n");
    sent = server_request(bench->client->server, 0);
    assert_non_null(
        strstr(sent, "Content-Type: application/x-www-form-urlencoded\r\n"));
    body = strstr(sent, "\r\n\r\n") + 4;
    assert_memory_equal(body, "query=aaaa", 10);
    assert_memory_equal(body + 6 + 1000, "%2Baaaa", 7);
    assert_string_equal(strstr(body, "&start"),
                        "&start=1795380165.000&end=1795380180.000&step=15.000");
    assert_int_equal(bench->result.err.kind, ERR_NONE);
}

static void ask_with_an_endless_expression_fails_at_once(void **state)
{
    struct bench *bench = *state;
    char *expression = xmalloc((1 << 20) + 1);
    struct err err = {0};

    memset(expression, 'a', 1 << 20);
    expression[1 << 20] = '\0';
    assert_null(prometheus_ask_range(bench->prometheus, expression, &range,
                                     bench->set, on_done, bench, &err));

    assert_int_equal(err.kind, ERR_LIMIT);
    assert_string_equal(err.text, "the expression is larger than 1 MiB");
    free(expression);
}

static void ask_range_commits_a_good_answer(void **state)
{
    struct bench *bench = *state;
    const struct series *series;

    ask_range(bench, &(struct server_answer){.headers = JSON, .body = MATRIX});

    assert_int_equal(bench->result.err.kind, ERR_NONE);
    assert_int_equal(series_set_count(bench->set), 2);
    series = series_set_at(bench->set, 0);
    assert_string_equal(labels_get(series->labels, "a"), "b");
    assert_near(ring_at(series->ring, 1795380165000), 1, 0);
    assert_near(ring_at(series->ring, 1795380180000), 2.5, 0);
    assert_near(ring_at(series_set_headline(bench->set), 1795380180000), 6.5,
                0);
    assert_int_equal(series_set_answer_samples(bench->set), 3);
    assert_int_equal(bench->result.totals.series, 2);
    assert_string_equal(bench->notes, "w");
}

static void
ask_range_of_an_answer_dripped_byte_by_byte_is_the_same(void **state)
{
    struct bench *bench = *state;

    ask_range(bench, &(struct server_answer){
                         .headers = JSON, .body = MATRIX, .is_dripped = true});

    assert_int_equal(bench->result.err.kind, ERR_NONE);
    assert_int_equal(bench->result.totals.samples, 3);
    assert_near(ring_at(series_set_headline(bench->set), 1795380180000), 6.5,
                0);
}

static void ask_range_of_no_series_is_a_success(void **state)
{
    struct bench *bench = *state;

    ask_range(bench, &(struct server_answer){
                         .headers = JSON,
                         .body = "{\"status\":\"success\",\"data\":{"
                                 "\"resultType\":\"matrix\",\"result\":[]}}"});

    assert_int_equal(bench->result.err.kind, ERR_NONE);
    assert_int_equal(bench->result.totals.series, 0);
    assert_int_equal(series_set_count(bench->set), 0);
}

static void ask_range_of_half_an_answer_gives_no_headline(void **state)
{
    struct bench *bench = *state;
    uint64_t generation = series_set_generation(bench->set);

    ask_range(bench, &(struct server_answer){
                         .headers = JSON, .body = MATRIX, .body_length = 180});

    assert_failed(bench, ERR_FORMAT, 0,
                  "URL: broken JSON: cut short after 180 bytes");
    assert_true(isnan(ring_at(series_set_headline(bench->set), 1795380180000)));
    assert_int_not_equal(series_set_generation(bench->set), generation);
}

static void ask_range_of_a_body_that_never_comes_fails(void **state)
{
    struct bench *bench = *state;

    ask_range(bench, &(struct server_answer){.headers = JSON,
                                             .body = MATRIX,
                                             .missing = 500000000});

    assert_int_equal(bench->result.err.kind, ERR_NETWORK);
    assert_non_null(strstr(bench->result.err.text, "closed"));
    assert_false(bench->result.is_transport);
    assert_true(isnan(ring_at(series_set_headline(bench->set), 1795380180000)));

    ask_range(bench, &(struct server_answer){.headers = JSON,
                                             .body = MATRIX,
                                             .missing = 1000000000});
    assert_failed(bench, ERR_LIMIT, 0, "URL: answer larger than 512 MiB");
}

static void ask_range_with_a_failure_status_takes_no_data(void **state)
{
    struct bench *bench = *state;

    ask_range(bench, &(struct server_answer){
                         .status = 500, .headers = JSON, .body = MATRIX});

    assert_int_equal(bench->result.err.kind, ERR_STATUS);
    assert_int_equal(bench->result.err.code, 500);
    assert_int_equal(series_set_count(bench->set), 0);
    ask(bench, &(struct server_answer){
                   .status = 503, .headers = JSON, .body = VECTOR});
    assert_string_equal(bench->record.told.bytes, "");
    assert_int_equal(bench->result.err.code, 503);
}

static void ask_tells_every_failure_apart(void **state)
{
    static const struct {
        struct server_answer answer;
        enum err_kind kind;
        int code;
        const char *text;
    } cases[] = {
        {{.status = 400,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"bad_data\","
                  "\"error\":\"1:10: parse error\"}"},
         ERR_REFUSED,
         0,
         "bad_data: 1:10: parse error"},
        {{.status = 422,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"execution\","
                  "\"error\":\"many-to-many\"}"},
         ERR_REFUSED,
         0,
         "execution: many-to-many"},
        {{.status = 503,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"timeout\","
                  "\"error\":\"query timed out\"}"},
         ERR_REFUSED,
         0,
         "timeout: query timed out"},
        {{.headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"internal\","
                  "\"error\":\"x\"}"},
         ERR_REFUSED,
         0,
         "internal: x"},
        {{.status = 500,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"unavailable\","
                  "\"error\":\"admin APIs disabled\"}"},
         ERR_STATUS,
         500,
         "HTTP 500 from URL: unavailable: admin APIs disabled"},
        {{.status = 429,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"too_many_requests\","
                  "\"error\":\"slow down\"}"},
         ERR_STATUS,
         429,
         "HTTP 429 from URL: too_many_requests: slow down"},
        {{.status = 401,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"unauthorized\","
                  "\"error\":\"no org id\"}"},
         ERR_STATUS,
         401,
         "HTTP 401 from URL: unauthorized: no org id; set basic_auth or "
         "authorization"},
        {{.status = 503, .headers = TEXT, .body = "Service Unavailable\n"},
         ERR_STATUS,
         503,
         "HTTP 503 from URL: Service Unavailable"},
        {{.status = 401, .headers = TEXT, .body = "Unauthorized\n"},
         ERR_STATUS,
         401,
         "HTTP 401 from URL: Unauthorized; set basic_auth or authorization"},
        {{.status = 404, .headers = TEXT, .body = "404 page not found\n"},
         ERR_STATUS,
         404,
         "HTTP 404 from URL: 404 page not found; is the path in the URL "
         "right?"},
        {{.status = 502,
          .headers = HTML,
          .body = "<html><head><title>502 Bad Gateway</title></head></html>"},
         ERR_STATUS,
         502,
         "HTTP 502 from URL: not Prometheus (text/html): 502 Bad Gateway"},
        {{.headers = HTML, .body = "\n<!DOCTYPE html><p>Sign in"},
         ERR_STATUS,
         200,
         "HTTP 200 from URL: not Prometheus (text/html): Sign in"},
        {{.status = 500, .headers = JSON, .body = "{\"message\":\"no route\"}"},
         ERR_STATUS,
         500,
         "HTTP 500 from URL: not Prometheus (application/json): "
         "{\"message\":\"no route\"}"},
        {{.headers = JSON, .body = "{\"message\":\"hello\"}"},
         ERR_FORMAT,
         0,
         "URL: not a Prometheus answer: no \"status\""},
        {{.headers = JSON, .body = "{\"status\":\"success\",\"data\":[]}"},
         ERR_FORMAT,
         0,
         "URL: not a Prometheus answer: an array where the object of \"data\" "
         "should be"},
        {{.headers = JSON, .body = ""},
         ERR_STATUS,
         200,
         "HTTP 200 from URL: empty answer"},
        {{.headers = JSON, .body = " \n"},
         ERR_STATUS,
         200,
         "HTTP 200 from URL: not Prometheus (application/json): empty answer"},
        {{.status = 204}, ERR_STATUS, 204, "HTTP 204 from URL: empty answer"},
        {{.headers = TEXT, .body = "[1]"},
         ERR_STATUS,
         200,
         "HTTP 200 from URL: not Prometheus (text/plain): [1]"},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ask(bench, &cases[i].answer);
        assert_failed(bench, cases[i].kind, cases[i].code, cases[i].text);
        assert_false(bench->result.is_transport);
        assert_string_equal(bench->record.told.bytes, "");
    }
}

static void ask_of_a_server_that_is_away_is_a_transport_failure(void **state)
{
    struct bench *bench = *state;

    ask(bench, &(struct server_answer){.act = SERVER_CLOSE});
    assert_int_equal(bench->result.err.kind, ERR_NETWORK);
    assert_true(bench->result.is_transport);
    assert_memory_equal(bench->result.err.text,
                        prometheus_url(bench->prometheus),
                        strlen(prometheus_url(bench->prometheus)));

    ask(bench, &(struct server_answer){.raw = "garbage\r\n\r\n"});
    assert_int_equal(bench->result.err.kind, ERR_NETWORK);
    assert_true(bench->result.is_transport);
}

static void ask_of_a_redirect_to_elsewhere_names_the_status(void **state)
{
    struct bench *bench = *state;

    ask(bench,
        &(struct server_answer){
            .status = 302, .headers = "Location: http://login.example/\r\n"});
    assert_int_equal(bench->result.err.kind, ERR_STATUS);
    assert_int_equal(bench->result.err.code, 302);
    assert_non_null(strstr(bench->result.err.text, "login.example"));
    assert_false(bench->result.is_transport);

    bench->client->settings.follow_redirects = false;
    ask(bench, &(struct server_answer){.status = 302,
                                       .headers = "Location: /elsewhere\r\n"});
    assert_failed(bench, ERR_STATUS, 302,
                  "URL: redirects, not followed: follow_redirects is off");

    ask(bench, &(struct server_answer){.status = 302});
    assert_failed(bench, ERR_STATUS, 302,
                  "HTTP 302 from URL: empty answer; look at follow_redirects");
}

static void ask_of_an_endless_page_reads_little_of_it(void **state)
{
    struct bench *bench = *state;

    ask(bench, &(struct server_answer){
                   .headers = HTML, .body = "<p>words", .repeat = 5000000});
    assert_int_equal(bench->result.err.kind, ERR_STATUS);
    assert_non_null(strstr(bench->result.err.text,
                           "not Prometheus (text/html): words words"));

    ask(bench, &(struct server_answer){.headers = JSON,
                                       .body = "{\"status\":1,          ",
                                       .repeat = 5000000});
    assert_int_equal(bench->result.err.kind, ERR_FORMAT);
    assert_non_null(strstr(bench->result.err.text, "the text of \"status\""));
}

static void ask_says_when_to_come_again(void **state)
{
    struct bench *bench = *state;

    ask(bench, &(struct server_answer){.status = 503,
                                       .headers = TEXT "Retry-After: 7\r\n",
                                       .body = "busy"});

    assert_int_equal(bench->result.retry_after_s, 7);
}

static void ask_joins_warnings_and_infos(void **state)
{
    struct bench *bench = *state;

    ask(bench, &(struct server_answer){
                   .headers = JSON,
                   .body = "{\"status\":\"success\",\"warnings\":[\"a\",\"b\"],"
                           "\"data\":{\"resultType\":\"vector\",\"result\":[]},"
                           "\"infos\":[\"c\"]}"});

    assert_string_equal(bench->notes, "a; b; c");
    assert_int_equal(bench->result.totals.notes, 3);
    assert_string_equal(bench->record.told.bytes,
                        "warning(a) warning(b) info(c) ");
}

static void ask_with_endless_notes_keeps_the_first(void **state)
{
    struct bench *bench = *state;
    struct buf body;

    buf_init(&body, 100000);
    (void)buf_add_str(&body, "{\"status\":\"success\",\"warnings\":[\"\"");
    for (int i = 0; i < 1000; i++)
        (void)buf_printf(&body, ",\"%07d\"", i);
    (void)buf_add_str(&body, "],\"data\":{\"resultType\":\"vector\","
                             "\"result\":[]}}");
    ask(bench, &(struct server_answer){.headers = JSON, .body = body.bytes});

    assert_memory_equal(bench->notes, "0000000; 0000001; ", 18);
    assert_true(strlen(bench->notes) <= 1000);
    assert_string_equal(bench->notes + strlen(bench->notes) - 3, "...");
    buf_clear(&body);
}

static void get_hands_on_the_data(void **state)
{
    struct bench *bench = *state;

    get(bench, &(struct server_answer){
                   .headers = JSON,
                   .body = "{\"status\":\"success\",\"data\":{\"version\":"
                           "\"2.42.0\"},\"warnings\":[\"w\",1],\"infos\":[]}"});

    assert_request(bench, "GET /x?y=1 HTTP/1.1\r\n");
    assert_int_equal(bench->result.err.kind, ERR_NONE);
    assert_string_equal(bench->data, "{\"version\":\"2.42.0\"}");
    assert_string_equal(bench->notes, "w");
    get(bench,
        &(struct server_answer){
            .headers = JSON,
            .is_dripped = true,
            .body = "{\"data\":[\"a\\u0000\",\"b\"],\"status\":\"success\"}"});
    assert_string_equal(bench->data, "[\"a\\u0000\",\"b\"]");
}

static void get_tells_every_failure_apart(void **state)
{
    static const struct {
        struct server_answer answer;
        enum err_kind kind;
        int code;
        const char *text;
    } cases[] = {
        {{.status = 400,
          .headers = JSON,
          .body = "{\"status\":\"error\",\"errorType\":\"bad_data\","
                  "\"error\":\"no\"}"},
         ERR_REFUSED,
         0,
         "bad_data: no"},
        {{.headers = JSON, .body = "{\"status\":\"error\"}"},
         ERR_REFUSED,
         0,
         "error: "},
        {{.headers = JSON, .body = "{\"status\":\"success\"}"},
         ERR_FORMAT,
         0,
         "URL: not a Prometheus answer: no \"data\""},
        {{.headers = JSON, .body = "{\"data\":1}"},
         ERR_FORMAT,
         0,
         "URL: not a Prometheus answer: no \"status\""},
        {{.headers = JSON, .body = "{\"status\":[],\"data\":1}"},
         ERR_FORMAT,
         0,
         "URL: not a Prometheus answer: no \"status\""},
        {{.headers = JSON, .body = "{\"status\":"},
         ERR_FORMAT,
         0,
         "URL: broken JSON: cut short after 10 bytes"},
        {{.headers = JSON, .body = "{\"status\":\"success\",\"data\":1e999}"},
         ERR_FORMAT,
         0,
         "URL: broken JSON: real number overflow near '1e999'"},
        {{.headers = JSON, .body = "{\"a\":", .repeat = 100},
         ERR_FORMAT,
         0,
         "URL: broken JSON at byte 321: nested deeper than 64"},
        {{.headers = HTML, .body = "<p>Sign in"},
         ERR_STATUS,
         200,
         "HTTP 200 from URL: not Prometheus (text/html): Sign in"},
        {{.status = 404, .headers = TEXT, .body = "404 page not found\n"},
         ERR_STATUS,
         404,
         "HTTP 404 from URL: 404 page not found; is the path in the URL "
         "right?"},
        {{.headers = JSON, .body = "{          ", .repeat = 1000},
         ERR_FORMAT,
         0,
         "URL: broken JSON at byte 12: '{' instead of a key"},
        {{.headers = JSON,
          .body = "{\"status\":\"success\",\"data\":1}          ",
          .missing = 1000},
         ERR_NETWORK,
         18,
         "URL: closed the connection in mid answer, after 39 bytes"},
        {{.headers = JSON,
          .body = "{\"status\":\"success\",\"data\":1}",
          .missing = 4 << 20},
         ERR_LIMIT,
         0,
         "URL: answer larger than 4 MiB"},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        get(bench, &cases[i].answer);
        assert_failed(bench, cases[i].kind, cases[i].code, cases[i].text);
        assert_null(bench->data);
    }
}

static void cancel_keeps_done_from_coming(void **state)
{
    struct bench *bench = *state;
    struct prometheus_call *call;
    uint64_t generation = series_set_generation(bench->set);
    size_t bytes = series_set_bytes(bench->set);

    server_on(bench->client->server, RANGE,
              &(struct server_answer){
                  .headers = JSON, .body = MATRIX, .is_dripped = true});
    call = prometheus_ask_range(bench->prometheus, "up", &range, bench->set,
                                on_done, bench, NULL);
    while (series_set_bytes(bench->set) == bytes)
        assert_int_equal(loop_turn(bench->client->loop, -1, NULL), 0);
    prometheus_cancel(call);
    prometheus_cancel(NULL);

    assert_int_equal(http_in_flight(bench->client->http), 0);
    for (int i = 0; i < 10; i++)
        assert_int_equal(loop_turn(bench->client->loop, 0, NULL), 0);
    assert_int_equal(bench->done_calls, 0);
    assert_int_equal(series_set_generation(bench->set), generation + 1);
}

static void free_cancels_every_question(void **state)
{
    struct bench *bench = *state;

    server_on(bench->client->server, RANGE,
              &(struct server_answer){.act = SERVER_HANG});
    for (int i = 0; i < 3; i++)
        assert_non_null(prometheus_ask_range(bench->prometheus, "up", &range,
                                             bench->set, on_done, bench, NULL));
    assert_int_equal(http_in_flight(bench->client->http), 3);
    prometheus_free(bench->prometheus);
    bench->prometheus = NULL;

    assert_int_equal(http_in_flight(bench->client->http), 0);
    assert_int_equal(bench->done_calls, 0);
}

static void done_may_free_the_client(void **state)
{
    struct bench *bench = *state;

    bench->frees_client = true;
    server_on(bench->client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});
    assert_non_null(
        prometheus_get(bench->prometheus, "/hang", on_json, bench, NULL));
    ask_range(bench, &(struct server_answer){.headers = JSON, .body = MATRIX});

    assert_int_equal(bench->done_calls, 1);
    assert_null(bench->prometheus);
    assert_int_equal(bench->result.totals.samples, 3);
}

static void ask_with_an_unreadable_secret_fails_at_once(void **state)
{
    struct bench *bench = *state;
    struct err err = {0};

    bench->client->settings.username = xstrdup("me");
    bench->client->settings.password.file = xstrdup("/nonexistent/secret");
    assert_null(prometheus_get(bench->prometheus, "/x", on_json, bench, &err));

    assert_memory_equal(err.text, prometheus_url(bench->prometheus),
                        strlen(prometheus_url(bench->prometheus)));
    assert_non_null(strstr(err.text, "/nonexistent/secret"));
    assert_int_equal(bench->done_calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(prometheus_new_of_a_bad_url_refuses_it),
        CASE(prometheus_url_has_no_slash_at_its_end),
        CASE(prometheus_escape_leaves_only_unreserved),
        CASE(ask_range_sends_the_window_in_seconds),
        CASE(ask_range_of_a_live_window_starts_where_it_ends),
        CASE(ask_for_an_instant_sends_its_time),
        CASE(ask_under_a_base_path_keeps_it),
        CASE(ask_with_a_long_expression_posts_it),
        CASE(ask_with_an_endless_expression_fails_at_once),
        CASE(ask_range_commits_a_good_answer),
        CASE(ask_range_of_an_answer_dripped_byte_by_byte_is_the_same),
        CASE(ask_range_of_no_series_is_a_success),
        CASE(ask_range_of_half_an_answer_gives_no_headline),
        CASE(ask_range_of_a_body_that_never_comes_fails),
        CASE(ask_range_with_a_failure_status_takes_no_data),
        CASE(ask_tells_every_failure_apart),
        CASE(ask_of_a_server_that_is_away_is_a_transport_failure),
        CASE(ask_of_a_redirect_to_elsewhere_names_the_status),
        CASE(ask_of_an_endless_page_reads_little_of_it),
        CASE(ask_says_when_to_come_again),
        CASE(ask_joins_warnings_and_infos),
        CASE(ask_with_endless_notes_keeps_the_first),
        CASE(get_hands_on_the_data),
        CASE(get_tells_every_failure_apart),
        CASE(cancel_keeps_done_from_coming),
        CASE(free_cancels_every_question),
        CASE(done_may_free_the_client),
        CASE(ask_with_an_unreadable_secret_fails_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
