/* test_effect.c - when a run is looked at, and what is kept of it. */
#include "tests/support/run_folder.h"

#include <math.h>

#include "action/effect.h"

static const int64_t ended_ms = INT64_C(1795380168000);

static struct action ended(void)
{
    return (struct action){.id = "7",
                           .state = ACTION_DONE,
                           .alert = "DiskFull",
                           .panel = "storage",
                           .ended_wall_ms = ended_ms};
}

static void effect_due_is_a_minute_and_five_after_the_end(void **state)
{
    static const struct {
        int64_t after_ms;
        bool is_first_known;
        int point;
    } rows[] = {
        {-1, false, -1}, /* the clock went back */
        {0, false, -1},     {59999, false, -1},
        {60000, false, 0},  {60000, true, -1},
        {179999, false, 0}, {180000, false, -1}, /* too late */
        {299999, true, -1}, {300000, true, 1},
        {300000, false, 1}, {419999, true, 1},
        {420000, true, -1}, {INT64_C(86400000), false, -1},
    };
    struct action action = ended();
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct effect effect = {.id = "7"};

        effect.after[0].is_known = rows[i].is_first_known;
        assert_int_equal(
            effect_due(&effect, &action, ended_ms + rows[i].after_ms),
            rows[i].point);
    }
}

static void effect_due_of_a_run_that_goes_on_is_never(void **state)
{
    struct action action = ended();
    struct effect effect = {.id = "7"};
    (void)state;

    action.state = ACTION_RUNNING;

    assert_int_equal(effect_due(&effect, &action, ended_ms + 60000), -1);
}

static void effect_read_gives_what_effect_write_wrote(void **state)
{
    struct fixture *fixture = *state;
    struct effect read,
        effect = {
            .id = "7",
            .unit = "%",
            .before = (double)NAN,
            .after = {{true, ended_ms + 60001, 90.5, false, false},
                      {true, ended_ms + 300001, (double)NAN, true, true}}};

    run_folder_add(fixture, 7, 7, "done", ended_ms);
    assert_int_equal(effect_write(&effect, fixture->dir, NULL), 0);

    assert_true(effect_read(&read, fixture->dir, "7"));

    assert_string_equal(read.id, "7");
    assert_string_equal(read.unit, "%");
    assert_true(isnan(read.before));
    assert_true(read.after[0].is_known);
    assert_int_equal(read.after[0].at_wall_ms, ended_ms + 60001);
    assert_true(read.after[0].value == 90.5);
    assert_false(read.after[0].knew_alerts);
    assert_true(isnan(read.after[1].value));
    assert_true(read.after[1].knew_alerts);
    assert_true(read.after[1].was_firing);
}

static void effect_read_of_what_is_none_knows_nothing(void **state)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "{\"before\": \"x\", \"unit\": 7, \"after\": {}}",
        "{\"after\": [1, {\"at_ms\": \"x\", \"value\": 1}, {\"at_ms\": 1}]}",
    };
    struct fixture *fixture = *state;

    run_folder_add(fixture, 7, 7, "done", ended_ms);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct effect effect;

        run_folder_put(fixture, "7/effect.json", texts[i]);
        (void)effect_read(&effect, fixture->dir, "7");

        assert_string_equal(effect.id, "7");
        assert_true(isnan(effect.before));
        assert_string_equal(effect.unit, "");
        assert_false(effect.after[0].is_known);
        assert_false(effect.after[1].is_known);
    }
}

static void effect_find_gives_that_of_the_run(void **state)
{
    struct effect items[] = {{.id = "6"}, {.id = "7"}};
    const struct effect_list list = {.items = items, .count = 2};
    (void)state;

    assert_ptr_equal(effect_find(&list, "7"), &items[1]);
    assert_null(effect_find(&list, "8"));
    assert_null(effect_find(NULL, "7"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effect_due_is_a_minute_and_five_after_the_end),
        cmocka_unit_test(effect_due_of_a_run_that_goes_on_is_never),
        ACTION_TEST(effect_read_gives_what_effect_write_wrote),
        ACTION_TEST(effect_read_of_what_is_none_knows_nothing),
        cmocka_unit_test(effect_find_gives_that_of_the_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
