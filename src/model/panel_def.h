/* panel_def.h - a health panel as its YAML describes it.
 *
 * Layer: model. The five shipped panels and those of the user (`panels/` beside
 * the configuration; same id replaces, a new id adds) are read into these.
 */
#ifndef TRACETOP_MODEL_PANEL_DEF_H
#define TRACETOP_MODEL_PANEL_DEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/series.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_CRITICAL };

/* One way to get the panel's series. The first with data is used. */
struct panel_query {
    char *name; /* "Jaeger v1 since 1.66, traces saved" */
    char *expression;
    char *unit;     /* NULL: the panel's */
    char *note;     /* a trap worth saying beside the value, or NULL */
    bool skip_zero; /* an answer that is 0 everywhere yields to the next */
};

struct panel_threshold {
    enum severity severity;
    bool is_above; /* breach is value > limit; else value < limit */
    double limit;
    int64_t for_ms;
    char *label; /* "flood stage", or NULL */
};

struct panel_def {
    char *id;        /* "storage" */
    int order;       /* place among the panels, from 1 */
    char *title;     /* "Storage" */
    char *subtitle;  /* "disk used, worst node"; or NULL */
    char *unit;      /* see units.h */
    char *component; /* "elasticsearch" */
    char *alert;     /* the alert whose runbook helps when it is not well; "" */
    char *source;    /* "FILE" it was read from, for messages */
    struct series_spec headline; /* kind and select only */
    char *select, *select_value; /* own the strings of `headline` */
    char *legend; /* label names of a series' short name, by commas; NULL */
    bool has_minimum, has_maximum; /* fixed ends of the axis */
    double minimum, maximum;
    struct panel_query *queries; /* 1 or more */
    size_t query_count;
    struct panel_threshold *thresholds; /* 0 or more */
    size_t threshold_count;
};

struct panel_defs {
    struct panel_def *items;
    size_t count;
};

/* Reads the shipped panels, then those in `user_dir` (NULL: none; a missing
 * folder is fine). `namespace_name` takes the place of $namespace in
 * expressions, quoted safely; `kafka_group` and `kafka_topic` likewise.
 * Owns: the caller ends them with panel_defs_clear().
 * Fails: -1 and `err` as "FILE:LINE: KEY: why". */
struct panel_variables {
    const char *namespace_name, *kafka_group, *kafka_topic;
};
int panel_defs_load(struct panel_defs *defs, const char *user_dir,
                    const struct panel_variables *variables, struct err *err);

/* Returns `expression` with $namespace, $kafka_group and $kafka_topic
 * replaced; the values are escaped for a PromQL string in double quotes. A $
 * before any other word stays ("$1" of label_replace). Owns: free() it. */
char *panel_def_expand(const char *expression,
                       const struct panel_variables *variables);

/* Frees them. A zeroed struct is fine. */
void panel_defs_clear(struct panel_defs *defs);

/* Returns "info", "warning" or "critical". */
const char *severity_name(enum severity severity);

#endif
