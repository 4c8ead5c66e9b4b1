/* test_effect_look.c - did it help: numbers of a model, and the words. */
#include "tests/test.h"

#include <math.h>

#include "panels/effect_look.h"
#include "panels/effect_text.h"
#include "tests/support/model_fixture.h"

static const struct action disk = {.id = "7",
                                   .state = ACTION_DONE,
                                   .alert = "ElasticsearchDiskUsageHigh",
                                   .panel = "storage",
                                   .ended_wall_ms = FIXTURE_NOW_MS};

static void effect_look_tells_the_value_and_whether_it_fires(void **state)
{
    struct model_fixture fixture;
    struct effect effect;
    struct action other = disk;
    (void)state;
    model_fixture_init(&fixture, FIXTURE_ALERTS);
    other.alert = "NoSuchAlert";

    effect_begin(&effect, &fixture.model, &disk);
    effect_look(&effect, 0, &fixture.model, &disk, FIXTURE_NOW_MS + 60000);
    effect_look(&effect, 1, &fixture.model, &other, FIXTURE_NOW_MS + 300000);

    assert_string_equal(effect.id, "7");
    assert_string_equal(effect.unit, "%");
    assert_true(effect.before > 90 && effect.before < 96);
    assert_true(effect.after[0].value == effect.before);
    assert_true(effect.after[0].knew_alerts);
    assert_true(effect.after[0].was_firing);
    assert_int_equal(effect.after[0].at_wall_ms, FIXTURE_NOW_MS + 60000);
    assert_false(effect.after[1].was_firing);
    assert_true(effect.after[1].knew_alerts);
    model_fixture_clear(&fixture);
}

static void effect_look_at_what_is_dead_knows_nothing(void **state)
{
    struct model_fixture fixture;
    struct effect effect;
    (void)state;
    model_fixture_init(&fixture, FIXTURE_DEAD);
    fixture.alerts.error = "connection refused";

    effect_begin(&effect, &fixture.model, &disk);
    effect_look(&effect, 0, &fixture.model, &disk, FIXTURE_NOW_MS + 60000);

    assert_true(isnan(effect.before));
    assert_true(isnan(effect.after[0].value));
    assert_false(effect.after[0].knew_alerts);
    assert_false(effect.after[0].was_firing);
    model_fixture_clear(&fixture);
}

static void effect_format_says_what_is_known_and_what_is_not(void **state)
{
    static const struct {
        struct effect effect;
        enum action_state state;
        int64_t after_ms; /* of the end */
        const char *alert, *text;
    } rows[] = {
        {{.unit = "%", .before = 88.1}, ACTION_RUNNING, 0, "", "88.1 % before"},
        {{.unit = "%", .before = 88.1},
         ACTION_DONE,
         18000,
         "",
         "88.1 % before, looked at again in 42s"},
        {{.unit = "%", .before = 88.1}, ACTION_DONE, 200000, "", ""},
        {{.unit = "%",
          .before = 88.1,
          .after = {{true, FIXTURE_NOW_MS + 61000, 90.3, true, true}}},
         ACTION_DONE,
         61000,
         "DiskFull",
         "88.1 % -> 90.3 % in 1m, DiskFull still fires"},
        {{.unit = "%",
          .before = 88.1,
          .after = {{true, FIXTURE_NOW_MS + 61000, 90.3, true, true},
                    {true, FIXTURE_NOW_MS + 300000, 70.2, true, false}}},
         ACTION_DONE,
         400000,
         "DiskFull",
         "88.1 % -> 70.2 % in 5m, DiskFull no longer fires"},
        {{.unit = "%",
          .before = 88.1,
          .after = {{true, FIXTURE_NOW_MS + 61000, 70.2, false, false}}},
         ACTION_DONE,
         61000,
         "DiskFull",
         "88.1 % -> 70.2 % in 1m, DiskFull: nobody tells if it fires"},
        {{.unit = "%",
          .before = 88.1,
          .after = {{true, FIXTURE_NOW_MS + 61000, 70.2, true, false}}},
         ACTION_DONE,
         61000,
         "",
         "88.1 % -> 70.2 % in 1m"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct action action = disk;
        char text[240];

        action.state = rows[i].state;
        action.alert = rows[i].alert;
        effect_format(&rows[i].effect, &action,
                      FIXTURE_NOW_MS + rows[i].after_ms, true, text,
                      sizeof(text));
        assert_string_equal(text, rows[i].text);
    }
}

static void effect_format_of_no_value_says_no_number(void **state)
{
    struct effect effect = {.before = (double)NAN};
    char text[240];
    (void)state;
    effect.after[0] = (struct effect_point){
        .is_known = true, .at_wall_ms = FIXTURE_NOW_MS, .value = (double)NAN};

    effect_format(&effect, &disk, FIXTURE_NOW_MS, true, text, sizeof(text));

    assert_null(strstr(text, "nan"));
    assert_non_null(strstr(text, " -> "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effect_look_tells_the_value_and_whether_it_fires),
        cmocka_unit_test(effect_look_at_what_is_dead_knows_nothing),
        cmocka_unit_test(effect_format_says_what_is_known_and_what_is_not),
        cmocka_unit_test(effect_format_of_no_value_says_no_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
