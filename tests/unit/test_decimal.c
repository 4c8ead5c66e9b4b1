/* test_decimal.c - decimal text to numbers. */
#include "tests/test.h"

#include <float.h>
#include <stdio.h>

#include "base/decimal.h"

/* Holds when the bits are the same, so that -0 is not 0. */
static void assert_same(double left, double right, const char *text)
{
    uint64_t left_bits, right_bits;

    memcpy(&left_bits, &left, sizeof(left));
    memcpy(&right_bits, &right, sizeof(right));
    if (left_bits != right_bits)
        fail_msg("%s: %.17g, not %.17g", text, left, right);
}

static void assert_reads_as_strtod(const char *text)
{
    double value = 12345;

    if (!decimal_parse(text, strlen(text), &value))
        fail_msg("%s: refused", text);
    assert_same(value, strtod(text, NULL), text);
}

/* xorshift64*: the same values in every run. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717U;
}

static void decimal_parse_of_special_words_gives_them(void **state)
{
    double value = 0;
    (void)state;

    assert_true(decimal_parse("NaN", 3, &value));
    assert_true(isnan(value));
    assert_true(decimal_parse("+Inf", 4, &value));
    assert_true(isinf(value) && value > 0);
    assert_true(decimal_parse("Inf", 3, &value));
    assert_true(isinf(value) && value > 0);
    assert_true(decimal_parse("-Inf", 4, &value));
    assert_true(isinf(value) && value < 0);
}

static void decimal_parse_of_what_is_no_number_is_false(void **state)
{
    static const char *const texts[] = {
        "",     "-",     "+",      ".",
        "-.",   "e5",    "1e",     "1e+",
        "1x",   " 1",    "1 ",     "nan",
        "inf",  "0x1",   "1_0",    "1,5",
        "--1",  "1.2.",  "1e5.",   "-NaN",
        "+NaN", "Nan",   "NaN1",   "Infinity",
        "1e1e", "1e400", "-1e400", "1e99999999999999999999",
        "\xff", "١",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        double value = 12345;

        if (decimal_parse(texts[i], strlen(texts[i]), &value))
            fail_msg("%s: read as %g", texts[i], value);
        assert_same(value, 12345, texts[i]);
    }
}

static void decimal_parse_of_known_texts_is_what_strtod_says(void **state)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "0.0",
        "-0e5",
        "0e-999",
        "0e999",
        "1",
        "+1",
        "007",
        ".5",
        "5.",
        "-1",
        "83793",
        "127.60000000000001",
        "3.6657142857142953",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "9007199254740992",
        "9007199254740993",
        "9007199254740995",
        "9007199254740993.0000",
        "9007199254740993e-1",
        "1234567890123456789",
        "9999999999999999999",
        "18446744073709551615",
        "18446744073709551616",
        "12345678901234567890123",
        "0.00000000000000000000000000000000012345678901234567",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "4.9e-324",
        "2e-324",
        "1e-400",
        "1e-99999999999999999999",
        "9999999999999999999e22",
        "9999999999999999999e19",
        "9999999999999999999e-27",
        "1e-27",
        "1e-28",
        "0.1",
        "1e21",
        "1E+21",
        "6.02214076e+23",
        "100000000000000016777215",
        "100000000000000016777216",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_reads_as_strtod(texts[i]);
}

static void decimal_parse_of_printed_doubles_gives_them_back(void **state)
{
    uint64_t seed = 88172645463325252U;
    (void)state;

    for (int i = 0; i < 200000; i++) {
        uint64_t bits = next_random(&seed);
        double value, read = 0;
        char text[64];

        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value))
            continue;
        (void)snprintf(text, sizeof(text), "%.17g", value);
        assert_true(decimal_parse(text, strlen(text), &read));
        assert_same(read, value, text);
    }
}

/* Every count of digits and every exponent around the exact ways' limits. */
static void
decimal_parse_of_digits_and_exponents_is_what_strtod_says(void **state)
{
    uint64_t seed = 1442695040888963407U;
    (void)state;

    for (int digits = 1; digits <= 22; digits++) {
        for (int exponent = -32; exponent <= 26; exponent++) {
            for (int i = 0; i < 60; i++) {
                char text[64];
                int length = 0;

                for (int d = 0; d < digits; d++)
                    text[length++] = (char)('0' + next_random(&seed) % 10);
                (void)snprintf(text + length, sizeof(text) - (size_t)length,
                               "e%d", exponent);
                assert_reads_as_strtod(text);
            }
        }
    }
}

/* The hardest cases: halfway between two doubles, and one digit beside. */
static void decimal_parse_next_to_halfway_is_what_strtod_says(void **state)
{
    uint64_t seed = 6364136223846793005U;
    (void)state;

    for (int i = 0; i < 100000; i++) {
        uint64_t odd = (next_random(&seed) >> 10) | ((uint64_t)1 << 53) | 1;
        int shift = (int)(next_random(&seed) % 10);
        uint64_t half = odd << shift;
        char text[64];

        for (int beside = -1; beside <= 1; beside++) {
            (void)snprintf(text, sizeof(text), "%llu",
                           (unsigned long long)half +
                               (unsigned long long)(long long)beside);
            assert_reads_as_strtod(text);
            (void)snprintf(text, sizeof(text), "%llue-%d",
                           (unsigned long long)half +
                               (unsigned long long)(long long)beside,
                           i % 28);
            assert_reads_as_strtod(text);
        }
    }
}

static void decimal_parse_of_a_double_written_out_in_full_is_exact(void **state)
{
    char text[1200];
    double value = 0;
    (void)state;

    (void)snprintf(text, sizeof(text), "%.340f", 4.9406564584124654e-324);
    assert_true(decimal_parse(text, strlen(text), &value));
    assert_same(value, 4.9406564584124654e-324, text);
    (void)snprintf(text, sizeof(text), "%.0f", DBL_MAX);
    assert_true(decimal_parse(text, strlen(text), &value));
    assert_same(value, DBL_MAX, text);
}

static void decimal_parse_of_endless_digits_is_false(void **state)
{
    char text[DECIMAL_MAX + 2];
    double value = 0;
    (void)state;

    memset(text, '7', sizeof(text));
    text[0] = '0';
    text[1] = '.';
    assert_true(decimal_parse(text, DECIMAL_MAX, &value));
    assert_near(value, 0.7777777777777778, 0);
    assert_false(decimal_parse(text, DECIMAL_MAX + 1, &value));
}

static void decimal_scan_stops_after_the_number(void **state)
{
    static const char text[] = "12.5e3\"],[";
    double value = 0;
    (void)state;

    assert_ptr_equal(decimal_scan(text, text + 10, &value), text + 6);
    assert_near(value, 12500, 0);
    assert_ptr_equal(decimal_scan(text, text + 5, &value), text + 4);
    assert_near(value, 12.5, 0);
    assert_ptr_equal(decimal_scan(text, text + 2, &value), text + 2);
    assert_near(value, 12, 0);
    assert_null(decimal_scan(text, text, &value));
}

static void decimal_parse_ms_rounds_to_the_nearest_ms(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
        {"1795379687", 1795379687000},
        {"1795380168.38", 1795380168380},
        {"1795380168.4", 1795380168400},
        {"1795380168.412", 1795380168412},
        {"1795380168.4124", 1795380168412},
        {"1795380168.4125", 1795380168413},
        {"1795380168.4124999999999", 1795380168412},
        {"1795380168.412499999999999999999999999", 1795380168412},
        {"1.795380168412e9", 1795380168412},
        {"1795380168412e-3", 1795380168412},
        {"17953801684125E-4", 1795380168413},
        {"0", 0},
        {"-0", 0},
        {"-1.5", -1500},
        {"-0.0005", -1},
        {"17953801684124000000000e-13", 1795380168412},
        {"0.00000000000000000000179538016841e30", 1795380168410},
        {"0.0004", 0},
        {"1e-400", 0},
        {"0e400", 0},
        {"9007199254740.992", 9007199254740992},
        {"-9007199254740.992", -9007199254740992},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t ms = -77;

        if (!decimal_parse_ms(cases[i].text, strlen(cases[i].text), &ms) ||
            ms != cases[i].ms)
            fail_msg("%s: %lld", cases[i].text, (long long)ms);
    }
}

static void decimal_parse_ms_out_of_range_is_false(void **state)
{
    static const char *const texts[] = {
        "",
        "NaN",
        "9007199254740.993",
        "1e13",
        "1e400",
        "99999999999999999999.5",
        "-9007199254740.9925",
        "1x",
        "1795380168.38,",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int64_t ms = -77;

        if (decimal_parse_ms(texts[i], strlen(texts[i]), &ms))
            fail_msg("%s: %lld", texts[i], (long long)ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimal_parse_of_special_words_gives_them),
        cmocka_unit_test(decimal_parse_of_what_is_no_number_is_false),
        cmocka_unit_test(decimal_parse_of_known_texts_is_what_strtod_says),
        cmocka_unit_test(decimal_parse_of_printed_doubles_gives_them_back),
        cmocka_unit_test(
            decimal_parse_of_digits_and_exponents_is_what_strtod_says),
        cmocka_unit_test(decimal_parse_next_to_halfway_is_what_strtod_says),
        cmocka_unit_test(
            decimal_parse_of_a_double_written_out_in_full_is_exact),
        cmocka_unit_test(decimal_parse_of_endless_digits_is_false),
        cmocka_unit_test(decimal_scan_stops_after_the_number),
        cmocka_unit_test(decimal_parse_ms_rounds_to_the_nearest_ms),
        cmocka_unit_test(decimal_parse_ms_out_of_range_is_false),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
