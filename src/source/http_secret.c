/* http_secret.c - secrets, read anew for each request. */
#include "source/http_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

enum { SECRET_MAX_BYTES = 64 * 1024 };

static char *read_file(const char *path, const char *name, struct err *err);
static ssize_t read_all(int fd, char *bytes, size_t size);
static char *read_variable(const char *variable, const char *name,
                           struct err *err);
static int check_one_line(const char *text, const char *name, const char *from,
                          struct err *err);

char *http_secret_read(const struct secret *secret, const char *name,
                       struct err *err)
{
    char *text = NULL;
    const char *from = "the configuration";

    if (secret->file) {
        from = secret->file;
        text = read_file(secret->file, name, err);
    } else if (secret->variable) {
        from = secret->variable;
        text = read_variable(secret->variable, name, err);
    } else {
        text = xstrdup(secret->inline_value ? secret->inline_value : "");
    }
    if (text && check_one_line(text, name, from, err) < 0) {
        http_secret_wipe(text);
        text = NULL;
    }
    return text;
}

void http_secret_wipe(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

static char *read_file(const char *path, const char *name, struct err *err)
{
    /* A fifo without a writer must not stop the program: O_NONBLOCK. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *bytes = NULL;
    ssize_t length = -1;
    struct stat about;

    if (fd < 0 || fstat(fd, &about) < 0) {
        err_set(err, ERR_SYSTEM, errno, "%s file '%s': %s", name, path,
                strerror(errno));
        goto out;
    }
    if (!S_ISREG(about.st_mode) || about.st_size > SECRET_MAX_BYTES) {
        err_set(err, ERR_REFUSED, 0, "%s file '%s' is not a regular file %s",
                name, path, "of at most 64 KiB");
        goto out;
    }
    bytes = xcalloc(1, SECRET_MAX_BYTES + 1);
    length = read_all(fd, bytes, SECRET_MAX_BYTES);
    if (length < 0) {
        err_set(err, ERR_SYSTEM, errno, "%s file '%s': %s", name, path,
                strerror(errno));
        goto out;
    }
    if (length > 0 && bytes[length - 1] == '\n')
        bytes[--length] = '\0';
    if (length > 0 && bytes[length - 1] == '\r')
        bytes[--length] = '\0';
    if (length == 0)
        err_set(err, ERR_REFUSED, 0, "%s file '%s' is empty", name, path);
out:
    if (fd >= 0)
        close(fd);
    if (length <= 0) {
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}

/* Returns how many bytes came before the end of the file, -1 and errno if
 * reading failed. */
static ssize_t read_all(int fd, char *bytes, size_t size)
{
    size_t length = 0;

    while (length < size) {
        ssize_t count = read(fd, bytes + length, size - length);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        length += (size_t)count;
    }
    return (ssize_t)length;
}

static char *read_variable(const char *variable, const char *name,
                           struct err *err)
{
    const char *value = getenv(variable);

    if (!value || !*value) {
        err_set(err, ERR_REFUSED, 0, "%s: environment variable '%s' is %s",
                name, variable, value ? "empty" : "not set");
        return NULL;
    }
    return xstrdup(value);
}

/* A line break in a secret would let it write headers of its own. */
static int check_one_line(const char *text, const char *name, const char *from,
                          struct err *err)
{
    if (!strpbrk(text, "\r\n"))
        return 0;
    return err_set(err, ERR_REFUSED, 0, "%s from '%s' has more than one line",
                   name, from);
}
