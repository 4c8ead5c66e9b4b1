/* test_http_cancel.c - calls that end before their time, from anywhere. */
#include "tests/test.h"

#include "tests/support/client.h"

/* Turns until the server saw `count` requests and the loop is at rest. */
static void turn_until_requests(struct client *client, size_t count)
{
    while (server_requests(client->server) < count)
        loop_turn(client->loop, -1, NULL);
    for (int i = 0; i < 20; i++)
        loop_turn(client->loop, 0, NULL);
}

/* A large body in many pieces, so that there is something left to come. */
static void serve_much(struct client *client)
{
    server_on(client->server, "/much",
              &(struct server_answer){.body = "0123456789abcdef",
                                      .repeat = 20000,
                                      .is_chunked = true});
}

static void cancel_of_null_does_nothing(void **state)
{
    (void)state;

    http_cancel(NULL);
}

static void cancel_right_after_start_tells_nothing(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    seen_get(&seen, server_url(client->server, "/"));
    assert_int_equal(http_in_flight(client->http), 1);

    http_cancel(seen.call);
    for (int i = 0; i < 20; i++)
        loop_turn(client->loop, 0, NULL);

    assert_int_equal(http_in_flight(client->http), 0);
    assert_int_equal(seen.done_calls, 0);
    assert_int_equal(server_requests(client->server), 0);
    seen_clear(&seen);
}

static void cancel_in_flight_tells_nothing(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});
    seen_get(&seen, server_url(client->server, "/hang"));
    turn_until_requests(client, 1);

    http_cancel(seen.call);

    assert_int_equal(http_in_flight(client->http), 0);
    assert_int_equal(seen.done_calls, 0);
    seen_clear(&seen);
}

static void cancel_in_its_own_headers_brings_no_body(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    seen.cancel = CANCEL_IN_HEADERS;
    serve_much(client);
    seen_get(&seen, server_url(client->server, "/much"));

    while (http_in_flight(client->http))
        loop_turn(client->loop, -1, NULL);
    turn_until_requests(client, 1);

    assert_int_equal(seen.headers_calls, 1);
    assert_int_equal(seen.pieces, 0);
    assert_int_equal(seen.done_calls, 0);
    seen_clear(&seen);
}

static void cancel_in_its_own_body_brings_no_more(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    seen.cancel = CANCEL_IN_BODY;
    serve_much(client);
    seen_get(&seen, server_url(client->server, "/much"));

    while (http_in_flight(client->http))
        loop_turn(client->loop, -1, NULL);
    turn_until_requests(client, 1);

    assert_int_equal(seen.pieces, 1);
    assert_int_equal(seen.done_calls, 0);
    seen_clear(&seen);
}

static void cancel_in_its_own_done_does_no_harm(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    seen.cancel = CANCEL_IN_DONE;
    server_on(client->server, "/", &(struct server_answer){.body = "x"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.done_calls, 1);
    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(http_in_flight(client->http), 0);
    seen_clear(&seen);
}

static void cancel_of_a_paused_call_tells_nothing(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    serve_much(client);
    seen_get(&seen, server_url(client->server, "/much"));
    while (seen.body.length < (size_t)64 * 1024)
        loop_turn(client->loop, -1, NULL);

    http_cancel(seen.call);
    turn_until_requests(client, 1);

    assert_true(seen.body.length < (size_t)20000 * 16);
    assert_int_equal(seen.done_calls, 0);
    seen_clear(&seen);
}

static void cancel_of_another_works_from_every_callback(void **state)
{
    static const enum seen_cancel moments[] = {CANCEL_IN_HEADERS,
                                               CANCEL_IN_BODY, CANCEL_IN_DONE};
    struct client *client = *state;
    server_on(client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});
    server_on(client->server, "/", &(struct server_answer){.body = "x"});

    for (size_t i = 0; i < 3; i++) {
        struct seen victim;
        struct seen seen;
        seen_init(&victim, client);
        seen_init(&seen, client);
        seen_get(&victim, server_url(client->server, "/hang"));
        turn_until_requests(client, server_requests(client->server) + 1);
        seen.cancel = moments[i];
        seen.victim = &victim;

        seen_fetch(&seen, "/");

        assert_int_equal(seen.done_calls, 1);
        assert_string_equal(seen.body.bytes, "x");
        assert_int_equal(victim.done_calls, 0);
        assert_int_equal(http_in_flight(client->http), 0);
        seen_clear(&victim);
        seen_clear(&seen);
    }
}

static void start_from_done_runs_the_next_call(void **state)
{
    struct client *client = *state;
    struct seen first;
    struct seen second;
    seen_init(&first, client);
    seen_init(&second, client);
    server_on(client->server, "/1", &(struct server_answer){.body = "one"});
    server_on(client->server, "/2", &(struct server_answer){.body = "two"});
    first.next = &second;
    first.next_path = "/2";

    seen_fetch(&first, "/1");
    seen_wait(&second);

    assert_string_equal(first.body.bytes, "one");
    assert_string_equal(second.body.bytes, "two");
    assert_int_equal(server_connections(client->server), 1);
    seen_clear(&first);
    seen_clear(&second);
}

static void start_from_a_timeout_runs_the_next_call(void **state)
{
    struct client *client = *state;
    struct seen first;
    struct seen second;
    seen_init(&first, client);
    seen_init(&second, client);
    client->settings.timeout_ms = 50;
    server_on(client->server, "/1",
              &(struct server_answer){.act = SERVER_HANG});
    server_on(client->server, "/2", &(struct server_answer){.body = "two"});
    first.next = &second;
    first.next_path = "/2";

    seen_fetch(&first, "/1");
    seen_wait(&second);

    assert_int_equal(first.err.kind, ERR_NETWORK);
    assert_string_equal(second.body.bytes, "two");
    seen_clear(&first);
    seen_clear(&second);
}

static void free_with_calls_in_flight_tells_nothing(void **state)
{
    struct client *client = *state;
    struct seen seen[3];
    server_on(client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});
    for (size_t i = 0; i < 3; i++) {
        seen_init(&seen[i], client);
        seen_get(&seen[i], server_url(client->server, "/hang"));
    }
    turn_until_requests(client, 3);

    http_free(client->http);
    client->http = NULL;
    for (int i = 0; i < 20; i++)
        loop_turn(client->loop, 0, NULL);

    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(seen[i].done_calls, 0);
        seen_clear(&seen[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(cancel_of_null_does_nothing),
        CLIENT_CASE(cancel_right_after_start_tells_nothing),
        CLIENT_CASE(cancel_in_flight_tells_nothing),
        CLIENT_CASE(cancel_in_its_own_headers_brings_no_body),
        CLIENT_CASE(cancel_in_its_own_body_brings_no_more),
        CLIENT_CASE(cancel_in_its_own_done_does_no_harm),
        CLIENT_CASE(cancel_of_a_paused_call_tells_nothing),
        CLIENT_CASE(cancel_of_another_works_from_every_callback),
        CLIENT_CASE(start_from_done_runs_the_next_call),
        CLIENT_CASE(start_from_a_timeout_runs_the_next_call),
        CLIENT_CASE(free_with_calls_in_flight_tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
