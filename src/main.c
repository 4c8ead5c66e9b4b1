/* main.c - arguments in, exit code out; the only place that exits. */
#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "config/settings.h"

/* glibc raises its own threshold with every large block that is freed. */
enum { OWN_PAGES_BYTES = 128 * 1024 };

static void give_memory_back(void);
static int refuse(const struct options *options, const struct err *err);
static int help(const struct options *options);
static int refuse_command(const char *name);
static int run(const struct options *options, int argc, char *const *argv);
static int run_dashboard(const struct options *options,
                         struct settings *settings);
static const char *environment(const char *name);

int main(int argc, char **argv)
{
    struct options options;
    struct err err = {0};
    int rc;

    give_memory_back();
    if (options_parse(&options, argc, argv, &err) < 0)
        rc = refuse(&options, &err);
    else if (options.wants_help)
        rc = help(&options);
    else if (options.wants_version)
        rc = puts("tracetop " PACKAGE_VERSION) < 0 ? EX_IOERR : 0;
    else
        rc = run(&options, argc, argv);
    options_clear(&options);
    return rc;
}

/* What every refresh makes anew (the list of alerts, the answer before the
 * last) is given back to the system when it is freed, and leaves no holes. */
static void give_memory_back(void)
{
#ifdef M_MMAP_THRESHOLD
    (void)mallopt(M_MMAP_THRESHOLD, OWN_PAGES_BYTES);
#endif
}

/* A wrong option: the help to read is that of the command, if it is known. */
static int refuse(const struct options *options, const struct err *err)
{
    const struct cli_command *command =
        options->command ? cli_find(options->command) : NULL;

    return cli_fail(EX_USAGE, "%s (see tracetop %s%s--help)", err->text,
                    command ? command->name : "", command ? " " : "");
}

static int help(const struct options *options)
{
    const struct cli_command *command = NULL;

    if (options->command) {
        command = cli_find(options->command);
        if (!command)
            return refuse_command(options->command);
    }
    return cli_print_help(command);
}

static int refuse_command(const char *name)
{
    return cli_fail(EX_USAGE,
                    "unknown command '%s'; tracetop --help lists them", name);
}

static int run(const struct options *options, int argc, char *const *argv)
{
    const struct cli_command *command = NULL;
    struct settings *settings;
    struct err err = {0};
    int rc;

    if (options->command) {
        command = cli_find(options->command);
        if (!command)
            return refuse_command(options->command);
    }
    if (options->has_demo)
        return cli_demo(options, argc, argv);
    settings = settings_load(&options->overrides, environment, &err);
    if (!settings)
        return cli_fail(err.kind == ERR_REFUSED ? EX_USAGE : EX_CONFIG, "%s",
                        err.text);
    for (size_t i = 0; i < settings->warning_count; i++)
        (void)cli_fail(0, "%s", settings->warnings[i]);
    rc = command ? command->run(options, settings)
                 : run_dashboard(options, settings);
    settings_free(settings);
    return rc;
}

static int run_dashboard(const struct options *options,
                         struct settings *settings)
{
    const struct app_options wanted = {0};
    struct err err = {0};
    int rc;

    if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO))
        return cli_snapshot(options, settings);
    rc = app_run(settings, &wanted, &err);
    if (rc < 0 && err.kind == ERR_REFUSED) { /* TERM=dumb: a list will do */
        (void)cli_fail(0, "%s; printing a snapshot", err.text);
        return cli_snapshot(options, settings);
    }
    if (rc < 0)
        return cli_fail(err.kind == ERR_FORMAT ? EX_CONFIG : EX_UNAVAILABLE,
                        "%s", err.text);
    return rc;
}

static const char *environment(const char *name)
{
    return getenv(name);
}
