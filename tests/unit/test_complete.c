/* test_complete.c - finishing a command line that is half typed. */
#include "tests/test.h"

#include "action/complete.h"

static const char *const panels[] = {"storage", "ingestion", "kafka"};
static const char *const ranges[] = {"1h", "15m", "6h"};

static const struct complete_words words[] = {
    {"ID", "panel", panels, 3},
    {"DUR", "range", ranges, 3},
    {NULL, NULL, NULL, 0},
};

static void assert_completed(const char *line, const char *expected,
                             const char *expected_candidates)
{
    char out[100], candidates[200];
    bool is_changed = complete_command(line, words, out, sizeof(out),
                                       candidates, sizeof(candidates));

    assert_string_equal(out, expected);
    assert_string_equal(candidates, expected_candidates);
    assert_int_equal(is_changed, strcmp(line, expected) != 0);
}

static void complete_command_of_one_match_ends_it_with_a_blank(void **state)
{
    (void)state;
    assert_completed("pan", "panel ", "");
    assert_completed("panel st", "panel storage ", "");
}

static void complete_command_of_several_goes_as_far_as_they_agree(void **state)
{
    (void)state;
    assert_completed("ran", "range", "range-shorter range-longer range");
    assert_completed("panel ", "panel ", "storage ingestion kafka");
    assert_completed("range 1", "range 1", "1h 15m");
}

static void complete_command_of_nothing_known_leaves_it(void **state)
{
    (void)state;
    assert_completed("xyz", "xyz", "");
    assert_completed("panel xyz", "panel xyz", "");
    assert_completed("pause x", "pause x", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete_command_of_one_match_ends_it_with_a_blank),
        cmocka_unit_test(complete_command_of_several_goes_as_far_as_they_agree),
        cmocka_unit_test(complete_command_of_nothing_known_leaves_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
