/* test_text.c - cutting, padding and wrapping by cells. */
#include "tests/test.h"

#include "base/buf.h"
#include "ui/text.h"

static struct buf out;

static int make_buf(void **state)
{
    (void)state;
    buf_init(&out, 4096);
    return 0;
}

static int drop_buf(void **state)
{
    (void)state;
    buf_clear(&out);
    return 0;
}

static const char *fitted(const char *text, int columns, unsigned flags)
{
    buf_reset(&out);
    text_add(&out, text, columns, flags);
    return out.bytes;
}

/* The lines of a wrapped text, joined by '|'. */
static const char *wrapped(const char *text, int columns)
{
    struct text_line line;

    buf_reset(&out);
    while (text_wrap(&text, columns, &line)) {
        (void)buf_add(&out, line.text, line.length);
        (void)buf_add_char(&out, '|');
    }
    return out.bytes;
}

static void text_add_of_a_shorter_text_pads_it(void **state)
{
    (void)state;

    assert_string_equal(fitted("ab", 5, 0), "ab   ");
    assert_string_equal(fitted("ab", 5, TEXT_RIGHT), "   ab");
    assert_string_equal(fitted("ab", 5, TEXT_CENTER), " ab  ");
    assert_string_equal(fitted("ab", 5, TEXT_NO_PAD), "ab");
    assert_string_equal(fitted("漢", 4, TEXT_RIGHT), "  漢");
}

static void text_add_of_a_longer_text_cuts_its_middle(void **state)
{
    (void)state;

    assert_string_equal(fitted("otel-collector-gateway-6b8f9c-7d9f", 23, 0),
                        "otel-collector-ga…-7d9f");
    assert_string_equal(fitted("abcdefgh", 5, 0), "ab…gh");
    assert_string_equal(fitted("abcdefgh", 4, 0), "ab…h");
    assert_string_equal(fitted("abcdefgh", 2, 0), "a…");
    assert_string_equal(fitted("abcdefgh", 1, 0), "…");
    assert_string_equal(fitted("abcdefgh", 0, 0), "");
    assert_string_equal(fitted("abcdefgh", -3, 0), "");
    assert_string_equal(fitted("abcdefgh", 8, 0), "abcdefgh");
}

static void text_add_with_cut_end_keeps_the_start(void **state)
{
    (void)state;

    assert_string_equal(fitted("a long sentence", 8, TEXT_CUT_END), "a long …");
}

static void text_add_in_ascii_uses_three_dots(void **state)
{
    (void)state;

    assert_string_equal(fitted("abcdefghij", 7, TEXT_ASCII), "ab...ij");
    assert_string_equal(fitted("abcdefghij", 4, TEXT_ASCII), "a...");
    assert_string_equal(fitted("abcdefghij", 2, TEXT_ASCII), "..");
}

static void text_add_never_cuts_a_wide_glyph(void **state)
{
    (void)state;

    assert_string_equal(fitted("漢字漢字漢字", 6, 0), "漢…字 ");
    assert_string_equal(fitted("漢字漢字", 3, TEXT_CUT_END), "漢…");
    assert_string_equal(fitted("漢字漢字", 4, TEXT_CUT_END), "漢… ");
}

static void text_add_scrubs_strangers_bytes(void **state)
{
    (void)state;

    assert_string_equal(fitted("a\x1b[2J\xff", 8, 0), "a�[2J�  ");
}

static void text_draw_fills_its_rectangle_only(void **state)
{
    struct grid *grid = grid_new(1, 10);
    struct canvas canvas = canvas_of(grid, true);
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "##########");

    text_draw(&canvas, (struct rect){0, 2, 1, 6}, ROLE_TEXT, "abcdefgh", 0);

    for (int column = 0; column < 10; column++)
        assert_int_equal(grid_at(grid, 0, column)->text[0],
                         "##ab...h##"[column]);
    grid_free(grid);
}

static void text_wrap_breaks_between_words(void **state)
{
    (void)state;

    assert_string_equal(wrapped("one two  three", 7), "one two|three|");
    assert_string_equal(wrapped("one two three", 8), "one two|three|");
    assert_string_equal(wrapped("one two three", 6), "one|two|three|");
    assert_string_equal(wrapped("one two three", 80), "one two three|");
}

static void text_wrap_breaks_a_word_that_is_too_long(void **state)
{
    (void)state;

    assert_string_equal(wrapped("a abcdefgh b", 4), "a|abcd|efgh|b|");
    assert_string_equal(wrapped("漢字漢", 3), "漢|字|漢|");
    assert_string_equal(wrapped("漢字", 1), "漢|字|");
    assert_string_equal(wrapped("ab", 0), "a|b|");
}

static void text_wrap_leaves_a_percent_sign_with_its_number(void **state)
{
    (void)state;

    assert_string_equal(wrapped("pods; 63 % of it", 8), "pods;|63 % of|it|");
    assert_string_equal(wrapped("pods; 63 % of it", 9), "pods;|63 % of|it|");
    assert_string_equal(wrapped("pods; 63 % of it", 10), "pods; 63 %|of it|");
    assert_string_equal(wrapped("12345 %", 5), "12345|%|");
}

static void text_wrap_keeps_newlines_and_indents(void **state)
{
    (void)state;

    assert_string_equal(wrapped("a\n\n  b c\n", 10), "a||  b c|");
    assert_string_equal(wrapped("   abcdef", 5), "   ab|cdef|");
    assert_string_equal(wrapped("", 5), "");
    assert_string_equal(wrapped("\n", 5), "|");
}

static void text_wrap_rows_counts_the_lines(void **state)
{
    (void)state;

    assert_int_equal(text_wrap_rows("one two three", 7), 2);
    assert_int_equal(text_wrap_rows("", 7), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_buf, drop_buf)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(text_add_of_a_shorter_text_pads_it),
        CASE(text_add_of_a_longer_text_cuts_its_middle),
        CASE(text_add_with_cut_end_keeps_the_start),
        CASE(text_add_in_ascii_uses_three_dots),
        CASE(text_add_never_cuts_a_wide_glyph),
        CASE(text_add_scrubs_strangers_bytes),
        CASE(text_draw_fills_its_rectangle_only),
        CASE(text_wrap_breaks_between_words),
        CASE(text_wrap_breaks_a_word_that_is_too_long),
        CASE(text_wrap_leaves_a_percent_sign_with_its_number),
        CASE(text_wrap_keeps_newlines_and_indents),
        CASE(text_wrap_rows_counts_the_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
