/* settings.c - defaults, file, environment, command line: in this order.
 *
 * Back ends may stand at the top of the file; then they are those of a context
 * called `default`. Where a file has `contexts`, they stand there only.
 */
#include "config/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/xalloc.h"
#include "config/context_keys.h"
#include "config/settings_keys.h"
#include "config/settings_origin.h"
#include "config/settings_override.h"
#include "config/yaml.h"

#define SYSTEM_FILE "/etc/tracetop/config.yaml"
#define GUESSED_PROMETHEUS "http://localhost:9090"

enum { BACKENDS = 7 };

/* The key of the file that has no place in struct settings. */
struct file_keys {
    char *context;
};

static int load(struct settings *settings, const struct overrides *overrides,
                paths_getenv_fn *env, struct err *err);
static int find_file(struct settings *settings,
                     const struct overrides *overrides, paths_getenv_fn *env,
                     struct err *err);
static int read_file(struct settings *settings, paths_getenv_fn *env,
                     struct file_keys *keys, struct err *err);
static int read_map(struct settings *settings,
                    const struct schema_reader *reader, struct file_keys *keys,
                    const struct yaml_node *root);
static int check_place(const struct schema_reader *reader,
                       const struct yaml_node *root);
static int choose_context(struct settings *settings, const char *wanted,
                          struct err *err);
static void add_default_context(struct settings *settings);
static void complete(struct settings *settings);
static void cap_timeouts(struct http_settings *http, int64_t most_ms);
static void list_backends(struct context_settings *context,
                          struct backend_settings *list[BACKENDS]);
static void warn_of_secrets(struct settings *settings);
static char *folder_of(const char *path);
static void note_line(void *context, const void *field, int line);

static const struct schema_key file_key[] = {
    {.name = "context",
     .type = SCHEMA_STRING,
     .offset = offsetof(struct file_keys, context)},
};
static const struct schema file_schema = {
    .keys = file_key, .count = 1, .size = sizeof(struct file_keys)};

struct settings *settings_load(const struct overrides *overrides,
                               paths_getenv_fn *env, struct err *err)
{
    struct settings *settings = xcalloc(1, sizeof(*settings));

    schema_init(&settings_schema, settings);
    paths_init(&settings->paths, env);
    if (load(settings, overrides, env, err) < 0) {
        settings_free(settings);
        return NULL;
    }
    return settings;
}

void settings_free(struct settings *settings)
{
    if (!settings)
        return;
    schema_clear(&settings_schema, settings);
    settings_origin_clear(settings);
    for (size_t i = 0; i < settings->warning_count; i++)
        free(settings->warnings[i]);
    free(settings->warnings);
    yaml_close(settings->doc);
    paths_clear(&settings->paths);
    free(settings->debug_file);
    free(settings->file);
    free(settings);
}

const struct context_settings *settings_context(const struct settings *settings)
{
    return &settings->contexts[settings->context];
}

static int load(struct settings *settings, const struct overrides *overrides,
                paths_getenv_fn *env, struct err *err)
{
    struct file_keys keys = {0};
    int rc = -1;

    if (find_file(settings, overrides, env, err) < 0)
        goto out;
    if (settings->file && read_file(settings, env, &keys, err) < 0)
        goto out;
    if (!settings->file)
        add_default_context(settings);
    if (overrides->context) {
        if (choose_context(settings, overrides->context, err) < 0) {
            (void)err_within(err, "--context");
            goto out;
        }
        settings_origin_set(settings, &settings->context, 0, "--context");
    }
    if (settings_override_env(settings, env, err) < 0 ||
        settings_override_options(settings, overrides, err) < 0)
        goto out;
    complete(settings);
    warn_of_secrets(settings);
    rc = 0;
out:
    schema_clear(&file_schema, &keys);
    return rc;
}

/* A file that somebody names must be there; those that are looked for need
 * not, but one that is there and cannot be read is not passed over. */
static int find_file(struct settings *settings,
                     const struct overrides *overrides, paths_getenv_fn *env,
                     struct err *err)
{
    const char *named = overrides->config;
    char *searched[2];

    if (!named && env("TRACETOP_CONFIG") && *env("TRACETOP_CONFIG"))
        named = env("TRACETOP_CONFIG");
    if (named) {
        settings->file = xstrdup(named);
        if (access(named, R_OK) == 0)
            return 0;
        return err_set(err, ERR_FORMAT, 0, "%s: %.120s: %s",
                       overrides->config ? "--config" : "TRACETOP_CONFIG",
                       named, strerror(errno));
    }
    searched[0] = xasprintf("%s/config.yaml", settings->paths.config_dir);
    searched[1] = xstrdup(SYSTEM_FILE);
    for (size_t i = 0; i < 2; i++) {
        if (!settings->file && access(searched[i], F_OK) == 0)
            settings->file = searched[i];
        else
            free(searched[i]);
    }
    return 0;
}

static int read_file(struct settings *settings, paths_getenv_fn *env,
                     struct file_keys *keys, struct err *err)
{
    char *folder = folder_of(settings->file);
    struct schema_reader reader = {.name = settings->file,
                                   .folder = folder,
                                   .env = env,
                                   .err = err,
                                   .on_set = note_line,
                                   .context = settings};
    const struct yaml_node *root;
    struct err why = {0};
    int rc = -1;

    settings->doc = yaml_open(settings->file, err);
    if (!settings->doc)
        goto out;
    root = yaml_root(settings->doc);
    if (read_map(settings, &reader, keys, root) < 0)
        goto out;
    rc = 0;
    if (keys->context && choose_context(settings, keys->context, &why) < 0)
        rc = schema_fail(&reader, yaml_line(yaml_get(root, "context")),
                         "context", "%s", why.text);
    else if (keys->context)
        note_line(settings, &settings->context,
                  yaml_line(yaml_get(root, "context")));
out:
    free(folder);
    if (rc < 0 && err)
        err->kind = ERR_FORMAT;
    return rc;
}

static int read_map(struct settings *settings,
                    const struct schema_reader *reader, struct file_keys *keys,
                    const struct yaml_node *root)
{
    struct schema_target targets[3] = {{&settings_schema, settings},
                                       {&file_schema, keys}};

    if (root && yaml_get(root, "contexts")) {
        if (check_place(reader, root) < 0)
            return -1;
        return schema_read(reader, targets, 2, root);
    }
    add_default_context(settings);
    targets[2] =
        (struct schema_target){&context_schema, &settings->contexts[0]};
    return schema_read(reader, targets, 3, root);
}

/* Where a file has contexts, a back end beside them would belong to none. */
static int check_place(const struct schema_reader *reader,
                       const struct yaml_node *root)
{
    for (size_t i = 0; i < yaml_count(root); i++)
        if (schema_find(&context_schema, yaml_key(root, i)))
            return schema_fail(reader, yaml_key_line(root, i),
                               yaml_key(root, i),
                               "stands beside contexts; move it into one");
    return 0;
}

static int choose_context(struct settings *settings, const char *wanted,
                          struct err *err)
{
    const char **names = xcalloc(settings->context_count, sizeof(const char *));
    char known[120];

    for (size_t i = 0; i < settings->context_count; i++)
        names[i] = settings->contexts[i].name;
    nearest_list(known, sizeof(known), names, settings->context_count);
    free(names);
    for (size_t i = 0; i < settings->context_count; i++) {
        if (strcmp(settings->contexts[i].name, wanted) == 0) {
            settings->context = i;
            return 0;
        }
    }
    return err_set(err, ERR_REFUSED, 0, "'%.60s' is not known; known: %s",
                   wanted, known);
}

static void add_default_context(struct settings *settings)
{
    settings->contexts = xcalloc(1, sizeof(settings->contexts[0]));
    settings->context_count = 1;
    schema_init(&context_schema, &settings->contexts[0]);
    settings->contexts[0].name = xstrdup("default");
}

/* What the layers together left open: the guess, and the cap of --timeout. */
static void complete(struct settings *settings)
{
    for (size_t i = 0; i < settings->context_count; i++) {
        struct backend_settings *list[BACKENDS];
        struct backend_settings *prometheus = &settings->contexts[i].prometheus;

        prometheus->is_configured = true;
        if (!prometheus->url && !prometheus->via_kubernetes &&
            !prometheus->is_off)
            prometheus->url = xstrdup(GUESSED_PROMETHEUS);
        settings_origin_share(settings,
                              &settings->contexts[i].alertmanager.base.url,
                              &settings->contexts[i].alertmanager.urls.urls);
        list_backends(&settings->contexts[i], list);
        for (size_t j = 0; j < BACKENDS; j++)
            if (list[j]->is_configured && settings->timeout_ms > 0)
                cap_timeouts(&list[j]->http, settings->timeout_ms);
    }
}

static void cap_timeouts(struct http_settings *http, int64_t most_ms)
{
    if (http->timeout_ms > most_ms)
        http->timeout_ms = most_ms;
    if (http->connect_timeout_ms > most_ms)
        http->connect_timeout_ms = most_ms;
}

static void list_backends(struct context_settings *context,
                          struct backend_settings *list[BACKENDS])
{
    list[0] = &context->prometheus;
    list[1] = &context->alertmanager.base;
    list[2] = &context->elasticsearch;
    list[3] = &context->jaeger.base;
    list[4] = &context->otel.base;
    list[5] = &context->kubernetes.base;
    list[6] = &context->kafka.base;
}

/* A password in a file that others may read is worth a word. */
static void warn_of_secrets(struct settings *settings)
{
    struct stat about;

    if (!settings->file || !schema_holds_secret(&settings_schema, settings) ||
        stat(settings->file, &about) < 0 || (about.st_mode & 0044) == 0)
        return;
    settings->warnings = xcalloc(1, sizeof(settings->warnings[0]));
    settings->warnings[0] =
        xasprintf("%s holds a secret and others may read it; chmod 600, or "
                  "name a password_file",
                  settings->file);
    settings->warning_count = 1;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return xstrdup(".");
    return slash == path ? xstrdup("/")
                         : xstrndup(path, (size_t)(slash - path));
}

static void note_line(void *context, const void *field, int line)
{
    settings_origin_set(context, field, line, NULL);
}
