/* cli_help.c - `--help`: of the program, and of each command. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { HELP_MAX = 65536 };

static void add_overview(struct buf *out);
static void add_options_of(struct buf *out, const char *command);
static void add_option(struct buf *out, const struct option_def *option);
static void add_lines(struct buf *out, const char *title, const char *lines);

int cli_print_help(const struct cli_command *command)
{
    struct buf out;
    int rc;

    buf_init(&out, HELP_MAX);
    if (command)
        cli_add_help(&out, command);
    else
        add_overview(&out);
    rc = cli_write(out.bytes, out.length);
    buf_clear(&out);
    return rc;
}

void cli_add_help(struct buf *out, const struct cli_command *command)
{
    buf_printf(out, "tracetop %s - %s\n\nusage: tracetop %s %s\n",
               command->name, command->help, command->name, command->usage);
    add_lines(out, "prints:", command->prints);
    add_options_of(out, command->name);
    add_lines(out, "exit codes:", command->exits);
    buf_add_str(out, "  64 a wrong call\n"
                     "  78 a wrong configuration\n");
    add_lines(out, "example:", command->examples);
    buf_add_str(out, "\nThe options of all commands (--config, --context, "
                     "--format, ...) are in: tracetop --help\n");
}

static void add_overview(struct buf *out)
{
    buf_add_str(out,
                "tracetop - the health of a distributed-tracing platform in "
                "a terminal\n\n"
                "usage: tracetop [options]            open the dashboard\n"
                "       tracetop COMMAND [options]\n"
                "       tracetop COMMAND --help       what it prints, exit "
                "codes, an example\n\ncommands:\n");
    for (size_t i = 0; i < cli_count; i++)
        buf_printf(out, "  %s %s\n      %s\n", cli_table[i].name,
                   cli_table[i].usage, cli_table[i].help);
    buf_add_str(out, "\noptions of all commands:\n");
    for (size_t i = 0; i < option_count; i++)
        if (!option_table[i].commands[0])
            add_option(out, &option_table[i]);
    for (size_t i = 0; i < cli_count; i++)
        add_options_of(out, cli_table[i].name);
    buf_add_str(out, "\nDUR is a Prometheus duration: 5s, 1m30s, 1h.\n"
                     "Without a configuration, http://localhost:9090 is asked; "
                     "try --demo to look around.\n");
}

/* Nothing for a command that has none of its own. */
static void add_options_of(struct buf *out, const char *command)
{
    bool has_title = false;

    for (size_t i = 0; i < option_count; i++) {
        if (!options_takes(command, &option_table[i]))
            continue;
        if (!has_title)
            buf_printf(out, "\noptions of %s:\n", command);
        has_title = true;
        add_option(out, &option_table[i]);
    }
}

static void add_option(struct buf *out, const struct option_def *option)
{
    char name[60];
    const char *argument = option->argument ? option->argument : "";

    (void)snprintf(name, sizeof(name), "--%s%s%s", option->name,
                   argument[0] && argument[0] != '[' ? " " : "", argument);
    buf_printf(out, "  %-22s %s\n", name, option->help);
}

static void add_lines(struct buf *out, const char *title, const char *lines)
{
    buf_printf(out, "\n%s\n", title);
    while (*lines) {
        size_t length = strcspn(lines, "\n");

        buf_printf(out, "  %.*s\n", (int)length, lines);
        lines += length + (lines[length] == '\n');
    }
}
