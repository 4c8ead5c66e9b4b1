/* test_http_settings.c - defaults and the end of the HTTP settings. */
#include "tests/test.h"

#include "base/xalloc.h"
#include "config/http_settings.h"

static void init_gives_the_documented_defaults(void **state)
{
    struct http_settings settings;
    (void)state;

    http_settings_init(&settings);

    assert_int_equal(settings.connect_timeout_ms, 2000);
    assert_int_equal(settings.timeout_ms, 10000);
    assert_true(settings.follow_redirects);
    assert_true(settings.enable_http2);
    assert_false(settings.tls_insecure_skip_verify);
    assert_null(settings.proxy_url);
    assert_null(settings.username);
    assert_null(settings.authorization_type);
    assert_int_equal(settings.header_count, 0);
    http_settings_clear(&settings);
}

static void clear_of_zeroed_settings_does_nothing(void **state)
{
    struct http_settings settings = {0};
    (void)state;

    http_settings_clear(&settings);

    assert_null(settings.headers);
}

static void clear_frees_every_string_and_leaves_nothing(void **state)
{
    struct http_settings settings;
    static const struct http_settings empty;
    (void)state;
    http_settings_init(&settings);
    settings.unix_socket = xstrdup("/run/s");
    settings.proxy_url = xstrdup("http://proxy:3128");
    settings.username = xstrdup("user");
    settings.password.file = xstrdup("/run/password");
    settings.password.variable = xstrdup("PASSWORD");
    settings.authorization_type = xstrdup("Bearer");
    settings.credentials.inline_value = xstrdup("token");
    settings.tls_ca_file = xstrdup("ca");
    settings.tls_cert_file = xstrdup("cert");
    settings.tls_key_file = xstrdup("key");
    settings.tls_server_name = xstrdup("name");
    settings.tls_min_version = xstrdup("TLS13");
    settings.headers = xcalloc(2, sizeof(*settings.headers));
    settings.header_count = 2;
    settings.headers[0].name = xstrdup("X-Scope-OrgID");
    settings.headers[0].value = xstrdup("tracing");
    settings.headers[1].name = xstrdup("X-Other");
    settings.headers[1].value = xstrdup("1");

    http_settings_clear(&settings);

    assert_memory_equal(&settings, &empty, sizeof(settings));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(init_gives_the_documented_defaults),
        cmocka_unit_test(clear_of_zeroed_settings_does_nothing),
        cmocka_unit_test(clear_frees_every_string_and_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
