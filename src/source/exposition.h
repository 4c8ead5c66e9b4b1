/* exposition.h - samples of a /metrics page as it arrives.
 *
 * Layer: source. A push reader of the text format 0.0.4 that tolerates
 * OpenMetrics (times in seconds, exemplars, "# EOF", UTF-8 names in quotes).
 * It tells each sample once its line is whole; comments are passed over. What
 * it tells is the same however the bytes are split.
 * Source: Prometheus exposition formats; OpenMetrics 1.0.
 */
#ifndef TRACETOP_SOURCE_EXPOSITION_H
#define TRACETOP_SOURCE_EXPOSITION_H

#include <stddef.h>

#include "base/err.h"
#include "data/labels.h"

enum {
    EXPOSITION_LINE_MAX = 65536, /* bytes */
    EXPOSITION_LABELS_MAX = 128,
};

/* Names and values are unescaped. Borrowed for the call. */
struct exposition_sample {
    const char *name;
    size_t name_length;
    const struct label_text *labels;
    size_t label_count;
    double value; /* NAN and infinities too */
};

typedef void exposition_fn(void *owner, const struct exposition_sample *sample);

struct exposition_reader; /* private to exposition.c */

/* Returns a reader. Owns: the caller frees it. */
struct exposition_reader *exposition_reader_new(exposition_fn *fn, void *owner);

/* Frees the reader. NULL is fine. */
void exposition_reader_free(struct exposition_reader *reader);

/* Takes a piece. Fails: -1 and `err` (ERR_FORMAT, the line) for what is no
 * sample, now and ever after. */
int exposition_reader_feed(struct exposition_reader *reader, const char *bytes,
                           size_t length, struct err *err);

/* Ends the page; a last line without its newline counts.
 * Fails: -1 and `err` as exposition_reader_feed(). */
int exposition_reader_finish(struct exposition_reader *reader, struct err *err);

/* Returns how many samples were told. */
size_t exposition_reader_count(const struct exposition_reader *reader);

/* Returns the value of a label of a sample, NULL when it has none of that
 * name; `length` is its length. */
const char *exposition_label(const struct exposition_sample *sample,
                             const char *name, size_t *length);

#endif
