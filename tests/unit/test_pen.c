/* test_pen.c - looks on a terminal, and the shortest way between two. */
#include "tests/test.h"

#include "base/buf.h"
#include "tests/support/pty.h"
#include "ui/canvas.h"
#include "ui/pen.h"

struct bench {
    struct pty pty;
    struct term *term;
};

static void open_bench(struct bench *bench, const char *name,
                       const char *colorterm)
{
    struct term_options options = {.term = name,
                                   .colorterm = colorterm,
                                   .is_utf8 = true,
                                   .has_color = true};

    pty_open(&bench->pty, 24, 80);
    options.in_fd = options.out_fd = bench->pty.inner;
    bench->term = term_open(&options, NULL);
    assert_non_null(bench->term);
}

static void close_bench(struct bench *bench)
{
    term_close(bench->term);
    pty_close(&bench->pty);
}

static void assert_pen(const struct bench *bench, const char *foreground,
                       const char *background, struct pen expected)
{
    struct look look = {0};
    struct pen pen;

    assert_true(color_parse(foreground, &look.foreground));
    assert_true(color_parse(background, &look.background));
    pen = pen_of(bench->term, &look);
    assert_int_equal(pen.foreground, expected.foreground);
    assert_int_equal(pen.background, expected.background);
    assert_int_equal(pen.attributes, expected.attributes);
}

static void assert_change(const struct bench *bench, struct pen from,
                          struct pen to, const char *expected)
{
    struct buf out;

    buf_init(&out, 1000);
    pen_change(bench->term, from, to, &out);
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void pen_of_in_true_color_uses_palette_numbers_where_equal(void **state)
{
    struct bench bench;
    (void)state;

    open_bench(&bench, "xterm-256color", "truecolor");
    assert_pen(&bench, "#ff5f5f", "#010203",
               (struct pen){203, TERM_RGB | 0x010203, 0});
    assert_pen(&bench, "red", "bright_blue", (struct pen){1, 12, 0});
    assert_pen(&bench, "default", "200", (struct pen){PEN_DEFAULT, 200, 0});
    close_bench(&bench);
}

static void pen_of_in_256_colors_takes_the_nearest(void **state)
{
    struct bench bench;
    (void)state;

    open_bench(&bench, "xterm-256color", NULL);
    assert_pen(&bench, "#ff5e60", "#000000", (struct pen){203, 16, 0});
    close_bench(&bench);
}

static void pen_of_in_8_colors_makes_bright_ones_bold(void **state)
{
    struct bench bench;
    (void)state;

    open_bench(&bench, "screen", NULL);
    assert_pen(&bench, "bright_red", "default",
               (struct pen){1, PEN_DEFAULT, ATTR_BOLD});
    assert_pen(&bench, "white", "bright_blue", (struct pen){7, 4, 0});
    close_bench(&bench);
}

static void pen_of_in_8_colors_never_paints_black_on_black(void **state)
{
    struct bench bench;
    (void)state;

    open_bench(&bench, "screen", NULL);
    assert_pen(&bench, "bright_black", "default",
               (struct pen){PEN_DEFAULT, PEN_DEFAULT, ATTR_DIM});
    assert_pen(&bench, "#303030", "default",
               (struct pen){PEN_DEFAULT, PEN_DEFAULT, ATTR_DIM});
    assert_pen(&bench, "black", "white", (struct pen){0, 7, 0});
    assert_pen(&bench, "blue", "bright_blue", (struct pen){0, 4, 0});
    assert_pen(&bench, "black", "black", (struct pen){7, 0, 0});
    close_bench(&bench);
}

static void pen_with_leaves_out_what_the_terminal_cannot(void **state)
{
    const unsigned all = ATTR_BOLD | ATTR_DIM | ATTR_REVERSE | ATTR_UNDERLINE;
    const struct pen red = {1, PEN_DEFAULT, 0};
    struct bench bench;
    (void)state;

    open_bench(&bench, "vt100", NULL);
    assert_int_equal(pen_with(bench.term, pen_plain(), all).attributes,
                     ATTR_BOLD | ATTR_REVERSE | ATTR_UNDERLINE);
    close_bench(&bench);
    open_bench(&bench, "linux", NULL);
    assert_int_equal(pen_with(bench.term, pen_plain(), all).attributes, all);
    assert_int_equal(pen_with(bench.term, red, all).attributes,
                     ATTR_BOLD | ATTR_REVERSE);
    close_bench(&bench);
}

static void pen_change_takes_the_shorter_of_step_and_reset(void **state)
{
    const struct pen plain = {PEN_DEFAULT, PEN_DEFAULT, 0};
    const struct pen red = {1, PEN_DEFAULT, 0};
    const struct pen bold_red = {1, PEN_DEFAULT, ATTR_BOLD};
    const struct pen red_on_grey = {1, 236, 0};
    const struct pen loud = {203, 236, ATTR_BOLD};
    const struct pen loud_lined = {203, 236, ATTR_BOLD | ATTR_UNDERLINE};
    const struct pen dim = {PEN_DEFAULT, PEN_DEFAULT, ATTR_DIM};
    const struct pen bold = {PEN_DEFAULT, PEN_DEFAULT, ATTR_BOLD};
    struct bench bench;
    (void)state;

    open_bench(&bench, "xterm-256color", NULL);
    assert_change(&bench, plain, plain, "");
    assert_change(&bench, plain, red, "\033[31m");
    assert_change(&bench, red, plain, "\033[m");
    assert_change(&bench, red, bold_red, "\033[1m");
    assert_change(&bench, bold_red, red, "\033[22m");
    assert_change(&bench, red_on_grey, red, "\033[49m");
    assert_change(&bench, red, red_on_grey, "\033[48;5;236m");
    assert_change(&bench, loud_lined, loud, "\033[24m");
    assert_change(&bench, loud, plain, "\033[m");
    assert_change(&bench, plain, loud_lined, "\033[1;4;38;5;203;48;5;236m");
    assert_change(&bench, bold, dim, "\033[;2m");
    close_bench(&bench);
}

static void pen_change_without_single_offs_goes_through_a_reset(void **state)
{
    const struct pen bold_line = {PEN_DEFAULT, PEN_DEFAULT,
                                  ATTR_BOLD | ATTR_UNDERLINE};
    const struct pen bold = {PEN_DEFAULT, PEN_DEFAULT, ATTR_BOLD};
    struct bench bench;
    (void)state;

    open_bench(&bench, "vt100", NULL);
    assert_change(&bench, bold, bold_line, "\033[4m");
    assert_change(&bench, bold_line, bold, "\033[;1m");
    close_bench(&bench);
}

static void pen_for_blank_changes_no_more_than_a_blank_shows(void **state)
{
    const struct pen now = {1, 236, ATTR_BOLD | ATTR_UNDERLINE};
    const struct pen blank = {7, PEN_DEFAULT, ATTR_DIM};
    const struct pen reverse = {7, PEN_DEFAULT, ATTR_REVERSE};
    struct pen pen;
    (void)state;

    pen = pen_for_blank(now, blank);

    assert_int_equal(pen.foreground, 1);
    assert_int_equal(pen.background, PEN_DEFAULT);
    assert_int_equal(pen.attributes, ATTR_BOLD);
    assert_true(pen_equal_blank(pen, blank));
    assert_false(pen_equal_blank(pen, reverse));
    assert_true(pen_equal(pen_for_blank(now, reverse), reverse));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pen_of_in_true_color_uses_palette_numbers_where_equal),
        cmocka_unit_test(pen_of_in_256_colors_takes_the_nearest),
        cmocka_unit_test(pen_of_in_8_colors_makes_bright_ones_bold),
        cmocka_unit_test(pen_of_in_8_colors_never_paints_black_on_black),
        cmocka_unit_test(pen_with_leaves_out_what_the_terminal_cannot),
        cmocka_unit_test(pen_change_takes_the_shorter_of_step_and_reset),
        cmocka_unit_test(pen_change_without_single_offs_goes_through_a_reset),
        cmocka_unit_test(pen_for_blank_changes_no_more_than_a_blank_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
