/* output_read.c - reading what was kept, while it is written and after. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/action_folder.h"
#include "action/output_files.h"

/* Where the kept bytes are: [0, head) and [tail, total) of the stream. */
struct kept {
    int head_fd, tail_fd; /* tail -1: it lies behind the head */
    uint64_t head, tail, total;
    off_t tail_at; /* where in the head's file it lies */
};

static int open_kept(struct kept *kept, int folder, struct err *err);
static void look_at_ring(struct kept *kept);
static void look_at_joined(struct kept *kept, uint64_t size);
static uint64_t ring_count(const struct kept *kept);
static void read_part(const struct kept *kept, uint64_t from, size_t most,
                      struct output_part *part);
static void read_ring(const struct kept *kept, uint64_t from, size_t length,
                      struct output_part *part);
static void read_file(int fd, off_t at, size_t length, struct buf *into);

int output_read(const char *state_dir, const char *id, uint64_t from,
                size_t most, struct output_part *part, struct err *err)
{
    struct action_folder folder;
    struct kept kept = {.head_fd = -1, .tail_fd = -1};
    int rc = -1;

    memset(part, 0, sizeof(*part));
    buf_init(&part->bytes, most);
    part->start = from;
    if (action_folder_open(&folder, state_dir, id, err) < 0)
        return -1;
    if (open_kept(&kept, folder.fd, err) < 0)
        goto out;
    part->total = kept.total;
    read_part(&kept, from, most, part);
    rc = 0;
out:
    if (kept.head_fd >= 0)
        (void)close(kept.head_fd);
    if (kept.tail_fd >= 0)
        (void)close(kept.tail_fd);
    action_folder_close(&folder);
    return rc;
}

void output_part_clear(struct output_part *part)
{
    buf_clear(&part->bytes);
    memset(part, 0, sizeof(*part));
}

static int open_kept(struct kept *kept, int folder, struct err *err)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;
    struct stat about;

    kept->tail_fd = openat(folder, OUTPUT_TAIL_FILE, flags);
    kept->head_fd = openat(folder, OUTPUT_HEAD_FILE, flags);
    if (kept->head_fd < 0 && errno == ENOENT)
        return 0;
    if (kept->head_fd < 0 || fstat(kept->head_fd, &about) < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot read the output: %s",
                       strerror(errno));
    kept->head = (uint64_t)about.st_size;
    kept->total = kept->head;
    if (kept->tail_fd >= 0)
        look_at_ring(kept);
    else
        look_at_joined(kept, (uint64_t)about.st_size);
    return 0;
}

static void look_at_ring(struct kept *kept)
{
    uint64_t total = ring_count(kept);

    if (kept->head > OUTPUT_HEAD_BYTES)
        kept->head = OUTPUT_HEAD_BYTES;
    if (total <= OUTPUT_HEAD_BYTES) {
        kept->total = kept->head;
        kept->tail = kept->head;
        return;
    }
    kept->total = total;
    kept->tail = OUTPUT_HEAD_BYTES;
    if (total - OUTPUT_HEAD_BYTES > OUTPUT_TAIL_BYTES)
        kept->tail = total - OUTPUT_TAIL_BYTES;
}

/* A file longer than head and tail has the line between them: nothing that a
 * step can write looks like it. */
static void look_at_joined(struct kept *kept, uint64_t size)
{
    unsigned long long left_out = 0;
    char line[96] = "";
    int length = 0;

    kept->tail = kept->head;
    if (size <= OUTPUT_HEAD_BYTES + OUTPUT_TAIL_BYTES)
        return;
    (void)!pread(kept->head_fd, line, sizeof(line) - 1, OUTPUT_HEAD_BYTES);
    if (sscanf(line, OUTPUT_LEFT_OUT_FORMAT "%n", &left_out, &length) < 1)
        return;
    for (length = 1; line[length] && line[length] != '\n';)
        length++;
    kept->tail_at = OUTPUT_HEAD_BYTES + length + 1;
    kept->head = OUTPUT_HEAD_BYTES;
    kept->tail = OUTPUT_HEAD_BYTES + left_out;
    kept->total = kept->tail + size - (uint64_t)kept->tail_at;
}

static uint64_t ring_count(const struct kept *kept)
{
    char count[OUTPUT_RING_START] = "";

    if (pread(kept->tail_fd, count, sizeof(count) - 1, 0) < 1)
        return 0;
    return strtoull(count, NULL, 10);
}

static void read_part(const struct kept *kept, uint64_t from, size_t most,
                      struct output_part *part)
{
    uint64_t end = from < kept->head ? kept->head : kept->total;
    uint64_t start = from;

    if (from >= kept->head && from < kept->tail)
        start = kept->tail;
    if (start >= end)
        return;
    part->left_out = start - from;
    part->start = start;
    if (end - start > most)
        end = start + most;
    if (start < kept->head)
        read_file(kept->head_fd, (off_t)start, (size_t)(end - start),
                  &part->bytes);
    else if (kept->tail_fd < 0)
        read_file(kept->head_fd, kept->tail_at + (off_t)(start - kept->tail),
                  (size_t)(end - start), &part->bytes);
    else
        read_ring(kept, start, (size_t)(end - start), part);
}

static void read_ring(const struct kept *kept, uint64_t from, size_t length,
                      struct output_part *part)
{
    uint64_t place = (from - OUTPUT_HEAD_BYTES) % OUTPUT_RING;
    size_t first = (size_t)(OUTPUT_RING - place);
    uint64_t now, oldest;

    first = first < length ? first : length;
    read_file(kept->tail_fd, (off_t)(OUTPUT_RING_START + place), first,
              &part->bytes);
    if (part->bytes.length == first && first < length)
        read_file(kept->tail_fd, OUTPUT_RING_START, length - first,
                  &part->bytes);
    /* what was overwritten while we read is none of it */
    now = ring_count(kept);
    oldest = now > OUTPUT_TAIL_BYTES ? now - OUTPUT_TAIL_BYTES : 0;
    if (oldest > from) {
        size_t gone = (size_t)(oldest - from);

        gone = gone < part->bytes.length ? gone : part->bytes.length;
        buf_drop(&part->bytes, gone);
        part->start += gone;
        part->left_out += gone;
    }
}

static void read_file(int fd, off_t at, size_t length, struct buf *into)
{
    char part[16384];

    while (length) {
        size_t wanted = length < sizeof(part) ? length : sizeof(part);
        ssize_t got = pread(fd, part, wanted, at);

        if (got <= 0)
            return;
        (void)buf_add(into, part, (size_t)got);
        at += got;
        length -= (size_t)got;
    }
}
