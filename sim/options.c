/* options.c - the words of tracetop-sim, by one table. */
#include "sim/options.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/duration.h"

/* Sets one option from its value ("" for an option that takes none). */
typedef int option_fn(struct options *options, const char *value,
                      struct err *err);

struct option {
    const char *name;
    bool takes_value;
    option_fn *fn;
};

static option_fn set_scenario, set_seed, set_port, set_hours, set_step,
    set_interval, set_end, set_prometheus, set_alertmanager, set_rules,
    set_configure, set_scrape_config, set_kubeconfig, set_openmetrics,
    set_free_port, set_pods, set_help, set_version;

static const struct option table[] = {
    {"--scenario", true, set_scenario},
    {"--seed", true, set_seed},
    {"--port", true, set_port},
    {"--pods", true, set_pods},
    {"--hours", true, set_hours},
    {"--step", true, set_step},
    {"--interval", true, set_interval},
    {"--end", true, set_end},
    {"--prometheus", true, set_prometheus},
    {"--alertmanager", true, set_alertmanager},
    {"--rules", true, set_rules},
    {"--configure", false, set_configure},
    {"--scrape-config", true, set_scrape_config},
    {"--kubeconfig", true, set_kubeconfig},
    {"--openmetrics", false, set_openmetrics},
    {"--free-port", false, set_free_port},
    {"--help", false, set_help},
    {"--version", false, set_version},
};

static int parse_word(struct options *options, const char *const **argv,
                      struct err *err);
static const struct option *find(const char *word, size_t length);
static int check(const struct options *options, struct err *err);
static int parse_duration(const char *value, int64_t *ms, int64_t least_ms,
                          struct err *err);

int options_parse(struct options *options, const char *const *argv,
                  int64_t now_ms, struct err *err)
{
    *options = (struct options){.scenario = SCENARIO_HEALTHY,
                                .seed = 1,
                                .hours = 6,
                                .step_ms = 15000,
                                .interval_ms = 5000,
                                .end_ms = now_ms,
                                .prometheus = "prometheus"};
    if (*argv && strcmp(*argv, "run") == 0) {
        options->mode = OPTIONS_RUN;
        argv++;
    }
    while (*argv) {
        if (options->mode == OPTIONS_RUN &&
            (strcmp(*argv, "--") == 0 || (*argv)[0] != '-')) {
            options->command = argv + (strcmp(*argv, "--") == 0);
            break;
        }
        if (parse_word(options, &argv, err) < 0)
            return -1;
    }
    return check(options, err);
}

const char *options_help(void)
{
    return "usage: tracetop-sim [--port N] [--scenario S]\n"
           "       tracetop-sim run [--scenario S] [--hours N] "
           "[--prometheus PATH]\n"
           "                    [--alertmanager PATH] [--rules FILE] -- "
           "COMMAND "
           "[ARG...]\n"
           "       tracetop-sim --openmetrics [--hours N] [--step DUR] "
           "[--end now|TIME]\n"
           "       tracetop-sim --scrape-config HOST:PORT [--interval DUR]\n"
           "       tracetop-sim --kubeconfig HOST:PORT\n"
           "       tracetop-sim --free-port\n"
           "\n"
           "A simulated tracing platform: two Jaeger collectors, Jaeger query,"
           "\nElasticsearch, Kafka, Kubernetes and OpenTelemetry gateways.\n"
           "\n"
           "  --scenario S       healthy, collector-down, disk-full, "
           "slow-queries,\n"
           "                     kafka-lag or cascade; begins some minutes "
           "ago\n"
           "  --port N           port on 127.0.0.1; 0 (the default) is a free "
           "one\n"
           "  --pods N           N idle pods more, up to 20000\n"
           "  --hours N          hours of history, 6\n"
           "  --step DUR         step of the history, 15s\n"
           "  --end TIME         its end, `now` or RFC 3339\n"
           "  --interval DUR     between scrapes, 5s\n"
           "  --prometheus PATH  the Prometheus to run; promtool beside it\n"
           "  --alertmanager PATH  run this Alertmanager, too\n"
           "  --rules FILE       alert rules for the Prometheus\n"
           "  --configure        give COMMAND a configuration of tracetop "
           "with all back\n"
           "                     ends, and a state folder of its own\n"
           "  --seed N           other noise, 1\n"
           "\n"
           "run back-fills a Prometheus with the history, lets it scrape the "
           "simulator and\nruns COMMAND with PROMETHEUS_URL and "
           "TRACETOP_SIM_URL set; all of it ends with\nCOMMAND, whose exit "
           "status it returns.\n";
}

static int parse_word(struct options *options, const char *const **argv,
                      struct err *err)
{
    const char *word = **argv;
    const char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    const struct option *option = find(word, length);
    const char *value = equals ? equals + 1 : "";

    if (!option)
        return err_set(err, ERR_REFUSED, 0, "unknown word '%s'; see --help",
                       word);
    if (!option->takes_value && equals)
        return err_set(err, ERR_REFUSED, 0, "%s takes no value", option->name);
    (*argv)++;
    if (option->takes_value && !equals) {
        if (!**argv)
            return err_set(err, ERR_REFUSED, 0, "%s needs a value",
                           option->name);
        value = *(*argv)++;
    }
    if (option->fn(options, value, err) < 0)
        return err_within(err, "%s", option->name);
    return 0;
}

static const struct option *find(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strlen(table[i].name) == length &&
            strncmp(table[i].name, word, length) == 0)
            return &table[i];
    return NULL;
}

static int check(const struct options *options, struct err *err)
{
    if (options->mode == OPTIONS_RUN &&
        (!options->command || !options->command[0]))
        return err_set(err, ERR_REFUSED, 0, "run: needs a COMMAND after --");
    return 0;
}

static int set_scenario(struct options *options, const char *value,
                        struct err *err)
{
    if (scenario_parse(value, &options->scenario) == 0)
        return 0;
    return err_set(err, ERR_REFUSED, 0,
                   "'%s' is none of healthy, collector-down, disk-full, "
                   "slow-queries, kafka-lag, cascade",
                   value);
}

static int set_seed(struct options *options, const char *value, struct err *err)
{
    char *end = NULL;

    errno = 0;
    options->seed = strtoull(value, &end, 10);
    if (errno || end == value || *end || value[0] == '-')
        return err_set(err, ERR_REFUSED, 0, "'%s' is not a whole number",
                       value);
    return 0;
}

static int set_port(struct options *options, const char *value, struct err *err)
{
    char *end = NULL;
    long port = strtol(value, &end, 10);

    if (end == value || *end || port < 0 || port > 65535)
        return err_set(err, ERR_REFUSED, 0, "'%s' is not a port, 0 to 65535",
                       value);
    options->port = (uint16_t)port;
    return 0;
}

static int set_pods(struct options *options, const char *value, struct err *err)
{
    char *end = NULL;
    long pods = strtol(value, &end, 10);

    if (end == value || *end || pods < 0 || pods > 20000)
        return err_set(err, ERR_REFUSED, 0,
                       "'%s' is not a number of pods, up to 20000", value);
    options->pods = (int)pods;
    return 0;
}

static int set_hours(struct options *options, const char *value,
                     struct err *err)
{
    char *end = NULL;
    double hours = strtod(value, &end);

    if (end == value || *end || !(hours > 0 && hours <= 24 * 31))
        return err_set(err, ERR_REFUSED, 0,
                       "'%s' is not a number of hours, up to 744", value);
    options->hours = hours;
    return 0;
}

static int set_step(struct options *options, const char *value, struct err *err)
{
    return parse_duration(value, &options->step_ms, 1000, err);
}

static int set_interval(struct options *options, const char *value,
                        struct err *err)
{
    return parse_duration(value, &options->interval_ms, 1000, err);
}

static int set_end(struct options *options, const char *value, struct err *err)
{
    if (strcmp(value, "now") == 0)
        return 0;
    if (clock_parse_rfc3339(value, &options->end_ms) == 0)
        return 0;
    return err_set(err, ERR_REFUSED, 0,
                   "'%s' is neither `now` nor a time such as "
                   "2026-11-22T21:14:07Z",
                   value);
}

static int set_alertmanager(struct options *options, const char *value,
                            struct err *err)
{
    (void)err;
    options->alertmanager = value;
    return 0;
}

static int set_configure(struct options *options, const char *value,
                         struct err *err)
{
    (void)value;
    (void)err;
    options->configures = true;
    return 0;
}

static int set_rules(struct options *options, const char *value,
                     struct err *err)
{
    if (value[0] != '/')
        return err_set(err, ERR_REFUSED, 0, "'%s' is no absolute path", value);
    options->rules = value;
    return 0;
}

static int set_prometheus(struct options *options, const char *value,
                          struct err *err)
{
    if (!*value)
        return err_set(err, ERR_REFUSED, 0, "is empty");
    options->prometheus = value;
    return 0;
}

static int set_kubeconfig(struct options *options, const char *value,
                          struct err *err)
{
    if (!*value || strpbrk(value, "'\n"))
        return err_set(err, ERR_REFUSED, 0, "'%s' is not HOST:PORT", value);
    options->mode = OPTIONS_KUBECONFIG;
    options->address = value;
    return 0;
}

static int set_scrape_config(struct options *options, const char *value,
                             struct err *err)
{
    if (!*value || strpbrk(value, "'\n"))
        return err_set(err, ERR_REFUSED, 0, "'%s' is not HOST:PORT", value);
    options->mode = OPTIONS_SCRAPE_CONFIG;
    options->address = value;
    return 0;
}

static int set_openmetrics(struct options *options, const char *value,
                           struct err *err)
{
    (void)value;
    (void)err;
    options->mode = OPTIONS_OPENMETRICS;
    return 0;
}

static int set_free_port(struct options *options, const char *value,
                         struct err *err)
{
    (void)value;
    (void)err;
    options->mode = OPTIONS_FREE_PORT;
    return 0;
}

static int set_help(struct options *options, const char *value, struct err *err)
{
    (void)value;
    (void)err;
    options->mode = OPTIONS_HELP;
    return 0;
}

static int set_version(struct options *options, const char *value,
                       struct err *err)
{
    (void)value;
    (void)err;
    options->mode = OPTIONS_VERSION;
    return 0;
}

static int parse_duration(const char *value, int64_t *ms, int64_t least_ms,
                          struct err *err)
{
    if (duration_parse(value, ms, err) < 0)
        return -1;
    if (*ms < least_ms)
        return err_set(err, ERR_REFUSED, 0, "'%s' is shorter than 1s", value);
    return 0;
}
