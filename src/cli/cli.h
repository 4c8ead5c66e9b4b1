/* cli.h - the subcommands that need no screen.
 *
 * Layer: cli. One table, one file each. Each writes to stdout, says what went
 * wrong on stderr, and returns the exit code.
 */
#ifndef TRACETOP_CLI_CLI_H
#define TRACETOP_CLI_CLI_H

#include <stddef.h>

#include "cli/options.h"
#include "config/settings.h"

struct buf;

struct cli_command {
    const char *name;
    const char *usage; /* behind the name */
    const char *help;

    /* Runs it. `settings` is loaded and checked. */
    int (*run)(const struct options *options, struct settings *settings);

    const char *prints;   /* what comes to stdout; lines end in \n */
    const char *exits;    /* its exit codes beside those of all, likewise */
    const char *examples; /* lines to type, likewise */
};

/* All of them, in the order of the help. */
extern const struct cli_command cli_table[];
extern const size_t cli_count;

/* Returns the command of a name, or NULL. */
const struct cli_command *cli_find(const char *name);

/* Says "tracetop: TEXT" on stderr, scrubbed, and returns `exit_code`. */
int cli_fail(int exit_code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Writes bytes to stdout. Returns 0, or 1 after saying why it failed. */
int cli_write(const char *bytes, size_t length);

/* Writes a text to stdout, scrubbed but for its newlines. Returns cli_write()'s
 * answer. Owns: the text is cleared. */
int cli_print(struct buf *text);

/* Prints the help of one command, or of them all (NULL).
 * Returns cli_write()'s answer. */
int cli_print_help(const struct cli_command *command);

/* Adds the help of one command: what it prints, its options, exit codes and
 * an example. */
void cli_add_help(struct buf *out, const struct cli_command *command);

/* Reads a time: RFC 3339, or seconds since the epoch, or "now" with an offset
 * ("-1h"). Fails: -1 and `err`. */
int cli_parse_time(const char *text, int64_t now_ms, int64_t *wall_ms,
                   struct err *err);

int cli_snapshot(const struct options *options, struct settings *settings);
int cli_check(const struct options *options, struct settings *settings);
int cli_alerts(const struct options *options, struct settings *settings);
int cli_query(const struct options *options, struct settings *settings);
int cli_rules(const struct options *options, struct settings *settings);
int cli_runbook(const struct options *options, struct settings *settings);
int cli_action(const struct options *options, struct settings *settings);
int cli_config(const struct options *options, struct settings *settings);
int cli_completion(const struct options *options, struct settings *settings);

/* Replaces the process by the simulator that runs `tracetop ARGS`.
 * Returns the exit code of the failure: it comes back only then. */
int cli_demo(const struct options *options, int argc, char *const *argv);

#endif
