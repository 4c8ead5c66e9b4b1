/* matrix_record.h - a matrix sink that writes down what it is told.
 *
 * For tests only. A decoded answer is one line of text, such as
 * "{a=b,c=d} 1500:2 2500:NaN warning(text) ", so that two ways of decoding
 * can be held against one another.
 */
#ifndef TRACETOP_TESTS_SUPPORT_MATRIX_RECORD_H
#define TRACETOP_TESTS_SUPPORT_MATRIX_RECORD_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "source/matrix.h"

struct matrix_record {
    struct buf told;
    struct matrix_totals totals; /* zero unless it is good */
    struct err err;
    int rc; /* 0 or -1, of the first call that failed */
};

/* Returns a sink that writes to `record`, whose `told` the caller makes. */
struct matrix_sink matrix_record_sink(struct matrix_record *record);

/* Decodes the text in pieces of `piece` bytes (1 or more), each in memory of
 * its own. Owns: the caller ends it with buf_clear(&told). */
struct matrix_record matrix_record_decode(const char *text, size_t length,
                                          size_t piece);

#endif
