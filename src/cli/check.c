/* check.c - `tracetop check`: the morning check to stdout. */
#include "cli/cli.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/loop.h"
#include "cli/check_text.h"
#include "cli/guide_source.h"
#include "cli/json_out.h"
#include "engine/engine.h"

/* A back end that is out of time says so itself, if it gets this much more. */
enum { TIMEOUT_MS = 10000, GRACE_MS = 100 };

struct run {
    struct loop *loop;
    struct engine *engine;
    bool is_late;
    bool is_wanted[CHECK_COUNT];
    struct check_result results[CHECK_COUNT];
    const struct runbook *runbooks[CHECK_COUNT];
    struct guide guide;
    bool is_reading; /* the guide has more */
};

static int choose(struct run *run, const char *only, struct err *err);
static int gather(struct run *run, struct settings *settings, struct err *err);
static void want(struct run *run);
static bool reads_question(const void *owner, enum component_id id,
                           const char *name);
static bool reads_panel(const void *owner, const char *id);
static void hurry(struct settings *settings, int64_t timeout_ms);
static bool is_settled(const struct run *run);
static void on_deadline(void *owner);
static enum health_state judge(struct run *run);
static void open_guide(struct run *run, const struct settings *settings);
static void read_guide(struct run *run, size_t count);
static void find_runbooks(struct run *run);
static int print_json(const struct run *run, enum health_state status);
static int print_text(const struct run *run, const struct options *options);

int cli_check(const struct options *options, struct settings *settings)
{
    static const int codes[] = {[HEALTH_OK] = 0,
                                [HEALTH_WARNING] = 1,
                                [HEALTH_CRITICAL] = 2,
                                [HEALTH_UNKNOWN] = 3};
    bool is_json = options->format && !strcmp(options->format, "json");
    enum health_state status;
    struct run run = {0};
    struct err err = {0};
    int rc;

    if (options->argument_count)
        return cli_fail(EX_USAGE, "check takes no word '%s'",
                        options->arguments[0]);
    if (options->format && !is_json && strcmp(options->format, "text") != 0)
        return cli_fail(EX_USAGE, "--format %s: right are text and json",
                        options->format);
    if (choose(&run, options->only, &err) < 0)
        return cli_fail(EX_USAGE, "%s", err.text);
    if (gather(&run, settings, &err) < 0) {
        rc = cli_fail(err.kind == ERR_FORMAT ? EX_CONFIG : EX_USAGE, "%s",
                      err.text);
    } else {
        status = judge(&run);
        find_runbooks(&run);
        rc = is_json ? print_json(&run, status) : print_text(&run, options);
        if (!rc)
            rc = codes[status];
    }
    engine_free(run.engine);
    loop_free(run.loop);
    guide_clear(&run.guide);
    return rc;
}

/* `only` is names by commas, or NULL for all. */
static int choose(struct run *run, const char *only, struct err *err)
{
    for (size_t i = 0; i < CHECK_COUNT; i++)
        run->is_wanted[i] = only == NULL;
    while (only && *only) {
        size_t length = strcspn(only, ",");
        size_t i = 0;

        while (i < CHECK_COUNT &&
               (strlen(check_table[i].name) != length ||
                memcmp(check_table[i].name, only, length) != 0))
            i++;
        if (i == CHECK_COUNT)
            return err_set(
                err, ERR_REFUSED, 0, "--only: no check '%.*s'; there are %s",
                (int)(length < 40 ? length : 40), only, check_text_names());
        run->is_wanted[i] = true;
        only += length;
        only += *only == ',';
    }
    return 0;
}

/* Asks all back ends at once, until those that matter told or failed. */
static int gather(struct run *run, struct settings *settings, struct err *err)
{
    int64_t timeout_ms =
        settings->timeout_ms > 0 ? settings->timeout_ms : TIMEOUT_MS;

    hurry(settings, timeout_ms);
    run->loop = loop_new(err);
    if (!run->loop)
        return -1;
    run->engine = engine_new(run->loop, settings, NULL, err);
    if (!run->engine)
        return -1;
    want(run);
    loop_timer_set(loop_timer_add(run->loop, on_deadline, run),
                   loop_now(run->loop).mono_ms + timeout_ms + GRACE_MS);
    if (engine_start(run->engine, err) < 0)
        return -1;
    open_guide(run, settings);
    while (!run->is_late && !is_settled(run)) {
        if (loop_turn(run->loop, run->is_reading ? 0 : -1, err) < 0)
            return -1;
        if (run->is_reading)
            read_guide(run, 1);
    }
    engine_touch(run->engine, loop_now(run->loop));
    return 0;
}

/* Nothing is asked that no check reads. */
static void want(struct run *run)
{
    struct engine_wants wants = {
        .owner = run, .question = reads_question, .panel = reads_panel};

    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (!run->is_wanted[i])
            continue;
        wants.facts |= check_table[i].facts;
        wants.alerts = wants.alerts || check_table[i].needs_alerts;
    }
    engine_want_only(run->engine, &wants);
}

static bool reads_question(const void *owner, enum component_id id,
                           const char *name)
{
    const struct run *run = owner;

    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (run->is_wanted[i] && check_reads(&check_table[i], id, name))
            return true;
    return false;
}

static bool reads_panel(const void *owner, const char *id)
{
    const struct run *run = owner;

    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (run->is_wanted[i] && check_table[i].panel &&
            !strcmp(check_table[i].panel, id))
            return true;
    return false;
}

/* Nobody is given longer than the whole check has. */
static void hurry(struct settings *settings, int64_t timeout_ms)
{
    struct context_settings *context = &settings->contexts[settings->context];
    struct http_settings *const all[] = {
        &context->prometheus.http,    &context->alertmanager.base.http,
        &context->elasticsearch.http, &context->jaeger.base.http,
        &context->otel.base.http,     &context->kubernetes.base.http,
        &context->kafka.base.http,
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i]->timeout_ms > timeout_ms || all[i]->timeout_ms <= 0)
            all[i]->timeout_ms = timeout_ms;
        if (all[i]->connect_timeout_ms > timeout_ms)
            all[i]->connect_timeout_ms = timeout_ms;
    }
}

static bool is_settled(const struct run *run)
{
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (run->is_wanted[i] &&
            !check_is_settled(&check_table[i], engine_model(run->engine)))
            return false;
    return true;
}

static void on_deadline(void *owner)
{
    struct run *run = owner;

    run->is_late = true;
}

static enum health_state judge(struct run *run)
{
    const struct model *model = engine_model(run->engine);
    enum health_state worst = HEALTH_OK;

    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (!run->is_wanted[i])
            continue;
        check_run(&check_table[i], model, model->now.wall_ms, &run->results[i]);
        run->is_wanted[i] = !run->results[i].is_left_out;
        if (run->is_wanted[i])
            worst = check_worse(worst, run->results[i].status);
    }
    return worst;
}

/* The guide is read, a runbook a turn, while the back ends take their time. */
static void open_guide(struct run *run, const struct settings *settings)
{
    struct err broken = {0}, err = {0};

    run->is_reading =
        guide_source_begin(&run->guide, settings, &broken, &err) == 0;
    if (!run->is_reading)
        (void)cli_fail(EXIT_FAILURE, "%s", err.text);
}

static void read_guide(struct run *run, size_t count)
{
    struct err broken = {0}, err = {0};
    int rc = guide_source_more(&run->guide, count, &broken, &err);

    if (rc < 0)
        (void)cli_fail(EXIT_FAILURE, "%s", err.text);
    run->is_reading = rc > 0;
}

static void find_runbooks(struct run *run)
{
    while (run->is_reading)
        read_guide(run, SIZE_MAX);
    for (size_t i = 0; i < CHECK_COUNT; i++)
        for (size_t j = 0;
             j < CHECK_ALERTS && !run->runbooks[i] && check_table[i].alerts[j];
             j++)
            run->runbooks[i] = guide_find_for_alert(
                &run->guide, check_table[i].alerts[j], NULL);
}

static int print_json(const struct run *run, enum health_state status)
{
    json_t *document = json_object(), *checks = json_array();

    json_object_set_new(document, "status", json_string(health_name(status)));
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        const struct check_result *result = &run->results[i];
        json_t *line;

        if (!run->is_wanted[i])
            continue;
        line = json_object();
        json_object_set_new(line, "name", json_string(check_table[i].name));
        json_object_set_new(line, "status",
                            json_string(health_name(result->status)));
        json_object_set_new(line, "summary", json_out_text(result->summary));
        json_object_set_new(line, "value", json_out_number(result->value));
        json_object_set_new(line, "unit", json_out_text(result->unit));
        json_object_set_new(line, "limit", json_out_number(result->limit));
        json_object_set_new(line, "runbook",
                            run->runbooks[i]
                                ? json_out_text(run->runbooks[i]->id)
                                : json_null());
        json_array_append_new(checks, line);
    }
    json_object_set_new(document, "checks", checks);
    return json_out_print(document, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
}

static int print_text(const struct run *run, const struct options *options)
{
    const struct model *model = engine_model(run->engine);
    struct check_lines lines = {
        .model = model,
        .is_ascii = options->overrides.ascii,
        .has_colors = !options->overrides.no_color && isatty(STDOUT_FILENO) &&
                      !getenv("NO_COLOR"),
    };
    struct buf out;
    int rc;

    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (run->is_wanted[i])
            lines.items[lines.count++] = (struct check_line){
                &check_table[i], &run->results[i],
                run->runbooks[i] ? run->runbooks[i]->id : NULL};
    buf_init(&out, 65536);
    check_text_print(&lines, &out);
    rc = cli_write(out.bytes, out.length);
    buf_clear(&out);
    return rc;
}
