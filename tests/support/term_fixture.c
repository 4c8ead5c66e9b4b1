/* term_fixture.c - a terminal on a pty of its own. */
#include "tests/support/term_fixture.h"

struct term_options options_for(const struct pty *pty, const char *name)
{
    return (struct term_options){.in_fd = pty->inner,
                                 .out_fd = pty->inner,
                                 .term = name,
                                 .is_utf8 = true,
                                 .has_color = true};
}

struct term *open_term(const struct pty *pty, const char *name)
{
    struct term_options options = options_for(pty, name);
    struct err err = {0};
    struct term *term = term_open(&options, &err);

    assert_string_equal(err.text, "");
    assert_non_null(term);
    return term;
}

struct term *open_on_pty(struct pty *pty, const char *name)
{
    pty_open(pty, 24, 80);
    return open_term(pty, name);
}

struct term *open_noting_modes(struct pty *pty, struct termios *before)
{
    pty_open(pty, 24, 80);
    assert_int_equal(tcgetattr(pty->inner, before), 0);
    return open_term(pty, "xterm-256color");
}

void close_on_pty(struct term *term, struct pty *pty)
{
    term_close(term);
    pty_close(pty);
}

void assert_read(const struct pty *pty, const char *expected)
{
    char bytes[4096];

    (void)pty_read(pty, bytes, sizeof(bytes));
    assert_string_equal(bytes, expected);
}

void assert_modes(int fd, const struct termios *expected)
{
    struct termios modes;

    assert_int_equal(tcgetattr(fd, &modes), 0);
    assert_int_equal(modes.c_iflag, expected->c_iflag);
    assert_int_equal(modes.c_oflag, expected->c_oflag);
    assert_int_equal(modes.c_cflag, expected->c_cflag);
    assert_int_equal(modes.c_lflag, expected->c_lflag);
    assert_memory_equal(modes.c_cc, expected->c_cc, sizeof(modes.c_cc));
}
