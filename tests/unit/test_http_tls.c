/* test_http_tls.c - certificates, names and versions, against openssl. */
#include "tests/test.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "tests/support/client.h"

extern char **environ;

/* What openssl made for this run, in a folder of its own. */
struct keys {
    char folder[40];
    char cert[64]; /* for jaeger.test, signed by itself */
    char key[64];
};

/* An `openssl s_server` that answers 200 to every request. */
struct tls_server {
    pid_t pid;
    int out;
    int port;
};

static struct keys keys;

static pid_t spawn(const char *const *argv, int out)
{
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (out >= 0)
        posix_spawn_file_actions_adddup2(&actions, out, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv,
                     environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static int make_keys(void **state)
{
    int status = -1;
    const char *const argv[] = {"openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=jaeger.test",
                                "-addext",
                                "subjectAltName=DNS:jaeger.test",
                                "-keyout",
                                keys.key,
                                "-out",
                                keys.cert,
                                NULL};
    pid_t pid = -1;
    (void)state;

    snprintf(keys.folder, sizeof(keys.folder), "/tmp/tracetop-tls-XXXXXX");
    assert_non_null(mkdtemp(keys.folder));
    snprintf(keys.cert, sizeof(keys.cert), "%s/cert.pem", keys.folder);
    snprintf(keys.key, sizeof(keys.key), "%s/key.pem", keys.folder);
    pid = spawn(argv, -1);
    if (pid > 0)
        waitpid(pid, &status, 0);
    if (status != 0)
        keys.cert[0] = '\0';
    return 0;
}

static int remove_keys(void **state)
{
    (void)state;
    unlink(keys.cert);
    unlink(keys.key);
    rmdir(keys.folder);
    return 0;
}

/* `option` and `value` are one more of its options, or NULL. */
static struct tls_server tls_start(const char *option, const char *value)
{
    struct tls_server server = {.pid = -1, .out = -1};
    const char *const argv[] = {"openssl",     "s_server", "-www",    "-accept",
                                "127.0.0.1:0", "-cert",    keys.cert, "-key",
                                keys.key,      option,     value,     NULL};
    char line[256] = "";
    size_t length = 0;
    const char *port = NULL;
    int ends[2];

    if (!keys.cert[0]) {
        print_message("skipped: openssl makes no certificate here\n");
        skip();
    }
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    server.pid = spawn(argv, ends[1]);
    assert_true(server.pid > 0);
    close(ends[1]);
    server.out = ends[0];
    while (!(port = strstr(line, "ACCEPT 127.0.0.1:")) || !strchr(port, '\n')) {
        ssize_t count = read(ends[0], line + length, sizeof(line) - 1 - length);

        assert_true(count > 0);
        length += (size_t)count;
    }
    server.port = (int)strtol(port + strlen("ACCEPT 127.0.0.1:"), NULL, 10);
    return server;
}

static void tls_end(struct tls_server *server)
{
    kill(server->pid, SIGTERM);
    waitpid(server->pid, NULL, 0);
    close(server->out);
}

static void fetch(struct seen *seen, const struct tls_server *server)
{
    char url[64];

    snprintf(url, sizeof(url), "https://127.0.0.1:%d/", server->port);
    assert_non_null(seen_get(seen, url));
    seen_wait(seen);
}

/* Trusts the certificate and expects its name. */
static void trust(struct client *client)
{
    client->settings.tls_ca_file = xstrdup(keys.cert);
    client->settings.tls_server_name = xstrdup("jaeger.test");
}

static void ca_file_and_server_name_make_the_server_trusted(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start(NULL, NULL);
    struct seen seen;
    seen_init(&seen, client);
    trust(client);

    fetch(&seen, &server);

    assert_string_equal(seen.err.text, "");
    assert_int_equal(seen.answer.status, 200);
    assert_string_equal(seen.headers_type, "text/html");
    assert_true(seen.answer.timing.connect_us > 0);
    tls_end(&server);
    seen_clear(&seen);
}

static void an_answer_says_when_the_certificate_expires(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start(NULL, NULL);
    const int64_t now_ms = loop_now(client->loop).wall_ms;
    struct seen seen;
    seen_init(&seen, client);
    trust(client);

    fetch(&seen, &server);

    /* made for two days, some moments ago */
    assert_true(seen.answer.certificate_ms > now_ms + 2 * INT64_C(86000000));
    assert_true(seen.answer.certificate_ms <= now_ms + 2 * INT64_C(86400000));
    tls_end(&server);
    seen_clear(&seen);
}

static void unknown_certificate_is_refused(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start(NULL, NULL);
    struct seen seen;
    seen_init(&seen, client);

    fetch(&seen, &server);

    assert_int_equal(seen.err.kind, ERR_NETWORK);
    assert_string_equal(seen.err.text,
                        "TLS: certificate: self-signed certificate");
    assert_int_equal(seen.answer.status, 0);
    tls_end(&server);
    seen_clear(&seen);
}

static void certificate_of_another_name_is_refused(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start(NULL, NULL);
    struct seen seen;
    seen_init(&seen, client);
    client->settings.tls_ca_file = xstrdup(keys.cert);

    fetch(&seen, &server);

    assert_string_equal(seen.err.text,
                        "TLS: certificate: no alternative certificate subject "
                        "name matches target host name '127.0.0.1'");
    tls_end(&server);
    seen_clear(&seen);
}

static void skip_verify_takes_any_certificate(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start(NULL, NULL);
    struct seen seen;
    seen_init(&seen, client);
    client->settings.tls_insecure_skip_verify = true;

    fetch(&seen, &server);

    assert_int_equal(seen.err.kind, ERR_NONE);
    assert_int_equal(seen.answer.status, 200);
    tls_end(&server);
    seen_clear(&seen);
}

static void server_below_the_least_version_is_refused(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start("-tls1_2", NULL);
    struct seen seen;
    seen_init(&seen, client);
    trust(client);
    client->settings.tls_min_version = xstrdup("TLS13");

    fetch(&seen, &server);

    assert_int_equal(seen.err.kind, ERR_NETWORK);
    assert_memory_equal(seen.err.text, "TLS: ", 5);
    assert_non_null(strstr(seen.err.text, "protocol version"));
    tls_end(&server);
    seen_clear(&seen);
}

static void client_certificate_opens_what_asks_for_one(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start("-Verify", "1");
    struct seen without;
    struct seen with;
    seen_init(&without, client);
    seen_init(&with, client);
    trust(client);

    fetch(&without, &server);
    client->settings.tls_cert_file = xstrdup(keys.cert);
    client->settings.tls_key_file = xstrdup(keys.key);
    fetch(&with, &server);

    assert_int_equal(without.err.kind, ERR_NETWORK);
    assert_int_equal(without.answer.status, 0);
    assert_string_equal(with.err.text, "");
    assert_int_equal(with.answer.status, 200);
    tls_end(&server);
    seen_clear(&without);
    seen_clear(&with);
}

static void https_to_a_plain_port_is_told_as_such(void **state)
{
    struct client *client = *state;
    struct tls_server plain = {.port = server_port(client->server)};
    struct seen seen;
    seen_init(&seen, client);
    server_greet(client->server, "HTTP/1.1 400 Bad Request\r\n\r\n");

    fetch(&seen, &plain);

    assert_string_equal(seen.err.text, "TLS: the server does not speak it "
                                       "(https to a plain HTTP port?)");
    seen_clear(&seen);
}

static void handshake_without_an_answer_times_out_by_name(void **state)
{
    struct client *client = *state;
    struct tls_server silent = {.port = server_port(client->server)};
    struct seen seen;
    seen_init(&seen, client);
    client->settings.connect_timeout_ms = 50;

    fetch(&seen, &silent);

    assert_string_equal(seen.err.text, "timed out after 50ms (TLS handshake)");
    seen_clear(&seen);
}

static void files_and_words_that_do_not_exist_are_named(void **state)
{
    struct client *client = *state;
    struct seen seen;
    seen_init(&seen, client);

    client->settings.tls_ca_file = xstrdup("/nonexistent/ca.pem");
    assert_null(seen_get(&seen, "https://127.0.0.1:1/"));
    assert_string_equal(
        seen.err.text,
        "tls_config: '/nonexistent/ca.pem': No such file or directory");

    client->settings.tls_min_version = xstrdup("TLS9");
    assert_null(seen_get(&seen, "https://127.0.0.1:1/"));
    assert_string_equal(seen.err.text,
                        "tls_config: min_version 'TLS9' is not one of TLS10, "
                        "TLS11, TLS12, TLS13");
    seen_clear(&seen);
}

static void ca_file_without_a_certificate_is_named(void **state)
{
    struct client *client = *state;
    struct tls_server server = tls_start(NULL, NULL);
    char text[160];
    struct seen seen;
    seen_init(&seen, client);
    client->settings.tls_ca_file = xstrdup(keys.key);
    snprintf(text, sizeof(text), "TLS: ca_file '%s': holds no certificate",
             keys.key);

    fetch(&seen, &server);

    assert_string_equal(seen.err.text, text);
    tls_end(&server);
    seen_clear(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(ca_file_and_server_name_make_the_server_trusted),
        CLIENT_CASE(an_answer_says_when_the_certificate_expires),
        CLIENT_CASE(unknown_certificate_is_refused),
        CLIENT_CASE(certificate_of_another_name_is_refused),
        CLIENT_CASE(skip_verify_takes_any_certificate),
        CLIENT_CASE(server_below_the_least_version_is_refused),
        CLIENT_CASE(client_certificate_opens_what_asks_for_one),
        CLIENT_CASE(https_to_a_plain_port_is_told_as_such),
        CLIENT_CASE(handshake_without_an_answer_times_out_by_name),
        CLIENT_CASE(files_and_words_that_do_not_exist_are_named),
        CLIENT_CASE(ca_file_without_a_certificate_is_named),
    };

    return cmocka_run_group_tests(tests, make_keys, remove_keys);
}
