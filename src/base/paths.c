/* paths.c - the user's folders, and reading one file of theirs. */
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

static char *xdg_folder(paths_getenv_fn *env, const char *name,
                        const char *below_home);
static const char *absolute(paths_getenv_fn *env, const char *name);
static char *home(paths_getenv_fn *env);
static const char *process_env(const char *name);
static int make_with_parents(const char *dir, struct err *err);
static int make_one(const char *dir, struct err *err);
static int check_private(const char *dir, struct err *err);
static int read_all(int fd, struct buf *into, struct err *err);

void paths_init(struct paths *paths, paths_getenv_fn *env)
{
    const char *runtime;

    env = env ? env : process_env;
    runtime = absolute(env, "XDG_RUNTIME_DIR");
    paths->config_dir = xdg_folder(env, "XDG_CONFIG_HOME", ".config");
    paths->state_dir = xdg_folder(env, "XDG_STATE_HOME", ".local/state");
    paths->runtime_dir = runtime ? paths_join(runtime, "tracetop", env)
                                 : paths_join(paths->state_dir, "run", env);
}

void paths_clear(struct paths *paths)
{
    free(paths->config_dir);
    free(paths->state_dir);
    free(paths->runtime_dir);
    *paths = (struct paths){0};
}

int paths_make_private(const char *dir, struct err *err)
{
    if (make_with_parents(dir, err) < 0)
        return -1;
    return check_private(dir, err);
}

char *paths_join(const char *dir, const char *name, paths_getenv_fn *env)
{
    const char *slash = "/";
    char *folder = NULL;
    char *path;

    if (name[0] == '/')
        return xstrdup(name);
    if (name[0] == '~' && name[1] == '/') {
        folder = home(env ? env : process_env);
        dir = folder;
        for (name++; *name == '/';)
            name++;
    }
    if (!dir[0] || dir[strlen(dir) - 1] == '/')
        slash = "";
    path = xasprintf("%s%s%s", dir, slash, name);
    free(folder);
    return path;
}

int paths_read_file(const char *path, size_t limit, char **bytes,
                    size_t *length, struct err *err)
{
    struct buf content;
    int rc = -1;
    int fd;

    buf_init(&content, limit);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        (void)err_set(err, ERR_SYSTEM, errno, "%s", strerror(errno));
        goto out;
    }
    if (read_all(fd, &content, err) < 0)
        goto out;
    *length = content.length;
    *bytes = buf_take(&content);
    rc = 0;
out:
    if (rc < 0)
        (void)err_within(err, "cannot read '%.160s'", path);
    if (fd >= 0)
        (void)close(fd);
    buf_clear(&content);
    return rc;
}

static char *xdg_folder(paths_getenv_fn *env, const char *name,
                        const char *below_home)
{
    const char *value = absolute(env, name);
    char *root;
    char *base;
    char *folder;

    if (value)
        return paths_join(value, "tracetop", env);
    root = home(env);
    base = paths_join(root, below_home, env);
    folder = paths_join(base, "tracetop", env);
    free(base);
    free(root);
    return folder;
}

/* Returns a variable that holds an absolute path, or NULL. */
static const char *absolute(paths_getenv_fn *env, const char *name)
{
    const char *value = env(name);

    return value && value[0] == '/' ? value : NULL;
}

static char *home(paths_getenv_fn *env)
{
    const char *value = absolute(env, "HOME");
    struct passwd entry;
    struct passwd *found = NULL;
    char text[4096];

    if (!value && getpwuid_r(getuid(), &entry, text, sizeof(text), &found) == 0)
        value = found && found->pw_dir[0] == '/' ? found->pw_dir : NULL;
    return xstrdup(value ? value : "/");
}

static const char *process_env(const char *name)
{
    return getenv(name);
}

static int make_with_parents(const char *dir, struct err *err)
{
    char *path = xstrdup(dir);
    int rc = -1;

    for (char *at = path; *at; at++) {
        if (*at != '/' || at == path)
            continue;
        *at = '\0';
        if (make_one(path, err) < 0)
            goto out;
        *at = '/';
    }
    rc = make_one(path, err);
out:
    free(path);
    return rc;
}

static int make_one(const char *dir, struct err *err)
{
    struct stat about;
    int code;

    if (mkdir(dir, S_IRWXU) == 0)
        return 0;
    code = errno;
    /* one that is there may also answer "read-only" or "not permitted" */
    if (stat(dir, &about) == 0) {
        if (S_ISDIR(about.st_mode))
            return 0;
        code = ENOTDIR;
    }
    return err_set(err, ERR_SYSTEM, code, "cannot make folder '%.160s': %s",
                   dir, strerror(code));
}

static int check_private(const char *dir, struct err *err)
{
    struct stat about;

    if (stat(dir, &about) < 0)
        return err_set(err, ERR_SYSTEM, errno,
                       "cannot look at folder '%.160s': %s", dir,
                       strerror(errno));
    if (about.st_uid != geteuid())
        return err_set(err, ERR_REFUSED, 0,
                       "folder '%.140s' belongs to user %u, but we are user %u",
                       dir, (unsigned)about.st_uid, (unsigned)geteuid());
    if (about.st_mode & (S_IWGRP | S_IWOTH))
        return err_set(err, ERR_REFUSED, 0,
                       "folder '%.120s' may be written by others (mode %04o); "
                       "chmod go-w makes it private",
                       dir, (unsigned)about.st_mode & 07777U);
    return 0;
}

static int read_all(int fd, struct buf *into, struct err *err)
{
    char chunk[16384];

    for (;;) {
        ssize_t length = read(fd, chunk, sizeof(chunk));

        if (length == 0)
            return 0;
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return err_set(err, ERR_SYSTEM, errno, "%s", strerror(errno));
        if (!buf_add(into, chunk, (size_t)length))
            return err_set(err, ERR_LIMIT, 0, "it is larger than %zu bytes",
                           into->limit);
    }
}
