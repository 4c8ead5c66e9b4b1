/* test_buf.c - the capped byte buffer. */
#include "tests/test.h"

#include "base/buf.h"

static void buf_add_past_the_limit_adds_nothing_and_says_so(void **state)
{
    struct buf buf;
    (void)state;

    buf_init(&buf, 4);
    assert_true(buf_add_str(&buf, "abc"));
    assert_false(buf_add_str(&buf, "de"));

    assert_string_equal(buf.bytes, "abc");
    assert_true(buf.overflow);
    assert_true(buf_add_str(&buf, "d"));
    assert_string_equal(buf.bytes, "abcd");
    buf_clear(&buf);
}

static void buf_printf_grows_and_ends_with_nul(void **state)
{
    struct buf buf;
    (void)state;

    buf_init(&buf, 1000);
    for (int i = 0; i < 100; i++)
        assert_true(buf_printf(&buf, "%d,", i % 10));

    assert_int_equal(buf.length, 200);
    assert_int_equal(buf.bytes[200], 0);
    buf_drop(&buf, 198);
    assert_string_equal(buf.bytes, "9,");
    buf_clear(&buf);
}

static void buf_take_hands_out_the_bytes_and_starts_anew(void **state)
{
    struct buf buf;
    char *bytes;
    (void)state;

    buf_init(&buf, 10);
    (void)buf_add_str(&buf, "x");
    bytes = buf_take(&buf);

    assert_string_equal(bytes, "x");
    assert_int_equal(buf.length, 0);
    assert_string_equal(buf.bytes, "");
    free(bytes);
    buf_clear(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buf_add_past_the_limit_adds_nothing_and_says_so),
        cmocka_unit_test(buf_printf_grows_and_ends_with_nul),
        cmocka_unit_test(buf_take_hands_out_the_bytes_and_starts_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
