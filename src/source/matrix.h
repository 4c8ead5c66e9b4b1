/* matrix.h - a Prometheus query answer, decoded as its bytes arrive.
 *
 * Layer: source. Takes the envelope of /api/v1/query and /api/v1/query_range:
 * vector, matrix, scalar, string; warnings and infos; the error form. Needs no
 * tree and no second copy: samples go to the sink as they are read, and what is
 * kept between two pieces is bounded. Native histograms are passed over.
 * Source: Prometheus docs, HTTP API, format overview.
 */
#ifndef TRACETOP_SOURCE_MATRIX_H
#define TRACETOP_SOURCE_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/labels.h"

enum matrix_type {
    MATRIX_NONE, /* no data was read */
    MATRIX_VECTOR,
    MATRIX_MATRIX,
    MATRIX_SCALAR,
    MATRIX_STRING,
};

/* Where the data goes, in the order of the answer. */
struct matrix_sink {
    void *owner;

    /* A series begins (a scalar is a series without labels). */
    void (*series)(void *owner, const struct label_text *pairs, size_t count);

    /* One sample of it. Units: wall time in ms. "NaN", "+Inf" and "-Inf"
     * arrive as such. */
    void (*sample)(void *owner, int64_t at_ms, double value);

    /* May be NULL: the value of a string result. */
    void (*string)(void *owner, int64_t at_ms, const char *text, size_t length);

    /* May be NULL: a warning or info, told once each. Not scrubbed. */
    void (*note)(void *owner, const char *text, size_t length, int is_info);
};

struct matrix_totals {
    enum matrix_type type;
    size_t series;
    size_t samples;
    size_t histograms; /* native histogram samples passed over */
    size_t notes;
};

struct matrix_decoder; /* private to matrix.c */

/* Returns a decoder. Owns: the caller frees it; the sink is copied. */
struct matrix_decoder *matrix_decoder_new(const struct matrix_sink *sink);

/* Frees the decoder. NULL is fine. */
void matrix_decoder_free(struct matrix_decoder *decoder);

/* Takes the next piece, split anywhere.
 * Fails: -1 and `err`: ERR_FORMAT for what is not such an answer (nesting over
 * 64, a string over 1 MiB, over 512 labels, bytes after the end, ...). After a
 * failure every further call fails the same way. */
int matrix_decoder_feed(struct matrix_decoder *decoder, const char *bytes,
                        size_t length, struct err *err);

/* Ends the answer: says whether it was whole.
 * Fails: -1 and `err`: ERR_FORMAT when it was cut short or was no answer;
 * ERR_REFUSED with "errorType: error" when the server answered an error. */
int matrix_decoder_finish(struct matrix_decoder *decoder,
                          struct matrix_totals *totals, struct err *err);

#endif
