/* log.c - a file that lines are added to, and that does not grow for ever.
 *
 * Each line is one write(2) to the end of the file, so that several programs
 * may share it and a crash loses nothing. The file is opened non-blocking: a
 * pipe that nobody reads loses lines, it does not stop the screen.
 */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "base/xalloc.h"

enum { ROTATE_BYTES = 4 * 1024 * 1024, LINE_BYTES = 4096 };

struct log {
    char *path;
    char *old_path;
    int fd;
    off_t size; /* as far as we know; others may write too */
};

static int open_file(const char *path);
static off_t regular_size(const char *path);
static void rotate(struct log *log);
static void add_time(struct buf *line, int64_t wall_ms);

struct log *log_open(const char *path, struct err *err)
{
    struct log *log = xcalloc(1, sizeof(*log));

    log->fd = -1;
    log->path = xstrdup(path);
    log->old_path = xasprintf("%s.1", path);
    rotate(log);
    if (log->fd < 0) {
        (void)err_set(err, ERR_SYSTEM, errno, "cannot open log '%.160s': %s",
                      path, strerror(errno));
        log_close(log);
        return NULL;
    }
    return log;
}

void log_close(struct log *log)
{
    if (!log)
        return;
    if (log->fd >= 0)
        (void)close(log->fd);
    free(log->path);
    free(log->old_path);
    free(log);
}

void log_line(struct log *log, int64_t wall_ms, const char *area,
              const char *fmt, ...)
{
    char text[LINE_BYTES];
    struct buf line;
    va_list args;
    ssize_t written;

    if (!log)
        return;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    buf_init(&line, (size_t)4 * LINE_BYTES); /* each bad byte becomes three */
    add_time(&line, wall_ms);
    (void)buf_printf(&line, " %s: ", area);
    utf8_scrub(&line, text, strlen(text), false);
    (void)buf_add_char(&line, '\n');
    if (log->size >= ROTATE_BYTES)
        rotate(log);
    written = write(log->fd, line.bytes, line.length);
    log->size += written > 0 ? (off_t)written : 0;
    buf_clear(&line);
}

static int open_file(const char *path)
{
    return open(
        path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        S_IRUSR | S_IWUSR);
}

/* Returns 0 also for what is not a file, so that no device is moved away. */
static off_t regular_size(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISREG(about.st_mode) ? about.st_size
                                                             : 0;
}

/* Moves the file away if it has grown, and opens the path anew. Another
 * program may have done the first already; when the second fails, the lines
 * go on into the old file. errno is that of the opening. */
static void rotate(struct log *log)
{
    int fd;

    log->size = 0;
    if (regular_size(log->path) >= ROTATE_BYTES)
        (void)rename(log->path, log->old_path);
    fd = open_file(log->path);
    if (fd < 0)
        return;
    if (log->fd >= 0)
        (void)close(log->fd);
    log->fd = fd;
    if (regular_size(log->path) < ROTATE_BYTES)
        log->size = regular_size(log->path);
}

static void add_time(struct buf *line, int64_t wall_ms)
{
    char text[24];
    size_t length;

    clock_format_rfc3339(text, sizeof(text), wall_ms);
    length = strlen(text);
    if (text[length - 1] != 'Z') {
        (void)buf_add_str(line, text);
        return;
    }
    (void)buf_add(line, text, length - 1);
    (void)buf_printf(line, ".%03dZ", (int)((wall_ms % 1000 + 1000) % 1000));
}
