/* runbook.c - `tracetop runbook list|show ID|lint [FILE]|run ID STEP`. */
#include "cli/cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/xalloc.h"
#include "cli/guide_source.h"
#include "cli/json_out.h"
#include "cli/runbook_run.h"
#include "runbook/lint.h"

enum { OUT_MAX = 64 * 1024 * 1024 };

static int lint_file(const char *path, bool is_json);
static int lint(const struct guide *guide, bool is_json);
static json_t *report_json(const struct lint_report *report);
static int list(const struct guide *guide, bool is_json);
static int show(const struct guide *guide, const char *id, bool is_json);
static int unknown(const struct guide *guide, const char *id);
static json_t *runbook_json(const struct runbook *runbook);
static json_t *step_json(const struct step *step);
static json_t *text_json(const char *text);
static void add_step(struct buf *out, const struct step *step);

int cli_runbook(const struct options *options, struct settings *settings)
{
    const char *what = options->argument_count ? options->arguments[0] : "";
    bool is_json = options->format && !strcmp(options->format, "json");
    struct guide guide;
    struct err broken = {0}, err = {0};
    int rc;

    bool is_list = !strcmp(what, "list") && options->argument_count == 1;
    bool is_show = !strcmp(what, "show") && options->argument_count == 2;
    bool is_lint = !strcmp(what, "lint") && options->argument_count <= 2;

    bool is_run = !strcmp(what, "run") && options->argument_count == 3;

    if (!is_list && !is_show && !is_lint && !is_run)
        return cli_fail(EX_USAGE,
                        "runbook %s: right are list, show ID, lint [FILE], "
                        "run ID STEP",
                        what);
    if (options->format && !is_json && strcmp(options->format, "text") != 0)
        return cli_fail(EX_USAGE, "--format %s: right are text, json",
                        options->format);
    if (is_lint && (options->argument_count == 2 || settings->guide))
        return lint_file(options->argument_count == 2 ? options->arguments[1]
                                                      : settings->guide,
                         is_json);
    if (guide_source_load(&guide, settings, &broken, &err) < 0) {
        guide_clear(&guide);
        if (broken.kind)
            (void)cli_fail(0, "%s", broken.text);
        return cli_fail(EX_DATAERR, "%s", err.text);
    }
    if (broken.kind && (is_lint || is_run)) {
        /* What is judged or run must be what was asked for. */
        guide_clear(&guide);
        return cli_fail(EX_DATAERR, "%s", broken.text);
    }
    if (broken.kind)
        (void)cli_fail(0, "%s; the built-in guide is used", broken.text);
    if (is_lint)
        rc = lint(&guide, is_json);
    else if (is_run)
        rc = runbook_run(options, settings, &guide);
    else
        rc = is_list ? list(&guide, is_json)
                     : show(&guide, options->arguments[1], is_json);
    guide_clear(&guide);
    return rc;
}

/* A file that is to be judged has no stand-in. */
static int lint_file(const char *path, bool is_json)
{
    struct guide guide;
    struct err err = {0};
    int rc;

    if (guide_source_read(&guide, path, &err) < 0)
        rc = cli_fail(EX_DATAERR, "%s", err.text);
    else
        rc = lint(&guide, is_json);
    guide_clear(&guide);
    return rc;
}

/* Returns 1 when there is an error or a warning. */
static int lint(const struct guide *guide, bool is_json)
{
    struct lint_report report;
    struct buf out;
    int rc;

    lint_guide(&report, guide);
    if (is_json) {
        rc = json_out_print(report_json(&report), JSON_INDENT(2));
    } else {
        buf_init(&out, OUT_MAX);
        for (size_t i = 0; i < report.count; i++) {
            const struct lint_finding *finding = &report.findings[i];

            buf_printf(&out, "%s:%d: %s: %s (%s)\n", guide->name, finding->line,
                       lint_severity_name(finding->severity), finding->message,
                       finding->rule);
        }
        buf_printf(&out, "%zu errors, %zu warnings, %zu in all\n",
                   lint_count(&report, LINT_ERROR),
                   lint_count(&report, LINT_WARNING) -
                       lint_count(&report, LINT_ERROR),
                   report.count);
        rc = cli_print(&out);
    }
    if (!rc && lint_count(&report, LINT_WARNING))
        rc = 1;
    lint_clear(&report);
    return rc;
}

static json_t *report_json(const struct lint_report *report)
{
    json_t *document = json_object();
    json_t *findings = json_array();

    for (size_t i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        json_t *object = json_object();

        (void)json_object_set_new(object, "line", json_integer(finding->line));
        (void)json_object_set_new(object, "runbook",
                                  finding->runbook ? text_json(finding->runbook)
                                                   : json_null());
        (void)json_object_set_new(object, "step",
                                  finding->step ? json_integer(finding->step)
                                                : json_null());
        (void)json_object_set_new(
            object, "severity",
            text_json(lint_severity_name(finding->severity)));
        (void)json_object_set_new(object, "rule", text_json(finding->rule));
        (void)json_object_set_new(object, "message",
                                  text_json(finding->message));
        (void)json_array_append_new(findings, object);
    }
    (void)json_object_set_new(document, "findings", findings);
    return document;
}

static int list(const struct guide *guide, bool is_json)
{
    struct buf out;
    size_t widest = 0;

    if (is_json) {
        json_t *document = json_object();
        json_t *runbooks = json_array();

        for (size_t i = 0; i < guide->count; i++) {
            json_t *runbook = runbook_json(&guide->runbooks[i]);

            (void)json_object_set_new(
                runbook, "steps",
                json_integer(
                    (json_int_t)runbook_steps(&guide->runbooks[i])->count));
            (void)json_array_append_new(runbooks, runbook);
        }
        (void)json_object_set_new(document, "runbooks", runbooks);
        return json_out_print(document, JSON_INDENT(2));
    }
    for (size_t i = 0; i < guide->count; i++)
        if (strlen(guide->runbooks[i].id) > widest)
            widest = strlen(guide->runbooks[i].id);
    buf_init(&out, OUT_MAX);
    for (size_t i = 0; i < guide->count; i++) {
        const struct runbook *runbook = &guide->runbooks[i];
        size_t steps = runbook_steps(runbook)->count;

        buf_printf(&out, "%-*s  %3zu step%s  %s", (int)widest, runbook->id,
                   steps, steps == 1 ? " " : "s", runbook->title);
        for (size_t k = 0; k < runbook->alert_count; k++)
            buf_printf(&out, "%s%s", k ? ", " : "  (", runbook->alerts[k]);
        buf_add_str(&out, runbook->alert_count ? ")\n" : "\n");
    }
    if (!guide->count)
        buf_printf(&out, "no runbooks in %s\n", guide->name);
    return cli_print(&out);
}

static int show(const struct guide *guide, const char *id, bool is_json)
{
    const struct runbook *runbook = guide_find(guide, id);
    const struct step_list *list;
    struct buf out;

    if (!runbook)
        return unknown(guide, id);
    list = runbook_steps(runbook);
    if (is_json) {
        json_t *document = runbook_json(runbook);
        json_t *steps = json_array();

        for (size_t i = 0; i < list->count; i++)
            (void)json_array_append_new(steps, step_json(&list->steps[i]));
        (void)json_object_set_new(document, "steps", steps);
        return json_out_print(document, JSON_INDENT(2));
    }
    buf_init(&out, OUT_MAX);
    buf_printf(&out, "%s (%s, %s:%d)\n", runbook->title, runbook->id,
               guide->name, runbook->line);
    for (size_t i = 0; i < runbook->alert_count; i++)
        buf_printf(&out, "%s%s", i ? ", " : "alerts: ", runbook->alerts[i]);
    buf_add_str(&out, runbook->alert_count ? "\n" : "");
    for (size_t i = 0; i < list->count; i++) {
        const char *section = list->steps[i].section;

        if (*section &&
            (!i || strcmp(section, list->steps[i - 1].section) != 0))
            buf_printf(&out, "\n%s\n", section);
        add_step(&out, &list->steps[i]);
    }
    return cli_print(&out);
}

static int unknown(const struct guide *guide, const char *id)
{
    const char **ids = xcalloc(guide->count + 1, sizeof(*ids));
    const char *nearest;
    int rc;

    for (size_t i = 0; i < guide->count; i++)
        ids[i] = guide->runbooks[i].id;
    nearest = nearest_word(id, ids, guide->count);
    rc = cli_fail(EX_USAGE, "no runbook '%s' in %s%s%s%s", id, guide->name,
                  nearest ? "; did you mean '" : "", nearest ? nearest : "",
                  nearest ? "'?" : "");
    free((void *)ids);
    return rc;
}

static json_t *runbook_json(const struct runbook *runbook)
{
    json_t *object = json_object();
    json_t *alerts = json_array();

    for (size_t i = 0; i < runbook->alert_count; i++)
        (void)json_array_append_new(alerts, text_json(runbook->alerts[i]));
    (void)json_object_set_new(object, "id", text_json(runbook->id));
    (void)json_object_set_new(object, "title", text_json(runbook->title));
    (void)json_object_set_new(object, "alerts", alerts);
    (void)json_object_set_new(object, "line", json_integer(runbook->line));
    return object;
}

static json_t *step_json(const struct step *step)
{
    json_t *object = json_object();
    json_t *placeholders = json_array();

    for (size_t i = 0; i < step->placeholder_count; i++)
        (void)json_array_append_new(placeholders,
                                    text_json(step->placeholders[i]));
    (void)json_object_set_new(object, "number", json_integer(step->number));
    (void)json_object_set_new(object, "title", text_json(step->title));
    (void)json_object_set_new(object, "language", text_json(step->language));
    (void)json_object_set_new(object, "command", text_json(step->command));
    (void)json_object_set_new(object, "risk", text_json(risk_name(step->risk)));
    (void)json_object_set_new(object, "reason", text_json(step->reason));
    (void)json_object_set_new(object, "held_back",
                              json_boolean(step->is_held_back));
    (void)json_object_set_new(object, "placeholders", placeholders);
    (void)json_object_set_new(object, "section", text_json(step->section));
    (void)json_object_set_new(object, "line", json_integer(step->line));
    return object;
}

/* A guide is UTF-8, but a title may be cut out of a text that is not. */
static json_t *text_json(const char *text)
{
    json_t *string = json_string(text);

    return string ? string : json_string("");
}

static void add_step(struct buf *out, const struct step *step)
{
    buf_printf(out, "\n%3d  %s\n     %s%s%s%s%s\n", step->number, step->title,
               step->is_held_back ? "held back" : risk_name(step->risk), ": ",
               step->problem ? step->problem : step->reason,
               step->placeholder_count ? "; asks for " : "",
               step->placeholder_count ? step->placeholders[0] : "");
    for (const char *at = step->command; *at;) {
        size_t length = strcspn(at, "\n");

        buf_printf(out, "     | %.*s\n", (int)length, at);
        at += length;
        at += *at == '\n';
    }
}
