/* test_canvas.c - painting into cells: clipping, wide glyphs, hostile bytes. */
#include "tests/test.h"

#include <limits.h>

#include "base/buf.h"
#include "ui/canvas.h"

static struct grid *grid;
static struct canvas canvas;
static char shown[4096];

static int make_grid(void **state)
{
    (void)state;
    grid = grid_new(3, 8);
    canvas = canvas_of(grid, false);
    return 0;
}

static int drop_grid(void **state)
{
    (void)state;
    grid_free(grid);
    return 0;
}

/* The text of a row, all blanks shown; '<' for the right half of a glyph. */
static const char *row_text(int row)
{
    size_t length = 0;

    for (int column = 0; column < grid_columns(grid); column++) {
        const struct cell *cell = grid_at(grid, row, column);

        if (cell->length == 0)
            shown[length++] = '<';
        memcpy(shown + length, cell->text, cell->length);
        length += cell->length;
    }
    shown[length] = '\0';
    return shown;
}

static void canvas_text_past_the_right_edge_is_cut(void **state)
{
    (void)state;

    int end = canvas_text(&canvas, 1, 5, ROLE_TEXT, "hello");

    assert_int_equal(end, 8);
    assert_string_equal(row_text(1), "     hel");
}

static void canvas_text_left_of_the_edge_shows_its_end(void **state)
{
    (void)state;

    int end = canvas_text(&canvas, 0, -3, ROLE_TEXT, "hello");

    assert_int_equal(end, 2);
    assert_string_equal(row_text(0), "lo      ");
}

static void canvas_text_outside_the_rows_paints_nothing(void **state)
{
    (void)state;

    assert_int_equal(canvas_text(&canvas, -1, 0, ROLE_TEXT, "ab"), 2);
    assert_int_equal(canvas_text(&canvas, 3, 0, ROLE_TEXT, "ab"), 2);
    assert_int_equal(canvas_text(&canvas, INT_MAX, 0, ROLE_TEXT, "ab"), 2);

    for (int row = 0; row < 3; row++)
        assert_string_equal(row_text(row), "        ");
}

static void canvas_text_with_a_wide_glyph_takes_two_cells(void **state)
{
    (void)state;

    int end = canvas_text(&canvas, 0, 1, ROLE_OK, "漢a");

    assert_int_equal(end, 4);
    assert_string_equal(row_text(0), " 漢<a    ");
    assert_int_equal(grid_at(grid, 0, 1)->width, 2);
    assert_int_equal(grid_at(grid, 0, 2)->length, 0);
    assert_int_equal(grid_at(grid, 0, 2)->role, ROLE_OK);
}

static void canvas_text_with_a_wide_glyph_at_the_edge_leaves_a_blank(void **s)
{
    (void)s;

    int end = canvas_text(&canvas, 0, 5, ROLE_TEXT, "ab漢");

    assert_int_equal(end, 8);
    assert_string_equal(row_text(0), "     ab ");
}

static void canvas_text_with_a_wide_glyph_over_the_left_edge_blanks(void **s)
{
    (void)s;
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "xxxx");

    canvas_text(&canvas, 0, -1, ROLE_TEXT, "漢b");

    assert_string_equal(row_text(0), " bxx    ");
}

static void canvas_text_over_the_right_half_blanks_the_left(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 2, ROLE_TEXT, "漢");

    canvas_text(&canvas, 0, 3, ROLE_TEXT, "x");

    assert_string_equal(row_text(0), "   x    ");
}

static void canvas_text_over_the_left_half_blanks_the_right(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 2, ROLE_TEXT, "漢字");

    canvas_text(&canvas, 0, 1, ROLE_TEXT, "xy");

    assert_string_equal(row_text(0), " xy 字<  ");
}

static void canvas_text_wide_over_two_halves_blanks_both_others(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "漢字");

    canvas_text(&canvas, 0, 1, ROLE_TEXT, "語");

    assert_string_equal(row_text(0), " 語<     ");
}

static void canvas_fill_over_half_a_glyph_blanks_it_whole(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "漢a字");

    canvas_fill(&canvas, (struct rect){0, 1, 1, 3}, ROLE_BANNER);

    assert_string_equal(row_text(0), "        ");
    assert_int_equal(grid_at(grid, 0, 0)->role, ROLE_TEXT);
    assert_int_equal(grid_at(grid, 0, 1)->role, ROLE_BANNER);
    assert_int_equal(grid_at(grid, 0, 4)->role, ROLE_TEXT);
}

static void canvas_bytes_with_hostile_bytes_shows_replacements(void **state)
{
    (void)state;

    canvas_bytes(&canvas, 0, 0, ROLE_TEXT, "a\x1b[2\x00\xff\x7f\n", 8);
    canvas_text(&canvas, 1, 0, ROLE_TEXT,
                "a\xe2\x80\xae"
                "b\xc2\x9b"
                "c");

    assert_string_equal(row_text(0), "a�[2��� ");
    assert_string_equal(row_text(1), "a�b�c   ");
}

static void canvas_text_with_a_combining_mark_keeps_one_cell(void **state)
{
    (void)state;

    int end = canvas_text(&canvas, 0, 0, ROLE_TEXT, "e\xcc\x81x");

    assert_int_equal(end, 2);
    assert_string_equal(row_text(0), "e\xcc\x81x      ");
    assert_int_equal(grid_at(grid, 0, 0)->length, 3);
}

static void canvas_text_with_many_marks_stays_in_its_cell(void **state)
{
    char text[1 + 2 * 500 + 2] = "e";
    (void)state;
    for (size_t at = 1; at < 1001; at += 2) {
        text[at] = '\xcc';
        text[at + 1] = '\x81';
    }
    text[1001] = 'x';

    int end = canvas_text(&canvas, 0, 0, ROLE_TEXT, text);

    assert_int_equal(end, 2);
    assert_int_equal(grid_at(grid, 0, 0)->text[0], 'e');
    assert_true(grid_at(grid, 0, 0)->length <=
                sizeof(grid_at(grid, 0, 0)->text));
    assert_int_equal(grid_at(grid, 0, 1)->text[0], 'x');
}

static void canvas_text_on_an_ascii_canvas_keeps_the_widths(void **state)
{
    struct canvas plain = canvas_of(grid, true);
    (void)state;

    int end = canvas_text(&plain, 0, 0, ROLE_TEXT, "✗│─┈×漢");
    canvas_text(&plain, 1, 0, ROLE_TEXT, "é…·→⣿█µ");

    assert_int_equal(end, 7);
    assert_string_equal(row_text(0), "X|--x?  ");
    assert_string_equal(row_text(1), "?..>:#u ");
}

static void canvas_glyph_paints_the_form_of_its_canvas(void **state)
{
    struct canvas plain = canvas_of(grid, true);
    (void)state;

    canvas_glyph(&canvas, 0, 0, ROLE_MARKER, "▲", '^');
    canvas_glyph(&plain, 0, 1, ROLE_MARKER, "▲", '^');
    canvas_glyph(&canvas, 0, 2, ROLE_MARKER, "", '^');
    canvas_glyph(&canvas, 0, 3, ROLE_MARKER, "\x07", '^');

    assert_string_equal(row_text(0), "▲^ �    ");
    assert_int_equal(grid_at(grid, 0, 1)->role, ROLE_MARKER);
}

static void canvas_cut_clips_to_its_parent(void **state)
{
    struct canvas part;
    (void)state;

    part = canvas_cut(&canvas, (struct rect){1, 2, 100, 3});
    canvas_text(&part, 0, 0, ROLE_TEXT, "abcdef");
    canvas_text(&part, 2, 0, ROLE_TEXT, "zz");

    assert_int_equal(canvas_rows(&part), 2);
    assert_int_equal(canvas_columns(&part), 3);
    assert_string_equal(row_text(1), "  abc   ");
    assert_string_equal(row_text(2), "        ");
}

static void canvas_cut_with_wild_numbers_is_empty_or_inside(void **state)
{
    struct canvas part;
    (void)state;

    part =
        canvas_cut(&canvas, (struct rect){INT_MAX, INT_MIN, INT_MAX, INT_MAX});
    assert_int_equal(canvas_rows(&part), 0);
    part = canvas_cut(&canvas, (struct rect){-2, -2, INT_MAX, 5});
    assert_int_equal(canvas_rows(&part), 3);
    assert_int_equal(canvas_columns(&part), 3);
    part = canvas_cut(&canvas, (struct rect){0, 0, -5, -5});
    canvas_text(&part, 0, 0, ROLE_TEXT, "x");
    canvas_fill(&part, (struct rect){0, 0, 9, 9}, ROLE_TEXT);

    assert_int_equal(canvas_columns(&part), 0);
    assert_string_equal(row_text(0), "        ");
}

static void canvas_printf_longer_than_its_room_is_painted_whole(void **state)
{
    struct grid *wide = grid_new(1, 400);
    struct canvas on = canvas_of(wide, false);
    (void)state;

    int end = canvas_printf(&on, 0, 0, ROLE_TEXT, "%0300d", 7);

    assert_int_equal(end, 300);
    assert_int_equal(grid_at(wide, 0, 299)->text[0], '7');
    grid_free(wide);
}

static void canvas_paint_and_attributes_keep_the_text(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "abc");

    canvas_paint(&canvas, (struct rect){0, 1, 1, 1}, ROLE_CRITICAL);
    canvas_attributes(&canvas, (struct rect){0, 1, 1, 2}, ATTR_BOLD);
    canvas_attributes(&canvas, (struct rect){0, 2, 1, 1}, ATTR_REVERSE);

    assert_string_equal(row_text(0), "abc     ");
    assert_int_equal(grid_at(grid, 0, 0)->role, ROLE_TEXT);
    assert_int_equal(grid_at(grid, 0, 1)->role, ROLE_CRITICAL);
    assert_int_equal(grid_at(grid, 0, 1)->attributes, ATTR_BOLD);
    assert_int_equal(grid_at(grid, 0, 2)->attributes, ATTR_BOLD | ATTR_REVERSE);
}

static void canvas_repeat_fills_a_rectangle_with_a_glyph(void **state)
{
    (void)state;

    canvas_repeat(&canvas, (struct rect){0, 6, 1, 9}, ROLE_RULE, "─", '-');

    assert_string_equal(row_text(0), "      ──");
}

static void grid_clear_forgets_text_and_cursor(void **state)
{
    int row, column;
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_CRITICAL, "漢");
    grid_set_cursor(grid, 1, 2);

    grid_clear(grid);
    grid_cursor(grid, &row, &column);

    assert_string_equal(row_text(0), "        ");
    assert_int_equal(grid_at(grid, 0, 0)->role, ROLE_TEXT);
    assert_int_equal(row, -1);
}

static void grid_set_cursor_outside_hides_it(void **state)
{
    int row, column;
    (void)state;

    grid_set_cursor(grid, 2, 7);
    grid_cursor(grid, &row, &column);
    assert_int_equal(row, 2);
    assert_int_equal(column, 7);
    grid_set_cursor(grid, 2, 8);
    grid_cursor(grid, &row, &column);
    assert_int_equal(row, -1);
}

static void grid_resize_to_nothing_takes_painting(void **state)
{
    (void)state;

    grid_resize(grid, -4, 5);
    canvas = canvas_of(grid, false);
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "abc");

    assert_int_equal(grid_rows(grid), 0);
    assert_int_equal(grid_columns(grid), 5);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_grid, drop_grid)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(canvas_text_past_the_right_edge_is_cut),
        CASE(canvas_text_left_of_the_edge_shows_its_end),
        CASE(canvas_text_outside_the_rows_paints_nothing),
        CASE(canvas_text_with_a_wide_glyph_takes_two_cells),
        CASE(canvas_text_with_a_wide_glyph_at_the_edge_leaves_a_blank),
        CASE(canvas_text_with_a_wide_glyph_over_the_left_edge_blanks),
        CASE(canvas_text_over_the_right_half_blanks_the_left),
        CASE(canvas_text_over_the_left_half_blanks_the_right),
        CASE(canvas_text_wide_over_two_halves_blanks_both_others),
        CASE(canvas_fill_over_half_a_glyph_blanks_it_whole),
        CASE(canvas_bytes_with_hostile_bytes_shows_replacements),
        CASE(canvas_text_with_a_combining_mark_keeps_one_cell),
        CASE(canvas_text_with_many_marks_stays_in_its_cell),
        CASE(canvas_text_on_an_ascii_canvas_keeps_the_widths),
        CASE(canvas_glyph_paints_the_form_of_its_canvas),
        CASE(canvas_cut_clips_to_its_parent),
        CASE(canvas_cut_with_wild_numbers_is_empty_or_inside),
        CASE(canvas_printf_longer_than_its_room_is_painted_whole),
        CASE(canvas_paint_and_attributes_keep_the_text),
        CASE(canvas_repeat_fills_a_rectangle_with_a_glyph),
        CASE(grid_clear_forgets_text_and_cursor),
        CASE(grid_set_cursor_outside_hides_it),
        CASE(grid_resize_to_nothing_takes_painting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
