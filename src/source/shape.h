/* shape.h - the parts of a JSON answer that somebody wants, by a table.
 *
 * Layer: source. A shape lists the keys of an object and what is behind them;
 * all other keys are passed over, null counts as absent. What is wanted goes
 * to a sink as it is read, so an answer of any length needs no tree.
 */
#ifndef TRACETOP_SOURCE_SHAPE_H
#define TRACETOP_SOURCE_SHAPE_H

#include <stddef.h>

#include "base/err.h"
#include "data/labels.h"

enum shape_type {
    SHAPE_TEXT,   /* a string, number, true or false, as text */
    SHAPE_TEXTS,  /* an array of them */
    SHAPE_PAIRS,  /* an object of them, such as labels */
    SHAPE_OBJECT, /* an object of another shape */
    SHAPE_LIST,   /* an array of such objects */
};

struct shape;

struct shape_field {
    const char *key;
    enum shape_type type;
    int slot;                  /* of text and pairs: the sink's own number */
    const struct shape *shape; /* of objects and lists */
};

struct shape {
    int id; /* the sink's own number */
    const struct shape_field *fields;
    size_t count;
};

/* Takes what is read. */
struct shape_sink {
    void *owner;
    const char *api; /* "Prometheus", for the words of a failure */
    void (*begin)(void *owner, int id);
    void (*text)(void *owner, int slot, const char *text, size_t length);
    void (*pair)(void *owner, int slot, const struct label_text *pair);

    /* Fails: -1 and `err` ends the reading. */
    int (*end)(void *owner, int id, struct err *err);
};

struct shape_reader; /* private to shape.c */

/* Returns a reader for an answer that is, as a whole, what `root` says (its
 * key is for messages). `root` and its shapes must outlive it.
 * Owns: the caller frees it. */
struct shape_reader *shape_reader_new(const struct shape_field *root,
                                      const struct shape_sink *sink);

/* Frees it. NULL is fine. */
void shape_reader_free(struct shape_reader *reader);

/* Takes the next piece. Fails: -1 and `err` (ERR_FORMAT), now and ever after:
 * what is not JSON, or has another shape. */
int shape_reader_feed(struct shape_reader *reader, const char *bytes,
                      size_t length, struct err *err);

/* Ends the answer. Fails: -1 and `err` as shape_reader_feed(). */
int shape_reader_finish(struct shape_reader *reader, struct err *err);

#endif
