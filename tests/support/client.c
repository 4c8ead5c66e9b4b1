/* client.c - a loop, a transport, and calls that remember what came. */
#include "tests/test.h"

#include "tests/support/client.h"

#include <stdio.h>

#include "base/xalloc.h"

static void on_headers(void *owner, const struct http_answer *answer);
static bool on_body(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err);
static void maybe_cancel(struct seen *seen, enum seen_cancel here);

int client_setup(void **state)
{
    struct client *client = xcalloc(1, sizeof(*client));
    struct err err = {0};

    client->loop = loop_new(&err);
    assert_non_null(client->loop);
    client->http = http_new(client->loop, &err);
    assert_non_null(client->http);
    client->server = server_new(client->loop);
    http_settings_init(&client->settings);
    *state = client;
    return 0;
}

int client_teardown(void **state)
{
    struct client *client = *state;

    http_free(client->http);
    server_free(client->server);
    loop_free(client->loop);
    http_settings_clear(&client->settings);
    free(client);
    return 0;
}

void seen_init(struct seen *seen, struct client *client)
{
    *seen = (struct seen){.client = client};
    buf_init(&seen->body, 1 << 20);
}

void seen_clear(struct seen *seen)
{
    buf_clear(&seen->body);
}

struct http_call *seen_start(struct seen *seen,
                             const struct http_request *request)
{
    struct http_sink sink = {
        .owner = seen, .headers = on_headers, .body = on_body, .done = on_done};
    struct http_request whole = *request;

    if (!whole.settings)
        whole.settings = &seen->client->settings;
    seen->call = http_start(seen->client->http, &whole, &sink, &seen->err);
    assert_int_equal(seen->done_calls, 0); /* never from http_start() */
    return seen->call;
}

struct http_call *seen_get(struct seen *seen, const char *url)
{
    return seen_start(seen,
                      &(struct http_request){.method = "GET", .url = url});
}

void seen_wait(struct seen *seen)
{
    while (seen->done_calls == 0)
        assert_int_equal(loop_turn(seen->client->loop, -1, NULL), 0);
}

void seen_fetch(struct seen *seen, const char *path)
{
    assert_non_null(seen_get(seen, server_url(seen->client->server, path)));
    seen_wait(seen);
}

static void on_headers(void *owner, const struct http_answer *answer)
{
    struct seen *seen = owner;

    seen->headers_calls++;
    seen->headers_status = answer->status;
    snprintf(seen->headers_type, sizeof(seen->headers_type), "%s",
             answer->content_type);
    maybe_cancel(seen, CANCEL_IN_HEADERS);
}

static bool on_body(void *owner, const char *bytes, size_t length)
{
    struct seen *seen = owner;

    buf_add(&seen->body, bytes, length);
    seen->pieces++;
    maybe_cancel(seen, CANCEL_IN_BODY);
    return !seen->refuses_body;
}

static void on_done(void *owner, const struct http_answer *answer,
                    const struct err *err)
{
    struct seen *seen = owner;

    seen->done_calls++;
    seen->answer = *answer;
    seen->answer.content_type = NULL;
    if (err)
        seen->err = *err;
    maybe_cancel(seen, CANCEL_IN_DONE);
    if (seen->next)
        assert_non_null(seen_get(
            seen->next, server_url(seen->client->server, seen->next_path)));
}

static void maybe_cancel(struct seen *seen, enum seen_cancel here)
{
    if (seen->cancel == here)
        http_cancel(seen->victim ? seen->victim->call : seen->call);
}
