/* test_nearest.c - slips of the keyboard and what was meant. */
#include "tests/test.h"

#include "base/nearest.h"

static void nearest_distance_counts_each_kind_of_slip_once(void **state)
{
    (void)state;

    assert_int_equal(nearest_distance("theme", "theme"), 0);
    assert_int_equal(nearest_distance("theme", "Theme"), 0);
    assert_int_equal(nearest_distance("theme", "them"), 1);
    assert_int_equal(nearest_distance("theme", "themes"), 1);
    assert_int_equal(nearest_distance("theme", "theme"), 0);
    assert_int_equal(nearest_distance("theme", "thame"), 1);
    assert_int_equal(nearest_distance("theme", "htmee"), 2);
    assert_int_equal(nearest_distance("theme", "hteme"), 1);
    assert_int_equal(nearest_distance("", "abc"), 3);
    assert_int_equal(nearest_distance("abc", ""), 3);
    assert_int_equal(nearest_distance("kitten", "sitting"), 3);
}

static void nearest_distance_of_long_words_is_the_cap_unless_same(void **state)
{
    char long_word[NEAREST_MAX + 2];
    (void)state;

    memset(long_word, 'x', sizeof(long_word) - 1);
    long_word[sizeof(long_word) - 1] = '\0';

    assert_int_equal(nearest_distance(long_word, "x"), NEAREST_MAX);
    assert_int_equal(nearest_distance(long_word, long_word), 0);
    long_word[NEAREST_MAX] = '\0';
    assert_int_equal(nearest_distance(long_word, "x"), NEAREST_MAX - 1);
}

static void nearest_word_finds_what_was_meant(void **state)
{
    static const char *const words[] = {"refresh", "range",     NULL,
                                        "rules",   "read_only", "off"};
    (void)state;

    assert_string_equal(nearest_word("refesh", words, 6), "refresh");
    assert_string_equal(nearest_word("readonly", words, 6), "read_only");
    assert_string_equal(nearest_word("rule", words, 6), "rules");
    assert_string_equal(nearest_word("of", words, 6), "off");
    assert_string_equal(nearest_word("only", words, 6), "read_only");
}

static void nearest_word_when_nothing_is_near_gives_null(void **state)
{
    static const char *const words[] = {"refresh", "ab"};
    (void)state;

    assert_null(nearest_word("colour", words, 2));
    assert_null(nearest_word("", words, 2));
    assert_null(nearest_word("x", words, 2));
    assert_null(nearest_word("refresh", words, 0));
}

static void nearest_list_gives_the_whole_words_that_fit(void **state)
{
    static const char *const words[] = {"one", "two", "three"};
    char out[16];
    (void)state;

    nearest_list(out, sizeof(out), words, 3);
    assert_string_equal(out, "one, two, three");
    nearest_list(out, sizeof(out) - 1, words, 3);
    assert_string_equal(out, "one, two, ...");
    nearest_list(out, 13, words, 3);
    assert_string_equal(out, "one, ...");
    nearest_list(out, sizeof(out), words, 0);
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_distance_counts_each_kind_of_slip_once),
        cmocka_unit_test(nearest_distance_of_long_words_is_the_cap_unless_same),
        cmocka_unit_test(nearest_word_finds_what_was_meant),
        cmocka_unit_test(nearest_list_gives_the_whole_words_that_fit),
        cmocka_unit_test(nearest_word_when_nothing_is_near_gives_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
