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

const struct cli_command cli_table[] = {
    {"snapshot",
     "[--format text|ansi|svg|json] [--size COLSxROWS] [--view NAME] "
     "[--wait DUR]",
     "print one frame", cli_snapshot,
     "one frame of the dashboard as text, with ANSI colours, or as SVG; as\n"
     "json: back ends, panels with their series, alerts.\n",
     "0  printed, whatever the back ends said\n",
     "tracetop snapshot --view alerts --size 120x40\n"
     "tracetop snapshot --format json --wait 10s\n"},
    {"check", "[--only A,B] [--format text|json] [--timeout DUR]",
     "the morning health check; exits 0 when all is well, 1 at a warning, 2 at "
     "something critical, 3 when something is unknown",
     cli_check,
     "a line for each part of the platform: its state, why, and the runbook.\n",
     "0  all is well\n"
     "1  a warning\n"
     "2  something is critical\n"
     "3  something is unknown, and nothing is worse\n",
     "tracetop check --only elasticsearch,disk\n"
     "tracetop check --format json --timeout 5s\n"},
    {"alerts", "[--format text|json] [--wait DUR]",
     "print all alerts; exits 1 when one fires, 2 when a critical one does, 3 "
     "when nobody knows",
     cli_alerts,
     "each alert with severity, state, age, value, labels and runbook.\n",
     "0  nothing fires\n"
     "1  an alert fires\n"
     "2  a critical alert fires\n"
     "3  nobody told of alerts in time\n",
     "tracetop alerts --format json\n"},
    {"query", "EXPR [--at TIME | --start T --end T --step DUR]",
     "run one PromQL query", cli_query,
     "a line a series; as json, shaped as Prometheus' own answer.\n",
     "0  answered, with data or without\n"
     "1  not answered\n",
     "tracetop query 'sum(rate(otelcol_receiver_accepted_spans[5m]))'\n"
     "tracetop query up --start -1h --end now --step 1m --format json\n"},
    {"rules", "[check FILE...]",
     "print the alert rules in force, or check rule files", cli_rules,
     "the alert rules in force as a Prometheus rule file; with check, a line\n"
     "for each thing that is wrong with a file.\n",
     "0  printed; with check: nothing is wrong\n"
     "1  check: something is wrong\n",
     "tracetop rules >rules.yml\n"
     "tracetop rules check rules.yml\n"},
    {"runbook",
     "list|show ID|lint [FILE]|run ID STEP [--yes] [--confirm WORD] [--set "
     "NAME=VALUE]",
     "list the runbooks of the guide, show the steps of one, judge a guide, "
     "run a step",
     cli_runbook,
     "list: the runbooks; show: the steps of one with their risk; lint: what\n"
     "is wrong or dangerous in a guide; run: the output of a step.\n",
     "0  printed; lint: nothing above a remark; run: the step succeeded\n"
     "1  lint: an error or a warning\n"
     "N  run: the status of the step, 128+N for signal N, 124 for a timeout,\n"
     "   130 when cancelled, 70 when its supervisor was lost\n"
     "65 the guide is none\n"
     "77 run: refused, or not confirmed\n",
     "tracetop runbook show jaeger-collector-down\n"
     "tracetop runbook run jaeger-collector-down 1 --yes\n"},
    {"action", "list|show ID|follow ID|cancel ID|verify",
     "the steps that were run: list, show, follow or cancel one; verify the "
     "audit log",
     cli_action,
     "list: a line a run; show: one with its output; follow: the output as it\n"
     "comes; cancel: what still lives; verify: the hash of the last line.\n",
     "0  printed, cancelled, or the audit log is whole\n"
     "1  verify: a line is not as it was written; cancel: something lives\n"
     "N  follow: as the step ends\n"
     "77 the state folder is not ours alone\n",
     "tracetop action list\n"
     "tracetop action verify\n"},
    {"config", "check|show|paths", "check or show the configuration",
     cli_config,
     "check: that it is right; show: every setting as YAML, with where it\n"
     "comes from, and secrets left out; paths: which files are read.\n",
     "0  it is right\n"
     "78 it is wrong: file, line, key and why are on stderr\n",
     "tracetop config check --config ./config.yaml\n"
     "tracetop config show --context prod\n"},
    {"completion", "bash|zsh|fish", "print a shell's completion script",
     cli_completion, "a script for that shell.\n", "0  printed\n",
     "tracetop completion bash >/etc/bash_completion.d/tracetop\n"},
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

int cli_print(struct buf *text)
{
    struct buf clean;
    int rc;

    buf_init(&clean, 4 * text->length + 4); /* a bad byte becomes up to four */
    utf8_scrub(&clean, text->bytes, text->length, true);
    rc = cli_write(clean.bytes, clean.length);
    buf_clear(&clean);
    buf_clear(text);
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
