/* test_duration.c - Prometheus durations, both ways. */
#include "tests/test.h"

#include "base/duration.h"

static void assert_parses(const char *text, int64_t expected)
{
    struct err err = {0};
    int64_t ms = -1;

    if (duration_parse(text, &ms, &err) < 0)
        fail_msg("%s: %s", text, err.text);
    assert_true(ms == expected);
}

static void assert_refuses(const char *text, const char *why)
{
    struct err err = {0};
    int64_t ms = 77;

    assert_int_equal(duration_parse(text, &ms, &err), -1);
    assert_int_equal(err.kind, ERR_FORMAT);
    if (!strstr(err.text, why))
        fail_msg("%s: %s", text, err.text);
    assert_int_equal(ms, 77);
}

static void assert_formats(int64_t ms, const char *expected)
{
    char text[48];

    duration_format(text, sizeof(text), ms);
    assert_string_equal(text, expected);
}

static void duration_parse_knows_every_unit(void **state)
{
    (void)state;

    assert_parses("250ms", 250);
    assert_parses("5s", 5000);
    assert_parses("1m", 60000);
    assert_parses("1h", 3600000);
    assert_parses("1d", 86400000);
    assert_parses("1w", 604800000);
    assert_parses("1y", 31536000000);
    assert_parses("1m30s", 90000);
    assert_parses("1y2w3d4h5m6s7ms", 33019506007);
    assert_parses("0", 0);
    assert_parses("0s", 0);
    assert_parses("007s", 7000);
    assert_parses("90m", 5400000);
}

static void duration_parse_of_anything_else_says_what_is_wrong(void **state)
{
    (void)state;

    assert_refuses("", "expected a number");
    assert_refuses("s", "expected a number");
    assert_refuses("-5s", "expected a number");
    assert_refuses("5s ", "expected a number");
    assert_refuses(" 5s", "expected a number");
    assert_refuses("30", "the number has no unit");
    assert_refuses("1m30", "the number has no unit");
    assert_refuses("1.5h", "the units are y w d h m s ms");
    assert_refuses("5 s", "the units are y w d h m s ms");
    assert_refuses("5S", "the units are y w d h m s ms");
    assert_refuses("5us", "the units are y w d h m s ms");
    assert_refuses("5sec", "the units are y w d h m s ms");
    assert_refuses("30s1m", "units go from y to ms, each once");
    assert_refuses("1s1s", "units go from y to ms, each once");
}

static void duration_parse_past_what_prometheus_holds_refuses(void **state)
{
    (void)state;

    assert_parses("9223372036854ms", 9223372036854);
    assert_refuses("9223372036855ms", "it is too long");
    assert_parses("292y", 9208512000000);
    assert_refuses("293y", "it is too long");
    assert_refuses("292y9999d", "it is too long");
    assert_refuses("99999999999999999999999999999999y", "it is too long");
}

static void duration_parse_with_no_err_still_fails(void **state)
{
    int64_t ms = 0;
    (void)state;

    assert_int_equal(duration_parse("x", &ms, NULL), -1);
}

static void duration_format_writes_the_shortest_exact_form(void **state)
{
    (void)state;

    assert_formats(0, "0s");
    assert_formats(1, "1ms");
    assert_formats(90000, "1m30s");
    assert_formats(3600000, "1h");
    assert_formats(90061001, "1d1h1m1s1ms");
    assert_formats(604800000, "1w");
    assert_formats(7776000000, "90d");
    assert_formats(31536000000, "1y");
    assert_formats(31536000001, "365d1ms");
    assert_formats(-90000, "-1m30s");
    assert_formats(INT64_MIN, "-106751991167d7h12m55s808ms");
}

static void duration_format_then_parse_gives_the_same(void **state)
{
    (void)state;

    for (int64_t ms = 1; ms < 9000000000000; ms = ms * 3 + 1) {
        char text[48];
        int64_t back = 0;

        duration_format(text, sizeof(text), ms);
        assert_int_equal(duration_parse(text, &back, NULL), 0);
        assert_true(back == ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(duration_parse_knows_every_unit),
        cmocka_unit_test(duration_parse_of_anything_else_says_what_is_wrong),
        cmocka_unit_test(duration_parse_past_what_prometheus_holds_refuses),
        cmocka_unit_test(duration_parse_with_no_err_still_fails),
        cmocka_unit_test(duration_format_writes_the_shortest_exact_form),
        cmocka_unit_test(duration_format_then_parse_gives_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
