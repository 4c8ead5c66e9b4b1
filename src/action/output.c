/* output.c - head in one file, tail in a ring in another.
 *
 * Both get their room on the disk at the start, so that a disk that fills up
 * later takes nothing away. The ring has room for one write more than the tail
 * is long: a reader that comes in the middle of one finds a whole tail. In
 * front of the ring stands how much was written in all, as decimal text.
 */
#include "action/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/output_files.h"

static void write_head(struct output *output, const char *bytes, size_t length);
static void write_tail(struct output *output, const char *bytes, size_t length);
static void write_at(struct output *output, const char *bytes, size_t length,
                     off_t at);
static int join(const struct output *output);
static int copy_tail(const struct output *output, uint64_t from);

int output_open(struct output *output, int folder, struct err *err)
{
    const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;

    *output = (struct output){.folder = folder, .head = -1, .tail = -1};
    output->head = openat(folder, OUTPUT_HEAD_FILE, flags, S_IRUSR | S_IWUSR);
    output->tail = openat(folder, OUTPUT_TAIL_FILE, flags, S_IRUSR | S_IWUSR);
    if (output->head < 0 || output->tail < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot make the output: %s",
                       strerror(errno));
    (void)fallocate(output->head, FALLOC_FL_KEEP_SIZE, 0, OUTPUT_HEAD_BYTES);
    (void)posix_fallocate(output->tail, 0, OUTPUT_RING_START + OUTPUT_RING);
    write_at(output, "0", 1, 0);
    return 0;
}

void output_write(struct output *output, const char *bytes, size_t length)
{
    while (length) {
        size_t part = length < OUTPUT_WRITE_MAX ? length : OUTPUT_WRITE_MAX;

        if (output->total < OUTPUT_HEAD_BYTES) {
            size_t room = (size_t)(OUTPUT_HEAD_BYTES - output->total);

            part = part < room ? part : room;
            write_head(output, bytes, part);
        } else {
            write_tail(output, bytes, part);
        }
        bytes += part;
        length -= part;
    }
}

void output_close(struct output *output)
{
    bool is_joined = output->head >= 0 && output->tail >= 0 && !output->error &&
                     join(output) == 0;

    if (output->head >= 0)
        (void)close(output->head);
    if (output->tail >= 0)
        (void)close(output->tail);
    if (is_joined)
        (void)unlinkat(output->folder, OUTPUT_TAIL_FILE, 0);
    output->head = -1;
    output->tail = -1;
}

static void write_head(struct output *output, const char *bytes, size_t length)
{
    if (output->head >= 0 && !output->error &&
        pwrite(output->head, bytes, length, (off_t)output->total) !=
            (ssize_t)length)
        output->error = errno ? errno : ENOSPC;
    output->total += length;
}

/* The count comes last: what it counts is there. */
static void write_tail(struct output *output, const char *bytes, size_t length)
{
    uint64_t place = (output->total - OUTPUT_HEAD_BYTES) % OUTPUT_RING;
    size_t room = (size_t)(OUTPUT_RING - place);
    size_t part = length < room ? length : room;
    char count[32];

    write_at(output, bytes, part, (off_t)(OUTPUT_RING_START + place));
    if (part < length)
        write_at(output, bytes + part, length - part, OUTPUT_RING_START);
    output->total += length;
    (void)snprintf(count, sizeof(count), "%llu\n",
                   (unsigned long long)output->total);
    write_at(output, count, strlen(count), 0);
}

static void write_at(struct output *output, const char *bytes, size_t length,
                     off_t at)
{
    errno = 0;
    if (output->tail >= 0 &&
        pwrite(output->tail, bytes, length, at) != (ssize_t)length &&
        !output->error)
        output->error = errno ? errno : ENOSPC;
}

/* Puts the tail behind the head; when that fails it stays where it is. */
static int join(const struct output *output)
{
    uint64_t left_out = 0;
    char line[96];
    size_t length = 0;

    if (ftruncate(output->head, (off_t)(output->total < OUTPUT_HEAD_BYTES
                                            ? output->total
                                            : OUTPUT_HEAD_BYTES)) < 0)
        return -1;
    if (output->total <= OUTPUT_HEAD_BYTES)
        return 0;
    if (output->total > OUTPUT_HEAD_BYTES + OUTPUT_TAIL_BYTES) {
        left_out = output->total - OUTPUT_HEAD_BYTES - OUTPUT_TAIL_BYTES;
        (void)snprintf(line, sizeof(line), OUTPUT_LEFT_OUT_FORMAT,
                       (unsigned long long)left_out);
        length = strlen(line);
    }
    if (lseek(output->head, OUTPUT_HEAD_BYTES, SEEK_SET) >= 0 &&
        (!length || write(output->head, line, length) == (ssize_t)length) &&
        copy_tail(output, OUTPUT_HEAD_BYTES + left_out) == 0 &&
        fsync(output->head) == 0)
        return 0;
    (void)!ftruncate(output->head, OUTPUT_HEAD_BYTES);
    return -1;
}

static int copy_tail(const struct output *output, uint64_t from)
{
    char part[16384];

    while (from < output->total) {
        uint64_t place = (from - OUTPUT_HEAD_BYTES) % OUTPUT_RING;
        uint64_t length = OUTPUT_RING - place;

        if (length > output->total - from)
            length = output->total - from;
        if (length > sizeof(part))
            length = sizeof(part);
        if (pread(output->tail, part, (size_t)length,
                  (off_t)(OUTPUT_RING_START + place)) != (ssize_t)length ||
            write(output->head, part, (size_t)length) != (ssize_t)length)
            return -1;
        from += length;
    }
    return 0;
}
