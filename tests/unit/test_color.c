/* test_color.c - names, numbers and nearest palette entries. */
#include "tests/test.h"

#include "ui/color.h"

static struct color parsed(const char *text)
{
    struct color color = {.kind = 99};

    assert_true(color_parse(text, &color));
    return color;
}

static void color_parse_knows_names_numbers_and_hex(void **state)
{
    (void)state;

    assert_int_equal(parsed("default").kind, COLOR_DEFAULT);
    assert_int_equal(parsed("red").index, 1);
    assert_int_equal(parsed("bright_white").index, 15);
    assert_int_equal(parsed("0").index, 0);
    assert_int_equal(parsed("255").index, 255);
    assert_int_equal(parsed("255").kind, COLOR_INDEX);
    assert_int_equal(parsed("#5F87af").kind, COLOR_RGB);
    assert_int_equal(parsed("#5F87af").red, 0x5F);
    assert_int_equal(parsed("#5F87af").green, 0x87);
    assert_int_equal(parsed("#5F87af").blue, 0xAF);
}

static void color_parse_refuses_anything_else(void **state)
{
    const char *const wrong[] = {
        "",    "256",     "-1",       "1000", "#12345",        "#12345g",
        "Red", "bright_", "#1234567", "12a",  "bright_default"};
    struct color color = {.kind = 99};
    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        if (color_parse(wrong[i], &color))
            fail_msg("'%s' was taken", wrong[i]);
    assert_int_equal(color.kind, 99);
}

static void color_of_index_knows_xterms_palette(void **state)
{
    struct color orange = color_of_index(214), gray = color_of_index(244);
    (void)state;

    assert_int_equal(orange.red, 0xFF);
    assert_int_equal(orange.green, 0xAF);
    assert_int_equal(orange.blue, 0x00);
    assert_int_equal(gray.red, 0x80);
    assert_int_equal(gray.blue, 0x80);
}

static void color_nearest_of_256_finds_each_fixed_colour_itself(void **state)
{
    (void)state;

    for (int i = 16; i < 256; i++) {
        struct color color = color_of_index((uint8_t)i);
        struct color found;

        color.kind = COLOR_RGB;
        found = color_of_index(color_nearest(color, 256));
        assert_int_equal(found.red, color.red);
        assert_int_equal(found.green, color.green);
        assert_int_equal(found.blue, color.blue);
    }
    assert_int_equal(color_nearest(parsed("#d0d0d1"), 256), 252);
}

static void color_nearest_of_a_palette_entry_is_itself(void **state)
{
    (void)state;

    assert_int_equal(color_nearest(parsed("11"), 16), 11);
    assert_int_equal(color_nearest(parsed("11"), 8), 3);
    assert_int_equal(color_nearest(parsed("200"), 256), 200);
}

static void color_nearest_of_8_keeps_the_meaning_of_a_hue(void **state)
{
    (void)state;

    assert_int_equal(color_nearest(parsed("#ff5f5f"), 8), 1);
    assert_int_equal(color_nearest(parsed("#d55e00"), 8), 1);
    assert_int_equal(color_nearest(parsed("#ffaf00"), 8), 3);
    assert_int_equal(color_nearest(parsed("#af5f00"), 8), 3);
    assert_int_equal(color_nearest(parsed("#87af87"), 8), 2);
    assert_int_equal(color_nearest(parsed("#5f87af"), 8), 6);
    assert_int_equal(color_nearest(parsed("#005f87"), 8), 4);
    assert_int_equal(color_nearest(parsed("#af87ff"), 8), 5);
    assert_int_equal(color_nearest(parsed("#444444"), 8), 7);
    assert_int_equal(color_nearest(parsed("#262626"), 8), 0);
}

static void color_nearest_of_16_tells_light_from_dark(void **state)
{
    (void)state;

    assert_int_equal(color_nearest(parsed("#ff5f5f"), 16), 9);
    assert_int_equal(color_nearest(parsed("#af0000"), 16), 1);
    assert_int_equal(color_nearest(parsed("#808080"), 16), 8);
    assert_int_equal(color_nearest(parsed("#ffffff"), 16), 15);
    assert_int_equal(color_nearest(parsed("#262626"), 16), 0);
}

static void color_same_compares_what_a_terminal_is_told(void **state)
{
    (void)state;

    assert_true(color_same(parsed("red"), parsed("1")));
    assert_true(color_same(parsed("#010203"), parsed("#010203")));
    assert_true(color_same(parsed("default"), parsed("default")));
    assert_false(color_same(parsed("#cd0000"), parsed("red")));
    assert_false(color_same(parsed("#010203"), parsed("#010204")));
    assert_false(color_same(parsed("16"), parsed("17")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(color_parse_knows_names_numbers_and_hex),
        cmocka_unit_test(color_parse_refuses_anything_else),
        cmocka_unit_test(color_of_index_knows_xterms_palette),
        cmocka_unit_test(color_nearest_of_256_finds_each_fixed_colour_itself),
        cmocka_unit_test(color_nearest_of_a_palette_entry_is_itself),
        cmocka_unit_test(color_nearest_of_8_keeps_the_meaning_of_a_hue),
        cmocka_unit_test(color_nearest_of_16_tells_light_from_dark),
        cmocka_unit_test(color_same_compares_what_a_terminal_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
