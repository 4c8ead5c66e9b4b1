/* options.h - tracetop-sim's command line as a checked value.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_OPTIONS_H
#define TRACETOP_SIM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "sim/scenario.h"

enum options_mode {
    OPTIONS_SERVE,
    OPTIONS_RUN,           /* a platform, a Prometheus and a command */
    OPTIONS_OPENMETRICS,   /* history to stdout */
    OPTIONS_SCRAPE_CONFIG, /* prometheus.yml for `address` to stdout */
    OPTIONS_KUBECONFIG,
    OPTIONS_FREE_PORT, /* a port that is free now, to stdout */
    OPTIONS_HELP,
    OPTIONS_VERSION,
};

struct options {
    bool configures; /* the command gets an outfit, see outfit.h */
    enum options_mode mode;
    enum scenario scenario;
    uint64_t seed;
    uint16_t port; /* 0: any free one */
    int pods;      /* idle ones, beside the platform's */
    double hours;
    int64_t step_ms;
    int64_t interval_ms;        /* between scrapes */
    int64_t end_ms;             /* of the history */
    const char *address;        /* host:port to scrape */
    const char *prometheus;     /* program; "prometheus" by PATH */
    const char *alertmanager;   /* program; NULL: none is run */
    const char *rules;          /* absolute path of a rule file, or NULL */
    const char *const *command; /* NULL-ended, for OPTIONS_RUN */
};

/* Reads the words after the program's name; `now_ms` is the wall clock.
 * Owns: strings stay those of `argv`.
 * Fails: -1 and `err` naming the wrong word and what would be right. */
int options_parse(struct options *options, const char *const *argv,
                  int64_t now_ms, struct err *err);

/* Returns the text of --help. */
const char *options_help(void);

#endif
