/* test_options.c - the command line. */
#include "tests/test.h"

#include "cli/options.h"

enum { WORDS_MAX = 16 };

static int parse(struct options *options, struct err *err, const char *line)
{
    static char copy[400];
    char *argv[WORDS_MAX + 1] = {(char[]){"tracetop"}};
    int argc = 1;
    char *rest = copy;

    *err = (struct err){0};
    memcpy(copy, line, strlen(line) + 1);
    while (*rest && argc < WORDS_MAX) {
        argv[argc++] = rest;
        rest += strcspn(rest, " ");
        if (*rest)
            *rest++ = '\0';
    }
    argv[argc] = NULL;
    return options_parse(options, argc, argv, err);
}

static void assert_refused(const char *line, const char *text)
{
    struct options options;
    struct err err;

    assert_int_equal(parse(&options, &err, line), -1);
    assert_string_equal(err.text, text);
    assert_int_equal(err.kind, ERR_REFUSED);
    options_clear(&options);
}

static void options_parse_takes_options_anywhere(void **state)
{
    struct options options;
    struct err err;
    (void)state;

    assert_int_equal(parse(&options, &err,
                           "--ascii snapshot --size=120x40 --prometheus "
                           "http://p:9090 --rules a.yml --rules=b.yml"),
                     0);

    assert_string_equal(options.command, "snapshot");
    assert_string_equal(options.size, "120x40");
    assert_string_equal(options.overrides.prometheus, "http://p:9090");
    assert_true(options.overrides.ascii);
    assert_int_equal(options.overrides.rules_count, 2);
    assert_string_equal(options.overrides.rules[1], "b.yml");
    assert_int_equal(options.argument_count, 0);
    options_clear(&options);
}

static void options_parse_after_two_dashes_takes_words(void **state)
{
    struct options options;
    struct err err;
    (void)state;

    assert_int_equal(parse(&options, &err, "query -- -up --help"), 0);

    assert_string_equal(options.command, "query");
    assert_int_equal(options.argument_count, 2);
    assert_string_equal(options.arguments[0], "-up");
    assert_false(options.wants_help);
    options_clear(&options);
}

static void
options_parse_of_demo_takes_a_scenario_only_with_equals(void **state)
{
    struct options options;
    struct err err;
    (void)state;

    assert_int_equal(parse(&options, &err, "--demo snapshot"), 0);
    assert_true(options.has_demo);
    assert_null(options.demo);
    assert_string_equal(options.command, "snapshot");
    options_clear(&options);
    assert_int_equal(parse(&options, &err, "--demo=disk-full"), 0);
    assert_string_equal(options.demo, "disk-full");
    options_clear(&options);
}

static void options_parse_of_a_wrong_word_names_it(void **state)
{
    (void)state;

    assert_refused("--promtheus x",
                   "unknown option '--promtheus'; did you mean --prometheus?");
    assert_refused("-z", "unknown option '-z'");
    assert_refused("--theme", "--theme wants a value: --theme NAME");
    assert_refused("--ascii=yes", "--ascii takes no value");
    assert_refused("query up --size 80x24",
                   "--size goes with: tracetop snapshot");
}

static void
options_parse_of_a_wrong_word_tells_the_command_before_it(void **state)
{
    struct options options;
    struct err err;
    (void)state;

    assert_int_equal(parse(&options, &err, "check --bogus alerts"), -1);
    assert_string_equal(options.command, "check");
    options_clear(&options);
    assert_int_equal(parse(&options, &err, "--bogus check"), -1);
    assert_null(options.command);
    options_clear(&options);
}

static void options_parse_takes_both_spellings_of_read_only(void **state)
{
    struct options options;
    struct err err;
    (void)state;

    assert_int_equal(parse(&options, &err, "--readonly"), 0);
    assert_true(options.overrides.read_only);
    options_clear(&options);
    assert_int_equal(parse(&options, &err, "--read-only"), 0);
    assert_true(options.overrides.read_only);
    options_clear(&options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_parse_takes_options_anywhere),
        cmocka_unit_test(options_parse_after_two_dashes_takes_words),
        cmocka_unit_test(
            options_parse_of_demo_takes_a_scenario_only_with_equals),
        cmocka_unit_test(options_parse_of_a_wrong_word_names_it),
        cmocka_unit_test(
            options_parse_of_a_wrong_word_tells_the_command_before_it),
        cmocka_unit_test(options_parse_takes_both_spellings_of_read_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
