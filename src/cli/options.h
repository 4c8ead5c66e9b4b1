/* options.h - the command line, read once into plain values.
 *
 * Layer: cli. One table of options drives the parser, `--help` and the shell
 * completion.
 */
#ifndef TRACETOP_CLI_OPTIONS_H
#define TRACETOP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "config/settings.h"

/* Values are borrowed from argv; NULL where nothing was said. */
struct options {
    struct overrides overrides;
    const char **words;  /* all that are no options; the array is owned */
    const char *command; /* the first of them; NULL: the dashboard */
    const char **arguments;
    size_t argument_count;
    bool wants_help, wants_version;
    bool has_demo;
    const char *demo; /* scenario, or NULL for the usual one */
    const char *format, *size, *view, *wait;
    const char *only; /* names by commas */
    const char *at, *start, *end, *step;
    const char *confirm;
    bool yes;
    const char *set[16]; /* NAME=VALUE */
    size_t set_count;
};

/* Which commands take an option: all of them, or the ones named. */
struct option_def {
    const char *name;     /* without the dashes */
    const char *argument; /* "URL"; NULL for none; "[=X]" when optional */
    const char *commands; /* names by blanks; "" for every command */
    const char *help;
};

/* All options, in the order of the help. */
extern const struct option_def option_table[];
extern const size_t option_count;

/* Reads argv (program name first); options may stand anywhere, `--` ends
 * them. Owns: the caller ends it with options_clear(), also after a failure.
 * Fails: -1 and `err` naming the wrong word; `command` is the first word that
 * stood before it. */
int options_parse(struct options *options, int argc, char *const *argv,
                  struct err *err);

/* Frees what options_parse() made. */
void options_clear(struct options *options);

/* Says whether an option goes with this command in particular. */
bool options_takes(const char *command, const struct option_def *option);

#endif
