/* test_prometheus_failure.c - answers that fail, and notes. */
#include "tests/test.h"

#include "tests/support/prometheus_fixture.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
