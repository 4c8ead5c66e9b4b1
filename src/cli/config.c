/* config.c - `tracetop config check|show|paths`. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "alert/policy.h"
#include "base/buf.h"
#include "cli/guide_source.h"

static int check_escalation(const struct settings *settings, struct err *err);
static int check_guide(const struct settings *settings, struct err *err);
static void add_paths(const struct settings *settings, struct buf *out);

int cli_config(const struct options *options, struct settings *settings)
{
    const char *what =
        options->argument_count == 1 ? options->arguments[0] : "";
    struct err err = {0};
    struct buf out;
    int rc;

    buf_init(&out, 1 << 20);
    if (!strcmp(what, "check")) {
        if (check_escalation(settings, &err) < 0 ||
            check_guide(settings, &err) < 0) {
            buf_clear(&out);
            return cli_fail(EX_CONFIG, "%s", err.text);
        }
        buf_printf(&out, "ok: %s, context %s of %zu\n",
                   settings->file ? settings->file
                                  : "no configuration file, defaults",
                   settings_context(settings)->name, settings->context_count);
    } else if (!strcmp(what, "show")) {
        settings_show(settings, &out);
    } else if (!strcmp(what, "paths")) {
        add_paths(settings, &out);
    } else {
        buf_clear(&out);
        return cli_fail(EX_USAGE, "config %s: right are check, show, paths",
                        what);
    }
    rc = cli_write(out.bytes, out.length);
    buf_clear(&out);
    return rc;
}

/* The settings keep this part as it is written. */
static int check_escalation(const struct settings *settings, struct err *err)
{
    struct policy policy;
    int rc;

    policy_init(&policy);
    rc = policy_read(&policy, settings->file ? settings->file : "",
                     settings->escalation, err);
    policy_clear(&policy);
    return rc;
}

static int check_guide(const struct settings *settings, struct err *err)
{
    if (guide_source_check(settings, err) < 0)
        return err_within(err, "guide");
    return 0;
}

static void add_paths(const struct settings *settings, struct buf *out)
{
    const struct paths *paths = &settings->paths;

    buf_printf(out, "configuration  %s\n",
               settings->file ? settings->file : "none found");
    buf_printf(out, "searched       %s/config.yaml\n", paths->config_dir);
    buf_printf(out, "               /etc/tracetop/config.yaml\n");
    buf_printf(out, "themes         %s/themes/*.yaml\n", paths->config_dir);
    buf_printf(out, "panels         %s/panels/*.yaml\n", paths->config_dir);
    buf_printf(out, "state          %s\n", paths->state_dir);
}
