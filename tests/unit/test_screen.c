/* test_screen.c - frames on a terminal: in how many bytes, and which. */
#include "tests/support/stage.h"

#include <errno.h>

#define CLEARED "\033[m\033[H\033[2J"

static void assert_frame(struct stage *stage, const char *expected)
{
    stage_show(stage);
    assert_string_equal(stage->bytes, expected);
}

static void screen_show_first_clears_and_then_writes_nothing(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "tracetop");

    assert_frame(&stage, CLEARED "tracetop");
    assert_int_equal(screen_bytes(stage.screen), stage.length);
    assert_frame(&stage, "");
    stage_close(&stage);
}

static void screen_show_of_a_ticking_clock_is_two_bytes(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:07Z");
    (void)canvas_text(&stage.canvas, 23, 1, ROLE_TEXT, "help");
    stage_show(&stage);

    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:08Z");
    assert_frame(&stage, "\033[;78H8");
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:09Z");
    assert_frame(&stage, "\b9");
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:10Z");
    assert_frame(&stage, "\b\b10");
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:15:00Z");
    assert_frame(&stage, "\b\b\b\b5:0");
    stage_close(&stage);
}

static void screen_show_of_a_graph_that_moves_goes_down_its_column(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    stage_show(&stage);
    for (int row = 2; row < 6; row++) {
        (void)canvas_text(&stage.canvas, row, 37, ROLE_TEXT, "#");
        (void)canvas_text(&stage.canvas, row, 77, ROLE_TEXT, "#");
    }

    assert_frame(&stage, "\033[3;38H#\033[B\b#\033[B\b#\033[B\b#"
                         "\033[39C#\033[A\b#\033[A\b#\033[A\b#");
    stage_close(&stage);
}

static void screen_show_writes_a_short_gap_again(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "1.31 s  87 %");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "1-----2");
    stage_show(&stage);

    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "2.32 s  88 %");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "3-----4");
    assert_frame(&stage, "\r3\033[H2.32\033[5C8\033[2;7H4");
    stage_close(&stage);
}

static void screen_show_of_blanks_erases_to_the_end(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_WARNING, "a long message");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "abc");
    stage_show(&stage);
    grid_clear(stage.grid);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_WARNING, "a");

    /* three blanks cost no more than their erasure */
    assert_frame(&stage, "\033[3G\033[K\033[2H   ");
    stage_close(&stage);
}

static void screen_show_erases_many_blanks_inside_a_row(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT,
                      "abcdefghijklmnopqrstuvwxyz");
    stage_show(&stage);
    (void)canvas_text(&stage.canvas, 0, 2, ROLE_TEXT, "                    ");
    (void)canvas_text(&stage.canvas, 0, 22, ROLE_TEXT, "W");

    assert_frame(&stage, "\033[3G\033[20X\033[20CW");
    stage_close(&stage);
}

static void screen_show_changes_only_what_differs_in_the_pen(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_WARNING, "a");
    (void)canvas_text(&stage.canvas, 0, 1, ROLE_CRITICAL, "b");
    (void)canvas_text(&stage.canvas, 0, 2, ROLE_WARNING, "c d");
    (void)canvas_text(&stage.canvas, 0, 5, ROLE_STRONG, "e");
    (void)canvas_text(&stage.canvas, 0, 6, ROLE_TEXT, " f");

    assert_frame(&stage,
                 CLEARED "\033[31ma\033[1;4;44mb\033[;31mc d\033[;1me \033[mf");
    stage_close(&stage);
}

static void screen_show_of_blanks_in_another_text_role_is_nothing(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    stage_show(&stage);
    canvas_fill(&stage.canvas, (struct rect){0, 0, 24, 80}, ROLE_WARNING);

    assert_frame(&stage, "");
    stage_close(&stage);
}

static void screen_show_of_a_colored_row_erases_in_its_color(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    canvas_fill(&stage.canvas, (struct rect){0, 0, 1, 80}, ROLE_HEADER);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_HEADER, "PROD");

    assert_frame(&stage, CLEARED "\033[44mPROD\033[K");
    stage_close(&stage);
}

static void screen_show_fills_the_corner_where_it_is_safe(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 2, 3);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "abc");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "def");
    assert_frame(&stage, CLEARED "abc\033[2Hdef");
    (void)canvas_text(&stage.canvas, 1, 1, ROLE_TEXT, "x");
    assert_frame(&stage, "\r\033[Cx");
    stage_close(&stage);

    stage_open(&stage, "ansi", NULL, 2, 3);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "abc");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "def");
    assert_frame(&stage, "\033[m\033[H\033[Jabc\033[2Hde");
    stage_close(&stage);
}

static void screen_show_places_and_hides_the_cursor(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    stage_show(&stage);
    grid_set_cursor(stage.grid, 23, 5);
    assert_frame(&stage, "\033[24;6H\033[?12l\033[?25h");
    assert_frame(&stage, "");
    (void)canvas_text(&stage.canvas, 23, 5, ROLE_TEXT, "a");
    grid_set_cursor(stage.grid, 23, 6);
    assert_frame(&stage, "a");
    grid_set_cursor(stage.grid, -1, 0);
    assert_frame(&stage, "\033[?25l");
    stage_close(&stage);
}

static void screen_forget_paints_all_again(void **state)
{
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 3, 0, ROLE_TEXT, "x");
    stage_show(&stage);
    screen_forget(stage.screen);

    assert_frame(&stage, CLEARED "\033[4Hx");
    stage_close(&stage);
}

static void screen_show_without_utf8_or_color_stays_plain(void **state)
{
    struct term_options options = {.term = "xterm-256color"};
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    screen_free(stage.screen);
    term_close(stage.term);
    options.in_fd = options.out_fd = stage.pty.inner;
    stage.term = term_open(&options, NULL);
    stage.screen = screen_new(stage.term);
    (void)pty_read(&stage.pty, stage.bytes, STAGE_BYTES);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_CRITICAL, "a字─");

    assert_frame(&stage, CLEARED "\033[1;4ma? ?");
    stage_close(&stage);
}

static void screen_show_to_a_stalled_terminal_skips_frames(void **state)
{
    char block[4096];
    struct stage stage;
    (void)state;

    memset(block, ' ', sizeof(block));
    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    while (term_pending(stage.term) == 0)
        assert_int_equal(term_write(stage.term, block, sizeof(block), NULL), 0);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "a");
    assert_int_equal(screen_show(stage.screen, stage.grid, &stage.theme, NULL),
                     0);
    assert_int_equal(screen_bytes(stage.screen), 0);
    do {
        (void)pty_read(&stage.pty, stage.bytes, STAGE_BYTES);
        assert_int_equal(term_flush(stage.term, NULL), 0);
    } while (term_pending(stage.term) > 0);
    (void)pty_read(&stage.pty, stage.bytes, STAGE_BYTES);

    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "b");
    assert_frame(&stage, CLEARED "b");
    stage_close(&stage);
}

static void screen_show_to_a_vanished_terminal_fails(void **state)
{
    struct err err = {0};
    struct stage stage;
    (void)state;

    stage_open(&stage, "xterm-256color", NULL, 24, 80);
    pty_hang_up(&stage.pty);

    assert_int_equal(screen_show(stage.screen, stage.grid, &stage.theme, &err),
                     -1);
    assert_int_equal(err.code, EIO);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screen_show_first_clears_and_then_writes_nothing),
        cmocka_unit_test(screen_show_of_a_ticking_clock_is_two_bytes),
        cmocka_unit_test(
            screen_show_of_a_graph_that_moves_goes_down_its_column),
        cmocka_unit_test(screen_show_writes_a_short_gap_again),
        cmocka_unit_test(screen_show_of_blanks_erases_to_the_end),
        cmocka_unit_test(screen_show_erases_many_blanks_inside_a_row),
        cmocka_unit_test(screen_show_changes_only_what_differs_in_the_pen),
        cmocka_unit_test(screen_show_of_blanks_in_another_text_role_is_nothing),
        cmocka_unit_test(screen_show_of_a_colored_row_erases_in_its_color),
        cmocka_unit_test(screen_show_fills_the_corner_where_it_is_safe),
        cmocka_unit_test(screen_show_places_and_hides_the_cursor),
        cmocka_unit_test(screen_forget_paints_all_again),
        cmocka_unit_test(screen_show_without_utf8_or_color_stays_plain),
        cmocka_unit_test(screen_show_to_a_stalled_terminal_skips_frames),
        cmocka_unit_test(screen_show_to_a_vanished_terminal_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
