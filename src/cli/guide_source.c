/* guide_source.c - finding and reading the guide. */
#include "cli/guide_source.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/embedded.h"

static int begin_file(struct guide *guide, const char *path, struct err *err);
static int load_user(struct guide *guide, const struct settings *settings,
                     bool *is_there, struct err *err);

int guide_source_load(struct guide *guide, const struct settings *settings,
                      struct err *broken, struct err *err)
{
    if (guide_source_begin(guide, settings, broken, err) < 0)
        return -1;
    while (guide_more(guide, SIZE_MAX))
        ;
    return 0;
}

int guide_source_begin(struct guide *guide, const struct settings *settings,
                       struct err *broken, struct err *err)
{
    const struct embedded *built_in = embedded_find("guide/tracing.md");
    bool is_there;

    memset(guide, 0, sizeof(*guide));
    err_clear(broken);
    if (load_user(guide, settings, &is_there, broken) == 0 && is_there)
        return 0;
    guide_clear(guide);
    if (!built_in)
        return err_set(err, ERR_REFUSED, 0,
                       "no guide is compiled in; name yours with --guide FILE");
    return guide_begin(guide, "built-in guide", built_in->bytes,
                       built_in->length, err);
}

int guide_source_read(struct guide *guide, const char *path, struct err *err)
{
    if (begin_file(guide, path, err) < 0)
        return -1;
    while (guide_more(guide, SIZE_MAX))
        ;
    return 0;
}

static int begin_file(struct guide *guide, const char *path, struct err *err)
{
    char *bytes;
    size_t length;
    int rc;

    memset(guide, 0, sizeof(*guide));
    if (paths_read_file(path, MARKDOWN_BYTES_MAX, &bytes, &length, err) < 0)
        return -1;
    rc = guide_begin(guide, path, bytes, length, err);
    free(bytes);
    return rc;
}

static int load_user(struct guide *guide, const struct settings *settings,
                     bool *is_there, struct err *err)
{
    char *path;
    int rc = 0;

    *is_there = true;
    if (settings->guide)
        return begin_file(guide, settings->guide, err);
    path = paths_join(settings->paths.config_dir, "guide.md", NULL);
    *is_there = access(path, F_OK) == 0 || errno != ENOENT;
    if (*is_there)
        rc = begin_file(guide, path, err);
    free(path);
    return rc;
}
