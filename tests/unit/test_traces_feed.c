/* test_traces_feed.c - what the Traces view wants, asked of a scripted Jaeger.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/traces.h"
#include "model/trace_search.h"
#include "tests/support/server.h"

enum { TURNS_MOST = 4000, TURN_MS = 2000 };

#define JSON "Content-Type: application/json\r\n"
#define SPAN(id, start)                                                        \
    "{\"traceID\":\"ab\",\"spanID\":\"" id "\",\"operationName\":\"op-" id     \
    "\",\"references\":[],\"startTime\":" start                                \
    ",\"duration\":10,\"processID\":\"p1\",\"tags\":[],\"logs\":[]}"
#define TRACE(id, spans)                                                       \
    "{\"traceID\":\"" id "\",\"spans\":[" spans                                \
    "],\"processes\":{\"p1\":{\"serviceName\":\"shop\",\"tags\":[]}}}"

struct rig {
    struct loop *loop;
    struct server *server;
    struct http *http;
    struct jaeger_settings settings;
    struct traces_feed *feed;
    const struct traces *traces;
    char url[80];
    int changes;
};

static void on_changed(void *owner)
{
    ((struct rig *)owner)->changes++;
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    rig->loop = loop_new(NULL);
    rig->server = server_new(rig->loop);
    rig->http = http_new(rig->loop, NULL);
    http_settings_init(&rig->settings.base.http);
    (void)snprintf(rig->url, sizeof(rig->url), "%s",
                   server_url(rig->server, "/jaeger"));
    rig->settings.base.url = rig->url;
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    traces_feed_free(rig->feed);
    http_free(rig->http);
    server_free(rig->server);
    loop_free(rig->loop);
    http_settings_clear(&rig->settings.base.http);
    free(rig);
    return 0;
}

static void make(struct rig *rig)
{
    rig->feed =
        traces_feed_new(&(struct traces_world){.loop = rig->loop,
                                               .settings = &rig->settings,
                                               .owner = rig,
                                               .changed = on_changed});
    rig->traces = traces_feed_get(rig->feed);
}

static void make_open(struct rig *rig)
{
    make(rig);
    traces_feed_open(rig->feed, rig->http);
}

static void answer(struct rig *rig, const char *path, int status,
                   const char *body)
{
    server_on(rig->server, path,
              &(struct server_answer){
                  .status = status, .headers = JSON, .body = body});
}

static void wait_changes(struct rig *rig, int changes)
{
    for (int i = 0; i < TURNS_MOST && rig->changes < changes; i++)
        assert_int_equal(loop_turn(rig->loop, TURN_MS, NULL), 0);
    assert_int_equal(rig->changes, changes);
}

static void operations_are_sorted_and_asked_once_for_a_service(void **state)
{
    struct rig *rig = *state;

    answer(rig, "/jaeger/api/operations", 200,
           "{\"data\":[{\"name\":\"pay\",\"spanKind\":\"server\"},"
           "{\"name\":\"buy\",\"spanKind\":\"server\"}],\"errors\":null}");
    make_open(rig);
    traces_feed_operations(rig->feed, "a shop");
    assert_int_equal(rig->traces->operations_asked.state, TRACES_ASKING);
    wait_changes(rig, 1);
    traces_feed_operations(rig->feed, "a shop");

    assert_false(traces_feed_is_asking(rig->feed));
    assert_int_equal(rig->traces->operations_asked.state, TRACES_READY);
    assert_int_equal(rig->traces->operation_count, 2);
    assert_string_equal(rig->traces->operations[0], "buy");
    assert_string_equal(rig->traces->operations[1], "pay");
    assert_string_equal(rig->traces->operations_of, "a shop");
    assert_int_equal(server_requests(rig->server), 1);
    assert_non_null(strstr(server_request(rig->server, 0),
                           "GET /jaeger/api/operations?service=a%20shop "));
}

static void search_lists_what_it_found_newest_first(void **state)
{
    struct rig *rig = *state;
    struct trace_search search;

    answer(rig, "/jaeger/api/traces", 200,
           "{\"data\":[" TRACE("ab", SPAN("1", "1000")) "," TRACE(
               "cd", SPAN("2", "3000")) "],\"errors\":null}");
    trace_search_init(&search);
    (void)snprintf(search.service, sizeof(search.service), "shop");
    make_open(rig);
    traces_feed_search(rig->feed, &search);
    wait_changes(rig, 1);

    assert_int_equal(rig->traces->search_asked.state, TRACES_READY);
    assert_int_equal(rig->traces->found_count, 2);
    assert_int_equal(rig->traces->found[0].start_us, 3000);
    assert_string_equal(rig->traces->found[0].service, "shop");
    assert_int_equal(rig->traces->found[1].start_us, 1000);
    assert_string_equal(rig->traces->search.service, "shop");
}

static void search_that_fails_says_why_and_keeps_what_was_found(void **state)
{
    struct rig *rig = *state;
    struct trace_search search;

    answer(rig, "/jaeger/api/traces", 200,
           "{\"data\":[" TRACE("ab", SPAN("1", "1000")) "]}");
    trace_search_init(&search);
    make_open(rig);
    traces_feed_search(rig->feed, &search);
    wait_changes(rig, 1);
    answer(rig, "/jaeger/api/traces", 500,
           "{\"data\":null,\"errors\":[{\"code\":500,\"msg\":\"no index\"}]}");
    traces_feed_search(rig->feed, &search);
    wait_changes(rig, 2);

    assert_int_equal(rig->traces->search_asked.state, TRACES_FAILED);
    assert_non_null(strstr(rig->traces->search_asked.error, "no index"));
    assert_int_equal(rig->traces->found_count, 1);
}

static void trace_is_asked_by_its_digits_alone(void **state)
{
    struct rig *rig = *state;

    answer(rig, "/jaeger/api/traces/ab", 200,
           "{\"data\":[" TRACE("ab", SPAN("1", "1000")) "]}");
    make_open(rig);
    traces_feed_trace(rig->feed, "ab/../../x?y");
    wait_changes(rig, 1);

    assert_string_equal(rig->traces->wanted_id, "ab");
    assert_int_equal(rig->traces->trace_asked.state, TRACES_READY);
    assert_int_equal(rig->traces->trace->count, 1);
    assert_int_equal(rig->traces->trace_serial, 1);
    assert_non_null(
        strstr(server_request(rig->server, 0), "GET /jaeger/api/traces/ab "));
}

static void trace_that_is_not_there_keeps_the_one_before(void **state)
{
    struct rig *rig = *state;
    const struct trace *before;

    answer(rig, "/jaeger/api/traces/ab", 200,
           "{\"data\":[" TRACE("ab", SPAN("1", "1000")) "]}");
    answer(rig, "/jaeger/api/traces/cd", 200, "{\"data\":[]}");
    make_open(rig);
    traces_feed_trace(rig->feed, "ab");
    wait_changes(rig, 1);
    before = rig->traces->trace;
    traces_feed_trace(rig->feed, "cd");
    wait_changes(rig, 2);

    assert_int_equal(rig->traces->trace_asked.state, TRACES_FAILED);
    assert_string_equal(rig->traces->trace_asked.error,
                        "Jaeger has no trace of that id");
    assert_ptr_equal(rig->traces->trace, before);
}

static void cancel_in_flight_tells_nothing(void **state)
{
    struct rig *rig = *state;

    server_on(rig->server, "/jaeger/api/traces/ab",
              &(struct server_answer){.act = SERVER_HANG});
    make_open(rig);
    traces_feed_trace(rig->feed, "ab");
    while (server_requests(rig->server) == 0)
        assert_int_equal(loop_turn(rig->loop, TURN_MS, NULL), 0);
    assert_true(traces_feed_is_asking(rig->feed));
    traces_feed_cancel(rig->feed);

    assert_false(traces_feed_is_asking(rig->feed));
    assert_int_equal(rig->traces->trace_asked.state, TRACES_NONE);
    assert_int_equal(http_in_flight(rig->http), 0);
    assert_int_equal(rig->changes, 0);
}

static void wish_before_it_is_open_is_asked_then(void **state)
{
    struct rig *rig = *state;

    answer(rig, "/jaeger/api/traces/ab", 200,
           "{\"data\":[" TRACE("ab", SPAN("1", "1000")) "]}");
    make(rig);
    traces_feed_trace(rig->feed, "ab");
    assert_true(traces_feed_is_asking(rig->feed));
    assert_int_equal(http_in_flight(rig->http), 0);
    traces_feed_open(rig->feed, rig->http);
    wait_changes(rig, 1);

    assert_int_equal(rig->traces->trace_asked.state, TRACES_READY);
}

static void feed_without_a_jaeger_says_so_at_once(void **state)
{
    struct rig *rig = *state;

    rig->settings.base.url = NULL;
    make_open(rig);
    traces_feed_trace(rig->feed, "ab");

    assert_false(rig->traces->is_on);
    assert_int_equal(rig->changes, 1);
    assert_int_equal(rig->traces->trace_asked.state, TRACES_FAILED);
    assert_string_equal(
        rig->traces->trace_asked.error,
        "no Jaeger is configured; set jaeger: {query_url: ...}");
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(operations_are_sorted_and_asked_once_for_a_service),
        CASE(search_lists_what_it_found_newest_first),
        CASE(search_that_fails_says_why_and_keeps_what_was_found),
        CASE(trace_is_asked_by_its_digits_alone),
        CASE(trace_that_is_not_there_keeps_the_one_before),
        CASE(cancel_in_flight_tells_nothing),
        CASE(wish_before_it_is_open_is_asked_then),
        CASE(feed_without_a_jaeger_says_so_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
