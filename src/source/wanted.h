/* wanted.h - the parts of a JSON answer that somebody wants, by their paths.
 *
 * Layer: source. For answers whose keys are data (node ids, names of indices),
 * which shape.h cannot say. A want is a path of keys from the root, parted by
 * '/': "nodes/?/fs/data/?/path"; '?' is any key and each element of an array,
 * and a last '+' is one or more keys of any name. What no path leads through
 * is passed over, null counts as absent; an answer of any length needs no
 * tree, and the same table reads what one version nests and another does not.
 */
#ifndef TRACETOP_SOURCE_WANTED_H
#define TRACETOP_SOURCE_WANTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
    WANTED_MAX = 64,       /* paths in a table */
    WANTED_DEPTH_MAX = 12, /* keys in a path; what is deeper is passed over */
    WANTED_KEY_MAX = 263,  /* bytes of a key; longer ones are passed over */
};

struct wanted {
    const char *path;
    int slot; /* the sink's own number */
};

/* Where a reader is: the keys from the root, "" for an element of an array. */
struct wanted_place {
    const char *keys[WANTED_DEPTH_MAX];
    size_t depth;
    bool is_array; /* what begins or ends; else an object */
};

/* Takes what is found. All but `text` may be NULL. */
struct wanted_sink {
    void *owner;
    const char *api; /* "Elasticsearch", for the words of a failure */

    /* A string, number, true or false. NUL-ended; at most 1 MiB. */
    void (*text)(void *owner, int slot, const struct wanted_place *place,
                 const char *text, size_t length);

    /* An object or array that is a want itself begins, and ends. */
    void (*begin)(void *owner, int slot, const struct wanted_place *place);
    void (*end)(void *owner, int slot, const struct wanted_place *place);
};

struct wanted_reader; /* private to wanted.c */

/* Returns a reader for the `count` wants, which must outlive it.
 * Owns: the caller frees it. */
struct wanted_reader *wanted_reader_new(const struct wanted *wants,
                                        size_t count,
                                        const struct wanted_sink *sink);

/* Frees it. NULL is fine. */
void wanted_reader_free(struct wanted_reader *reader);

/* Takes the next piece. Fails: -1 and `err` (ERR_FORMAT), now and ever after:
 * what is not JSON. */
int wanted_reader_feed(struct wanted_reader *reader, const char *bytes,
                       size_t length, struct err *err);

/* Ends the answer. Fails: -1 and `err` as wanted_reader_feed(). */
int wanted_reader_finish(struct wanted_reader *reader, struct err *err);

/* Writes the keys from the `first` one on, parted by dots, into `out`; cut to
 * its size. */
void wanted_join(const struct wanted_place *place, size_t first, char *out,
                 size_t size);

#endif
