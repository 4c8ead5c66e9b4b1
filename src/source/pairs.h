/* pairs.h - runs of `[1795380168.38,"83793"],` without a state machine.
 *
 * Layer: source; the hot part of matrix.h, which takes the same pairs one
 * token at a time where a piece ends or a pair looks unusual.
 */
#ifndef TRACETOP_SOURCE_PAIRS_H
#define TRACETOP_SOURCE_PAIRS_H

#include <stddef.h>

#include "source/matrix.h"

/* Hands the pairs at the start of `bytes` to the sink's `sample` and adds how
 * many they were to `*count`. Returns the bytes taken: whole pairs, each with
 * the comma after it. Stops at the first that is not plain (other spaces or
 * shape, a time with a sign, an exponent or over 3 decimals) and near the end
 * of the bytes. */
size_t pairs_scan(const char *bytes, size_t length,
                  const struct matrix_sink *sink, size_t *count);

#endif
