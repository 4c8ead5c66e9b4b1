/* state_file.c - write beside, flush, put in place. */
#include "action/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

static int put(int folder, const char *name, const struct buf *content,
               bool is_once, struct err *err);
static int write_beside(int folder, const char *name,
                        const struct buf *content);
static int place(int folder, const char *beside, const char *name,
                 bool is_once);

int state_file_write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(fd, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

int state_file_put(int folder, const char *name, const char *bytes,
                   size_t length, struct err *err)
{
    struct buf content = {.bytes = (char *)(size_t)bytes, .length = length};

    return put(folder, name, &content, false, err);
}

int state_file_put_once(int folder, const char *name, const char *bytes,
                        size_t length, struct err *err)
{
    struct buf content = {.bytes = (char *)(size_t)bytes, .length = length};

    return put(folder, name, &content, true, err);
}

int state_file_put_json(int folder, const char *name, json_t *document,
                        int is_once, struct err *err)
{
    char *text = json_dumps(document, JSON_INDENT(1));
    struct buf content;
    int rc = -1;

    buf_init(&content, STATE_FILE_MAX);
    if (text && buf_add_str(&content, text) && buf_add_char(&content, '\n'))
        rc = put(folder, name, &content, is_once, err);
    else
        (void)err_set(err, ERR_LIMIT, 0, "%s: too large", name);
    buf_clear(&content);
    free(text);
    json_decref(document);
    return rc;
}

int state_file_read(int folder, const char *name, char **bytes, size_t *length,
                    struct err *err)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct buf content;
    ssize_t got = -1;
    char part[16384];
    int rc = -1;

    buf_init(&content, STATE_FILE_MAX);
    if (fd < 0)
        goto out;
    while ((got = read(fd, part, sizeof(part))) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            goto out;
        if (!buf_add(&content, part, (size_t)got)) {
            errno = EFBIG;
            goto out;
        }
    }
    *length = content.length;
    *bytes = buf_take(&content);
    rc = 0;
out:
    if (rc < 0)
        (void)err_set(err, ERR_SYSTEM, errno, "cannot read %s: %s", name,
                      strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    buf_clear(&content);
    return rc;
}

json_t *state_file_read_json(int folder, const char *name)
{
    char *bytes = NULL;
    size_t length = 0;
    json_t *document = NULL;

    if (state_file_read(folder, name, &bytes, &length, NULL) < 0)
        return NULL;
    document = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL);
    free(bytes);
    if (json_is_object(document))
        return document;
    json_decref(document);
    return NULL;
}

json_t *state_file_text(const char *text)
{
    json_t *string = json_string(text);
    struct buf clean;

    if (string)
        return string;
    buf_init(&clean, STATE_FILE_MAX);
    utf8_scrub(&clean, text, strlen(text), true);
    string = json_string(clean.bytes);
    buf_clear(&clean);
    return string ? string : json_string("?");
}

static int put(int folder, const char *name, const struct buf *content,
               bool is_once, struct err *err)
{
    char beside[80];
    int rc;

    (void)snprintf(beside, sizeof(beside), ".%.40s.%ld", name, (long)getpid());
    rc = write_beside(folder, beside, content);
    if (rc == 0)
        rc = place(folder, beside, name, is_once);
    if (rc < 0) {
        (void)err_set(err, ERR_SYSTEM, errno, "cannot write %s: %s", name,
                      strerror(errno));
        (void)unlinkat(folder, beside, 0);
    }
    return rc;
}

static int write_beside(int folder, const char *name, const struct buf *content)
{
    int fd = openat(folder, name,
                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                    S_IRUSR | S_IWUSR);
    int code = 0;

    if (fd < 0)
        return -1;
    if (state_file_write_all(fd, content->bytes, content->length) < 0 ||
        fsync(fd) < 0)
        code = errno;
    if (close(fd) < 0 && !code)
        code = errno;
    errno = code;
    return code ? -1 : 0;
}

/* A link fails where a name is taken; a rename would not. */
static int place(int folder, const char *beside, const char *name, bool is_once)
{
    if (is_once) {
        if (linkat(folder, beside, folder, name, 0) < 0)
            return -1;
        (void)unlinkat(folder, beside, 0);
    } else if (renameat(folder, beside, folder, name) < 0) {
        return -1;
    }
    (void)fsync(folder);
    return 0;
}
