/* ack.c - who has seen which alert, kept over restarts. */
#include "alert/ack.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"
#include "base/clock.h"
#include "base/paths.h"
#include "base/xalloc.h"
#include "data/hashset.h"
#include "data/symbol.h"

/* The file is written anew, without what is no longer held, when it passes
 * this. */
enum { FILE_MAX_BYTES = 4 << 20, NAME_MOST = 200 };

struct entry {
    uint64_t hash; /* of the labels */
    struct ack ack;
};

struct ack_book {
    char *state_dir, *path; /* NULL: only in memory */
    struct entry **entries; /* oldest first */
    size_t count;
    struct hashset by_hash; /* of the entries */
    struct pool pool;
};

static int load(struct ack_book *book, struct err *err);
static void load_line(struct ack_book *book, const char *line, size_t length);
static const struct ack *keep(struct ack_book *book, uint64_t hash,
                              const char *by, int64_t at_ms);
static uint64_t hash_of_entry(const void *item);
static bool is_hash(const void *item, const void *key);
static int write_line(struct ack_book *book, const struct labels *labels,
                      const struct ack *ack, struct err *err);
static char *line_of(const struct labels *labels, const struct ack *ack);

struct ack_book *ack_book_new(const char *state_dir, struct err *err)
{
    struct ack_book *book = xcalloc(1, sizeof(*book));

    hashset_init(&book->by_hash, hash_of_entry);
    if (!state_dir)
        return book;
    book->state_dir = xstrdup(state_dir);
    book->path = paths_join(state_dir, "acknowledged.jsonl", NULL);
    (void)load(book, err);
    return book;
}

void ack_book_free(struct ack_book *book)
{
    if (!book)
        return;
    hashset_clear(&book->by_hash);
    for (size_t i = 0; i < book->count; i++)
        free(book->entries[i]);
    pool_clear(&book->pool);
    free(book->entries);
    free(book->path);
    free(book->state_dir);
    free(book);
}

int ack_book_add(struct ack_book *book, const struct labels *labels,
                 const char *by, int64_t at_ms, struct err *err)
{
    const struct ack *ack = keep(book, labels_hash(labels), by, at_ms);

    return book->path ? write_line(book, labels, ack, err) : 0;
}

const struct ack *ack_book_find(const struct ack_book *book,
                                const struct labels *labels)
{
    const struct entry *entry;
    uint64_t hash;

    if (!book->count)
        return NULL;
    hash = labels_hash(labels);
    entry = hashset_find(&book->by_hash, hash_mix(hash), is_hash, &hash);
    return entry ? &entry->ack : NULL;
}

static int load(struct ack_book *book, struct err *err)
{
    struct err why = {0};
    char *bytes;
    size_t length;

    if (paths_read_file(book->path, (size_t)FILE_MAX_BYTES * 2, &bytes, &length,
                        &why) < 0) {
        if (why.kind == ERR_SYSTEM && why.code == ENOENT)
            return 0;
        return err_set(err, why.kind, why.code, "acknowledgements: %s",
                       why.text);
    }
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t line = end ? (size_t)(end - bytes) - at : length - at;

        load_line(book, bytes + at, line);
        at += line + 1;
    }
    free(bytes);
    return 0;
}

static void load_line(struct ack_book *book, const char *line, size_t length)
{
    json_t *root = length < 65536 ? json_loadb(line, length, 0, NULL) : NULL;
    const char *hash = json_string_value(json_object_get(root, "id"));
    const char *by = json_string_value(json_object_get(root, "by"));
    const char *at = json_string_value(json_object_get(root, "at"));
    int64_t at_ms;
    char *end;
    uint64_t value;

    if (hash && by && at && clock_parse_rfc3339(at, &at_ms) == 0) {
        value = strtoull(hash, &end, 16);
        if (*hash && !*end)
            (void)keep(book, value, by, at_ms);
    }
    json_decref(root);
}

/* The book is bounded; the oldest goes first. */
static const struct ack *keep(struct ack_book *book, uint64_t hash,
                              const char *by, int64_t at_ms)
{
    struct entry *entry =
        hashset_find(&book->by_hash, hash_mix(hash), is_hash, &hash);
    size_t length = strlen(by);

    if (!entry && book->count == ACK_MOST) {
        hashset_remove(&book->by_hash, book->entries[0]);
        free(book->entries[0]);
        book->count--;
        memmove(book->entries, book->entries + 1,
                book->count * sizeof(struct entry *));
    }
    if (!entry) {
        book->entries =
            xrealloc(book->entries, book->count + 1, sizeof(struct entry *));
        entry = xcalloc(1, sizeof(*entry));
        entry->hash = hash;
        book->entries[book->count++] = entry;
        hashset_add(&book->by_hash, entry);
    }
    entry->ack.by =
        pool_copy(&book->pool, by, length < NAME_MOST ? length : NAME_MOST);
    entry->ack.at_ms = at_ms;
    return &entry->ack;
}

static uint64_t hash_of_entry(const void *item)
{
    const struct entry *entry = item;

    return hash_mix(entry->hash);
}

static bool is_hash(const void *item, const void *key)
{
    const struct entry *entry = item;
    const uint64_t *hash = key;

    return entry->hash == *hash;
}

/* One line, one write: two programs may add to the file. */
static int write_line(struct ack_book *book, const struct labels *labels,
                      const struct ack *ack, struct err *err)
{
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    struct stat status;
    char *line;
    ssize_t written;
    int fd;

    if (paths_make_private(book->state_dir, err) < 0)
        return -1;
    if (stat(book->path, &status) == 0 && status.st_size > FILE_MAX_BYTES)
        flags |= O_TRUNC;
    fd = open(book->path, flags, 0600);
    if (fd < 0)
        return err_set(err, ERR_SYSTEM, errno, "%s: %s", book->path,
                       strerror(errno));
    line = line_of(labels, ack);
    written = write(fd, line, strlen(line));
    if (written != (ssize_t)strlen(line))
        err_set(err, ERR_SYSTEM, errno, "%s: %s", book->path,
                written < 0 ? strerror(errno) : "not written whole");
    else
        written = 0;
    free(line);
    (void)close(fd);
    return written ? -1 : 0;
}

static char *line_of(const struct labels *labels, const struct ack *ack)
{
    json_t *root = json_object();
    json_t *pairs = json_object();
    char text[32];
    char *dumped, *line;

    (void)snprintf(text, sizeof(text), "%016" PRIx64, labels_hash(labels));
    json_object_set_new(root, "id", json_string(text));
    clock_format_rfc3339(text, sizeof(text), ack->at_ms);
    json_object_set_new(root, "at", json_string(text));
    json_object_set_new(root, "by", json_string(ack->by));
    for (size_t i = 0; i < labels_count(labels); i++)
        json_object_set_new_nocheck(
            pairs, labels_name(labels, i),
            json_string_nocheck(labels_value(labels, i)));
    json_object_set_new(root, "labels", pairs);
    dumped = json_dumps(root, JSON_COMPACT | JSON_ENSURE_ASCII);
    line = xasprintf("%s\n", dumped ? dumped : "{}");
    free(dumped);
    json_decref(root);
    return line;
}
