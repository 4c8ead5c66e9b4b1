/* test_term_output.c - what a terminal is sent, when it stalls too. */
#include "tests/test.h"

#include "tests/support/term_fixture.h"

static void term_writes_through_a_descriptor_of_its_own(void **state)
{
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_on_pty(&pty, "xterm-256color");

    assert_int_not_equal(term_out_fd(term), pty.inner);
    assert_int_equal(term_in_fd(term), pty.inner);
    assert_true(fcntl(term_out_fd(term), F_GETFL) & O_NONBLOCK);
    assert_false(fcntl(pty.inner, F_GETFL) & O_NONBLOCK);
    close_on_pty(term, &pty);
}

/* Writes blocks until the terminal takes no more; returns their bytes. */
static size_t stall(struct term *term)
{
    char block[4096];
    size_t written = 0;

    memset(block, 'x', sizeof(block));
    while (term_pending(term) == 0 && written < (1 << 24)) {
        assert_int_equal(term_write(term, block, sizeof(block), NULL), 0);
        written += sizeof(block);
    }
    assert_true(term_pending(term) > 0);
    assert_int_equal(term_write(term, "end", 3, NULL), 0);
    return written + 3;
}

static void term_write_to_a_stalled_terminal_keeps_the_rest(void **state)
{
    static char bytes[1 << 20];
    size_t written, length = 0;
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_on_pty(&pty, "xterm-256color");
    assert_read(&pty, XTERM_ENTER);
    written = stall(term);
    do {
        length += pty_read(&pty, bytes + length, sizeof(bytes) - length);
        assert_int_equal(term_flush(term, NULL), 0);
    } while (term_pending(term) > 0);
    length += pty_read(&pty, bytes + length, sizeof(bytes) - length);

    assert_int_equal(length, written);
    assert_string_equal(bytes + length - 4, "xend");
    close_on_pty(term, &pty);
}

static void term_close_of_a_stalled_terminal_gives_it_back(void **state)
{
    static char bytes[1 << 20];
    struct termios before;
    size_t length;
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_noting_modes(&pty, &before);
    (void)stall(term);
    term_close(term);
    length = pty_read(&pty, bytes, sizeof(bytes));

    assert_modes(pty.inner, &before);
    assert_true(length >= strlen(XTERM_LEAVE));
    assert_string_equal(bytes + length - strlen(XTERM_LEAVE), XTERM_LEAVE);
    pty_close(&pty);
}

static void term_write_to_a_vanished_terminal_says_so(void **state)
{
    struct err err = {0};
    struct pty pty;
    struct term *term;
    (void)state;

    term = open_on_pty(&pty, "xterm-256color");
    pty_hang_up(&pty);

    assert_int_equal(term_write(term, "x", 1, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_int_equal(err.code, EIO);
    assert_int_equal(term_pending(term), 0);
    close_on_pty(term, &pty);
}

static struct term *open_routed(const struct pty *pty, const char *name,
                                bool in_tmux, bool in_screen)
{
    struct term_options options = options_for(pty, name);
    char bytes[200];
    struct term *term;

    options.in_tmux = in_tmux;
    options.in_screen = in_screen;
    term = term_open(&options, NULL);
    assert_non_null(term);
    (void)pty_read(pty, bytes, sizeof(bytes));
    return term;
}

static void term_copy_goes_to_the_outer_terminal(void **state)
{
    static const struct {
        bool in_tmux, in_screen;
        const char *expected;
    } cases[] = {
        {false, false, "\033]52;c;aGksCj8=\a"},
        {true, false,
         "\033]52;c;aGksCj8=\a\033Ptmux;\033\033]52;c;aGksCj8=\a\033\\"},
        {false, true, "\033P\033]52;c;aGksCj8=\a\033\\"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pty pty;
        struct term *term;

        pty_open(&pty, 24, 80);
        term =
            open_routed(&pty, "screen", cases[i].in_tmux, cases[i].in_screen);

        assert_int_equal(term_copy(term, "hi,\n?", 5, NULL), 0);
        assert_read(&pty, cases[i].expected);
        close_on_pty(term, &pty);
    }
}

static void term_copy_inside_screen_comes_in_small_parts(void **state)
{
    char text[300], bytes[2048];
    struct pty pty;
    struct term *term;
    (void)state;

    memset(text, 'a', sizeof(text));
    pty_open(&pty, 24, 80);
    term = open_routed(&pty, "screen", false, true);

    assert_int_equal(term_copy(term, text, sizeof(text), NULL), 0);
    (void)pty_read(&pty, bytes, sizeof(bytes));
    assert_int_equal(strlen(bytes), 7 + 400 + 1 + 2 * 4);
    assert_memory_equal(bytes + 2 + 240, "\033\\\033P", 4);
    assert_string_equal(bytes + strlen(bytes) - 3, "\a\033\\");
    close_on_pty(term, &pty);
}

static void term_copy_of_too_much_or_where_it_cannot_says_so(void **state)
{
    static char text[OSC_COPY_MOST + 1];
    struct err err = {0};
    struct pty pty;
    struct term *term;
    (void)state;

    memset(text, 'a', sizeof(text));
    pty_open(&pty, 24, 80);
    term = open_routed(&pty, "xterm-256color", false, false);
    assert_int_equal(term_copy(term, text, sizeof(text), &err), -1);
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_string_equal(
        err.text, "56245 bytes are too many to copy; terminals take 56244");
    assert_read(&pty, "");
    term_close(term);

    term = open_routed(&pty, "linux", false, false);
    assert_int_equal(term_copy(term, "a", 1, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_string_equal(err.text, "a terminal of type 'linux' cannot copy");
    assert_read(&pty, "");
    close_on_pty(term, &pty);
}

static void term_title_is_scrubbed_and_bell_rings(void **state)
{
    struct pty pty;
    struct term *term;
    (void)state;

    pty_open(&pty, 24, 80);
    term = open_routed(&pty, "xterm-256color", false, false);
    assert_int_equal(term_title(term, "a\033]0;b\a", NULL), 0);
    assert_int_equal(term_bell(term, NULL), 0);
    assert_read(&pty, "\033]0;a\xef\xbf\xbd]0;b\xef\xbf\xbd\a\a");
    term_close(term);

    term = open_routed(&pty, "vt100", false, false);
    assert_int_equal(term_title(term, "a", NULL), 0);
    assert_read(&pty, "");
    close_on_pty(term, &pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(term_writes_through_a_descriptor_of_its_own),
        cmocka_unit_test(term_write_to_a_stalled_terminal_keeps_the_rest),
        cmocka_unit_test(term_close_of_a_stalled_terminal_gives_it_back),
        cmocka_unit_test(term_write_to_a_vanished_terminal_says_so),
        cmocka_unit_test(term_copy_goes_to_the_outer_terminal),
        cmocka_unit_test(term_copy_inside_screen_comes_in_small_parts),
        cmocka_unit_test(term_copy_of_too_much_or_where_it_cannot_says_so),
        cmocka_unit_test(term_title_is_scrubbed_and_bell_rings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
