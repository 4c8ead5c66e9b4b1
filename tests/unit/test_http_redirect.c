/* test_http_redirect.c - where a Location may lead, and with what. */
#include "tests/test.h"

#include <stdio.h>

#include "base/xalloc.h"
#include "tests/support/client.h"

/* Fetches "/" that redirects to `location`; the request count is exact. */
static void expect_refusal(struct client *client, const char *location,
                           const char *text)
{
    size_t before = server_requests(client->server);
    char *line = xasprintf("Location: %s\r\n", location);
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){
                  .status = 302, .headers = line, .body = "moved"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_REFUSED);
    assert_string_equal(seen.err.text, text);
    assert_int_equal(seen.answer.status, 302);
    assert_int_equal(seen.headers_calls, 0);
    assert_int_equal(seen.pieces, 0);
    assert_int_equal(seen.done_calls, 1);
    assert_int_equal(server_requests(client->server), before + 1);
    seen_clear(&seen);
    free(line);
}

static void same_host_is_followed_and_told_once(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/a/b",
              &(struct server_answer){.status = 302,
                                      .headers = "Location: ../c?x=1\r\n",
                                      .body = "moved"});
    server_on(client->server, "/c", &(struct server_answer){.body = "here"});

    seen_fetch(&seen, "/a/b");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 200);
    assert_string_equal(seen.body.bytes, "here");
    assert_int_equal(seen.answer.body_bytes, 4);
    assert_int_equal(seen.headers_calls, 1);
    assert_int_equal(seen.headers_status, 200);
    assert_int_equal(server_requests(client->server), 2);
    assert_int_equal(server_connections(client->server), 1);
    assert_memory_equal(server_request(client->server, 1),
                        "GET /c?x=1 HTTP/1.1\r\n", 21);
    seen_clear(&seen);
}

static void own_address_written_out_is_the_same_host(void **state)
{
    struct client *client = *state;
    char line[96];
    struct seen seen;
    seen_init(&seen, client);
    snprintf(line, sizeof(line), "Location: %s\r\n",
             server_url(client->server, "/new"));
    server_on(client->server, "/",
              &(struct server_answer){.status = 308, .headers = line});
    server_on(client->server, "/new", &(struct server_answer){.body = "here"});

    seen_fetch(&seen, "/");

    assert_string_equal(seen.body.bytes, "here");
    seen_clear(&seen);
}

static void methods_change_as_every_client_changes_them(void **state)
{
    static const struct {
        const char *method;
        const char *then;
        int status;
        bool keeps_body;
    } rows[] = {
        {"POST", "GET /b HTTP/1.1\r\n", 301, false},
        {"POST", "GET /b HTTP/1.1\r\n", 302, false},
        {"POST", "GET /b HTTP/1.1\r\n", 303, false},
        {"POST", "POST /b HTTP/1.1\r\n", 307, true},
        {"POST", "POST /b HTTP/1.1\r\n", 308, true},
        {"PUT", "PUT /b HTTP/1.1\r\n", 301, true},
        {"PUT", "PUT /b HTTP/1.1\r\n", 302, true},
        {"PUT", "GET /b HTTP/1.1\r\n", 303, false},
        {"DELETE", "GET /b HTTP/1.1\r\n", 303, false},
    };
    struct client *client = *state;
    server_on(client->server, "/b", &(struct server_answer){.body = "done"});

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *sent = NULL;
        struct seen seen;
        seen_init(&seen, client);
        server_on(client->server, "/a",
                  &(struct server_answer){.status = rows[i].status,
                                          .headers = "Location: /b\r\n"});

        seen_start(&seen, &(struct http_request){
                              .method = rows[i].method,
                              .url = server_url(client->server, "/a"),
                              .body = "a=1",
                              .body_length = 3});
        seen_wait(&seen);

        assert_int_equal(seen.err.kind, ERR_NONE);
        sent = server_request(client->server, 2 * i + 1);
        assert_memory_equal(sent, rows[i].then, strlen(rows[i].then));
        assert_string_equal(strstr(sent, "\r\n\r\n") + 4,
                            rows[i].keeps_body ? "a=1" : "");
        assert_int_equal(strstr(sent, "Content-Type:") != NULL,
                         rows[i].keeps_body);
        assert_int_equal(strstr(sent, "Content-Length:") != NULL,
                         rows[i].keeps_body);
        assert_non_null(strstr(sent, "\r\nAccept: application/json\r\n"));
        seen_clear(&seen);
    }
}

static void other_hosts_are_refused_by_name(void **state)
{
    struct client *client = *state;
    char same_name[64];
    char told[96];

    expect_refusal(client, "https://login.example/start?token=hunter2",
                   "redirects to https://login.example, not followed");
    expect_refusal(client, "//login.example:8443/",
                   "redirects to http://login.example:8443, not followed");
    expect_refusal(client, "http://user:hunter2@login.example/",
                   "redirects to http://login.example, not followed");
    expect_refusal(client, "file:///etc/passwd",
                   "redirects to file://?, not followed");
    snprintf(same_name, sizeof(same_name), "https://127.0.0.1:%d/",
             server_port(client->server));
    snprintf(told, sizeof(told),
             "redirects to https://127.0.0.1:%d, not followed",
             server_port(client->server));
    expect_refusal(client, same_name, told);
}

static void password_in_a_location_is_refused(void **state)
{
    struct client *client = *state;
    char location[64];

    snprintf(location, sizeof(location), "http://user:hunter2@127.0.0.1:%d/x",
             server_port(client->server));

    expect_refusal(client, location,
                   "redirects to a URL with a password, not followed");
}

static void other_port_gets_no_request_and_no_credentials(void **state)
{
    struct client *client = *state;
    struct server *other = server_new(client->loop);
    char line[96];
    struct seen seen;
    seen_init(&seen, client);
    client->settings.authorization_type = xstrdup("Bearer");
    client->settings.credentials.inline_value = xstrdup("hunter2");
    snprintf(line, sizeof(line), "Location: %s\r\n", server_url(other, "/x"));
    server_on(client->server, "/",
              &(struct server_answer){.status = 307, .headers = line});

    seen_fetch(&seen, "/");
    loop_turn(client->loop, 0, NULL);

    assert_int_equal(seen.err.kind, ERR_REFUSED);
    assert_non_null(strstr(server_request(client->server, 0),
                           "\r\nAuthorization: Bearer hunter2\r\n"));
    assert_int_equal(server_connections(other), 0);
    assert_int_equal(server_requests(other), 0);
    server_free(other);
    seen_clear(&seen);
}

static void credentials_go_along_to_the_same_host(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.username = xstrdup("user");
    client->settings.password.inline_value = xstrdup("pass");
    server_on(
        client->server, "/a",
        &(struct server_answer){.status = 302, .headers = "Location: /b\r\n"});
    server_on(client->server, "/b", &(struct server_answer){.body = "ok"});

    seen_fetch(&seen, "/a");

    assert_string_equal(seen.body.bytes, "ok");
    for (size_t i = 0; i < 2; i++)
        assert_non_null(strstr(server_request(client->server, i),
                               "\r\nAuthorization: Basic dXNlcjpwYXNz\r\n"));
    seen_clear(&seen);
}

static void circles_end_after_five(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(
        client->server, "/",
        &(struct server_answer){.status = 302, .headers = "Location: /\r\n"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_LIMIT);
    assert_string_equal(seen.err.text, "redirects more than 5 times");
    assert_int_equal(seen.answer.status, 302);
    assert_int_equal(server_requests(client->server), 6);
    seen_clear(&seen);
}

static void settings_may_say_never(void **state)
{
    struct client *client = *state;

    client->settings.follow_redirects = false;

    expect_refusal(client, "/b",
                   "redirects, not followed: follow_redirects is off");
}

static void long_body_of_a_redirect_is_not_waited_for(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/a",
              &(struct server_answer){.status = 302,
                                      .headers = "Location: /b\r\n",
                                      .body = "0123456789abcdef",
                                      .repeat = (size_t)1 << 40});
    server_on(client->server, "/b", &(struct server_answer){.body = "ok"});

    seen_fetch(&seen, "/a");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "ok");
    assert_int_equal(seen.answer.status, 200);
    seen_clear(&seen);
}

static void redirect_without_a_location_is_an_answer(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){.status = 302, .body = "where?"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 302);
    assert_string_equal(seen.body.bytes, "where?");
    seen_clear(&seen);
}

static void time_is_counted_over_all_of_them(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.timeout_ms = 50;
    server_on(
        client->server, "/a",
        &(struct server_answer){.status = 302, .headers = "Location: /b\r\n"});
    server_on(client->server, "/b",
              &(struct server_answer){.act = SERVER_HANG});

    seen_fetch(&seen, "/a");

    assert_string_equal(seen.err.text,
                        "timed out after 50ms (waiting for the answer)");
    assert_int_equal(seen.answer.status, 0);
    seen_clear(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(same_host_is_followed_and_told_once),
        CLIENT_CASE(own_address_written_out_is_the_same_host),
        CLIENT_CASE(methods_change_as_every_client_changes_them),
        CLIENT_CASE(other_hosts_are_refused_by_name),
        CLIENT_CASE(password_in_a_location_is_refused),
        CLIENT_CASE(other_port_gets_no_request_and_no_credentials),
        CLIENT_CASE(credentials_go_along_to_the_same_host),
        CLIENT_CASE(circles_end_after_five),
        CLIENT_CASE(settings_may_say_never),
        CLIENT_CASE(long_body_of_a_redirect_is_not_waited_for),
        CLIENT_CASE(redirect_without_a_location_is_an_answer),
        CLIENT_CASE(time_is_counted_over_all_of_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
