/* test_sim_options.c - the words of tracetop-sim. */
#include "tests/test.h"

#include "sim/options.h"

static const int64_t now_ms = INT64_C(1795380000000);

static void options_without_words_serve_a_healthy_platform(void **state)
{
    const char *argv[] = {NULL};
    struct options options;
    (void)state;

    assert_int_equal(options_parse(&options, argv, now_ms, NULL), 0);

    assert_int_equal(options.mode, OPTIONS_SERVE);
    assert_int_equal(options.scenario, SCENARIO_HEALTHY);
    assert_int_equal(options.port, 0);
    assert_int_equal(options.end_ms, now_ms);
}

static void options_of_run_leave_the_command_alone(void **state)
{
    const char *argv[] = {"run", "--scenario", "disk-full", "--hours=2",
                          "--",  "sh",         "--version", NULL};
    struct options options;
    (void)state;

    assert_int_equal(options_parse(&options, argv, now_ms, NULL), 0);

    assert_int_equal(options.mode, OPTIONS_RUN);
    assert_int_equal(options.scenario, SCENARIO_DISK_FULL);
    assert_near(options.hours, 2, 0);
    assert_string_equal(options.command[0], "sh");
    assert_string_equal(options.command[1], "--version");
    assert_null(options.command[2]);
}

static void options_of_a_history_take_step_and_end(void **state)
{
    const char *argv[] = {"--openmetrics",        "--step", "30s", "--end",
                          "2026-11-22T20:00:00Z", NULL};
    struct options options;
    (void)state;

    assert_int_equal(options_parse(&options, argv, now_ms, NULL), 0);

    assert_int_equal(options.mode, OPTIONS_OPENMETRICS);
    assert_int_equal(options.step_ms, 30000);
    assert_int_equal(options.end_ms, INT64_C(1795377600000));
}

static void options_that_make_no_sense_are_named(void **state)
{
    static const struct {
        const char *argv[4];
        const char *text;
    } rows[] = {
        {{"--sceanrio", "x", NULL}, "unknown word '--sceanrio'; see --help"},
        {{"--scenario", NULL}, "--scenario needs a value"},
        {{"--port", "70000", NULL},
         "--port: '70000' is not a port, 0 to 65535"},
        {{"--pods", "20001", NULL},
         "--pods: '20001' is not a number of pods, up to 20000"},
        {{"--hours", "0", NULL},
         "--hours: '0' is not a number of hours, up to 744"},
        {{"--step", "10ms", NULL}, "--step: '10ms' is shorter than 1s"},
        {{"--openmetrics=yes", NULL}, "--openmetrics takes no value"},
        {{"run", "--", NULL}, "run: needs a COMMAND after --"},
        {{"--scenario", "fire", NULL},
         "--scenario: 'fire' is none of healthy, collector-down, disk-full, "
         "slow-queries, kafka-lag, cascade"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct options options;
        struct err err = {0};

        assert_int_equal(options_parse(&options, rows[i].argv, now_ms, &err),
                         -1);
        assert_string_equal(err.text, rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_without_words_serve_a_healthy_platform),
        cmocka_unit_test(options_of_run_leave_the_command_alone),
        cmocka_unit_test(options_of_a_history_take_step_and_end),
        cmocka_unit_test(options_that_make_no_sense_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
