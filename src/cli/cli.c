/* cli.c - the table of subcommands, and what they share. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/duration.h"
#include "base/utf8.h"

static void add_option(struct buf *out, const struct option_def *option);

const struct cli_command cli_table[] = {
    {"snapshot",
     "[--format text|ansi|svg|json] [--size COLSxROWS] [--view NAME] "
     "[--wait DUR]",
     "print one frame", cli_snapshot},
    {"check", "[--only A,B] [--format text|json] [--timeout DUR]",
     "the morning health check; exits 0 when all is well, 1 at a warning, 2 at "
     "something critical, 3 when something is unknown",
     cli_check},
    {"alerts", "[--format text|json] [--wait DUR]",
     "print all alerts; exits 1 when one fires, 2 when a critical one does, 3 "
     "when nobody knows",
     cli_alerts},
    {"query", "EXPR [--at TIME | --start T --end T --step DUR]",
     "run one PromQL query", cli_query},
    {"rules", "[check FILE...]",
     "print the alert rules in force, or check rule files", cli_rules},
    {"runbook",
     "list|show ID|lint [FILE]|run ID STEP [--yes] [--confirm WORD] [--set "
     "NAME=VALUE]",
     "list the runbooks of the guide, show the steps of one, judge a guide, "
     "run a step",
     cli_runbook},
    {"action", "list|show ID|follow ID|cancel ID|verify",
     "the steps that were run: list, show, follow or cancel one; verify the "
     "audit log",
     cli_action},
    {"config", "check|show|paths", "check or show the configuration",
     cli_config},
    {"completion", "bash|zsh|fish", "print a shell's completion script",
     cli_completion},
};
const size_t cli_count = sizeof(cli_table) / sizeof(cli_table[0]);

const struct cli_command *cli_find(const char *name)
{
    for (size_t i = 0; i < cli_count; i++)
        if (!strcmp(cli_table[i].name, name))
            return &cli_table[i];
    return NULL;
}

int cli_fail(int exit_code, const char *fmt, ...)
{
    char text[1024];
    struct buf line;
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    buf_init(&line, 8192);
    buf_add_str(&line, "tracetop: ");
    utf8_scrub(&line, text, strlen(text), false);
    buf_add_char(&line, '\n');
    (void)fputs(line.bytes, stderr);
    buf_clear(&line);
    return exit_code;
}

int cli_write(const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cli_fail(EX_IOERR, "cannot write: %s", strerror(errno));
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

int cli_print_help(void)
{
    struct buf out;
    int rc;

    buf_init(&out, 65536);
    buf_add_str(&out,
                "tracetop - the health of a distributed-tracing platform in "
                "a terminal\n\n"
                "usage: tracetop [options]            open the dashboard\n"
                "       tracetop COMMAND [options]\n\ncommands:\n");
    for (size_t i = 0; i < cli_count; i++)
        buf_printf(&out, "  %s %s\n      %s\n", cli_table[i].name,
                   cli_table[i].usage, cli_table[i].help);
    buf_add_str(&out, "\noptions of all commands:\n");
    for (size_t i = 0; i < option_count; i++)
        if (!option_table[i].commands[0])
            add_option(&out, &option_table[i]);
    for (size_t i = 0; i < cli_count; i++) {
        bool has_title = false;

        for (size_t at = 0; at < option_count; at++) {
            if (!options_takes(cli_table[i].name, &option_table[at]))
                continue;
            if (!has_title)
                buf_printf(&out, "\noptions of %s:\n", cli_table[i].name);
            has_title = true;
            add_option(&out, &option_table[at]);
        }
    }
    buf_add_str(&out,
                "\nDUR is a Prometheus duration: 5s, 1m30s, 1h.\n"
                "Without a configuration, http://localhost:9090 is asked; "
                "try --demo to look around.\n");
    rc = cli_write(out.bytes, out.length);
    buf_clear(&out);
    return rc;
}

int cli_parse_time(const char *text, int64_t now_ms, int64_t *wall_ms,
                   struct err *err)
{
    char *end;
    double seconds;
    int64_t back_ms;

    if (!strcmp(text, "now")) {
        *wall_ms = now_ms;
        return 0;
    }
    if (text[0] == '-' && duration_parse(text + 1, &back_ms, NULL) == 0) {
        *wall_ms = now_ms - back_ms;
        return 0;
    }
    if (clock_parse_rfc3339(text, wall_ms) == 0)
        return 0;
    errno = 0;
    seconds = strtod(text, &end);
    if (end == text || *end || errno || !(seconds >= 0 && seconds < 1e11))
        return err_set(err, ERR_REFUSED, 0,
                       "'%s' is no time; right are 2026-11-22T21:14:07Z, "
                       "1795380168 (seconds), now, -1h (before now)",
                       text);
    *wall_ms = (int64_t)(seconds * 1000 + 0.5);
    return 0;
}

static void add_option(struct buf *out, const struct option_def *option)
{
    char name[60];
    const char *argument = option->argument ? option->argument : "";

    (void)snprintf(name, sizeof(name), "--%s%s%s", option->name,
                   argument[0] && argument[0] != '[' ? " " : "", argument);
    buf_printf(out, "  %-22s %s\n", name, option->help);
}
