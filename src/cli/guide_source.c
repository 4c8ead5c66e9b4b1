/* guide_source.c - finding and reading the guide. */
#include "cli/guide_source.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/embedded.h"

enum { READS_MAX = 3 }; /* of a file that changes meanwhile */

static int begin_built_in(struct guide *guide, struct err *err);
static int begin_file(struct guide *guide, const char *path, struct err *err);
static int begin_regular(struct guide *guide, const char *path,
                         struct err *err);
static int look_at(const char *path, struct stat *status, struct err *err);
static bool has_changed(const struct stat *before, const struct stat *after);
static int load_user(struct guide *guide, const struct settings *settings,
                     bool *is_there, struct err *err);

static const char built_in_name[] = "built-in guide";

int guide_source_load(struct guide *guide, const struct settings *settings,
                      struct err *broken, struct err *err)
{
    int rc = guide_source_begin(guide, settings, broken, err);

    if (rc == 0)
        do
            rc = guide_source_more(guide, SIZE_MAX, broken, err);
        while (rc > 0);
    return rc;
}

int guide_source_begin(struct guide *guide, const struct settings *settings,
                       struct err *broken, struct err *err)
{
    bool is_there;

    memset(guide, 0, sizeof(*guide));
    err_clear(broken);
    if (load_user(guide, settings, &is_there, broken) == 0 && is_there)
        return 0;
    return begin_built_in(guide, err);
}

int guide_source_more(struct guide *guide, size_t count, struct err *broken,
                      struct err *err)
{
    int rc = guide_more(guide, count, err);

    if (rc >= 0 || !strcmp(guide->name, built_in_name))
        return rc;
    *broken = *err;
    err_clear(err);
    return begin_built_in(guide, err) < 0 ? -1 : 1;
}

int guide_source_check(const struct settings *settings, struct err *err)
{
    struct guide guide = {0};
    bool is_there;
    int rc = load_user(&guide, settings, &is_there, err);

    if (rc == 0 && is_there)
        rc = guide_finish(&guide, err);
    guide_clear(&guide);
    return rc;
}

int guide_source_read(struct guide *guide, const char *path, struct err *err)
{
    if (begin_file(guide, path, err) < 0)
        return -1;
    return guide_finish(guide, err);
}

static int begin_built_in(struct guide *guide, struct err *err)
{
    const struct embedded *built_in = embedded_find("guide/tracing.md");

    guide_clear(guide);
    if (!built_in)
        return err_set(err, ERR_REFUSED, 0,
                       "no guide is compiled in; name yours with --guide FILE");
    return guide_begin(guide, built_in_name, built_in->bytes, built_in->length,
                       err);
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
        return begin_regular(guide, settings->guide, err);
    path = paths_join(settings->paths.config_dir, "guide.md", NULL);
    *is_there = access(path, F_OK) == 0 || errno != ENOENT;
    if (*is_there)
        rc = begin_regular(guide, path, err);
    free(path);
    return rc;
}

/* A pipe without a writer would keep a dashboard waiting, and half a file that
 * an editor is just writing would lack runbooks without saying so. */
static int begin_regular(struct guide *guide, const char *path, struct err *err)
{
    struct stat before, after;

    for (int i = 0; i < READS_MAX; i++) {
        guide_clear(guide);
        if (look_at(path, &before, err) < 0 ||
            begin_file(guide, path, err) < 0 || look_at(path, &after, err) < 0)
            return -1;
        if (!has_changed(&before, &after))
            return 0;
    }
    return err_set(err, ERR_FORMAT, 0,
                   "cannot read '%.160s': it changes all the time", path);
}

static int look_at(const char *path, struct stat *status, struct err *err)
{
    if (stat(path, status) < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot read '%.160s': %s", path,
                       strerror(errno));
    if (!S_ISREG(status->st_mode))
        return err_set(err, ERR_FORMAT, 0,
                       "cannot read '%.160s': it is %s, not a file", path,
                       S_ISDIR(status->st_mode)    ? "a folder"
                       : S_ISFIFO(status->st_mode) ? "a pipe"
                                                   : "a device");
    if (status->st_size > MARKDOWN_BYTES_MAX)
        return err_set(err, ERR_LIMIT, 0,
                       "cannot read '%.160s': it is larger than %d bytes", path,
                       MARKDOWN_BYTES_MAX);
    return 0;
}

static bool has_changed(const struct stat *before, const struct stat *after)
{
    return before->st_size != after->st_size ||
           before->st_ino != after->st_ino ||
           before->st_mtim.tv_sec != after->st_mtim.tv_sec ||
           before->st_mtim.tv_nsec != after->st_mtim.tv_nsec;
}
