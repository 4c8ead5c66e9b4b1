/* test_units.c - numbers as the screen shows them. */
#include "tests/test.h"

#include <float.h>
#include <stdio.h>

#include "data/units.h"

struct form {
    double value;
    const char *unit;
    const char *text;
};

static void assert_forms(const struct form *forms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char out[UNITS_MAX];

        units_format(out, forms[i].value, forms[i].unit, false);
        if (strcmp(out, forms[i].text) != 0)
            fail_msg("%.17g %s: \"%s\", not \"%s\"", forms[i].value,
                     forms[i].unit, out, forms[i].text);
    }
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void units_format_writes_what_the_screens_show(void **state)
{
    const struct form forms[] = {
        {8423.7, "traces/s", "8.42k/s"},
        {0.312, "s", "312 ms"},
        {87, "%", "87 %"},
        {1.2e6, "", "1.2M"},
        {1.3149, "s", "1.31 s"},
        {93, "%", "93 %"},
        {86.18, "%", "86.2 %"},
        {82.97, "%", "83.0 %"},
        {131072, "messages", "131k"},
        {130975, "messages", "131k"},
        {0.212, "s", "212 ms"},
        {0.012, "s", "12 ms"},
        {9000, "/s", "9k/s"},
        {1.2 * (1 << 30), "bytes", "1.2 GiB"},
        {21.0 * (1 << 30), "bytes", "21 GiB"},
        {2.3481, "cores", "2.35 cores"},
        {0.52, "s", "520 ms"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_carries_when_it_rounds(void **state)
{
    const struct form forms[] = {
        {999.96, "", "1.00k"},
        {999.4, "", "999"},
        {999.5, "", "1.00k"},
        {9.996, "", "10.0"},
        {99.96, "", "100"},
        {999960, "", "1.00M"},
        {0.99996, "", "1.00"},
        {99.94, "%", "99.9 %"},
        {99.96, "%", "100 %"},
        {0.99996, "s", "1.00 s"},
        {59.94, "s", "59.9 s"},
        {59.96, "s", "60.0 s"},
        {3599, "s", "60.0 m"},
        {9.996e-7, "s", "1.00 \xc2\xb5s"},
        {1023.9, "bytes", "1.00 KiB"},
        {-999.96, "", "-1.00k"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_of_an_exact_value_has_no_more_digits(void **state)
{
    const struct form forms[] = {
        {0, "", "0"},
        {0, "%", "0 %"},
        {0, "s", "0 s"},
        {0, "bytes", "0 B"},
        {-0.0, "/s", "0/s"},
        {100, "%", "100 %"},
        {99.9, "%", "99.9 %"},
        {90.04, "%", "90.0 %"},
        {1000, "", "1k"},
        {1001, "", "1.00k"},
        {5, "", "5"},
        {0.1 + 0.2, "", "0.3"},
        {1.5, "", "1.5"},
        {100 - 100 * 0.13, "%", "87 %"},
        {90, "s", "1.5 m"},
        {7200, "s", "2 h"},
        {512, "bytes", "512 B"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_of_small_values(void **state)
{
    const struct form forms[] = {
        {0.0042, "", "0.0042"},        {0.0042137, "", "0.00421"},
        {0.5, "/s", "0.5/s"},          {0.123456, "", "0.123"},
        {0.000123456, "", "0.000123"}, {0.0000421, "", "4.21e-05"},
        {0.0042, "s", "4.2 ms"},       {0.00004213, "s", "42.1 \xc2\xb5s"},
        {4.2e-8, "s", "42 ns"},        {4.2e-10, "s", "0.42 ns"},
        {-0.0042, "s", "-4.2 ms"},     {0.05, "%", "0.05 %"},
        {0.25, "bytes", "0.25 B"},     {5e-324, "", "4.94e-324"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_of_large_values(void **state)
{
    const struct form forms[] = {
        {1.2345e9, "", "1.23G"},
        {1.2345e12, "", "1.23T"},
        {1.2345e15, "", "1.23P"},
        {1.2345e18, "", "1.23E"},
        {1.2345e21, "", "1.23e+21"},
        {DBL_MAX, "traces/s", "1.80e+308/s"},
        {-DBL_MAX, "records", "-1.80e+308 records"},
        {12345, "%", "12.3k %"},
        {0x1p40, "bytes", "1 TiB"},
        {0x1p62, "bytes", "4 EiB"},
        {1.5 * 0x1p20, "bytes/s", "1.5 MiB/s"},
        {1440 * 3600.0, "s", "1440 h"},
        {1000, "bytes", "0.977 KiB"},
        {-1.31, "s", "-1.31 s"},
        {-8423, "traces/s", "-8.42k/s"},
        {-87, "%", "-87 %"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_without_digits(void **state)
{
    const struct form forms[] = {
        {NAN, "s", "-"},
        {INFINITY, "%", "+Inf"},
        {-INFINITY, "bytes", "-Inf"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_leaves_out_a_unit_that_does_not_fit(void **state)
{
    const struct form forms[] = {
        {12, "pods", "12 pods"},
        {131072, "records", "131k records"},
        {131072, "messages", "131k"},
        {3, "\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5",
         "3 \xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5"},
        {-DBL_MAX, "\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5\xc2\xb5",
         "-1.80e+308"},
    };
    (void)state;

    assert_forms(forms, COUNT_OF(forms));
}

static void units_format_as_ascii_writes_us(void **state)
{
    char out[UNITS_MAX];
    (void)state;

    units_format(out, 0.0000421, "s", true);
    assert_string_equal(out, "42.1 us");

    units_format(out, 1.31, "s", true);
    assert_string_equal(out, "1.31 s");
}

static void units_format_long_says_the_whole_unit(void **state)
{
    const struct form forms[] = {
        {8423.7, "traces/s", "8.42k traces/s"},
        {131072, "messages", "131k messages"},
        {0.312, "s", "312 ms"},
        {1.5 * 0x1p20, "bytes/s", "1.5 MiB/s"},
        {45, "%", "45 %"},
        {41, "", "41"},
        {NAN, "messages", "-"},
        {12, "a unit of many many words", "12"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char out[UNITS_MAX];

        units_format_long(out, forms[i].value, forms[i].unit, false);
        assert_string_equal(out, forms[i].text);
    }
}

static void units_format_tick_has_the_digits_that_the_step_needs(void **state)
{
    const struct {
        double value, step;
        const char *unit, *text;
    } ticks[] = {
        {10000, 5000, "traces/s", "10k"},
        {5000, 5000, "traces/s", "5k"},
        {0, 5000, "traces/s", "0"},
        {2, 0.5, "s", "2s"},
        {1.5, 0.5, "s", "1.5s"},
        {0.5, 0.5, "s", "500m"},
        {0.5, 1, "s", "500m"}, /* a limit between ticks */
        {0.02, 0.01, "s", "20m"},
        {0.00005, 0.00005, "s", "50u"},
        {120, 60, "s", "120s"},
        {90, 40, "%", "90"},
        {100, 5, "%", "100"},
        {95, 5, "%", "95"},
        {0.1 + 0.2, 0.1, "%", "0.3"},
        {100000, 100000, "messages", "100k"},
        {131072, 50000, "messages", "131k"},
        {1500, 500, "", "1.5k"},
        {1250, 250, "", "1.25k"},
        {999.9999999999, 500, "", "1k"},
        {0.75, 0.25, "cores", "0.75"},
        {0.5, 1, "cores", "0.5"},
        {-500, 500, "", "-500"},
        {-1e-17, 0.1, "", "0"},
        {0x1p30, 0x1p29, "bytes", "1G"},
        {0x1p29, 0x1p29, "bytes", "512M"},
        {1.5 * 0x1p30, 0x1p29, "bytes/s", "1.5G"},
        {2.5e6, 5e5, "", "2.5M"},
        {7, 0, "", "7"},
        {1e300, 1e300, "", "1.00e+285P"},
        {NAN, 1, "", "-"},
        {INFINITY, 1, "", "+Inf"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(ticks); i++) {
        char out[UNITS_MAX];

        units_format_tick(out, ticks[i].value, ticks[i].step, ticks[i].unit);
        if (strcmp(out, ticks[i].text) != 0)
            fail_msg("%.17g by %g %s: \"%s\", not \"%s\"", ticks[i].value,
                     ticks[i].step, ticks[i].unit, out, ticks[i].text);
    }
}

static void units_format_age_has_two_parts_at_most(void **state)
{
    const struct {
        int64_t age_ms;
        const char *text;
    } ages[] = {
        {-5000, "0s"},
        {0, "0s"},
        {4999, "4s"},
        {59999, "59s"},
        {60000, "1m00s"},
        {252000, "4m12s"},
        {3599999, "59m59s"},
        {7500000, "2h05m"},
        {86399999, "23h59m"},
        {86400000, "1d00h"},
        {273600000, "3d04h"},
        {INT64_MIN, "0s"},
        {INT64_MAX, "106751991167d07h"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(ages); i++) {
        char out[UNITS_MAX];

        units_format_age(out, ages[i].age_ms);
        assert_string_equal(out, ages[i].text);
    }
}

static void units_format_exact_writes_as_prometheus_does(void **state)
{
    const struct {
        double value;
        const char *text;
    } values[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {-1.5, "-1.5"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {100, "100"},
        {123456789, "123456789"},
        {1e20, "100000000000000000000"},
        {123456789012345678.0, "123456789012345680"},
        {1e21, "1e+21"},
        {1.5e22, "1.5e+22"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {0.000001, "0.000001"},
        {-0.0000012345678901234567, "-0.0000012345678901234567"},
        {0.00000012, "1.2e-07"},
        {5e-324, "5e-324"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {1.0 / 3, "0.3333333333333333"},
        {NAN, "NaN"},
        {INFINITY, "+Inf"},
        {-INFINITY, "-Inf"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(values); i++) {
        char out[32];

        units_format_exact(out, sizeof(out), values[i].value);
        assert_string_equal(out, values[i].text);
    }
}

static void units_format_exact_reads_back_the_same(void **state)
{
    uint64_t bits = 20221122;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        char out[32];
        double value;

        bits = bits * 6364136223846793005u + 1442695040888963407u;
        memcpy(&value, &bits, sizeof(value));
        if (i % 2)
            value = (double)(int64_t)(bits >> 20) / 1000;
        if (!isfinite(value))
            continue;
        units_format_exact(out, sizeof(out), value);
        assert_true(strtod(out, NULL) == value);
    }
}

static void units_format_never_passes_its_width(void **state)
{
    const char *units[] = {"s",     "%", "bytes", "bytes/s",
                           "cores", "",  "/s",    "seven_c"};
    uint64_t bits = 7;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        char out[UNITS_MAX];
        double value;

        bits = bits * 6364136223846793005u + 1442695040888963407u;
        memcpy(&value, &bits, sizeof(value));
        units_format(out, value, units[(bits >> 30) % COUNT_OF(units)], false);
        assert_in_range(strlen(out), 1, UNITS_MAX - 1);
        units_format_tick(out, value, fabs(value) / 3,
                          units[(bits >> 30) % COUNT_OF(units)]);
        assert_in_range(strlen(out), 1, UNITS_MAX - 1);
    }
}

static void units_format_clock_is_utc(void **state)
{
    const struct {
        int64_t wall_ms;
        bool seconds;
        const char *text;
    } times[] = {
        {0, true, "00:00:00"},           {1669151647999, true, "21:14:07"},
        {1669151647999, false, "21:14"}, {-1, true, "23:59:59"},
        {-86400000, true, "00:00:00"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(times); i++) {
        char out[UNITS_MAX];

        units_format_clock(out, times[i].wall_ms, times[i].seconds);
        assert_string_equal(out, times[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_format_writes_what_the_screens_show),
        cmocka_unit_test(units_format_carries_when_it_rounds),
        cmocka_unit_test(units_format_of_an_exact_value_has_no_more_digits),
        cmocka_unit_test(units_format_of_small_values),
        cmocka_unit_test(units_format_of_large_values),
        cmocka_unit_test(units_format_without_digits),
        cmocka_unit_test(units_format_leaves_out_a_unit_that_does_not_fit),
        cmocka_unit_test(units_format_as_ascii_writes_us),
        cmocka_unit_test(units_format_long_says_the_whole_unit),
        cmocka_unit_test(units_format_tick_has_the_digits_that_the_step_needs),
        cmocka_unit_test(units_format_age_has_two_parts_at_most),
        cmocka_unit_test(units_format_exact_writes_as_prometheus_does),
        cmocka_unit_test(units_format_exact_reads_back_the_same),
        cmocka_unit_test(units_format_never_passes_its_width),
        cmocka_unit_test(units_format_clock_is_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
