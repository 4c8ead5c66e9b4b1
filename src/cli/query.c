/* query.c - `tracetop query EXPR`: one question to Prometheus. */
#include "cli/cli.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/duration.h"
#include "base/loop.h"
#include "cli/json_out.h"
#include "data/units.h"
#include "source/prometheus.h"

/* What is kept of the answer until it is printed. */
struct answer {
    struct loop *loop;
    json_t *result; /* array of series, shaped as Prometheus' `data` */
    json_t *series; /* the one begun last; borrowed from `result` */
    json_t *warnings;
    bool is_range;
    bool is_done;
    struct prometheus_result ended;
};

static int read_times(const struct options *options, int64_t now_ms,
                      struct window *window, bool *is_range, struct err *err);
static int ask(const struct options *options, const struct settings *settings,
               struct answer *answer, struct err *err);
static void on_series(void *owner, const struct label_text *pairs,
                      size_t count);
static void on_sample(void *owner, int64_t at_ms, double value);
static void on_string(void *owner, int64_t at_ms, const char *text,
                      size_t length);
static void on_note(void *owner, const char *text, size_t length, int is_info);
static void on_done(void *owner, const struct prometheus_result *result);
static int print_json(const struct answer *answer);
static int print_text(const struct answer *answer);
static void add_series_text(struct buf *out, const json_t *series);
static const char *type_name(enum matrix_type type);

int cli_query(const struct options *options, struct settings *settings)
{
    struct answer answer = {.result = json_array(), .warnings = json_array()};
    bool is_json = options->format && !strcmp(options->format, "json");
    struct err err = {0};
    int rc;

    if (options->argument_count != 1 || !options->arguments[0][0])
        rc = cli_fail(EX_USAGE, "query wants one expression: "
                                "tracetop query 'sum(up)'");
    else if (options->format && !is_json &&
             strcmp(options->format, "text") != 0)
        rc = cli_fail(EX_USAGE, "--format %s: right are text and json",
                      options->format);
    else if (ask(options, settings, &answer, &err) < 0)
        rc = cli_fail(err.kind == ERR_REFUSED && !answer.is_done ? EX_USAGE : 1,
                      "%s", err.text);
    else
        rc = is_json ? print_json(&answer) : print_text(&answer);
    json_decref(answer.result);
    json_decref(answer.warnings);
    return rc;
}

static int ask(const struct options *options, const struct settings *settings,
               struct answer *answer, struct err *err)
{
    const struct backend_settings *backend =
        &settings_context(settings)->prometheus;
    const struct matrix_sink sink = {
        .owner = answer,
        .series = on_series,
        .sample = on_sample,
        .string = on_string,
        .note = on_note,
    };
    struct prometheus *prometheus = NULL;
    struct http *http = NULL;
    struct window window;
    int rc = -1;

    answer->loop = loop_new(err);
    if (!answer->loop)
        goto out;
    if (read_times(options, loop_now(answer->loop).wall_ms, &window,
                   &answer->is_range, err) < 0)
        goto out;
    http = http_new(answer->loop, err);
    if (!http)
        goto out;
    prometheus = prometheus_new(http, backend->url ? backend->url : "",
                                &backend->http, err);
    if (!prometheus ||
        !prometheus_ask(prometheus, options->arguments[0], answer->is_range,
                        &window, &sink, on_done, answer, err))
        goto out;
    if (loop_run(answer->loop, err) < 0)
        goto out;
    *err = answer->ended.err;
    rc = err->kind == ERR_NONE ? 0 : -1;
out:
    prometheus_free(prometheus);
    http_free(http);
    loop_free(answer->loop);
    return rc;
}

static int read_times(const struct options *options, int64_t now_ms,
                      struct window *window, bool *is_range, struct err *err)
{
    *is_range = options->start || options->end || options->step;
    *window = (struct window){now_ms, now_ms, 1000, false};
    if (!*is_range) {
        if (options->at &&
            cli_parse_time(options->at, now_ms, &window->end_ms, err) < 0)
            return err_within(err, "--at");
        window->start_ms = window->end_ms;
        return 0;
    }
    if (options->at)
        return err_set(err, ERR_REFUSED, 0,
                       "--at goes without --start, --end and --step");
    if (!options->start || !options->step)
        return err_set(err, ERR_REFUSED, 0,
                       "a range query wants --start and --step");
    if (cli_parse_time(options->start, now_ms, &window->start_ms, err) < 0)
        return err_within(err, "--start");
    if (options->end &&
        cli_parse_time(options->end, now_ms, &window->end_ms, err) < 0)
        return err_within(err, "--end");
    if (duration_parse(options->step, &window->step_ms, err) < 0)
        return err_within(err, "--step");
    if (window->step_ms <= 0 || window->end_ms < window->start_ms)
        return err_set(err, ERR_REFUSED, 0,
                       "--step must be above 0 and --end after --start");
    return 0;
}

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct answer *answer = owner;
    json_t *metric = json_object();

    for (size_t i = 0; i < count; i++) {
        char *name = strndup(pairs[i].name, pairs[i].name_length);

        if (name)
            (void)json_object_set_new(
                metric, name,
                json_stringn_nocheck(pairs[i].value, pairs[i].value_length));
        free(name);
    }
    answer->series = json_object();
    (void)json_object_set_new(answer->series, "metric", metric);
    (void)json_array_append_new(answer->result, answer->series);
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct answer *answer = owner;
    char text[40];
    json_t *pair = json_array();

    units_format_exact(text, sizeof(text), value);
    (void)json_array_append_new(pair, at_ms % 1000
                                          ? json_real((double)at_ms / 1000)
                                          : json_integer(at_ms / 1000));
    (void)json_array_append_new(pair, json_string(text));
    if (!answer->is_range) {
        (void)json_object_set_new(answer->series, "value", pair);
        return;
    }
    if (!json_object_get(answer->series, "values"))
        (void)json_object_set_new(answer->series, "values", json_array());
    (void)json_array_append_new(json_object_get(answer->series, "values"),
                                pair);
}

static void on_string(void *owner, int64_t at_ms, const char *text,
                      size_t length)
{
    struct answer *answer = owner;
    json_t *pair = json_array();

    (void)json_array_append_new(pair, json_real((double)at_ms / 1000));
    (void)json_array_append_new(pair, json_stringn_nocheck(text, length));
    (void)json_array_append_new(answer->result, pair);
}

static void on_note(void *owner, const char *text, size_t length, int is_info)
{
    struct answer *answer = owner;

    (void)is_info;
    (void)json_array_append_new(answer->warnings,
                                json_stringn_nocheck(text, length));
}

static void on_done(void *owner, const struct prometheus_result *result)
{
    struct answer *answer = owner;

    answer->ended = *result;
    answer->ended.notes = "";
    answer->is_done = true;
    loop_stop(answer->loop);
}

static int print_json(const struct answer *answer)
{
    json_t *document = json_object();
    enum matrix_type type = answer->ended.totals.type;
    json_t *result = answer->result;

    if (type == MATRIX_SCALAR)
        result = json_object_get(json_array_get(result, 0), "value");
    else if (type == MATRIX_STRING)
        result = json_array_get(result, 0);
    (void)json_object_set_new(document, "resultType",
                              json_string(type_name(type)));
    (void)json_object_set(document, "result", result);
    (void)json_object_set(document, "warnings", answer->warnings);
    return json_out_print(document, JSON_COMPACT | JSON_REAL_PRECISION(15));
}

static int print_text(const struct answer *answer)
{
    struct buf out;

    buf_init(&out, 1 << 30);
    for (size_t i = 0; i < json_array_size(answer->warnings); i++)
        buf_printf(&out, "# %s\n",
                   json_string_value(json_array_get(answer->warnings, i)));
    for (size_t i = 0; i < json_array_size(answer->result); i++)
        add_series_text(&out, json_array_get(answer->result, i));
    if (!json_array_size(answer->result))
        buf_add_str(&out, "# no series\n");
    return cli_print(&out);
}

/* "name{a="b"} value @seconds", a line for each sample. */
static void add_series_text(struct buf *out, const json_t *series)
{
    const json_t *metric = json_object_get(series, "metric");
    const json_t *values = json_object_get(series, "values");
    size_t count = values ? json_array_size(values) : 1;

    if (json_is_array(series)) { /* a string */
        buf_printf(out, "\"%s\"\n",
                   json_string_value(json_array_get(series, 1)));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = values ? json_array_get(values, i)
                                    : json_object_get(series, "value");
        const char *key;
        json_t *value;
        bool is_first = true;
        const char *name =
            json_string_value(json_object_get(metric, "__name__"));

        buf_printf(out, "%s{", name ? name : "");
        json_object_foreach((json_t *)(uintptr_t)metric, key, value)
        {
            if (!strcmp(key, "__name__"))
                continue;
            buf_printf(out, "%s%s=\"%s\"", is_first ? "" : ",", key,
                       json_string_value(value));
            is_first = false;
        }
        buf_printf(out, "} %s @%.3f\n",
                   json_string_value(json_array_get(pair, 1)),
                   json_number_value(json_array_get(pair, 0)));
    }
}

static const char *type_name(enum matrix_type type)
{
    switch (type) {
    case MATRIX_MATRIX:
        return "matrix";
    case MATRIX_SCALAR:
        return "scalar";
    case MATRIX_STRING:
        return "string";
    case MATRIX_VECTOR:
    case MATRIX_NONE:
        break;
    }
    return "vector";
}
