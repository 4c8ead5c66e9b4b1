/* test_motion.c - the cheapest way for the cursor. */
#include "tests/test.h"

#include "base/buf.h"
#include "tests/support/pty.h"
#include "ui/motion.h"

struct way {
    struct place from, to;
    const char *bytes;
};

static void assert_ways(const char *name, const struct way *ways, size_t count)
{
    struct term_options options = {.term = name};
    struct pty pty;
    struct term *term;
    struct buf out;

    pty_open(&pty, 24, 80);
    options.in_fd = options.out_fd = pty.inner;
    term = term_open(&options, NULL);
    assert_non_null(term);
    buf_init(&out, 1000);
    for (size_t i = 0; i < count; i++) {
        buf_reset(&out);

        motion_add(term, ways[i].from, ways[i].to, &out);

        assert_string_equal(out.bytes, ways[i].bytes);
        assert_int_equal(motion_cost(term, ways[i].from, ways[i].to),
                         out.length);
    }
    buf_clear(&out);
    term_close(term);
    pty_close(&pty);
}

static void motion_on_xterm_is_the_shortest(void **state)
{
    static const struct way ways[] = {
        {{5, 5}, {5, 5}, ""},
        {{-1, -1}, {0, 0}, "\033[H"},
        {{-1, -1}, {9, 0}, "\033[10H"},
        {{-1, -1}, {0, 9}, "\033[;10H"},
        {{-1, -1}, {9, 9}, "\033[10;10H"},
        {{5, 5}, {5, 6}, "\033[C"},
        {{5, 5}, {5, 16}, "\033[11C"},
        {{5, 5}, {5, 4}, "\b"},
        {{5, 9}, {5, 5}, "\b\b\b\b"},
        {{5, 30}, {5, 20}, "\033[10D"},
        {{5, 30}, {5, 0}, "\r"},
        {{5, 50}, {5, 4}, "\033[5G"},
        {{5, 50}, {5, 1}, "\r\033[C"},
        {{5, -1}, {5, 70}, "\033[71G"},
        {{5, -1}, {5, 0}, "\r"},
        {{5, 5}, {6, 5}, "\033[B"},
        {{5, 5}, {4, 4}, "\033[A\b"},
        {{5, 38}, {6, 37}, "\033[B\b"},
        {{5, 38}, {8, 37}, "\033[3B\b"},
        {{5, 5}, {6, 0}, "\033[7H"},
        {{15, 5}, {16, 0}, "\033[B\r"},
        {{5, -1}, {12, 5}, "\033[13;6H"},
        {{5, 79}, {12, 0}, "\033[13H"},
    };
    (void)state;

    assert_ways("xterm-256color", ways, sizeof(ways) / sizeof(ways[0]));
}

static void motion_on_vt100_does_without_columns(void **state)
{
    static const struct way ways[] = {
        {{5, 50}, {5, 4}, "\r\033[4C"},
        {{5, -1}, {5, 70}, "\r\033[70C"},
        {{5, 5}, {6, 5}, "\033[B"},
    };
    (void)state;

    assert_ways("vt100", ways, sizeof(ways) / sizeof(ways[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(motion_on_xterm_is_the_shortest),
        cmocka_unit_test(motion_on_vt100_does_without_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
