/* test_term.c - the terminal: modes, entries, sizes. */
#include "tests/test.h"

#include "tests/support/term_fixture.h"

static void term_open_on_a_file_says_that_it_is_no_terminal(void **state)
{
    struct err err = {0};
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct term_options options = {.in_fd = fd, .out_fd = fd, .term = "xterm"};
    (void)state;

    assert_null(term_open(&options, &err));

    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_int_equal(err.code, ENOTTY);
    assert_string_equal(err.text, "standard input is no terminal");
    (void)close(fd);
}

static void term_open_takes_modes_and_close_gives_them_back(void **state)
{
    struct termios before, during;
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_noting_modes(&pty, &before);
    assert_int_equal(tcgetattr(pty.inner, &during), 0);
    assert_read(&pty, XTERM_ENTER);
    term_close(term);

    assert_int_equal(during.c_lflag & (ICANON | ECHO | ISIG | IEXTEN), 0);
    assert_int_equal(during.c_iflag & (ICRNL | IXON | ISTRIP), 0);
    assert_int_equal(during.c_oflag & OPOST, 0);
    assert_modes(pty.inner, &before);
    assert_read(&pty, XTERM_LEAVE);
    pty_close(&pty);
}

static void term_open_with_a_mouse_asks_for_reports_until_close(void **state)
{
    struct term_options options;
    struct pty pty;
    struct term *term;
    (void)state;

    pty_open(&pty, 24, 80);
    options = options_for(&pty, "linux");
    options.has_mouse = true;
    term = term_open(&options, NULL);
    assert_non_null(term);
    assert_read(&pty, "\033[?7l\033[?25l\033[?1c\033[?2004h"
                      "\033[?1000h\033[?1006h");
    term_close(term);

    assert_read(&pty, "\033[m\033[?7h\033[?2004l\033[?1006l\033[?1000l"
                      "\033[H\033[J\033[?25h\033[?0c");
    pty_close(&pty);
}

static void term_release_and_retake_do_it_again(void **state)
{
    struct termios before;
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_noting_modes(&pty, &before);
    term_release(term);
    assert_modes(pty.inner, &before);
    assert_read(&pty, XTERM_ENTER XTERM_LEAVE);

    assert_int_equal(term_retake(term, NULL), 0);
    assert_read(&pty, XTERM_ENTER);
    term_close(term);
    assert_read(&pty, XTERM_LEAVE);
    assert_modes(pty.inner, &before);
    pty_close(&pty);
}

static void term_emergency_gives_back_once(void **state)
{
    struct termios before;
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_noting_modes(&pty, &before);
    errno = EDOM;
    term_emergency(term);
    assert_int_equal(errno, EDOM);
    assert_modes(pty.inner, &before);
    term_emergency(term);
    term_close(term);

    assert_read(&pty, XTERM_ENTER XTERM_LEAVE);
    pty_close(&pty);
}

static void term_of_a_terminal_without_cursor_moves_is_refused(void **state)
{
    struct termios before;
    struct term_options options;
    struct err err = {0};
    struct pty pty;
    (void)state;

    pty_open(&pty, 24, 80);
    assert_int_equal(tcgetattr(pty.inner, &before), 0);
    options = options_for(&pty, "dumb");

    assert_null(term_open(&options, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_string_equal(err.text,
                        "a terminal of type 'dumb' cannot place its cursor");
    assert_modes(pty.inner, &before);
    assert_read(&pty, "");
    pty_close(&pty);
}

static void term_of_an_unknown_name_falls_back(void **state)
{
    static const struct {
        const char *name;
        const char *enter;
    } cases[] = {
        {"xterm-unheard-of",
         "\033[?1049h\033[22;0;0t\033[?7l\033[?25l\033[?2004h"},
        {"screen.unheard-of", "\033[?1049h\033[?25l\033[?2004h"},
        {"unheard-of", "\033[?1049h\033[?25l\033[?2004h"},
        {"unknown", "\033[?1049h\033[?25l\033[?2004h"},
        {"../../etc/passwd", "\033[?1049h\033[?25l\033[?2004h"},
        {"", "\033[?2004h"},
        {NULL, "\033[?2004h"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pty pty;
        struct term *term;

        term = open_on_pty(&pty, cases[i].name);

        assert_read(&pty, cases[i].enter);
        assert_int_equal(term_colors(term), 8);
        close_on_pty(term, &pty);
    }
}

static void term_colors_follow_entry_and_environment(void **state)
{
    static const struct {
        const char *name, *colorterm;
        bool has_color, in_screen;
        int colors;
    } cases[] = {
        {"xterm-256color", NULL, true, false, 256},
        {"xterm-256color", "truecolor", true, false, 1 << 24},
        {"xterm-256color", "24bit", true, false, 1 << 24},
        {"xterm-256color", "yes", true, false, 256},
        {"xterm-256color", "truecolor", false, false, 0},
        {"xterm-256color", "truecolor", true, true, 256},
        {"tmux-256color", "truecolor", true, false, 1 << 24},
        {"screen", "truecolor", true, false, 8},
        {"linux", NULL, true, false, 8},
        {"vt100", "truecolor", true, false, 0},
        {"unheard-of", "truecolor", true, false, 1 << 24},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct term_options options;
        struct term *term;
        struct pty pty;

        pty_open(&pty, 24, 80);
        options = options_for(&pty, cases[i].name);
        options.colorterm = cases[i].colorterm;
        options.has_color = cases[i].has_color;
        options.in_screen = cases[i].in_screen;
        term = term_open(&options, NULL);

        assert_non_null(term);
        assert_int_equal(term_colors(term), cases[i].colors);
        close_on_pty(term, &pty);
    }
}

static void term_add_writes_sequences_of_the_entry(void **state)
{
    struct pty pty;
    struct term *term;
    struct buf out;
    (void)state;

    buf_init(&out, 1000);
    term = open_on_pty(&pty, "xterm-256color");
    term_add_move(term, 0, 0, &out);
    term_add_move(term, 4, 0, &out);
    term_add_move(term, 0, 6, &out);
    term_add_move(term, 4, 6, &out);
    term_add_cap(term, TERM_CAP_RESET, &out);
    term_add_foreground(term, 1, &out);
    term_add_foreground(term, 9, &out);
    term_add_foreground(term, 208, &out);
    term_add_background(term, 1, &out);
    term_add_background(term, 208, &out);

    assert_string_equal(out.bytes,
                        "\033[H\033[5H\033[;7H\033[5;7H\033[m\033[31m\033[91m"
                        "\033[38;5;208m\033[41m\033[48;5;208m");
    buf_clear(&out);
    close_on_pty(term, &pty);
}

static void term_add_strips_padding_and_skips_what_is_not_there(void **state)
{
    struct pty pty;
    struct term *term;
    struct buf out;
    (void)state;

    buf_init(&out, 1000);
    term = open_on_pty(&pty, "vt100");
    term_add_move(term, 4, 6, &out);
    term_add_cap(term, TERM_CAP_CLEAR, &out);
    term_add_cap(term, TERM_CAP_BOLD, &out);
    term_add_cap(term, TERM_CAP_DIM, &out);
    term_add_cap(term, TERM_CAP_RESET, &out);

    assert_false(term_has(term, TERM_CAP_DIM));
    assert_true(term_has(term, TERM_CAP_BOLD));
    assert_string_equal(out.bytes, "\033[5;7H\033[H\033[J\033[1m\033[m");
    buf_clear(&out);
    close_on_pty(term, &pty);
}

static void term_add_color_in_true_color_names_the_parts(void **state)
{
    struct term_options options;
    struct pty pty;
    struct term *term;
    struct buf out;
    (void)state;

    pty_open(&pty, 24, 80);
    buf_init(&out, 1000);
    options = options_for(&pty, "xterm-256color");
    options.colorterm = "truecolor";
    term = term_open(&options, NULL);
    term_add_foreground(term, TERM_RGB | 0xff5f01, &out);
    term_add_background(term, TERM_RGB, &out);
    term_add_foreground(term, 7, &out);
    term_add_background(term, 15, &out);
    term_add_foreground(term, 16, &out);

    assert_string_equal(out.bytes, "\033[38;2;255;95;1m\033[48;2;0;0;0m\033[37m"
                                   "\033[107m\033[38;5;16m");
    buf_clear(&out);
    close_on_pty(term, &pty);
}

static void term_facts_of_common_terminals(void **state)
{
    const unsigned moves =
        TERM_FACT_UP | TERM_FACT_DOWN | TERM_FACT_RIGHT | TERM_FACT_LEFT;
    const unsigned xterm = moves | TERM_FACT_SGR | TERM_FACT_SGR_OFF |
                           TERM_FACT_SGR_DEFAULT | TERM_FACT_COLUMN |
                           TERM_FACT_ERASE_CHARS | TERM_FACT_ERASE_COLOR |
                           TERM_FACT_EDGE;
    const struct {
        const char *name;
        unsigned facts;
    } cases[] = {
        {"xterm-256color", xterm},
        {"linux", xterm | TERM_FACT_PLAIN_DIM | TERM_FACT_PLAIN_LINE},
        {"tmux-256color",
         xterm & ~(unsigned)(TERM_FACT_ERASE_CHARS | TERM_FACT_ERASE_COLOR)},
        {"vt100", moves | TERM_FACT_SGR | TERM_FACT_EDGE},
        {"ansi", moves | TERM_FACT_SGR | TERM_FACT_SGR_DEFAULT |
                     TERM_FACT_COLUMN | TERM_FACT_ERASE_CHARS |
                     TERM_FACT_PLAIN_LINE},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pty pty;
        struct term *term;

        term = open_on_pty(&pty, cases[i].name);

        assert_int_equal(term_facts(term), cases[i].facts);
        close_on_pty(term, &pty);
    }
}

static void term_size_is_the_windows_within_bounds(void **state)
{
    int rows, columns;
    struct pty pty;
    struct term *term;
    (void)state;

    pty_open(&pty, 60, 200);
    term = open_term(&pty, "xterm-256color");
    term_size(term, &rows, &columns);
    assert_int_equal(rows, 60);
    assert_int_equal(columns, 200);
    pty_resize(&pty, 0, 0);
    term_size(term, &rows, &columns);
    assert_int_equal(rows, 24);
    assert_int_equal(columns, 80);
    pty_resize(&pty, 1, 5000);
    term_size(term, &rows, &columns);

    assert_int_equal(rows, 1);
    assert_int_equal(columns, 1000);
    close_on_pty(term, &pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(term_open_on_a_file_says_that_it_is_no_terminal),
        cmocka_unit_test(term_open_takes_modes_and_close_gives_them_back),
        cmocka_unit_test(term_open_with_a_mouse_asks_for_reports_until_close),
        cmocka_unit_test(term_release_and_retake_do_it_again),
        cmocka_unit_test(term_emergency_gives_back_once),
        cmocka_unit_test(term_of_a_terminal_without_cursor_moves_is_refused),
        cmocka_unit_test(term_of_an_unknown_name_falls_back),
        cmocka_unit_test(term_colors_follow_entry_and_environment),
        cmocka_unit_test(term_add_writes_sequences_of_the_entry),
        cmocka_unit_test(term_add_strips_padding_and_skips_what_is_not_there),
        cmocka_unit_test(term_add_color_in_true_color_names_the_parts),
        cmocka_unit_test(term_facts_of_common_terminals),
        cmocka_unit_test(term_size_is_the_windows_within_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
