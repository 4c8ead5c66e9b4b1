/* test_http_faults.c - servers that fail, and the words that we find. */
#include "tests/test.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "tests/support/client.h"

enum { MIB = 1024 * 1024 };

/* What libcurl's resolver thread calls instead of the C library's. */
int getaddrinfo(const char *node, const char *service,
                const struct addrinfo *hints, struct addrinfo **result)
{
    int (*real)(const char *, const char *, const struct addrinfo *,
                struct addrinfo **) = NULL;
    void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");

    if (strcmp(node, "hangs.test") == 0)
        for (;;)
            pause();
    if (strcmp(node, "unknown.test") == 0)
        return EAI_NONAME;
    memcpy(&real, &symbol, sizeof(real));
    return real(node, service, hints, result);
}

static void assert_network_error(const struct seen *seen, const char *text)
{
    assert_int_equal(seen->done_calls, 1);
    assert_string_equal(seen->err.text, text);
    assert_int_equal(seen->err.kind, ERR_NETWORK);
    assert_int_not_equal(seen->err.code, 0);
    assert_int_equal(http_in_flight(seen->client->http), 0);
}

static void assert_limit(const struct seen *seen, const char *text)
{
    assert_int_equal(seen->done_calls, 1);
    assert_string_equal(seen->err.text, text);
    assert_int_equal(seen->err.kind, ERR_LIMIT);
    assert_int_equal(seen->err.code, 0);
}

/* Fetches what the server answers and expects these words. */
static void expect_failure(struct client *client,
                           const struct server_answer *answer, int status,
                           const char *text)
{
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/", answer);

    seen_fetch(&seen, "/");

    assert_network_error(&seen, text);
    assert_int_equal(seen.answer.status, status);
    seen_clear(&seen);
}

static void refused_connection_says_so(void **state)
{
    struct client *client = *state;
    char *url = xstrdup(server_url(client->server, "/"));
    struct seen seen;
    seen_init(&seen, client);
    server_free(client->server);
    client->server = NULL;

    seen_get(&seen, url);
    seen_wait(&seen);

    assert_network_error(&seen, "connection refused");
    assert_int_equal(seen.answer.status, 0);
    assert_int_equal(seen.headers_calls, 0);
    seen_clear(&seen);
    free(url);
}

static void missing_unix_socket_is_named(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.unix_socket = xstrdup("/nonexistent/socket");

    seen_get(&seen, "http://localhost/");
    seen_wait(&seen);

    assert_network_error(
        &seen, "unix socket '/nonexistent/socket': No such file or directory");
    seen_clear(&seen);
}

static void unknown_host_says_so(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);

    seen_get(&seen, "http://unknown.test/");
    seen_wait(&seen);

    assert_network_error(&seen, "the host name is not known");
    seen_clear(&seen);
}

static void name_server_that_hangs_blocks_nothing(void **state)
{
    struct client *client = *state;
    struct seen hangs;
    struct seen answers;
    seen_init(&hangs, client);
    seen_init(&answers, client);
    client->settings.connect_timeout_ms = 50;
    server_on(client->server, "/", &(struct server_answer){.body = "ok"});
    seen_get(&hangs, "http://hangs.test/");

    seen_fetch(&answers, "/");
    seen_wait(&hangs);

    assert_string_equal(answers.body.bytes, "ok");
    assert_network_error(&hangs,
                         "timed out after 50ms (looking up the host name)");
    seen_clear(&hangs);
    seen_clear(&answers);
}

static void silent_address_times_out_connecting(void **state)
{
    struct client *client = *state;
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int filler[4];
    char url[64];
    struct seen seen;
    seen_init(&seen, client);
    client->settings.connect_timeout_ms = 50;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(
        bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(listener, 0), 0);
    getsockname(listener, (struct sockaddr *)&address, &length);
    for (int i = 0; i < 4; i++) { /* nobody accepts: the queue is full */
        filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)connect(filler[i], (struct sockaddr *)&address, sizeof(address));
    }
    snprintf(url, sizeof(url), "http://127.0.0.1:%d/", ntohs(address.sin_port));

    seen_get(&seen, url);
    seen_wait(&seen);

    assert_network_error(&seen, "timed out after 50ms (connecting)");
    for (int i = 0; i < 4; i++)
        close(filler[i]);
    close(listener);
    seen_clear(&seen);
}

static void silent_server_times_out_waiting(void **state)
{
    struct client *client = *state;
    client->settings.timeout_ms = 50;

    expect_failure(client, &(struct server_answer){.act = SERVER_HANG}, 0,
                   "timed out after 50ms (waiting for the answer)");
}

static void headers_without_end_time_out_waiting(void **state)
{
    struct client *client = *state;
    client->settings.timeout_ms = 50;

    expect_failure(
        client,
        &(struct server_answer){.raw = "HTTP/1.1 200 OK\r\nX-Slow: ye",
                                .stays_open = true},
        0, "timed out after 50ms (waiting for the answer)");
}

static void body_without_end_times_out_with_its_length(void **state)
{
    struct client *client = *state;
    client->settings.timeout_ms = 50;

    expect_failure(client,
                   &(struct server_answer){
                       .raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
                       .stays_open = true},
                   200, "timed out after 50ms (3 bytes of the answer came)");
}

static void connection_that_timed_out_is_not_used_again(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.timeout_ms = 50;
    expect_failure(client, &(struct server_answer){.act = SERVER_HANG}, 0,
                   "timed out after 50ms (waiting for the answer)");
    server_on(client->server, "/", &(struct server_answer){.body = "ok"});

    seen_fetch(&seen, "/");

    assert_string_equal(seen.body.bytes, "ok");
    assert_int_equal(server_connections(client->server), 2);
    seen_clear(&seen);
}

static void closing_without_a_byte_hints_at_tls(void **state)
{
    expect_failure(*state, &(struct server_answer){.act = SERVER_CLOSE}, 0,
                   "closed the connection without an answer "
                   "(plain HTTP to a TLS port?)");
}

static void reset_without_a_byte_says_so(void **state)
{
    expect_failure(*state, &(struct server_answer){.act = SERVER_RESET}, 0,
                   "connection reset by the server");
}

static void reset_in_mid_answer_says_so(void **state)
{
    expect_failure(
        *state,
        &(struct server_answer){
            .act = SERVER_RESET, .status = 200, .body = "abc", .missing = 10},
        200, "connection reset by the server in mid answer");
}

static void short_body_says_how_much_came(void **state)
{
    expect_failure(*state,
                   &(struct server_answer){.body = "abcde", .missing = 10}, 200,
                   "closed the connection in mid answer, after 5 bytes");
}

static void chunks_without_end_say_how_much_came(void **state)
{
    expect_failure(
        *state,
        &(struct server_answer){.raw = "HTTP/1.1 200 OK\r\n"
                                       "Transfer-Encoding: chunked\r\n\r\n"
                                       "3\r\nabc\r\n"},
        200, "closed the connection in mid answer, after 3 bytes");
}

static void garbage_is_not_http(void **state)
{
    expect_failure(*state,
                   &(struct server_answer){.raw = "SSH-2.0-OpenSSH_9\r\n"}, 0,
                   "the answer is not HTTP (plain HTTP to a TLS port?)");
}

static void tls_alert_is_not_http(void **state)
{
    expect_failure(*state,
                   &(struct server_answer){.raw = "\x15\x03\x01\0\x02\x02\x46",
                                           .raw_length = 7},
                   0, "the answer is not HTTP (plain HTTP to a TLS port?)");
}

static void unknown_content_encoding_says_so(void **state)
{
    expect_failure(
        *state,
        &(struct server_answer){.headers = "Content-Encoding: gzip\r\n",
                                .body = "this is not gzip at all"},
        200, "the answer's Content-Encoding cannot be decoded");
}

static void declared_body_above_the_cap_is_not_read(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/",
              &(struct server_answer){.body = "0123456789", .repeat = 200});

    seen_start(&seen,
               &(struct http_request){.method = "GET",
                                      .url = server_url(client->server, "/"),
                                      .body_limit = 1024});
    seen_wait(&seen);

    assert_limit(&seen, "answer larger than 1 KiB");
    assert_int_equal(seen.answer.status, 200);
    assert_int_equal(seen.answer.body_bytes, 0);
    seen_clear(&seen);
}

static void body_of_the_cap_is_whole_and_one_byte_more_is_not(void **state)
{
    struct client *client = *state;

    for (size_t extra = 0; extra < 2; extra++) {
        struct seen seen;
        seen_init(&seen, client);
        server_on(client->server, "/",
                  &(struct server_answer){
                      .body = "x", .repeat = 1000 + extra, .is_chunked = true});

        seen_start(&seen, &(struct http_request){
                              .method = "GET",
                              .url = server_url(client->server, "/"),
                              .body_limit = 1000});
        seen_wait(&seen);

        assert_int_equal(seen.answer.body_bytes, 1000);
        assert_int_equal(seen.body.length, 1000);
        if (extra)
            assert_limit(&seen, "answer larger than 1000 bytes");
        else
            assert_int_equal(seen.err.kind, ERR_NONE);
        seen_clear(&seen);
    }
}

static void sink_that_refuses_ends_the_call(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    seen.refuses_body = true;
    server_on(client->server, "/",
              &(struct server_answer){
                  .body = "x", .repeat = 1000, .is_chunked = true});

    seen_fetch(&seen, "/");

    assert_limit(&seen, "the answer was not read to its end");
    assert_int_equal(seen.pieces, 1);
    seen_clear(&seen);
}

static void headers_without_measure_are_cut_off(void **state)
{
    struct client *client = *state;
    struct buf headers;
    struct seen seen;
    buf_init(&headers, MIB);
    seen_init(&seen, client);
    for (int i = 0; i < 300; i++)
        buf_printf(&headers, "X-Long: %01014d\r\n", i);
    server_on(client->server, "/",
              &(struct server_answer){.headers = headers.bytes, .body = "x"});

    seen_fetch(&seen, "/");

    assert_limit(&seen, "headers larger than 256 KiB");
    assert_int_equal(seen.headers_calls, 0);
    buf_clear(&headers);
    seen_clear(&seen);
}

static void urls_that_make_no_sense_are_refused_at_once(void **state)
{
    static const struct {
        const char *url;
        const char *text;
    } rows[] = {
        {"ftp://host/x", "the URL is not http:// or https://"},
        {"file:///etc/passwd", "the URL is not http:// or https://"},
        {"http://user:hunter2@host/",
         "the URL holds a user name or password; use basic_auth"},
        {"http://hunter2@host/",
         "the URL holds a user name or password; use basic_auth"},
        {"http://host:99999/hunter2", NULL},
        {"", NULL},
        {"http://ho st/", NULL},
        {"/path/only", NULL},
    };
    struct client *client = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct seen seen;
        seen_init(&seen, client);

        assert_null(seen_get(&seen, rows[i].url));

        assert_int_equal(seen.err.kind, ERR_REFUSED);
        if (rows[i].text)
            assert_string_equal(seen.err.text, rows[i].text);
        else
            assert_memory_equal(seen.err.text, "the URL is not valid: ", 22);
        assert_null(strstr(seen.err.text, "hunter2"));
        assert_int_equal(http_in_flight(client->http), 0);
        seen_clear(&seen);
    }
}

static void proxy_url_that_makes_no_sense_is_not_shown(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.proxy_url = xstrdup("gopher://user:hunter2@proxy/");

    assert_null(seen_get(&seen, server_url(client->server, "/")));

    assert_string_equal(seen.err.text,
                        "proxy_url is not http, https, socks4 or socks5");
    seen_clear(&seen);
}

static void proxy_that_refuses_a_tunnel_is_told(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);
    client->settings.proxy_url = xstrdup(server_url(client->server, ""));
    client->settings.authorization_type = xstrdup("Bearer");
    client->settings.credentials.inline_value = xstrdup("hunter2");
    server_on(client->server, "jaeger.test:443",
              &(struct server_answer){.status = 407});

    seen_get(&seen, "https://jaeger.test/");
    seen_wait(&seen);

    assert_network_error(&seen, "the proxy answered 407 to CONNECT");
    assert_int_equal(seen.answer.status, 0);
    assert_null(strstr(server_request(client->server, 0), "hunter2"));
    seen_clear(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(refused_connection_says_so),
        CLIENT_CASE(missing_unix_socket_is_named),
        CLIENT_CASE(unknown_host_says_so),
        CLIENT_CASE(name_server_that_hangs_blocks_nothing),
        CLIENT_CASE(silent_address_times_out_connecting),
        CLIENT_CASE(silent_server_times_out_waiting),
        CLIENT_CASE(headers_without_end_time_out_waiting),
        CLIENT_CASE(body_without_end_times_out_with_its_length),
        CLIENT_CASE(connection_that_timed_out_is_not_used_again),
        CLIENT_CASE(closing_without_a_byte_hints_at_tls),
        CLIENT_CASE(reset_without_a_byte_says_so),
        CLIENT_CASE(reset_in_mid_answer_says_so),
        CLIENT_CASE(short_body_says_how_much_came),
        CLIENT_CASE(chunks_without_end_say_how_much_came),
        CLIENT_CASE(garbage_is_not_http),
        CLIENT_CASE(tls_alert_is_not_http),
        CLIENT_CASE(unknown_content_encoding_says_so),
        CLIENT_CASE(declared_body_above_the_cap_is_not_read),
        CLIENT_CASE(body_of_the_cap_is_whole_and_one_byte_more_is_not),
        CLIENT_CASE(sink_that_refuses_ends_the_call),
        CLIENT_CASE(headers_without_measure_are_cut_off),
        CLIENT_CASE(urls_that_make_no_sense_are_refused_at_once),
        CLIENT_CASE(proxy_that_refuses_a_tunnel_is_told),
        CLIENT_CASE(proxy_url_that_makes_no_sense_is_not_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
