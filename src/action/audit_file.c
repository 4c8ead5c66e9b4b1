/* audit_file.c - opening, locking and walking the audit log. */
#include "action/audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "action/audit.h"
#include "base/buf.h"
#include "base/paths.h"

enum { LOCK_TRIES = 300, LOCK_PAUSE_NS = 10 * 1000 * 1000 };

struct search {
    const char *event, *action;
    bool is_found;
};

static int check_ours(int fd, struct err *err);
static int lock(int fd, int how, struct err *err);
static bool look(void *owner, const char *line, size_t length, bool is_torn);

int audit_file_open(const char *state_dir, bool is_append, struct err *err)
{
    char *path = paths_join(state_dir, "audit.jsonl", NULL);
    int flags = is_append ? O_RDWR | O_CREAT | O_APPEND : O_RDONLY;
    int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                  S_IRUSR | S_IWUSR);

    free(path);
    if (fd < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot open it: %s",
                       strerror(errno));
    if (check_ours(fd, err) < 0 ||
        lock(fd, is_append ? LOCK_EX : LOCK_SH, err) < 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

int audit_file_walk(int fd, audit_line_fn *fn, void *owner, struct err *err)
{
    struct buf line;
    char part[65536];
    ssize_t got;
    bool goes_on = true;
    int rc = 0;

    buf_init(&line, AUDIT_LINE_MAX + 1);
    while (goes_on && (got = read(fd, part, sizeof(part))) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            rc = err_set(err, ERR_SYSTEM, errno, "cannot read it: %s",
                         strerror(errno));
            break;
        }
        for (const char *at = part, *end = part + got; goes_on && at < end;) {
            const char *newline = memchr(at, '\n', (size_t)(end - at));
            size_t length = (size_t)((newline ? newline : end) - at);

            (void)buf_add(&line, at, length); /* too long: cannot be ours */
            at += length;
            if (!newline)
                break;
            at++;
            goes_on = fn(owner, line.bytes, line.length, false);
            buf_reset(&line);
        }
    }
    if (rc == 0 && goes_on && line.length)
        (void)fn(owner, line.bytes, line.length, true);
    buf_clear(&line);
    return rc;
}

int audit_file_has(const char *state_dir, const char *event, const char *action,
                   struct err *err)
{
    struct search search = {.event = event, .action = action};
    struct err reason = {0};
    int fd = audit_file_open(state_dir, false, &reason);
    int rc;

    if (fd < 0 && reason.code == ENOENT)
        return 0; /* nothing was ever told */
    if (fd < 0)
        return err_set(err, reason.kind, reason.code, "%s", reason.text);
    rc = audit_file_walk(fd, look, &search, err);
    (void)close(fd);
    return rc < 0 ? -1 : search.is_found;
}

static int check_ours(int fd, struct err *err)
{
    struct stat about;

    if (fstat(fd, &about) < 0)
        return err_set(err, ERR_SYSTEM, errno, "%s", strerror(errno));
    if (!S_ISREG(about.st_mode))
        return err_set(err, ERR_REFUSED, 0, "it is no file");
    if (about.st_uid != geteuid() || about.st_mode & (S_IWGRP | S_IWOTH))
        return err_set(err, ERR_REFUSED, 0,
                       "it is not ours alone (user %u, mode %04o)",
                       (unsigned)about.st_uid, (unsigned)about.st_mode & 07777);
    return 0;
}

/* Whoever holds it needs it for a few milliseconds; one that was stopped in
 * the middle must not stop everybody else for ever. */
static int lock(int fd, int how, struct err *err)
{
    for (int tries = 0; tries < LOCK_TRIES; tries++) {
        struct timespec pause = {.tv_nsec = LOCK_PAUSE_NS};

        if (flock(fd, how | LOCK_NB) == 0)
            return 0;
        if (errno != EWOULDBLOCK && errno != EINTR)
            break;
        (void)nanosleep(&pause, NULL);
    }
    return err_set(err, ERR_SYSTEM, errno, "cannot lock it: %s",
                   errno == EWOULDBLOCK ? "another program holds it"
                                        : strerror(errno));
}

static bool look(void *owner, const char *line, size_t length, bool is_torn)
{
    struct search *search = owner;
    json_t *object = is_torn ? NULL : json_loadb(line, length, 0, NULL);
    const char *event = json_string_value(json_object_get(object, "event"));
    const char *action = json_string_value(json_object_get(object, "action"));

    search->is_found = event && action && !strcmp(event, search->event) &&
                       !strcmp(action, search->action);
    json_decref(object);
    return !search->is_found;
}
