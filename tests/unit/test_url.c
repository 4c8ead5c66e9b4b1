/* test_url.c - the addresses that a back end may have. */
#include "tests/test.h"

#include "config/url.h"

static void assert_url(const char *text, const char *why)
{
    struct err err = {0};

    assert_int_equal(url_check(text, "http https", &err), why ? -1 : 0);
    assert_string_equal(err.text, why ? why : "");
}

static void assert_target(const char *text, const char *why)
{
    struct err err = {0};

    assert_int_equal(url_check_target(text, &err), why ? -1 : 0);
    assert_string_equal(err.text, why ? why : "");
}

static void url_check_takes_what_a_back_end_has(void **state)
{
    (void)state;

    assert_url("http://a", NULL);
    assert_url("https://prom.example/prometheus/", NULL);
    assert_url("http://10.0.0.1:65535", NULL);
    assert_url("http://[::1]:9090/x", NULL);
    assert_url("http://[fe80::1%eth0]", NULL);
    assert_url("http://my_host-1.svc.cluster.local:1", NULL);
}

static void url_check_says_what_is_wrong(void **state)
{
    (void)state;

    assert_url("a:9090", "'a:9090' has no scheme; http://a:9090?");
    assert_url("", "'' has no scheme; http://?");
    assert_url("ftp://a", "scheme 'ftp' is not one of: http https");
    assert_url("htt://a", "scheme 'htt' is not one of: http https");
    assert_url("://a", "scheme '' is not one of: http https");
    assert_url("http://", "has no host");
    assert_url("http:///x", "has no host");
    assert_url("http://:9090", "has no host");
    assert_url("http://[]:1", "has no host");
    assert_url("http://a b", "'a b' is not a host name or address");
    assert_url("http://a:0", "port '0' is not a number from 1 to 65535");
    assert_url("http://a:65536", "port '65536' is not a number from 1 to "
                                 "65535");
    assert_url("http://a:", "port '' is not a number from 1 to 65535");
    assert_url("http://a:9o", "port '9o' is not a number from 1 to 65535");
    assert_url("http://a:99999999999999999999999999",
               "port '9999999999999999999' is not a number from 1 to 65535");
    assert_url("http://[::1]x", "port '' is not a number from 1 to 65535");
    assert_url("http://a/x?y=1", "'http://a/x?y=1' has a query or fragment; "
                                 "only scheme, host, port and path are wanted");
    assert_url("http://a/#x", "'http://a/#x' has a query or fragment; only "
                              "scheme, host, port and path are wanted");
    assert_url("http://a/x y",
               "'http://a/x y' has a space or control character in its path");
    assert_url("http://a/x\r\nHost: b", "'http://a/x??Host: b' has a space or "
                                        "control character in its path");
}

static void url_check_never_tells_a_password(void **state)
{
    (void)state;

    assert_url("http://me:hunter2@a", "holds a user; give it in basic_auth");
    assert_url("me:hunter2@a", "holds a user; give it in basic_auth");
    assert_url("http://me:hun/ter2@a", "holds a user; give it in basic_auth");
}

static void url_check_target_wants_host_and_port(void **state)
{
    (void)state;

    assert_target("10.0.0.1:14269", NULL);
    assert_target("[::1]:9100", NULL);
    assert_target("localhost", "'localhost' has no port; host:port?");
    assert_target("http://a:1", "'http://a:1' is a URL; only host:port is "
                                "wanted");
    assert_target("a:1/metrics", "port '1/metrics' is not a number from 1 to "
                                 "65535");
    assert_target(":1", "has no host");
}

static void url_take_base_cuts_slashes_and_refuses_as_check_does(void **state)
{
    struct err err = {0};
    char *url = url_take_base("http://p:9090/prometheus//", &err);
    (void)state;

    assert_string_equal(url, "http://p:9090/prometheus");
    free(url);
    assert_null(url_take_base("ftp://p", &err));
    assert_memory_equal(err.text, "the URL: ", 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(url_take_base_cuts_slashes_and_refuses_as_check_does),
        cmocka_unit_test(url_check_takes_what_a_back_end_has),
        cmocka_unit_test(url_check_says_what_is_wrong),
        cmocka_unit_test(url_check_never_tells_a_password),
        cmocka_unit_test(url_check_target_wants_host_and_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
