/* test_http_flow.c - large answers: many short turns, and an end to them. */
#include "tests/test.h"

#include "base/xalloc.h"
#include "tests/support/client.h"

enum {
    KIB = 1024,
    MIB = 1024 * 1024,
    BOMB_MIB = 16,                      /* what it decodes to */
    TURN_BYTES = 64 * 1024 + 16 * 1024, /* a share and its last piece */
};

static const char block[64 * KIB]; /* of NULs, as good as any bytes */

/* The sink of one large answer; it counts and keeps nothing. */
struct flow {
    struct client *client;
    size_t bytes;
    size_t turn_bytes; /* in this turn */
    size_t most_bytes; /* in any turn */
    size_t turns;      /* that brought something */
    int done_calls;
    struct err err;
};

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct flow *flow = owner;

    assert_non_null(bytes);
    flow->bytes += length;
    flow->turn_bytes += length;
    return true;
}

static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err)
{
    struct flow *flow = owner;

    assert_int_equal(answer->body_bytes, flow->bytes);
    flow->done_calls++;
    if (err)
        flow->err = *err;
}

static void after_turn(void *owner)
{
    struct flow *flow = owner;

    if (flow->turn_bytes > flow->most_bytes)
        flow->most_bytes = flow->turn_bytes;
    flow->turns += flow->turn_bytes > 0;
    flow->turn_bytes = 0;
}

static void flow_fetch(struct flow *flow, const char *url, size_t limit)
{
    struct http_sink sink = {.owner = flow, .body = on_body, .done = on_done};
    struct http_request request = {.method = "GET",
                                   .url = url,
                                   .body_limit = limit,
                                   .settings = &flow->client->settings};

    assert_non_null(
        http_start(flow->client->http, &request, &sink, &flow->err));
    loop_after_turn(flow->client->loop, after_turn, flow);
    while (flow->done_calls == 0)
        loop_turn(flow->client->loop, -1, NULL);
    loop_after_turn(flow->client->loop, NULL, NULL);
}

static void script_large(struct server *server)
{
    server_on(server, "/64MiB",
              &(struct server_answer){
                  .body = block, .body_length = sizeof(block), .repeat = KIB});
    server_on(server, "/1GiB",
              &(struct server_answer){.body = block,
                                      .body_length = sizeof(block),
                                      .repeat = (size_t)16 * KIB,
                                      .is_chunked = true});
}

static void large_answer_comes_whole_in_many_small_turns(void **state)
{
    struct flow flow = {.client = *state};
    int port = 0;
    pid_t child = server_fork(script_large, &port);
    char *url = xasprintf("http://127.0.0.1:%d/64MiB", port);

    flow_fetch(&flow, url, 0);

    server_kill(child);
    assert_int_equal(flow.err.kind, ERR_NONE);
    assert_int_equal(flow.bytes, (size_t)64 * MIB);
    assert_true(flow.most_bytes <= TURN_BYTES);
    assert_true(flow.turns >= (size_t)64 * MIB / TURN_BYTES);
    free(url);
}

static void endless_answer_is_cut_off_at_64_mib(void **state)
{
    struct flow flow = {.client = *state};
    int port = 0;
    pid_t child = server_fork(script_large, &port);
    char *url = xasprintf("http://127.0.0.1:%d/1GiB", port);

    flow_fetch(&flow, url, 0);

    server_kill(child);
    assert_int_equal(flow.err.kind, ERR_LIMIT);
    assert_string_equal(flow.err.text, "answer larger than 64 MiB");
    assert_int_equal(flow.bytes, (size_t)64 * MIB);
    assert_true(flow.most_bytes <= TURN_BYTES);
    free(url);
}

static void small_answer_overtakes_a_large_one(void **state)
{
    struct client *client = *state;
    struct flow flow = {.client = client};
    struct http_sink sink = {.owner = &flow, .body = on_body, .done = on_done};
    int port = 0;
    pid_t child = server_fork(script_large, &port);
    char *url = xasprintf("http://127.0.0.1:%d/64MiB", port);
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/", &(struct server_answer){.body = "ok"});
    assert_non_null(http_start(
        client->http,
        &(struct http_request){
            .method = "GET", .url = url, .settings = &client->settings},
        &sink, &flow.err));
    while (flow.bytes == 0)
        loop_turn(client->loop, -1, NULL);

    seen_fetch(&seen, "/");

    assert_string_equal(seen.body.bytes, "ok");
    assert_int_equal(flow.done_calls, 0);
    assert_true(flow.bytes < (size_t)64 * MIB);
    server_kill(child);
    seen_clear(&seen);
    free(url);
}

/* Adds bits to a deflate stream, the lowest first. */
struct bits {
    struct buf out;
    unsigned held;
    int count;
};

static void bits_add(struct bits *bits, unsigned value, int count)
{
    bits->held |= value << bits->count;
    bits->count += count;
    while (bits->count >= 8) {
        buf_add_char(&bits->out, (char)(bits->held & 0xff));
        bits->held >>= 8;
        bits->count -= 8;
    }
}

/* Makes a gzip stream of spaces: one literal, then "258 bytes, distance 1"
 * over and over, in 13 bits each. Source: RFC 1951, 3.2.6. */
static void make_bomb(struct bits *bits)
{
    static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\x02\x03";

    *bits = (struct bits){0};
    buf_init(&bits->out, MIB);
    buf_add(&bits->out, head, sizeof(head) - 1);
    bits_add(bits, 1, 1);    /* the last block */
    bits_add(bits, 1, 2);    /* of fixed codes */
    bits_add(bits, 0x0a, 8); /* ' ': code 01010000, its highest bit first */
    for (size_t i = 0; i < (size_t)BOMB_MIB * MIB / 258; i++) {
        bits_add(bits, 0xa3, 8); /* length 258: code 11000101 */
        bits_add(bits, 0, 5);    /* distance 1 */
    }
    bits_add(bits, 0, 7); /* the end */
    bits_add(bits, 0, 7);
}

static void gzip_bomb_ends_at_the_cap(void **state)
{
    struct client *client = *state;
    struct flow flow = {.client = client};
    struct bits bomb;
    make_bomb(&bomb);
    server_on(client->server, "/bomb",
              &(struct server_answer){.headers = "Content-Encoding: gzip\r\n",
                                      .body = bomb.out.bytes,
                                      .body_length = bomb.out.length});

    flow_fetch(&flow, server_url(client->server, "/bomb"), (size_t)4 * MIB);

    assert_true(bomb.out.length < (size_t)128 * KIB);
    assert_string_equal(flow.err.text, "answer larger than 4 MiB");
    assert_int_equal(flow.bytes, (size_t)4 * MIB);
    assert_true(flow.most_bytes <= TURN_BYTES);
    buf_clear(&bomb.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(large_answer_comes_whole_in_many_small_turns),
        CLIENT_CASE(endless_answer_is_cut_off_at_64_mib),
        CLIENT_CASE(small_answer_overtakes_a_large_one),
        CLIENT_CASE(gzip_bomb_ends_at_the_cap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
