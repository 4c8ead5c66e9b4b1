/* test_export.c - grids as text, ANSI and SVG; tests/golden/export_*.txt. */
#include "tests/test.h"

#include "tests/golden.h"
#include "ui/theme.h"

static struct grid *grid;
static struct canvas canvas;
static struct theme *theme;
static struct buf out;

static int make_picture(void **state)
{
    struct err err;
    (void)state;

    grid = grid_new(3, 20);
    canvas = canvas_of(grid, false);
    theme = theme_load("dark", NULL, &err);
    buf_init(&out, GOLDEN_MAX_BYTES);
    return theme ? 0 : -1;
}

static int drop_picture(void **state)
{
    (void)state;
    grid_free(grid);
    theme_free(theme);
    buf_clear(&out);
    return 0;
}

/* How often a text stands in the output. */
static int count(const char *text)
{
    int found = 0;

    for (const char *at = strstr(out.bytes, text); at;
         at = strstr(at + 1, text))
        found++;
    return found;
}

static void export_text_cuts_trailing_blanks(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 2, ROLE_TEXT, "ab  ");
    canvas_text(&canvas, 2, 18, ROLE_TEXT, "漢");

    export_text(grid, &out);

    assert_string_equal(out.bytes, "  ab\n\n                  漢\n");
}

static void export_row_has_no_newline(void **state)
{
    (void)state;
    canvas_text(&canvas, 1, 0, ROLE_TEXT, "x");

    assert_row(grid, 1, "x");
    assert_row(grid, 0, "");
}

static void export_ansi_changes_colour_only_where_it_must(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_CRITICAL, "✗ a");
    canvas_text(&canvas, 0, 4, ROLE_CRITICAL, "b");
    canvas_text(&canvas, 0, 6, ROLE_TEXT, "c");
    canvas_text(&canvas, 1, 0, ROLE_TEXT, "plain");

    export_ansi(grid, theme, false, &out);

    assert_string_equal(out.bytes, "\x1b[0;1;38;5;203m✗ a b \x1b[0mc\n"
                                   "plain\n"
                                   "\n");
}

static void export_ansi_with_rgb_tells_the_shade(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_BANNER, " P ");

    export_ansi(grid, theme, true, &out);

    assert_string_equal(out.bytes,
                        "\x1b[0;1;38;2;255;255;255;48;2;175;0;0m P \x1b[0m\n"
                        "\n\n");
}

static void export_ansi_keeps_blanks_that_can_be_seen(void **state)
{
    (void)state;
    canvas_fill(&canvas, (struct rect){1, 0, 1, 4}, ROLE_TEXT);
    canvas_attributes(&canvas, (struct rect){1, 0, 1, 4}, ATTR_REVERSE);

    export_ansi(grid, theme, false, &out);

    assert_string_equal(out.bytes, "\n\x1b[0;7m    \x1b[0m\n\n");
}

static void export_ansi_writes_the_first_16_colours_the_short_way(void **state)
{
    (void)state;
    theme->looks[ROLE_OK].foreground = color_of_index(2);
    theme->looks[ROLE_OK].background = color_of_index(12);
    canvas_text(&canvas, 0, 0, ROLE_OK, "x");

    export_ansi(grid, theme, true, &out);

    assert_string_equal(out.bytes, "\x1b[0;32;104mx\x1b[0m\n\n\n");
}

static void export_svg_draws_shapes_and_keeps_text(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_RULE, "┌──┐┈┈ ╎");
    canvas_text(&canvas, 1, 0, ROLE_GRAPH, "⣀⣤⣿⣿█▄");
    canvas_text(&canvas, 2, 0, ROLE_SELECTED, ">✗ a <b> & c  d");

    export_svg(grid, theme, "a & \x1b<b>", &out);

    assert_golden_text("export_svg", &out);
}

static void export_svg_joins_an_area_into_few_shapes(void **state)
{
    (void)state;
    canvas_repeat(&canvas, (struct rect){0, 0, 3, 20}, ROLE_GRAPH, "⣿", '#');

    export_svg(grid, theme, NULL, &out);

    assert_int_equal(count("<path"), 1);
    assert_int_equal(count("h240v24h-240z"), 3);
    assert_int_equal(count("<text"), 0);
    assert_int_equal(count("<title>"), 0);
}

static void export_svg_of_a_full_screen_is_small(void **state)
{
    (void)state;
    grid_resize(grid, 60, 200);
    canvas = canvas_of(grid, false);
    for (int row = 0; row < 60; row++)
        for (int column = 0; column < 200; column++)
            canvas_text(&canvas, row, column,
                        (column / 9) % 2 ? ROLE_OK : ROLE_TEXT,
                        column % 9 ? "x" : " ");

    export_svg(grid, theme, NULL, &out);

    assert_false(out.overflow);
    assert_true(out.length < 150000);
}

static void export_svg_in_reverse_swaps_the_defaults(void **state)
{
    (void)state;
    canvas_text(&canvas, 0, 0, ROLE_TEXT, "x");
    canvas_attributes(&canvas, (struct rect){0, 0, 1, 1}, ATTR_REVERSE);

    export_svg(grid, theme, NULL, &out);

    assert_int_equal(count("<rect x=\"0\" y=\"0\" width=\"12\" height=\"24\" "
                           "fill=\"#d0d0d0\"/>"),
                     1);
    assert_int_equal(count("<g fill=\"#16181d\""), 1);
}

static void export_of_an_empty_grid_is_whole(void **state)
{
    (void)state;
    grid_resize(grid, 0, 0);

    export_text(grid, &out);
    assert_string_equal(out.bytes, "");
    export_svg(grid, theme, NULL, &out);
    assert_int_equal(count("</svg>"), 1);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, make_picture, drop_picture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(export_text_cuts_trailing_blanks),
        CASE(export_row_has_no_newline),
        CASE(export_ansi_changes_colour_only_where_it_must),
        CASE(export_ansi_with_rgb_tells_the_shade),
        CASE(export_ansi_keeps_blanks_that_can_be_seen),
        CASE(export_ansi_writes_the_first_16_colours_the_short_way),
        CASE(export_svg_draws_shapes_and_keeps_text),
        CASE(export_svg_joins_an_area_into_few_shapes),
        CASE(export_svg_of_a_full_screen_is_small),
        CASE(export_svg_in_reverse_swaps_the_defaults),
        CASE(export_of_an_empty_grid_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
