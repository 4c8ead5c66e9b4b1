/* test_http_auth.c - credentials and headers: what is sent, what is refused. */
#include "tests/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "tests/support/client.h"

/* Writes a secret where the settings look for it. */
static char *write_secret(const char *text)
{
    char *path = xstrdup("/tmp/tracetop-secret-XXXXXX");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static void remove_secret(char *path)
{
    unlink(path);
    free(path);
}

/* Fetches "/" and returns the request as the server saw it. */
static const char *sent_by(struct client *client)
{
    struct seen seen;
    seen_init(&seen, client);
    server_on(client->server, "/", &(struct server_answer){.body = "x"});

    seen_fetch(&seen, "/");

    assert_int_equal(seen.err.kind, ERR_NONE);
    seen_clear(&seen);
    return server_request(client->server, server_requests(client->server) - 1);
}

/* Expects that no request is started, for this reason. */
static void expect_refusal(struct client *client, const char *text)
{
    struct seen seen;
    seen_init(&seen, client);

    assert_null(seen_get(&seen, server_url(client->server, "/")));

    assert_string_equal(seen.err.text, text);
    assert_null(strstr(seen.err.text, "hunter2"));
    assert_int_equal(http_in_flight(client->http), 0);
    seen_clear(&seen);
}

static void use_bearer(struct client *client)
{
    client->settings.authorization_type = xstrdup("Bearer");
}

static void basic_auth_sends_name_and_password(void **state)
{
    struct client *client = *state;
    client->settings.username = xstrdup("user");
    client->settings.password.inline_value = xstrdup("pass");

    assert_non_null(
        strstr(sent_by(client), "\r\nAuthorization: Basic dXNlcjpwYXNz\r\n"));
}

static void basic_auth_without_a_password_sends_an_empty_one(void **state)
{
    struct client *client = *state;
    client->settings.username = xstrdup("user");

    assert_non_null(
        strstr(sent_by(client), "\r\nAuthorization: Basic dXNlcjo=\r\n"));
}

static void basic_auth_refuses_a_colon_in_the_name(void **state)
{
    struct client *client = *state;
    client->settings.username = xstrdup("us:er");

    expect_refusal(client, "basic_auth: a username cannot hold ':'");
}

static void credentials_file_loses_its_last_newline_only(void **state)
{
    static const struct {
        const char *text;
        const char *line;
    } rows[] = {
        {"tok-1\n", "\r\nAuthorization: Bearer tok-1\r\n"},
        {"tok-1\r\n", "\r\nAuthorization: Bearer tok-1\r\n"},
        {"tok-1", "\r\nAuthorization: Bearer tok-1\r\n"},
    };
    struct client *client = *state;
    use_bearer(client);

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char *path = write_secret(rows[i].text);
        client->settings.credentials.file = path;

        assert_non_null(strstr(sent_by(client), rows[i].line));

        client->settings.credentials.file = NULL;
        remove_secret(path);
    }
}

static void credentials_file_is_read_again_for_each_request(void **state)
{
    struct client *client = *state;
    char *path = write_secret("first\n");
    FILE *file = NULL;
    use_bearer(client);
    client->settings.credentials.file = path;
    assert_non_null(
        strstr(sent_by(client), "\r\nAuthorization: Bearer first\r\n"));
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("second\n", file);
    fclose(file);

    assert_non_null(
        strstr(sent_by(client), "\r\nAuthorization: Bearer second\r\n"));

    client->settings.credentials.file = NULL;
    remove_secret(path);
}

static void credentials_come_from_a_variable(void **state)
{
    struct client *client = *state;
    client->settings.authorization_type = xstrdup("ApiKey");
    client->settings.credentials.variable = xstrdup("TRACETOP_TEST_KEY");
    setenv("TRACETOP_TEST_KEY", "key-1", 1);

    assert_non_null(
        strstr(sent_by(client), "\r\nAuthorization: ApiKey key-1\r\n"));

    unsetenv("TRACETOP_TEST_KEY");
}

static void missing_variable_is_named(void **state)
{
    struct client *client = *state;
    use_bearer(client);
    client->settings.credentials.variable = xstrdup("TRACETOP_TEST_KEY");
    unsetenv("TRACETOP_TEST_KEY");
    expect_refusal(client, "authorization: credentials: environment variable "
                           "'TRACETOP_TEST_KEY' is not set");

    setenv("TRACETOP_TEST_KEY", "", 1);
    expect_refusal(client, "authorization: credentials: environment variable "
                           "'TRACETOP_TEST_KEY' is empty");

    unsetenv("TRACETOP_TEST_KEY");
}

static void missing_file_is_named(void **state)
{
    struct client *client = *state;
    client->settings.username = xstrdup("user");
    client->settings.password.file = xstrdup("/nonexistent/password");

    expect_refusal(client, "basic_auth: password file '/nonexistent/password': "
                           "No such file or directory");
}

static void fifo_is_refused_and_not_waited_for(void **state)
{
    struct client *client = *state;
    char folder[] = "/tmp/tracetop-test-XXXXXX";
    char *path = NULL;
    char *text = NULL;
    assert_non_null(mkdtemp(folder));
    path = xasprintf("%s/fifo", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    use_bearer(client);
    client->settings.credentials.file = path;
    text = xasprintf("authorization: credentials file '%s' is not a regular "
                     "file of at most 64 KiB",
                     path);

    expect_refusal(client, text);

    unlink(path);
    rmdir(folder);
    free(text);
}

static void file_that_makes_no_credential_is_refused_unseen(void **state)
{
    static const struct {
        const char *text;
        const char *why;
    } rows[] = {
        {"", "authorization: credentials file '%s' is empty"},
        {"\n", "authorization: credentials file '%s' is empty"},
        {"hunter2\nX-Evil: 1\n",
         "authorization: credentials from '%s' has more than one line"},
        {"hunter2\n\n",
         "authorization: credentials from '%s' has more than one line"},
    };
    struct client *client = *state;
    use_bearer(client);

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char *path = write_secret(rows[i].text);
        char text[240];
        const char *mark = strstr(rows[i].why, "%s");
        snprintf(text, sizeof(text), "%.*s%s%s", (int)(mark - rows[i].why),
                 rows[i].why, path, mark + 2);
        client->settings.credentials.file = path;

        expect_refusal(client, text);

        client->settings.credentials.file = NULL;
        remove_secret(path);
    }
}

static void authorization_without_credentials_is_refused(void **state)
{
    struct client *client = *state;
    use_bearer(client);

    expect_refusal(client, "authorization: no credentials are set");
}

static void set_header(struct client *client, const char *name,
                       const char *value)
{
    struct http_settings *settings = &client->settings;

    settings->headers = xrealloc(settings->headers, settings->header_count + 1,
                                 sizeof(*settings->headers));
    settings->headers[settings->header_count++] =
        (struct http_header){.name = xstrdup(name), .value = xstrdup(value)};
}

static void headers_of_the_settings_are_sent(void **state)
{
    struct client *client = *state;
    const char *sent = NULL;
    set_header(client, "X-Scope-OrgID", "tracing");
    set_header(client, "X-Empty", "");
    set_header(client, "accept", "text/plain");

    sent = sent_by(client);

    assert_non_null(strstr(sent, "\r\nX-Scope-OrgID: tracing\r\n"));
    assert_non_null(strstr(sent, "\r\nX-Empty:\r\n"));
    assert_non_null(strstr(sent, "\r\naccept: text/plain\r\n"));
    assert_null(strstr(sent, "\r\nAccept: "));
}

static void header_that_would_smuggle_another_is_refused(void **state)
{
    struct client *client = *state;
    set_header(client, "X-Ok", "hunter2\r\nX-Evil: 1");

    expect_refusal(client, "headers: X-Ok has more than one line");
}

static void header_name_that_is_none_is_refused(void **state)
{
    struct client *client = *state;
    set_header(client, "X Evil:", "1");

    expect_refusal(client, "headers: 'X Evil:' is not a header name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLIENT_CASE(basic_auth_sends_name_and_password),
        CLIENT_CASE(basic_auth_without_a_password_sends_an_empty_one),
        CLIENT_CASE(basic_auth_refuses_a_colon_in_the_name),
        CLIENT_CASE(credentials_file_loses_its_last_newline_only),
        CLIENT_CASE(credentials_file_is_read_again_for_each_request),
        CLIENT_CASE(credentials_come_from_a_variable),
        CLIENT_CASE(missing_variable_is_named),
        CLIENT_CASE(missing_file_is_named),
        CLIENT_CASE(fifo_is_refused_and_not_waited_for),
        CLIENT_CASE(file_that_makes_no_credential_is_refused_unseen),
        CLIENT_CASE(authorization_without_credentials_is_refused),
        CLIENT_CASE(headers_of_the_settings_are_sent),
        CLIENT_CASE(header_that_would_smuggle_another_is_refused),
        CLIENT_CASE(header_name_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
