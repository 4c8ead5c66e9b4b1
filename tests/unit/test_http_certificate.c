/* test_http_certificate.c - dates of certificates, also strange ones. */
#include "tests/test.h"

#include "source/http_private.h"

enum { NOW_S = 1764000000 }; /* 2025-11-24 16:00:00 */
static const int64_t NOW_MS = NOW_S * INT64_C(1000);

static void date_of_openssl_and_gnutls_is_read(void **state)
{
    (void)state;
    assert_int_equal(http_certificate_date("Nov 24 16:00:00 2025 GMT"), NOW_MS);
    assert_int_equal(http_certificate_date("2025-11-24 16:00:00 GMT"), NOW_MS);
    assert_int_equal(http_certificate_date("Nov  4 16:00:00 2025 GMT"),
                     NOW_MS - 20 * INT64_C(86400000));
    assert_int_equal(http_certificate_date("Dec 31 23:59:59 9999 GMT"),
                     INT64_C(253402300799000));
}

static void date_before_1970_is_over_and_not_unknown(void **state)
{
    (void)state;
    assert_int_equal(http_certificate_date("Jan  1 00:00:00 1950 GMT"), 1);
    assert_int_equal(http_certificate_date("Jan  1 00:00:00 1970 GMT"), 1);
}

static void date_that_is_none_is_unknown(void **state)
{
    static const char *const bad[] = {
        "",
        "Bad time value",
        "Nov 24 16:00:00 2025",
        "Nov 24 16:00:00 2025 GMT ",
        "Nov 24 16:00:00 2025 CET",
        "Nov 31 16:00:00 2025 GMT",
        "Feb 29 16:00:00 2025 GMT",
        "Nov 0 16:00:00 2025 GMT",
        "Nov 24 25:00:00 2025 GMT",
        "Nov 24 16:00 2025 GMT",
        "Nov 24 16:00:00 12025 GMT",
        "Nov 24 16:00:00 225 GMT",
        "Nov 24 16:00:00 -999 GMT",
        "Nov 24 16:00:00.5 2025 GMT",
        "Nox 24 16:00:00 2025 GMT",
        "Nov24 16:00:00 2025 GMT",
        "2025-11-24 16:00:00 CET",
        "2025-13-24 16:00:00 GMT",
        "2025-11-24T16:00:00+01 ",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(http_certificate_date(bad[i]), 0);
}

/* A chain of certificates, each told by its fields. */
static int64_t first_of(char *own, char *above, char *root)
{
    struct curl_slist lists[3] = {{own, NULL}, {above, NULL}, {root, NULL}};
    struct curl_slist subject = {(char[]){"Subject:CN = jaeger"}, &lists[0]};
    struct curl_slist *fields[3] = {&subject, &lists[1], &lists[2]};
    struct curl_certinfo chain = {.num_of_certs = 3, .certinfo = fields};

    return http_certificate_first(&chain, NOW_MS);
}

static void chain_ends_with_the_first_that_expires(void **state)
{
    (void)state;
    assert_int_equal(first_of((char[]){"Expire date:Dec 24 16:00:00 2025 GMT"},
                              (char[]){"Expire date:Nov 25 16:00:00 2025 GMT"},
                              (char[]){"Expire date:Dec 31 23:59:59 9999 GMT"}),
                     NOW_MS + INT64_C(86400000));
}

static void chain_with_an_old_root_that_was_not_needed_stands(void **state)
{
    (void)state;
    assert_int_equal(first_of((char[]){"Expire date:Nov 26 16:00:00 2025 GMT"},
                              (char[]){"Expire date:Nov 23 16:00:00 2025 GMT"},
                              (char[]){"Expire date:Bad time value"}),
                     NOW_MS + 2 * INT64_C(86400000));
}

static void chain_whose_own_is_over_is_over(void **state)
{
    (void)state;
    assert_int_equal(first_of((char[]){"Expire date:Nov 23 16:00:00 2025 GMT"},
                              (char[]){"Expire date:Nov 25 16:00:00 2025 GMT"},
                              (char[]){"Serial Number:01"}),
                     NOW_MS - INT64_C(86400000));
}

static void chain_without_certificates_is_unknown(void **state)
{
    const struct curl_certinfo chain = {0};

    (void)state;
    assert_int_equal(http_certificate_first(&chain, NOW_MS), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(date_of_openssl_and_gnutls_is_read),
        cmocka_unit_test(date_before_1970_is_over_and_not_unknown),
        cmocka_unit_test(date_that_is_none_is_unknown),
        cmocka_unit_test(chain_ends_with_the_first_that_expires),
        cmocka_unit_test(chain_with_an_old_root_that_was_not_needed_stands),
        cmocka_unit_test(chain_whose_own_is_over_is_over),
        cmocka_unit_test(chain_without_certificates_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
