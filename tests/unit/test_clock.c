/* test_clock.c - the calendar and RFC 3339, without the C library's help. */
#include "tests/test.h"

#include <stdbool.h>

#include "base/clock.h"

static void assert_formats(int64_t wall_ms, const char *expected)
{
    char text[24];

    clock_format_rfc3339(text, sizeof(text), wall_ms);
    assert_string_equal(text, expected);
}

static void assert_parses(const char *text, int64_t expected)
{
    int64_t wall_ms = 77;

    assert_int_equal(clock_parse_rfc3339(text, &wall_ms), 0);
    assert_true(wall_ms == expected);
}

static void assert_refuses(const char *text)
{
    int64_t wall_ms = 77;

    assert_int_equal(clock_parse_rfc3339(text, &wall_ms), -1);
    assert_int_equal(wall_ms, 77);
}

static void clock_format_rfc3339_writes_known_times(void **state)
{
    (void)state;

    assert_formats(0, "1970-01-01T00:00:00Z");
    assert_formats(1795382047999, "2026-11-22T21:14:07Z");
    assert_formats(951782400000, "2000-02-29T00:00:00Z");
    assert_formats(4107542400000, "2100-03-01T00:00:00Z");
}

static void clock_format_rfc3339_before_the_epoch_rounds_down(void **state)
{
    (void)state;

    assert_formats(-1, "1969-12-31T23:59:59Z");
    assert_formats(-62135596800000, "0001-01-01T00:00:00Z");
}

static void clock_format_rfc3339_outside_four_digit_years_is_unknown(void **s)
{
    (void)s;

    assert_formats(253402300799999, "9999-12-31T23:59:59Z");
    assert_formats(253402300800000, "?");
    assert_formats(-62167219200000, "0000-01-01T00:00:00Z");
    assert_formats(-62167219200001, "?");
    assert_formats(INT64_MAX, "?");
    assert_formats(INT64_MIN, "?");
}

static void clock_parse_rfc3339_reads_fractions_and_offsets(void **state)
{
    (void)state;

    assert_parses("1970-01-01T00:00:00Z", 0);
    assert_parses("2026-11-22T20:45:24.495Z", 1795380324495);
    assert_parses("2026-11-22T20:45:24.4954999Z", 1795380324495);
    assert_parses("2026-11-22t20:45:24.5z", 1795380324500);
    assert_parses("2026-11-22T22:15:24+01:30", 1795380324000);
    assert_parses("2026-11-22 15:45:24-05:00", 1795380324000);
    assert_parses("0001-01-01T00:00:00Z", -62135596800000);
    assert_parses("2016-12-31T23:59:60Z", 1483228800000);
}

static void clock_parse_rfc3339_of_anything_else_refuses(void **state)
{
    (void)state;

    assert_refuses("");
    assert_refuses("2026-11-22");
    assert_refuses("2026-11-22T20:45:24");
    assert_refuses("2026-11-22T20:45Z");
    assert_refuses("2026-11-22T20:45:24.Z");
    assert_refuses("2026-11-22T20:45:24Zjunk");
    assert_refuses("2026-11-22T20:45:24+0100");
    assert_refuses("2026-11-22T20:45:24+24:00");
    assert_refuses("2026-02-29T00:00:00Z");
    assert_refuses("2026-13-01T00:00:00Z");
    assert_refuses("2026-00-01T00:00:00Z");
    assert_refuses("2026-01-00T00:00:00Z");
    assert_refuses("2026-01-01T24:00:00Z");
    assert_refuses("2026-01-01T00:60:00Z");
    assert_refuses("2026-01-01T00:00:61Z");
    assert_refuses("+026-01-01T00:00:00Z");
}

static void clock_civil_tells_every_field(void **state)
{
    struct civil at = clock_civil(1795382047999);
    (void)state;

    assert_int_equal(at.year, 2026);
    assert_int_equal(at.month, 11);
    assert_int_equal(at.day, 22);
    assert_int_equal(at.hour, 21);
    assert_int_equal(at.minute, 14);
    assert_int_equal(at.second, 7);
    assert_int_equal(at.weekday, 0);
    assert_int_equal(clock_civil(0).weekday, 4);
    assert_int_equal(clock_civil(-1).weekday, 3);
}

static void clock_civil_of_each_day_follows_the_one_before(void **state)
{
    const int64_t day_ms = 86400000;
    struct civil before = clock_civil(-62167219200000);
    int64_t steps = 0;
    (void)state;

    for (int64_t at = -62167219200000 + day_ms; at < 16725225600000;
         at += day_ms) {
        struct civil now = clock_civil(at);
        bool same_month = now.day == before.day + 1 &&
                          now.month == before.month && now.year == before.year;
        bool next_month = now.day == 1 && before.day >= 28 &&
                          now.month == before.month % 12 + 1 &&
                          now.year == before.year + (now.month == 1);

        if (!same_month && !next_month)
            fail_msg("%d-%d-%d follows %d-%d-%d", now.year, now.month, now.day,
                     before.year, before.month, before.day);
        assert_int_equal(now.weekday, (before.weekday + 1) % 7);
        before = now;
        steps++;
    }
    assert_int_equal(before.year, 2499);
    assert_int_equal(before.month * 100 + before.day, 1231);
    assert_int_equal(steps, 913106);
}

static void clock_read_gives_both_clocks_in_milliseconds(void **state)
{
    int64_t before_us = clock_mono_us();
    struct moment now = clock_read();
    int64_t after_us = clock_mono_us();
    (void)state;

    assert_true(now.wall_ms > 1600000000000); /* some day after 2020 */
    assert_true(now.mono_ms >= before_us / 1000);
    assert_true(now.mono_ms <= after_us / 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clock_format_rfc3339_writes_known_times),
        cmocka_unit_test(clock_format_rfc3339_before_the_epoch_rounds_down),
        cmocka_unit_test(
            clock_format_rfc3339_outside_four_digit_years_is_unknown),
        cmocka_unit_test(clock_parse_rfc3339_reads_fractions_and_offsets),
        cmocka_unit_test(clock_parse_rfc3339_of_anything_else_refuses),
        cmocka_unit_test(clock_civil_tells_every_field),
        cmocka_unit_test(clock_civil_of_each_day_follows_the_one_before),
        cmocka_unit_test(clock_read_gives_both_clocks_in_milliseconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
