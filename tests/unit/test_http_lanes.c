/* test_http_lanes.c - back ends behind one host and port: none that hangs
 * holds up another. */
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "tests/support/client.h"

enum { LANE = 6, ALL = 64, SHORT_MS = 60, QUIET_TURNS = 20 };

/* One more back end on the client's server: the same host and port. */
static struct http_settings another(void)
{
    struct http_settings settings;

    http_settings_init(&settings);
    return settings;
}

static void start(struct seen *seen, struct client *client,
                  const struct http_settings *settings, const char *path)
{
    seen_init(seen, client);
    assert_non_null(seen_start(
        seen, &(struct http_request){.method = "GET",
                                     .url = server_url(client->server, path),
                                     .settings = settings}));
}

static void start_all(struct seen *seen, size_t count, struct client *client,
                      const struct http_settings *settings, const char *path)
{
    for (size_t i = 0; i < count; i++)
        start(&seen[i], client, settings, path);
}

static void clear_all(struct seen *seen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        seen_clear(&seen[i]);
}

/* Turns until the server saw `count` requests and the loop is at rest. */
static void turn_until_requests(struct client *client, size_t count)
{
    while (server_requests(client->server) < count)
        loop_turn(client->loop, -1, NULL);
    for (int i = 0; i < QUIET_TURNS; i++)
        loop_turn(client->loop, 0, NULL);
}

static void serve(struct client *client)
{
    server_on(client->server, "/hang",
              &(struct server_answer){.act = SERVER_HANG});
    server_on(client->server, "/ok", &(struct server_answer){.body = "ok"});
}

static void hung_back_end_does_not_delay_one_on_the_same_port(void **state)
{
    struct client *client = *state;
    struct http_settings other = another();
    struct seen hung[LANE + 3];
    struct seen seen;
    serve(client);
    start_all(hung, LANE + 3, client, &client->settings, "/hang");
    turn_until_requests(client, LANE);

    start(&seen, client, &other, "/ok");
    seen_wait(&seen);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_string_equal(seen.body.bytes, "ok");
    assert_int_equal(server_requests(client->server), LANE + 1);
    assert_int_equal(http_in_flight(client->http), LANE + 3);
    for (size_t i = 0; i < LANE + 3; i++)
        assert_int_equal(hung[i].done_calls, 0);
    seen_clear(&seen);
    clear_all(hung, LANE + 3);
}

static void lane_when_full_queues_and_lets_in_the_oldest(void **state)
{
    struct client *client = *state;
    struct seen hung[LANE];
    struct seen next[3];
    serve(client);
    start_all(hung, LANE, client, &client->settings, "/hang");
    start(&next[0], client, &client->settings, "/ok?0");
    start(&next[1], client, &client->settings, "/ok?1");
    start(&next[2], client, &client->settings, "/ok?2");
    turn_until_requests(client, LANE);
    assert_int_equal(server_requests(client->server), LANE);

    http_cancel(next[1].call);
    http_cancel(hung[3].call);
    seen_wait(&next[2]);

    assert_int_equal(next[0].done_calls, 1);
    assert_int_equal(next[1].done_calls, 0);
    assert_int_equal(server_requests(client->server), LANE + 2);
    assert_non_null(strstr(server_request(client->server, LANE), "/ok?0"));
    assert_non_null(strstr(server_request(client->server, LANE + 1), "/ok?2"));
    clear_all(next, 3);
    clear_all(hung, LANE);
}

static void queued_call_times_out_and_says_that_it_was_queued(void **state)
{
    struct client *client = *state;
    struct seen hung[LANE];
    struct seen seen;
    serve(client);
    start_all(hung, LANE, client, &client->settings, "/hang");
    client->settings.timeout_ms = SHORT_MS; /* of the next one */

    start(&seen, client, &client->settings, "/ok");
    seen_wait(&seen);

    assert_int_equal(seen.err.kind, ERR_NETWORK);
    assert_string_equal(seen.err.text,
                        "timed out after 60ms (behind other requests to it)");
    assert_int_equal(server_requests(client->server), LANE);
    seen_clear(&seen);
    clear_all(hung, LANE);
}

static void redirect_when_followed_keeps_its_place(void **state)
{
    struct client *client = *state;
    struct seen hung[LANE - 1];
    struct seen moved;
    struct seen seen;
    serve(client);
    server_on(client->server, "/moved",
              &(struct server_answer){.status = 302,
                                      .headers = "Location: /ok?moved\r\n"});
    start_all(hung, LANE - 1, client, &client->settings, "/hang");
    start(&moved, client, &client->settings, "/moved");
    start(&seen, client, &client->settings, "/ok?queued");

    seen_wait(&seen);

    assert_int_equal(moved.done_calls, 1);
    assert_string_equal(moved.body.bytes, "ok");
    assert_non_null(strstr(server_request(client->server, LANE), "/ok?moved"));
    assert_non_null(
        strstr(server_request(client->server, LANE + 1), "/ok?queued"));
    seen_clear(&seen);
    seen_clear(&moved);
    clear_all(hung, LANE - 1);
}

static void lanes_are_by_origin_too(void **state)
{
    struct client *client = *state;
    struct server *second = server_new(client->loop);
    struct seen hung[LANE + 1];
    struct seen seen;
    serve(client);
    server_on(second, "/ok", &(struct server_answer){.body = "second"});
    start_all(hung, LANE + 1, client, &client->settings, "/hang");

    seen_init(&seen, client);
    seen_get(&seen, server_url(second, "/ok"));
    seen_wait(&seen);

    assert_string_equal(seen.body.bytes, "second");
    seen_clear(&seen);
    clear_all(hung, LANE + 1);
    server_free(second);
}

static void bound_of_all_leaves_one_call_to_each_lane(void **state)
{
    enum { HUNG_LANES = 11, HUNG = HUNG_LANES * LANE };
    struct client *client = *state;
    struct http_settings *settings = xcalloc(HUNG_LANES, sizeof(*settings));
    struct http_settings other = another();
    struct seen hung[HUNG];
    struct seen seen[2];
    serve(client);
    for (size_t lane = 0; lane < HUNG_LANES; lane++) {
        settings[lane] = another();
        start_all(hung + lane * LANE, LANE, client, &settings[lane], "/hang");
    }
    turn_until_requests(client, ALL);
    assert_int_equal(server_requests(client->server), ALL);

    start(&seen[0], client, &other, "/ok?0");
    start(&seen[1], client, &other, "/ok?1");
    seen_wait(&seen[1]);

    assert_int_equal(seen[0].done_calls, 1);
    assert_int_equal(server_requests(client->server), ALL + 2);
    clear_all(seen, 2);
    clear_all(hung, HUNG);
    free(settings);
}

static void free_with_queued_calls_starts_none_of_them(void **state)
{
    struct client *client = *state;
    struct seen hung[LANE + 2];
    serve(client);
    start_all(hung, LANE + 2, client, &client->settings, "/hang");
    turn_until_requests(client, LANE);

    http_free(client->http);
    for (int i = 0; i < QUIET_TURNS; i++)
        loop_turn(client->loop, 0, NULL);

    assert_int_equal(server_requests(client->server), LANE);
    assert_int_equal(server_connections(client->server), LANE);
    client->http = http_new(client->loop, NULL);
    clear_all(hung, LANE + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(hung_back_end_does_not_delay_one_on_the_same_port),
        CLIENT_CASE(lane_when_full_queues_and_lets_in_the_oldest),
        CLIENT_CASE(queued_call_times_out_and_says_that_it_was_queued),
        CLIENT_CASE(redirect_when_followed_keeps_its_place),
        CLIENT_CASE(lanes_are_by_origin_too),
        CLIENT_CASE(bound_of_all_leaves_one_call_to_each_lane),
        CLIENT_CASE(free_with_queued_calls_starts_none_of_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
