/* test_http.c - requests and answers, whole and in good order. */
#include "tests/test.h"

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

    seen_get(&seen, server_url(client->server, "/ok?x=1"));
    seen_wait(&seen);

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
                                      .body = "query=up\0rest",
                                      .body_length = 8});
    seen_wait(&seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 204);
    sent = server_request(client->server, 0);
    assert_memory_equal(sent, "POST /q HTTP/1.1\r\n", 18);
    assert_non_null(
        strstr(sent, "Content-Type: application/x-www-form-urlencoded\r\n"));
    assert_non_null(strstr(sent, "Content-Length: 8\r\n"));
    assert_null(strstr(sent, "Expect"));
    assert_string_equal(sent + strlen(sent) - 8, "query=up");
    seen_clear(&seen);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, client_setup, client_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(get_hands_on_status_headers_and_body),
        CASE(post_sends_the_body_with_its_type),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
