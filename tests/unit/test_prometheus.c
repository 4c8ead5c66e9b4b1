/* test_prometheus.c - questions to a Prometheus and what comes of them. */
#include "tests/test.h"

#include "tests/support/prometheus_fixture.h"

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
        CASE(cancel_keeps_done_from_coming),
        CASE(free_cancels_every_question),
        CASE(done_may_free_the_client),
        CASE(ask_with_an_unreadable_secret_fails_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
