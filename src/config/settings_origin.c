/* settings_origin.c - notes on who set what, and the settings as YAML. */
#include "config/settings_origin.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "config/settings_keys.h"
#include "config/yaml_write.h"

struct origin {
    const void *field;
    int line;
    const char *name;
};

struct settings_origins {
    struct origin *items;
    size_t count, capacity;
    char text[32]; /* of the line told last */
};

static const struct origin *find(const struct settings_origins *origins,
                                 const void *field);
static schema_origin_fn origin_of;

void settings_origin_set(struct settings *settings, const void *field, int line,
                         const char *name)
{
    struct settings_origins *origins = settings->origins;

    if (!origins)
        origins = settings->origins = xcalloc(1, sizeof(*origins));
    if (origins->count == origins->capacity) {
        origins->capacity = origins->capacity ? origins->capacity * 2 : 64;
        origins->items = xrealloc(origins->items, origins->capacity,
                                  sizeof(origins->items[0]));
    }
    origins->items[origins->count++] =
        (struct origin){.field = field, .line = line, .name = name};
}

void settings_origin_share(struct settings *settings, const void *left,
                           const void *right)
{
    const struct origin *one = find(settings->origins, left);
    const struct origin *other = find(settings->origins, right);

    if (one && !other)
        settings_origin_set(settings, right, one->line, one->name);
    if (other && !one)
        settings_origin_set(settings, left, other->line, other->name);
}

const char *settings_origin(const struct settings *settings, const void *field)
{
    struct settings_origins *origins = settings->origins;
    const struct origin *found = find(origins, field);

    if (!found)
        return "default";
    if (found->name)
        return found->name;
    (void)snprintf(origins->text, sizeof(origins->text), "line %d",
                   found->line);
    return origins->text;
}

void settings_origin_clear(struct settings *settings)
{
    if (settings->origins)
        free(settings->origins->items);
    free(settings->origins);
    settings->origins = NULL;
}

void settings_show(const struct settings *settings, struct buf *out)
{
    union {
        const struct settings *settings;
        void *context;
    } reader = {.settings = settings};
    struct schema_writer writer = {
        .out = out, .origin = origin_of, .context = reader.context};

    (void)buf_add_str(out, "# Every setting in force; ");
    if (settings->file) {
        (void)buf_add_str(out, "lines are those of ");
        yaml_write_text(out, settings->file);
    } else {
        (void)buf_add_str(out, "there is no configuration file");
    }
    (void)buf_add_str(out, "\ncontext: ");
    yaml_write_text(out, settings_context(settings)->name);
    (void)buf_printf(out, " # %s; the one that is opened\n",
                     settings_origin(settings, &settings->context));
    schema_show(&writer, &settings_schema, settings, 0);
}

/* The newest note is the one with the most weight. */
static const struct origin *find(const struct settings_origins *origins,
                                 const void *field)
{
    for (size_t i = origins ? origins->count : 0; i-- > 0;)
        if (origins->items[i].field == field)
            return &origins->items[i];
    return NULL;
}

static const char *origin_of(void *context, const void *field)
{
    return settings_origin(context, field);
}
