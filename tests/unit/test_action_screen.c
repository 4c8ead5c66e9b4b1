/* test_action_screen.c - output of strangers as lines. */
#include "tests/test.h"

#include <string.h>

#include "panels/action_screen.h"

static void assert_line(const struct action_screen *screen, size_t index,
                        const char *want)
{
    size_t length;
    const char *line = action_screen_line(screen, index, &length);

    assert_int_equal(length, strlen(want));
    assert_memory_equal(line, want, length);
}

static void feed(struct action_screen *screen, const char *text)
{
    action_screen_feed(screen, text, strlen(text));
}

static void feed_of_sequences_keeps_the_words(void **state)
{
    struct action_screen screen;
    (void)state;

    action_screen_init(&screen, "1");
    feed(&screen,
         "\033[31mred\033[0m\033]0;title\007 \033(Btext\033Pq\033\\!\n");

    assert_line(&screen, 0, "red text!");
    assert_int_equal(screen.count, 2);
    action_screen_clear(&screen);
}

static void feed_of_a_cut_sequence_goes_on_in_the_next_piece(void **state)
{
    struct action_screen screen;
    (void)state;

    action_screen_init(&screen, "1");
    feed(&screen, "a\033");
    feed(&screen, "[3");
    feed(&screen, "1mb");

    assert_line(&screen, 0, "ab");
    action_screen_clear(&screen);
}

static void feed_of_a_carriage_return_begins_the_line_anew(void **state)
{
    struct action_screen screen;
    (void)state;

    action_screen_init(&screen, "1");
    feed(&screen, "10 %\r100 %\r\nnext");

    assert_line(&screen, 0, "100 %");
    assert_line(&screen, 1, "next");
    action_screen_clear(&screen);
}

static void feed_of_more_than_fits_drops_the_oldest(void **state)
{
    struct action_screen screen;
    (void)state;

    action_screen_init(&screen, "1");
    for (int i = 0; i < ACTION_SCREEN_LINES + 5; i++)
        feed(&screen, "line\n");
    feed(&screen, "last");

    assert_true(screen.count <= ACTION_SCREEN_LINES);
    assert_int_equal(screen.count + screen.dropped, ACTION_SCREEN_LINES + 6);
    assert_line(&screen, 0, "line");
    assert_line(&screen, screen.count - 1, "last");
    action_screen_clear(&screen);
}

static void feed_of_one_endless_line_keeps_its_end(void **state)
{
    struct action_screen screen;
    char piece[4096];
    (void)state;

    memset(piece, 'x', sizeof(piece));
    action_screen_init(&screen, "1");
    for (size_t i = 0; i < (size_t)2 * ACTION_SCREEN_BYTES / sizeof(piece); i++)
        action_screen_feed(&screen, piece, sizeof(piece));
    feed(&screen, "end");

    assert_int_equal(screen.count, 1);
    assert_true(screen.text.length <= ACTION_SCREEN_BYTES);
    assert_memory_equal(screen.text.bytes + screen.text.length - 3, "end", 3);
    action_screen_clear(&screen);
}

static void skip_says_how_much_is_not_there(void **state)
{
    struct action_screen screen;
    (void)state;

    action_screen_init(&screen, "1");
    feed(&screen, "head");
    action_screen_skip(&screen, 12);
    feed(&screen, "tail");

    assert_line(&screen, 0, "head");
    assert_line(&screen, 1, "[... 12 bytes were not kept ...]");
    assert_line(&screen, 2, "tail");
    action_screen_clear(&screen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feed_of_sequences_keeps_the_words),
        cmocka_unit_test(feed_of_a_cut_sequence_goes_on_in_the_next_piece),
        cmocka_unit_test(feed_of_a_carriage_return_begins_the_line_anew),
        cmocka_unit_test(feed_of_more_than_fits_drops_the_oldest),
        cmocka_unit_test(feed_of_one_endless_line_keeps_its_end),
        cmocka_unit_test(skip_says_how_much_is_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
