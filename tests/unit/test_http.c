/* test_http.c - requests and answers, whole and in good order. */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "tests/support/client.h"

static void get_hands_on_status_headers_and_body(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(
        client->server, "/ok",
        &(struct server_answer){.headers = "Content-Type: application/json\r\n",
                                .body = "{\"a\":1}"});

    seen_fetch(&seen, "/ok?x=1");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 200);
    assert_int_equal(seen.headers_calls, 1);
    assert_int_equal(seen.headers_status, 200);
    assert_string_equal(seen.headers_type, "application/json");
    assert_string_equal(seen.body.bytes, "{\"a\":1}");
    assert_int_equal(seen.answer.body_bytes, 7);
    assert_int_equal(seen.answer.retry_after_s, -1);
    assert_int_equal(seen.done_calls, 1);
    assert_memory_equal(server_request(client->server, 0),
                        "GET /ok?x=1 HTTP/1.1\r\n", 22);
    seen_clear(&seen);
}

static void get_without_a_content_type_tells_an_empty_one(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/", &(struct server_answer){.body = "x"});

    seen_fetch(&seen, "/");

    assert_string_equal(seen.headers_type, "");
    assert_int_equal(seen.headers_calls, 1);
    seen_clear(&seen);
}

static void get_sends_what_it_accepts_and_who_it_is(void **state)
{
    struct client *client = *state;
    const char *sent = NULL;
    struct seen seen;
    seen_init(&seen, client);

    seen_fetch(&seen, "/");

    sent = server_request(client->server, 0);
    assert_non_null(strstr(sent, "\r\nAccept: application/json\r\n"));
    assert_non_null(strstr(sent, "\r\nAccept-Encoding: gzip\r\n"));
    assert_non_null(strstr(sent, "\r\nUser-Agent: tracetop/"));
    assert_null(strstr(sent, "Authorization"));
    assert_null(strstr(sent, "Content-Type"));
    seen_clear(&seen);
}

static void post_sends_the_body_with_its_type(void **state)
{
    struct client *client = *state;
    const char *sent = NULL;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/q", &(struct server_answer){.status = 204});

    seen_start(&seen,
               &(struct http_request){.method = "POST",
                                      .url = server_url(client->server, "/q"),
                                      .accept = "text/plain",
                                      .body = "query=up and more",
                                      .body_length = 8});
    seen_wait(&seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 204);
    sent = server_request(client->server, 0);
    assert_memory_equal(sent, "POST /q HTTP/1.1\r\n", 18);
    assert_non_null(
        strstr(sent, "Content-Type: application/x-www-form-urlencoded\r\n"));
    assert_non_null(strstr(sent, "Content-Length: 8\r\n"));
    assert_non_null(strstr(sent, "\r\nAccept: text/plain\r\n"));
    assert_null(strstr(sent, "Expect"));
    assert_string_equal(strstr(sent, "\r\n\r\n") + 4, "query=up");
    seen_clear(&seen);
}

static void methods_go_out_as_they_were_given(void **state)
{
    static const struct {
        const char *method;
        const char *body;
        const char *line;
    } rows[] = {
        {"PUT", "{}", "PUT /m HTTP/1.1\r\n"},
        {"DELETE", NULL, "DELETE /m HTTP/1.1\r\n"},
        {"POST", NULL, "POST /m HTTP/1.1\r\n"},
        {"HEAD", NULL, "HEAD /m HTTP/1.1\r\n"},
        {"GET", "{}", "GET /m HTTP/1.1\r\n"},
    };
    struct client *client = *state;
    server_on(client->server, "/m", &(struct server_answer){.status = 204});

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *sent = NULL;
        struct seen seen;
        seen_init(&seen, client);

        seen_start(&seen,
                   &(struct http_request){
                       .method = rows[i].method,
                       .url = server_url(client->server, "/m"),
                       .body = rows[i].body,
                       .body_length = rows[i].body ? strlen(rows[i].body) : 0,
                       .content_type = "application/json"});
        seen_wait(&seen);

        assert_int_equal(seen.err.kind, ERR_NONE);
        assert_int_equal(seen.answer.status, 204);
        sent = server_request(client->server, i);
        assert_memory_equal(sent, rows[i].line, strlen(rows[i].line));
        assert_string_equal(strstr(sent, "\r\n\r\n") + 4,
                            rows[i].body ? rows[i].body : "");
        assert_int_equal(strstr(sent, "Content-Type: application/json") != NULL,
                         rows[i].body != NULL);
        seen_clear(&seen);
    }
}

static void get_of_a_failing_status_is_an_answer(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){.status = 503, .body = "down"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 503);
    assert_string_equal(seen.body.bytes, "down");
    seen_clear(&seen);
}

static void get_of_chunks_hands_on_the_body_without_them(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){
                  .body = "abc", .repeat = 3, .is_chunked = true});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "abcabcabc");
    seen_clear(&seen);
}

static void get_of_gzip_hands_on_what_it_decodes_to(void **state)
{
    static const char gzip[] =
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57"
        "\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\x00\x00\x00";
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){.headers = "Content-Encoding: gzip\r\n",
                                      .body = gzip,
                                      .body_length = sizeof(gzip) - 1});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "hello hello hello hello");
    assert_int_equal(seen.answer.body_bytes, 23);
    seen_clear(&seen);
}

static void get_of_a_dripped_answer_waits_for_all_of_it(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(
        client->server, "/",
        &(struct server_answer){.body = "0123456789", .is_dripped = true});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "0123456789");
    assert_true(seen.pieces > 1);
    seen_clear(&seen);
}

static void get_with_early_hints_tells_the_final_headers_once(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){
                  .raw = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                         "Trailer: X-Late\r\n\r\n"
                         "2\r\nok\r\n0\r\nX-Late: yes\r\n\r\n"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.headers_calls, 1);
    assert_int_equal(seen.headers_status, 200);
    assert_string_equal(seen.body.bytes, "ok");
    seen_clear(&seen);
}

static void retry_after_is_told_in_seconds(void **state)
{
    static const struct {
        const char *line;
        int64_t seconds;
    } rows[] = {
        {"Retry-After: 120\r\n", 120},
        {"Retry-After: 0\r\n", 0},
        {"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 0},
        {"Retry-After: soon\r\n", -1},
        {"Retry-After: 12 parsecs\r\n", -1},
        {"Retry-After: 99999999999999999999\r\n", 31536000},
        {"", -1},
    };
    struct client *client = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct seen seen;
        seen_init(&seen, client);
        server_on(
            client->server, "/",
            &(struct server_answer){.status = 429, .headers = rows[i].line});

        seen_fetch(&seen, "/");

        assert_int_equal(seen.answer.status, 429);
        assert_int_equal(seen.answer.retry_after_s, rows[i].seconds);
        seen_clear(&seen);
    }
}

static void retry_after_a_date_counts_from_now(void **state)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
                                       "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    struct client *client = *state;
    char line[96];
    struct civil at =
        clock_civil(loop_now(client->loop).wall_ms + (int64_t)3600 * 1000);
    struct seen seen;
    seen_init(&seen, client);
    snprintf(line, sizeof(line),
             "Retry-After: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
             days[at.weekday], at.day, months[at.month - 1], at.year, at.hour,
             at.minute, at.second);
    server_on(client->server, "/",
              &(struct server_answer){.status = 503, .headers = line});

    seen_fetch(&seen, "/");

    assert_in_range(seen.answer.retry_after_s, 3540, 3600);
    seen_clear(&seen);
}

static void connections_are_kept_for_the_next_request(void **state)
{
    struct client *client = *state;
    struct seen first;
    struct seen second;
    seen_init(&first, client);
    seen_init(&second, client);
    server_on(client->server, "/", &(struct server_answer){.body = "x"});

    seen_fetch(&first, "/");
    seen_fetch(&second, "/");

    assert_int_equal(server_requests(client->server), 2);
    assert_int_equal(server_connections(client->server), 1);
    assert_true(first.answer.timing.connect_us > 0);
    assert_int_equal(second.answer.timing.connect_us, 0);
    assert_true(second.answer.timing.first_byte_us > 0);
    assert_true(second.answer.timing.total_us >=
                second.answer.timing.first_byte_us);
    seen_clear(&first);
    seen_clear(&second);
}

static void connections_to_one_host_are_at_most_six(void **state)
{
    struct client *client = *state;
    struct seen seen[9];
    server_on(client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});

    for (size_t i = 0; i < 9; i++) {
        seen_init(&seen[i], client);
        seen_get(&seen[i], server_url(client->server, "/hang"));
    }
    while (server_requests(client->server) < 6)
        loop_turn(client->loop, -1, NULL);
    loop_turn(client->loop, 0, NULL);

    assert_int_equal(http_in_flight(client->http), 9);
    assert_int_equal(server_connections(client->server), 6);
    for (size_t i = 0; i < 9; i++)
        seen_clear(&seen[i]);
}

static void a_call_that_hangs_does_not_hold_up_another(void **state)
{
    struct client *client = *state;
    struct seen hangs;
    struct seen answers;
    seen_init(&hangs, client);
    seen_init(&answers, client);
    server_on(client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});
    server_on(client->server, "/ok", &(struct server_answer){.body = "ok"});
    seen_get(&hangs, server_url(client->server, "/hang"));
    while (server_requests(client->server) < 1)
        loop_turn(client->loop, -1, NULL);

    seen_fetch(&answers, "/ok");

    assert_int_equal(answers.err.kind, ERR_NONE);
    assert_string_equal(answers.body.bytes, "ok");
    assert_int_equal(hangs.done_calls, 0);
    assert_int_equal(http_in_flight(client->http), 1);
    seen_clear(&hangs);
    seen_clear(&answers);
}

static void a_call_is_under_way_without_a_sleep(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/", &(struct server_answer){.body = "x"});
    loop_stats_reset(client->loop);

    seen_get(&seen, server_url(client->server, "/"));
    loop_turn(client->loop, -1, NULL);
    loop_turn(client->loop, -1, NULL);

    assert_int_equal(loop_stats(client->loop).sleeps, 0);
    assert_int_equal(server_connections(client->server), 1);
    seen_clear(&seen);
}

static void unix_socket_is_spoken_to_instead_of_the_host(void **state)
{
    struct client *client = *state;
    char folder[] = "/tmp/tracetop-test-XXXXXX";
    struct server *server = NULL;
    struct seen seen;
    seen_init(&seen, client);
    assert_non_null(mkdtemp(folder));
    client->settings.unix_socket = xasprintf("%s/socket", folder);
    server = server_new_unix(client->loop, client->settings.unix_socket);
    server_on(server, "/api", &(struct server_answer){.body = "unix"});

    seen_get(&seen, "http://localhost/api");
    seen_wait(&seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "unix");
    assert_non_null(strstr(server_request(server, 0), "Host: localhost\r\n"));
    server_free(server);
    rmdir(folder);
    seen_clear(&seen);
}

static void proxies_of_the_environment_are_not_used(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/", &(struct server_answer){.body = "direct"});
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);

    seen_fetch(&seen, "/");

    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "direct");
    seen_clear(&seen);
}

static void proxy_url_gets_the_request_whatever_no_proxy_says(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.proxy_url = xstrdup(server_url(client->server, ""));
    server_on(client->server, "http://jaeger.test:16686/api",
              &(struct server_answer){.body = "by proxy"});
    setenv("no_proxy", "*", 1);

    seen_get(&seen, "http://jaeger.test:16686/api");
    seen_wait(&seen);

    unsetenv("no_proxy");
    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "by proxy");
    seen_clear(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(get_hands_on_status_headers_and_body),
        CLIENT_CASE(get_without_a_content_type_tells_an_empty_one),
        CLIENT_CASE(get_sends_what_it_accepts_and_who_it_is),
        CLIENT_CASE(post_sends_the_body_with_its_type),
        CLIENT_CASE(methods_go_out_as_they_were_given),
        CLIENT_CASE(get_of_a_failing_status_is_an_answer),
        CLIENT_CASE(get_of_chunks_hands_on_the_body_without_them),
        CLIENT_CASE(get_of_gzip_hands_on_what_it_decodes_to),
        CLIENT_CASE(get_of_a_dripped_answer_waits_for_all_of_it),
        CLIENT_CASE(get_with_early_hints_tells_the_final_headers_once),
        CLIENT_CASE(retry_after_is_told_in_seconds),
        CLIENT_CASE(retry_after_a_date_counts_from_now),
        CLIENT_CASE(connections_are_kept_for_the_next_request),
        CLIENT_CASE(connections_to_one_host_are_at_most_six),
        CLIENT_CASE(a_call_that_hangs_does_not_hold_up_another),
        CLIENT_CASE(a_call_is_under_way_without_a_sleep),
        CLIENT_CASE(unix_socket_is_spoken_to_instead_of_the_host),
        CLIENT_CASE(proxies_of_the_environment_are_not_used),
        CLIENT_CASE(proxy_url_gets_the_request_whatever_no_proxy_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
