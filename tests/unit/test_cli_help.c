/* test_cli_help.c - `--help` of each command, from the one table. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "cli/cli.h"

static struct buf help_of(const char *name)
{
    struct buf out;

    buf_init(&out, 65536);
    cli_add_help(&out, cli_find(name));
    return out;
}

static void cli_add_help_of_a_command_tells_all_of_it(void **state)
{
    struct buf out = help_of("completion");
    (void)state;

    assert_string_equal(
        out.bytes,
        "tracetop completion - print a shell's completion script\n"
        "\n"
        "usage: tracetop completion bash|zsh|fish\n"
        "\n"
        "prints:\n"
        "  a script for that shell.\n"
        "\n"
        "exit codes:\n"
        "  0  printed\n"
        "  64 a wrong call\n"
        "  78 a wrong configuration\n"
        "\n"
        "example:\n"
        "  tracetop completion bash >/etc/bash_completion.d/tracetop\n"
        "\n"
        "The options of all commands (--config, --context, --format, ...) are "
        "in: tracetop --help\n");
    buf_clear(&out);
}

static void cli_add_help_lists_the_options_of_that_command_alone(void **state)
{
    struct buf out = help_of("check");
    (void)state;

    assert_non_null(strstr(out.bytes, "\noptions of check:\n  --only A,B "));
    assert_null(strstr(out.bytes, "--size"));
    buf_clear(&out);
}

/* What a script looks up first. */
static void cli_add_help_of_check_tells_its_exit_codes(void **state)
{
    struct buf out = help_of("check");
    (void)state;

    assert_non_null(strstr(out.bytes,
                           "\nexit codes:\n"
                           "  0  all is well\n"
                           "  1  a warning\n"
                           "  2  something is critical\n"
                           "  3  something is unknown, and nothing is worse\n"
                           "  64 a wrong call\n"));
    buf_clear(&out);
}

static void cli_table_gives_every_command_an_example_of_itself(void **state)
{
    (void)state;

    for (size_t i = 0; i < cli_count; i++) {
        char start[64];

        (void)snprintf(start, sizeof(start), "tracetop %s ", cli_table[i].name);
        assert_int_equal(strncmp(cli_table[i].examples, start, strlen(start)),
                         0);
        assert_int_equal(cli_table[i].exits[0], '0');
        assert_true(cli_table[i].prints[0] != '\0');
    }
}

/* Help is read in 80 columns; the summary and the usage may wrap. */
static void cli_table_has_lines_that_fit_a_screen(void **state)
{
    (void)state;

    for (size_t i = 0; i < cli_count; i++) {
        const char *texts[] = {cli_table[i].prints, cli_table[i].exits,
                               cli_table[i].examples};

        for (size_t at = 0; at < 3; at++)
            for (const char *line = texts[at]; *line;
                 line += strcspn(line, "\n") + 1)
                assert_in_range(strcspn(line, "\n"), 1, 78);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cli_add_help_of_a_command_tells_all_of_it),
        cmocka_unit_test(cli_add_help_lists_the_options_of_that_command_alone),
        cmocka_unit_test(cli_add_help_of_check_tells_its_exit_codes),
        cmocka_unit_test(cli_table_gives_every_command_an_example_of_itself),
        cmocka_unit_test(cli_table_has_lines_that_fit_a_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
