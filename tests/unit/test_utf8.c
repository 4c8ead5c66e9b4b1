/* test_utf8.c - what strangers' bytes become, and how wide. */
#include "tests/test.h"

#include "base/buf.h"
#include "base/utf8.h"

#define FFFD "\xEF\xBF\xBD"

/* Says what the whole text becomes, glyph by glyph: "[text/width]...". */
static void assert_glyphs(const char *text, const char *expected)
{
    struct buf out;
    size_t length = strlen(text);

    buf_init(&out, 4096);
    for (size_t at = 0; at < length;) {
        struct glyph glyph;

        at += utf8_next_glyph(text + at, length - at, &glyph);
        assert_true(buf_printf(&out, "[%.*s/%d]", glyph.length, glyph.text,
                               glyph.width));
    }
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void assert_scrubs(const char *text, bool keep_newlines,
                          const char *expected)
{
    struct buf out;

    buf_init(&out, 4096);
    utf8_scrub(&out, text, strlen(text), keep_newlines);
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void assert_decodes(const char *text, uint32_t code, size_t used)
{
    uint32_t found = 1;

    assert_int_equal(utf8_decode(text, strlen(text), &found), used);
    assert_int_equal(found, code);
}

static void utf8_decode_reads_one_to_four_bytes(void **state)
{
    (void)state;

    assert_decodes("A", 'A', 1);
    assert_decodes("\xC3\xA9", 0xE9, 2);
    assert_decodes("\xE2\x82\xAC", 0x20AC, 3);
    assert_decodes("\xF0\x9F\x98\x80", 0x1F600, 4);
    assert_decodes("\xF4\x8F\xBF\xBF", 0x10FFFF, 4);
    assert_decodes("\xED\x9F\xBF", 0xD7FF, 3);
}

static void utf8_decode_of_broken_bytes_is_the_replacement(void **state)
{
    (void)state;

    assert_decodes("\x80z", 0xFFFD, 1);
    assert_decodes("\xFFz", 0xFFFD, 1);
    assert_decodes("\xC3", 0xFFFD, 1);
    assert_decodes("\xC3z", 0xFFFD, 1);
    assert_decodes("\xE2\x82z", 0xFFFD, 2);
    assert_decodes("\xF0\x9F\x98", 0xFFFD, 3);
    assert_decodes("\xC0\xAF", 0xFFFD, 1);         /* overlong '/' */
    assert_decodes("\xE0\x80\xAF", 0xFFFD, 1);     /* overlong '/' */
    assert_decodes("\xF0\x82\x82\xAC", 0xFFFD, 1); /* overlong euro sign */
    assert_decodes("\xED\xA0\x80", 0xFFFD, 1);     /* surrogate */
    assert_decodes("\xF4\x90\x80\x80", 0xFFFD, 1); /* past the last */
    assert_decodes("\xF5\x80\x80\x80", 0xFFFD, 1);
}

static void utf8_encode_then_decode_gives_every_code_point_back(void **state)
{
    (void)state;

    for (uint32_t code = 0; code <= 0x110000; code++) {
        bool is_real = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        char bytes[4];
        size_t length = utf8_encode(code, bytes);
        uint32_t back = 1;

        assert_int_equal(utf8_decode(bytes, length, &back), length);
        assert_int_equal(back, is_real ? code : 0xFFFD);
    }
}

static void utf8_next_glyph_counts_wide_and_narrow_cells(void **state)
{
    (void)state;

    assert_glyphs("a~", "[a/1][~/1]");
    assert_glyphs("é€", "[é/1][€/1]");
    assert_glyphs("日本", "[日/2][本/2]");
    assert_glyphs("한", "[한/2]");
    assert_glyphs("\uFF21", "[\uFF21/2]");
    assert_glyphs("\uFF71", "[\uFF71/1]");
    assert_glyphs("😀", "[😀/2]");
    assert_glyphs("⣿█─", "[⣿/1][█/1][─/1]");
    assert_glyphs("±×", "[±/1][×/1]"); /* ambiguous */
    assert_glyphs("☁", "[☁/1]");       /* drawn as text unless asked */
}

static void utf8_next_glyph_keeps_marks_with_their_letter(void **state)
{
    (void)state;

    assert_glyphs("e\u0301x", "[e\u0301/1][x/1]");
    assert_glyphs("1\uFE0F\u20E3", "[1\u20E3/1]");
    assert_glyphs("\u2764\uFE0F!", "[\u2764/1][!/1]");
    assert_glyphs("\u0915\u093E\u0915", "[\u0915\u093E/2][\u0915/1]");
    assert_glyphs("\u1112\u1161\u11AB.", "[\u1112\u1161\u11AB/2][./1]");
    assert_glyphs("\u1112\u1112\u1161", "[\u1112/2][\u1112\u1161/2]");
}

static void utf8_next_glyph_drops_marks_past_ten_bytes(void **state)
{
    (void)state;

    assert_glyphs("e\u0301\u0302\u0303\u0304\u0305\u0306z",
                  "[e\u0301\u0302\u0303\u0304/1][z/1]");
    assert_glyphs("\u0915\u094D\u0901\u093F",
                  "[\u0915\u094D\u0901/1][\u093F/1]");
}

static void utf8_next_glyph_keeps_emoji_sequences_two_cells_wide(void **state)
{
    (void)state;

    assert_glyphs("👍🏽.", "[👍/2][./1]");
    assert_glyphs("👨\u200D👩\u200D👧.", "[👨/2][./1]");
    assert_glyphs("🇩🇪🇫🇷", "[🇩🇪/2][🇫🇷/2]");
    assert_glyphs("🇩x", "[🇩/1][x/1]");
    assert_glyphs("a🏽", "[a/1][🏽/2]");
    assert_glyphs("🇩\uFE0F🇪", "[🇩/1][" FFFD "/1][🇪/1]");
}

static void utf8_next_glyph_of_a_mark_without_letter_is_replaced(void **state)
{
    (void)state;

    assert_glyphs("\u0301a", "[" FFFD "/1][a/1]");
    assert_glyphs("\u1161a", "[" FFFD "/1][a/1]");
    assert_glyphs("\uFE0Fa", "[" FFFD "/1][a/1]");
    assert_glyphs("\n\u0301", "[ /1][" FFFD "/1]");
    assert_glyphs(" \u0301", "[ /1][" FFFD "/1]");
    assert_glyphs(FFFD "\u0301", "[" FFFD "/1][" FFFD "/1]");
}

static void utf8_next_glyph_of_joiners_depends_on_the_script(void **state)
{
    (void)state;

    assert_glyphs("a\u200Db", "[a/1][" FFFD "/1][b/1]");
    assert_glyphs("a\u200Cb", "[a/1][" FFFD "/1][b/1]");
    assert_glyphs("\u0645\u200C\u0646", "[\u0645/1][\u0646/1]");
    /* a letter that Unicode puts in front of the next one */
    assert_glyphs("\u0D4E日", "[\u0D4E/1][日/2]");
    assert_glyphs("\u0D4E\u1161", "[\u0D4E/1][" FFFD "/1]");
    assert_glyphs("\u200Db", "[" FFFD "/1][b/1]");
    assert_glyphs("a\U000E0041", "[a/1][" FFFD "/1]");
}

static void utf8_next_glyph_of_hostile_code_points_is_replaced(void **state)
{
    (void)state;

    assert_glyphs("\x1b[", "[" FFFD "/1][[/1]");
    assert_glyphs("\x7f\r", "[" FFFD "/1][" FFFD "/1]");
    assert_glyphs("\xC2\x85\xC2\x9B", "[" FFFD "/1][" FFFD "/1]");
    assert_glyphs("\u202E\u2066", "[" FFFD "/1][" FFFD "/1]");
    assert_glyphs("\u2028\u2029", "[" FFFD "/1][" FFFD "/1]");
    assert_glyphs("\u200B\uFEFF", "[" FFFD "/1][" FFFD "/1]");
    assert_glyphs("\xFF\xC3", "[" FFFD "/1][" FFFD "/1]");
    assert_glyphs("\xEF\xBF\xBE", "[" FFFD "/1]"); /* U+FFFE */
    assert_glyphs("\t\n\r\n", "[ /1][ /1][ /1]");
}

static void utf8_next_glyph_of_every_code_point_is_printable(void **state)
{
    (void)state;

    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        size_t length = utf8_encode(code, bytes);
        struct glyph glyph;
        uint32_t shown;

        assert_int_equal(utf8_next_glyph(bytes, length, &glyph), length);
        assert_in_range(glyph.width, 1, 2);
        assert_int_equal(utf8_decode(glyph.text, glyph.length, &shown),
                         glyph.length);
        assert_false(utf8_is_hostile(shown));
    }
}

static void utf8_is_hostile_says_what_is_replaced(void **state)
{
    const uint32_t hostile[] = {0,      0x1b,   0x7f,   0x80,     0x9f,
                                0xad,   0x61c,  0x200b, 0x200d,   0x200e,
                                0x202a, 0x202e, 0x2028, 0x2029,   0x2066,
                                0x2069, 0xfeff, 0xd800, 0x10ffff, 0x110000};
    const uint32_t harmless[] = {' ',    'a',    '~',    0xa0,    0x301,
                                 0x20ac, 0x4e00, 0xe000, 0x1f600, 0xfffd};
    (void)state;

    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
        assert_true(utf8_is_hostile(hostile[i]));
    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
        assert_false(utf8_is_hostile(harmless[i]));
}

static void utf8_width_sums_cells(void **state)
{
    (void)state;

    assert_int_equal(utf8_width("", 0), 0);
    assert_int_equal(utf8_width("abc", 3), 3);
    assert_int_equal(utf8_width("日本 e\u0301\x1b", 11), 7);
}

static void utf8_fit_never_splits_a_glyph(void **state)
{
    (void)state;

    assert_int_equal(utf8_fit("abc", 3, 2), 2);
    assert_int_equal(utf8_fit("abc", 3, 9), 3);
    assert_int_equal(utf8_fit("日本", 6, 3), 3);
    assert_int_equal(utf8_fit("日本", 6, 1), 0);
    assert_int_equal(utf8_fit("e\u0301x", 4, 1), 3);
    assert_int_equal(utf8_fit("abc", 3, 0), 0);
}

static void utf8_scrub_makes_text_safe_and_keeps_newlines_if_asked(void **s)
{
    (void)s;

    assert_scrubs("plain text", false, "plain text");
    assert_scrubs("a\tb\nc\r\nd", false, "a b c d");
    assert_scrubs("a\tb\nc\r\nd\n", true, "a b\nc\nd\n");
    assert_scrubs("\x1b]0;x\x07y", true, FFFD "]0;x" FFFD "y");
    assert_scrubs("xe\u0301 日\xE6", false, "xe\u0301 日" FFFD);
}

static void utf8_scrub_into_too_small_a_buf_keeps_the_beginning(void **state)
{
    struct buf out;
    (void)state;

    buf_init(&out, 4);
    utf8_scrub(&out, "abcdef", 6, false);
    assert_string_equal(out.bytes, "abcd");
    assert_true(out.overflow);
    buf_reset(&out);
    utf8_scrub(&out, "ab日x", 6, false);

    assert_string_equal(out.bytes, "ab");
    assert_true(out.overflow);
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_decode_reads_one_to_four_bytes),
        cmocka_unit_test(utf8_decode_of_broken_bytes_is_the_replacement),
        cmocka_unit_test(utf8_encode_then_decode_gives_every_code_point_back),
        cmocka_unit_test(utf8_next_glyph_counts_wide_and_narrow_cells),
        cmocka_unit_test(utf8_next_glyph_keeps_marks_with_their_letter),
        cmocka_unit_test(utf8_next_glyph_drops_marks_past_ten_bytes),
        cmocka_unit_test(utf8_next_glyph_keeps_emoji_sequences_two_cells_wide),
        cmocka_unit_test(utf8_next_glyph_of_a_mark_without_letter_is_replaced),
        cmocka_unit_test(utf8_next_glyph_of_joiners_depends_on_the_script),
        cmocka_unit_test(utf8_next_glyph_of_hostile_code_points_is_replaced),
        cmocka_unit_test(utf8_next_glyph_of_every_code_point_is_printable),
        cmocka_unit_test(utf8_is_hostile_says_what_is_replaced),
        cmocka_unit_test(utf8_width_sums_cells),
        cmocka_unit_test(utf8_fit_never_splits_a_glyph),
        cmocka_unit_test(
            utf8_scrub_makes_text_safe_and_keeps_newlines_if_asked),
        cmocka_unit_test(utf8_scrub_into_too_small_a_buf_keeps_the_beginning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
