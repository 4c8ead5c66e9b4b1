/* main.c - tracetop-sim: arguments in, exit code out. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/duration.h"
#include "config.h"
#include "sim/history.h"
#include "sim/kube.h"
#include "sim/model.h"
#include "sim/options.h"
#include "sim/probe.h"
#include "sim/runner.h"
#include "sim/service.h"
#include "sim/target.h"

static int dispatch(const struct options *options, struct err *err);
static int serve(const struct options *options, struct err *err);
static int write_openmetrics(const struct options *options, struct err *err);
static int print_scrape_config(const struct options *options);
static int print_kubeconfig(const struct options *options);
static int print_free_port(struct err *err);
static struct model_settings settings_of(const struct options *options);
static int64_t wall_ms(void);

int main(int argc, char **argv)
{
    struct options options;
    struct err err = {0};
    int status;

    (void)argc;
    if (options_parse(&options, (const char *const *)argv + 1, wall_ms(),
                      &err) < 0) {
        (void)fprintf(stderr, "tracetop-sim: %s\n", err.text);
        return EX_USAGE;
    }
    status = dispatch(&options, &err);
    if (status < 0) {
        (void)fprintf(stderr, "tracetop-sim: %s\n", err.text);
        return EX_UNAVAILABLE;
    }
    return status;
}

static int dispatch(const struct options *options, struct err *err)
{
    switch (options->mode) {
    case OPTIONS_SERVE:
        return serve(options, err);
    case OPTIONS_RUN:
        return runner_run(options, wall_ms, err);
    case OPTIONS_OPENMETRICS:
        return write_openmetrics(options, err);
    case OPTIONS_SCRAPE_CONFIG:
        return print_scrape_config(options);
    case OPTIONS_KUBECONFIG:
        return print_kubeconfig(options);
    case OPTIONS_FREE_PORT:
        return print_free_port(err);
    case OPTIONS_HELP:
        (void)fputs(options_help(), stdout);
        return 0;
    case OPTIONS_VERSION:
        (void)puts("tracetop-sim " PACKAGE_VERSION);
        return 0;
    }
    return 0;
}

static int serve(const struct options *options, struct err *err)
{
    struct model_settings settings = settings_of(options);
    struct model model;

    model_init(&model, &settings);
    return service_run(&model, options->port, STDOUT_FILENO, wall_ms, err);
}

static int write_openmetrics(const struct options *options, struct err *err)
{
    struct model_settings settings = settings_of(options);
    struct history_span span = {.from_ms = settings.epoch_ms,
                                .to_ms = options->end_ms,
                                .step_ms = options->step_ms};
    struct model model;

    model_init(&model, &settings);
    if (history_write(stdout, &model, span, err) < 0)
        return -1;
    if (fflush(stdout) != 0)
        return err_set(err, ERR_SYSTEM, 0, "cannot write to stdout");
    return 0;
}

static int print_scrape_config(const struct options *options)
{
    char interval[32];
    struct buf text;

    buf_init(&text, 1 << 16);
    duration_format(interval, sizeof(interval), options->interval_ms);
    target_add_scrape_config(&text, options->address, interval);
    (void)fputs(text.bytes, stdout);
    buf_clear(&text);
    return 0;
}

static int print_kubeconfig(const struct options *options)
{
    struct buf text;

    buf_init(&text, 1 << 16);
    kube_add_config(&text, options->address);
    (void)fputs(text.bytes, stdout);
    buf_clear(&text);
    return 0;
}

static int print_free_port(struct err *err)
{
    uint16_t port = probe_free_port(err);

    if (!port)
        return -1;
    (void)printf("%u\n", port);
    return 0;
}

static struct model_settings settings_of(const struct options *options)
{
    return (struct model_settings){
        .seed = options->seed,
        .epoch_ms = options->end_ms - (int64_t)(options->hours * 3600000),
        .told_ms = options->end_ms,
        .scenario = options->scenario,
        .idle_pods = options->pods,
    };
}

static int64_t wall_ms(void)
{
    return clock_read().wall_ms;
}
