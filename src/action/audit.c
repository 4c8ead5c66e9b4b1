/* audit.c - adding a line to the log.
 *
 * Under the lock of the file: read the last line, hash it, write ours, flush.
 * A line that a crash cut short has no newline; it stays as it is, ends there,
 * and a line of its own says that it is torn and carries its hash. A write
 * that fails is taken back.
 */
#include "action/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "action/audit_file.h"
#include "action/digest.h"
#include "action/state_file.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/paths.h"

static int append(int fd, const struct audit_entry *entry, struct err *err);
static int read_last(int fd, off_t size, struct buf *line, bool *is_torn,
                     struct err *err);
static int read_back(int fd, off_t *at, struct buf *line);
static void add_torn(struct buf *out, const struct audit_entry *entry,
                     size_t torn_bytes, char previous[DIGEST_HEX_SIZE]);
static void add_line(struct buf *out, const struct audit_entry *entry,
                     char previous[DIGEST_HEX_SIZE]);
static int write_line(int fd, off_t size, const struct buf *out,
                      struct err *err);
static int sync_folder(const char *state_dir, struct err *err);

int audit_append(const char *state_dir, const struct audit_entry *entry,
                 struct err *err)
{
    int fd = -1;
    int rc = -1;

    if (paths_make_private(state_dir, err) < 0)
        goto out;
    fd = audit_file_open(state_dir, true, err);
    if (fd < 0)
        goto out;
    rc = append(fd, entry, err);
    if (rc == 0)
        rc = sync_folder(state_dir, err);
out:
    if (rc < 0)
        (void)err_within(err, "audit log");
    if (fd >= 0)
        (void)close(fd);
    return rc;
}

static int append(int fd, const struct audit_entry *entry, struct err *err)
{
    char previous[DIGEST_HEX_SIZE];
    struct buf last, out;
    struct stat about;
    bool is_torn = false;
    int rc = -1;

    buf_init(&last, AUDIT_LINE_MAX + 1);
    buf_init(&out, 2 * (size_t)AUDIT_LINE_MAX);
    if (fstat(fd, &about) < 0) {
        (void)err_set(err, ERR_SYSTEM, errno, "%s", strerror(errno));
        goto out;
    }
    if (read_last(fd, about.st_size, &last, &is_torn, err) < 0)
        goto out;
    memset(previous, '0', sizeof(previous) - 1);
    previous[sizeof(previous) - 1] = '\0';
    if (about.st_size)
        digest_hex(previous, last.bytes, last.length);
    if (is_torn)
        add_torn(&out, entry, last.length, previous);
    add_line(&out, entry, previous);
    if (out.overflow || out.length > AUDIT_LINE_MAX)
        (void)err_set(err, ERR_LIMIT, 0, "the line is too long");
    else
        rc = write_line(fd, about.st_size, &out, err);
out:
    buf_clear(&last);
    buf_clear(&out);
    return rc;
}

/* Reads the last line, without its newline. */
static int read_last(int fd, off_t size, struct buf *line, bool *is_torn,
                     struct err *err)
{
    off_t at = size;
    char end = '\n';

    if (!size)
        return 0;
    if (pread(fd, &end, 1, size - 1) != 1)
        return err_set(err, ERR_SYSTEM, errno, "cannot read it: %s",
                       strerror(errno));
    *is_torn = end != '\n';
    if (!*is_torn)
        at--;
    if (read_back(fd, &at, line) < 0)
        return err_set(err, ERR_FORMAT, 0,
                       "its last line is none of ours; move audit.jsonl away");
    return 0;
}

/* Reads the line that ends at `*at`. */
static int read_back(int fd, off_t *at, struct buf *line)
{
    off_t end = *at;
    off_t start = end > AUDIT_LINE_MAX + 1 ? end - AUDIT_LINE_MAX - 1 : 0;
    size_t length = (size_t)(end - start);
    char *bytes = malloc(length + 1);
    size_t from = length;
    int rc = -1;

    if (!bytes)
        return -1;
    if (pread(fd, bytes, length, start) == (ssize_t)length) {
        while (from && bytes[from - 1] != '\n')
            from--;
        if ((from || !start) && buf_add(line, bytes + from, length - from))
            rc = 0;
    }
    free(bytes);
    return rc;
}

static void add_torn(struct buf *out, const struct audit_entry *entry,
                     size_t torn_bytes, char previous[DIGEST_HEX_SIZE])
{
    struct audit_field bytes = {.name = "bytes", .number = (int64_t)torn_bytes};
    struct audit_entry torn = {.at_wall_ms = entry->at_wall_ms,
                               .event = AUDIT_EVENT_TORN,
                               .action = "",
                               .fields = &bytes,
                               .field_count = 1};

    (void)buf_add_char(out, '\n');
    add_line(out, &torn, previous);
}

/* Adds a line; `previous` becomes its own hash. */
static void add_line(struct buf *out, const struct audit_entry *entry,
                     char previous[DIGEST_HEX_SIZE])
{
    json_t *object = json_object();
    char time[32];
    char *text;

    clock_format_rfc3339(time, sizeof(time), entry->at_wall_ms);
    (void)json_object_set_new(object, "time", json_string(time));
    (void)json_object_set_new(object, "event", state_file_text(entry->event));
    (void)json_object_set_new(object, "action", state_file_text(entry->action));
    for (size_t i = 0; i < entry->field_count; i++)
        (void)json_object_set_new(object, entry->fields[i].name,
                                  entry->fields[i].text
                                      ? state_file_text(entry->fields[i].text)
                                      : json_integer(entry->fields[i].number));
    (void)json_object_set_new(object, "previous", json_string(previous));
    text = json_dumps(object, JSON_COMPACT);
    if (text) {
        (void)buf_add_str(out, text);
        (void)buf_add_char(out, '\n');
        digest_hex(previous, text, strlen(text));
    } else {
        out->overflow = true;
    }
    free(text);
    json_decref(object);
}

static int write_line(int fd, off_t size, const struct buf *out,
                      struct err *err)
{
    int code;

    if (state_file_write_all(fd, out->bytes, out->length) == 0 &&
        fsync(fd) == 0)
        return 0;
    code = errno;
    (void)!ftruncate(fd, size);
    return err_set(err, ERR_SYSTEM, code, "cannot write it: %s",
                   strerror(code));
}

/* The first line also makes the file, whose name must be on the disk. */
static int sync_folder(const char *state_dir, struct err *err)
{
    int folder = open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = 0;

    if (folder < 0 || (fsync(folder) < 0 && errno != EINVAL))
        rc = err_set(err, ERR_SYSTEM, errno, "cannot flush its folder: %s",
                     strerror(errno));
    if (folder >= 0)
        (void)close(folder);
    return rc;
}
