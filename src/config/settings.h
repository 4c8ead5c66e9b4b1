/* settings.h - the whole configuration as one checked struct.
 *
 * Layer: config. Made from, in rising order of weight: defaults, the file,
 * the environment, the command line. After settings_load() every value makes
 * sense: URLs parse, durations are positive, the context exists. An unknown
 * key is an error with its line and the nearest known key.
 */
#ifndef TRACETOP_CONFIG_SETTINGS_H
#define TRACETOP_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/paths.h"
#include "config/http_settings.h"

struct buf;
struct yaml_doc;
struct yaml_node;
struct settings_origins; /* private to settings.c */

/* What every back end has. Not configured and is_off are both off, but only
 * the second is somebody's wish. */
struct backend_settings {
    bool is_configured; /* the file, a variable or an option names it */
    char *url;          /* no trailing slash, no user part; or NULL */
    bool is_off;
    bool via_kubernetes; /* then service and port say where */
    char *service;
    int port;
    struct http_settings http;
};

struct url_list {
    char **urls;
    size_t count;
};

struct alertmanager_settings {
    struct backend_settings base; /* base.url is the first of `urls` */
    struct url_list urls;
};

struct jaeger_settings {
    struct backend_settings base; /* base.url is query_url */
    struct url_list collector_urls;
};

struct otel_settings {
    struct backend_settings base; /* base.url is health_url */
    char *metrics_url;
};

struct kubernetes_settings {
    struct backend_settings base; /* base.url is api_url */
    char *kubectl;                /* default "kubectl" */
    char *context;                /* kubectl's; NULL: its current one */
};

struct kafka_settings {
    struct backend_settings base;
    char *group;     /* default jaeger-ingester */
    char *topic;     /* default jaeger-spans */
    char *pod;       /* NULL: the tool is not asked */
    char *bootstrap; /* default localhost:9092 */
};

struct label_setting {
    char *name;
    char *value;
};

struct scrape_settings {
    char *job;
    struct url_list targets; /* host:port */
    struct label_setting *labels;
    size_t label_count;
};

struct context_settings {
    char *name;
    bool is_production;
    char *banner;         /* a theme role or colour; NULL: by production */
    char *namespace_name; /* default observability */
    struct backend_settings prometheus;
    struct alertmanager_settings alertmanager;
    struct backend_settings elasticsearch;
    struct jaeger_settings jaeger;
    struct otel_settings otel;
    struct kubernetes_settings kubernetes;
    struct kafka_settings kafka;
    struct scrape_settings *scrape;
    size_t scrape_count;
    struct label_setting *variables; /* for the steps of the guide */
    size_t variable_count;
};

struct key_setting {
    char *key;     /* as key_parse() reads it */
    char *command; /* a command line, or "runbook ID STEP" */
};

struct settings {
    char *file;         /* the file read, NULL: none was found */
    int64_t refresh_ms; /* default 5,000; 1 s to 1 h */
    int64_t range_ms;   /* default 3,600,000; 1 m to 90 d */
    char *theme;        /* default "dark" */
    char *guide;        /* path, or NULL: the built-in one */
    char **rules;       /* paths */
    size_t rules_count;
    bool is_read_only;
    bool is_dry_run;
    bool has_mouse;
    bool is_ascii;
    bool has_color;      /* false for NO_COLOR or --no-color */
    bool has_bell;       /* default true: ring for a new critical alert */
    bool has_title;      /* default true: count them in the window's title */
    size_t series_limit; /* default 200; 1 to 100,000 */
    int64_t timeout_ms;  /* --timeout; 0: each back end's own */
    struct key_setting *keys;
    size_t key_count;
    struct context_settings *contexts; /* 1 or more */
    size_t context_count;
    size_t context; /* the one in force */
    struct paths paths;
    char *debug_file; /* or NULL */
    char **warnings;  /* lines worth saying on the screen or stderr */
    size_t warning_count;
    const struct yaml_node *escalation; /* as written, checked by their */
    const struct yaml_node *costs;      /* readers; NULL: not given */
    struct yaml_doc *doc;               /* owns those two; NULL: no file */
    struct settings_origins *origins;
};

/* What the command line said; NULL and 0 where it said nothing. Borrowed
 * from argv. */
struct overrides {
    const char *config, *context, *prometheus, *namespace_name, *refresh,
        *range, *guide, *theme, *timeout, *debug;
    const char *rules[16];
    size_t rules_count;
    bool read_only, dry_run, ascii, no_color, no_mouse;
};

/* Loads and checks. `env` looks variables up (tests bring their own).
 * Owns: the caller frees it.
 * Fails: NULL and `err` as "FILE:LINE: KEY: why" (or "--option: why"); `kind`
 * ERR_FORMAT for the configuration, ERR_REFUSED for the command line. */
struct settings *settings_load(const struct overrides *overrides,
                               paths_getenv_fn *env, struct err *err);

/* Frees everything. NULL is fine. */
void settings_free(struct settings *settings);

/* Returns the context in force. Borrowed. */
const struct context_settings *
settings_context(const struct settings *settings);

/* Writes every setting in force as YAML that settings_load() reads back, each
 * with a comment that says where it comes from. Secrets are shown as names of
 * files and variables; an inline one as "<secret>". */
void settings_show(const struct settings *settings, struct buf *out);

#endif
