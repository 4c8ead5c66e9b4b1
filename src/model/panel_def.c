/* panel_def.c - panels out of YAML: the shipped ones, then the user's. */
#include "model/panel_def.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "config/embedded.h"
#include "config/yaml.h"
#include "model/panel_yaml.h"

enum { MAX_PANELS = 64 };

static int load_shipped(struct panel_defs *defs,
                        const struct panel_variables *variables,
                        struct err *err);
static int load_folder(struct panel_defs *defs, const char *folder,
                       const struct panel_variables *variables,
                       struct err *err);
static int is_panel_file(const struct dirent *entry);
static int add(struct panel_defs *defs, const struct yaml_doc *doc,
               const struct panel_variables *variables, struct err *err);
static void place(struct panel_defs *defs, const struct panel_def *def);
static int compare_defs(const void *left, const void *right);

int panel_defs_load(struct panel_defs *defs, const char *user_dir,
                    const struct panel_variables *variables, struct err *err)
{
    *defs = (struct panel_defs){0};
    if (load_shipped(defs, variables, err) < 0 ||
        (user_dir && load_folder(defs, user_dir, variables, err) < 0)) {
        panel_defs_clear(defs);
        return -1;
    }
    qsort(defs->items, defs->count, sizeof(defs->items[0]), compare_defs);
    return 0;
}

void panel_defs_clear(struct panel_defs *defs)
{
    for (size_t i = 0; i < defs->count; i++)
        panel_yaml_clear(&defs->items[i]);
    free(defs->items);
    *defs = (struct panel_defs){0};
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {
        [SEVERITY_INFO] = "info",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_CRITICAL] = "critical",
    };

    return names[severity];
}

static int load_shipped(struct panel_defs *defs,
                        const struct panel_variables *variables,
                        struct err *err)
{
    for (size_t i = 0; i < embedded_count; i++) {
        const struct embedded *file = &embedded_table[i];
        struct yaml_doc *doc;
        int rc;

        if (strncmp(file->path, "panels/", strlen("panels/")) != 0)
            continue;
        doc = yaml_parse(file->path, file->bytes, file->length, err);
        rc = doc ? add(defs, doc, variables, err) : -1;
        yaml_close(doc);
        if (rc < 0)
            return -1;
    }
    return 0;
}

static int load_folder(struct panel_defs *defs, const char *folder,
                       const struct panel_variables *variables, struct err *err)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_panel_file, alphasort);
    int rc = 0;

    if (count < 0 && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (count < 0)
        return err_set(err, ERR_SYSTEM, errno, "%s: %s", folder,
                       strerror(errno));
    for (int i = 0; i < count; i++) {
        char *path = xasprintf("%s/%s", folder, entries[i]->d_name);
        struct yaml_doc *doc = rc == 0 ? yaml_open(path, err) : NULL;

        if (rc == 0)
            rc = doc ? add(defs, doc, variables, err) : -1;
        yaml_close(doc);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

/* Hidden files are those of editors. */
static int is_panel_file(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return entry->d_name[0] != '.' && dot &&
           (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static int add(struct panel_defs *defs, const struct yaml_doc *doc,
               const struct panel_variables *variables, struct err *err)
{
    struct panel_def def = {0};

    if (defs->count == MAX_PANELS)
        return err_set(err, ERR_LIMIT, 0, "%s: more than %d panels",
                       yaml_name(doc), MAX_PANELS);
    if (panel_yaml_read(&def, doc, variables, err) < 0)
        return -1;
    place(defs, &def);
    return 0;
}

/* The same id takes the old one's place, order too unless it brings one. */
static void place(struct panel_defs *defs, const struct panel_def *def)
{
    for (size_t i = 0; i < defs->count; i++) {
        struct panel_def *old = &defs->items[i];
        int order = old->order;

        if (strcmp(old->id, def->id) != 0)
            continue;
        panel_yaml_clear(old);
        *old = *def;
        if (old->order == 0)
            old->order = order;
        return;
    }
    defs->items =
        xrealloc(defs->items, defs->count + 1, sizeof(defs->items[0]));
    defs->items[defs->count] = *def;
    if (def->order == 0)
        defs->items[defs->count].order = PANEL_ORDER_LAST;
    defs->count++;
}

static int compare_defs(const void *left, const void *right)
{
    const struct panel_def *a = left;
    const struct panel_def *b = right;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return strcmp(a->id, b->id);
}
