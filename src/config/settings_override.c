/* settings_override.c - variables and options onto the keys they stand for. */
#include "config/settings_override.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "config/context_keys.h"
#include "config/http_keys.h"
#include "config/settings_keys.h"
#include "config/settings_origin.h"

/* Which struct a key belongs to. */
enum place { IN_SETTINGS, IN_CONTEXT, IN_PROMETHEUS, IN_ALERTMANAGER };

struct variable {
    const char *name;
    enum place place;
    const char *key;
};

struct option {
    const char *name;
    size_t offset; /* in struct overrides, a const char * */
    enum place place;
    const char *key;
};

struct option_switch {
    const char *name;
    size_t offset; /* in struct overrides, a bool */
    const char *key;
    const char *value;
};

static int apply(struct settings *settings, enum place place, const char *name,
                 const char *key, const char *text, struct err *err);
static void *find_place(struct settings *settings, enum place place,
                        const struct schema **schema);
static void use_url(struct settings *settings, enum place place);
static void apply_rules(struct settings *settings,
                        const struct overrides *overrides);

static const struct variable variables[] = {
    {"PROMETHEUS_URL", IN_PROMETHEUS, "url"},
    {"ALERTMANAGER_URL", IN_ALERTMANAGER, "url"},
};

#define AT(member) offsetof(struct overrides, member)
static const struct option options[] = {
    {"--prometheus", AT(prometheus), IN_PROMETHEUS, "url"},
    {"--namespace", AT(namespace_name), IN_CONTEXT, "namespace"},
    {"--refresh", AT(refresh), IN_SETTINGS, "refresh"},
    {"--range", AT(range), IN_SETTINGS, "range"},
    {"--guide", AT(guide), IN_SETTINGS, "guide"},
    {"--theme", AT(theme), IN_SETTINGS, "theme"},
    {"--timeout", AT(timeout), IN_SETTINGS, "timeout"},
};

static const struct option_switch switches[] = {
    {"--read-only", AT(read_only), "read_only", "true"},
    {"--dry-run", AT(dry_run), "dry_run", "true"},
    {"--ascii", AT(ascii), "ascii", "true"},
    {"--no-color", AT(no_color), "color", "false"},
    {"--no-mouse", AT(no_mouse), "mouse", "false"},
};
#undef AT

int settings_override_env(struct settings *settings, paths_getenv_fn *env,
                          struct err *err)
{
    /* Whatever it holds, unless it is empty: no-color.org. */
    const char *no_color = env("NO_COLOR");

    for (size_t i = 0; i < SCHEMA_COUNT(variables); i++) {
        const char *text = env(variables[i].name);

        if (text && *text &&
            apply(settings, variables[i].place, variables[i].name,
                  variables[i].key, text, err) < 0)
            return -1;
    }
    if (no_color && *no_color)
        return apply(settings, IN_SETTINGS, "NO_COLOR", "color", "false", err);
    return 0;
}

int settings_override_options(struct settings *settings,
                              const struct overrides *overrides,
                              struct err *err)
{
    const char *base = (const char *)overrides;
    int rc = 0;

    for (size_t i = 0; i < SCHEMA_COUNT(options) && rc == 0; i++) {
        const void *field = base + options[i].offset;
        const char *text = *(const char *const *)field;

        if (text)
            rc = apply(settings, options[i].place, options[i].name,
                       options[i].key, text, err);
    }
    for (size_t i = 0; i < SCHEMA_COUNT(switches) && rc == 0; i++) {
        const void *field = base + switches[i].offset;

        if (*(const bool *)field)
            rc = apply(settings, IN_SETTINGS, switches[i].name, switches[i].key,
                       switches[i].value, err);
    }
    if (rc < 0 && err)
        err->kind = ERR_REFUSED;
    if (rc == 0 && overrides->rules_count > 0)
        apply_rules(settings, overrides);
    if (rc == 0 && overrides->debug) {
        free(settings->debug_file);
        settings->debug_file = xstrdup(overrides->debug);
    }
    return rc;
}

static int apply(struct settings *settings, enum place place, const char *name,
                 const char *key, const char *text, struct err *err)
{
    const struct schema *schema = NULL;
    char *out = find_place(settings, place, &schema);
    const struct schema_key *found = schema_find(schema, key);

    if (schema_set(NULL, found, out, text, err) < 0)
        return err_within(err, "%s", name);
    settings_origin_set(settings, out + found->offset, 0, name);
    if (place == IN_PROMETHEUS || place == IN_ALERTMANAGER)
        use_url(settings, place);
    if (place == IN_ALERTMANAGER)
        settings_origin_set(
            settings,
            &settings->contexts[settings->context].alertmanager.urls.urls, 0,
            name);
    return 0;
}

static void *find_place(struct settings *settings, enum place place,
                        const struct schema **schema)
{
    struct context_settings *context = &settings->contexts[settings->context];

    *schema = &backend_url_schema;
    switch (place) {
    case IN_PROMETHEUS:
        return &context->prometheus;
    case IN_ALERTMANAGER:
        return &context->alertmanager.base;
    case IN_CONTEXT:
        *schema = &context_schema;
        return context;
    case IN_SETTINGS:
        break;
    }
    *schema = &settings_schema;
    return settings;
}

/* A back end that is given an address is on, and is asked there alone. */
static void use_url(struct settings *settings, enum place place)
{
    struct context_settings *context = &settings->contexts[settings->context];
    struct url_list *list = &context->alertmanager.urls;
    struct backend_settings *backend = place == IN_PROMETHEUS
                                           ? &context->prometheus
                                           : &context->alertmanager.base;

    backend->is_configured = true;
    backend->is_off = false;
    backend->via_kubernetes = false;
    free(backend->service);
    backend->service = NULL;
    backend->port = 0;
    if (place == IN_PROMETHEUS)
        return;
    for (size_t i = 0; i < list->count; i++)
        free(list->urls[i]);
    free(list->urls);
    list->urls = xcalloc(1, sizeof(list->urls[0]));
    list->urls[0] = xstrdup(backend->url);
    list->count = 1;
}

/* The paths of a command line are relative to the current folder. */
static void apply_rules(struct settings *settings,
                        const struct overrides *overrides)
{
    for (size_t i = 0; i < settings->rules_count; i++)
        free(settings->rules[i]);
    free(settings->rules);
    settings->rules_count = overrides->rules_count;
    settings->rules =
        xcalloc(settings->rules_count, sizeof(settings->rules[0]));
    for (size_t i = 0; i < settings->rules_count; i++)
        settings->rules[i] = xstrdup(overrides->rules[i]);
    settings_origin_set(settings, &settings->rules, 0, "--rules");
}
