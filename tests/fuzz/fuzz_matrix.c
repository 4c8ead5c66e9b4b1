/* fuzz_matrix.c - an answer decoded whole and in pieces must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/matrix_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The samples told before a failure count too: they are in the rings. */
static int is_same(const struct matrix_record *left,
                   const struct matrix_record *right)
{
    return left->rc == right->rc && left->err.kind == right->err.kind &&
           !strcmp(left->err.text, right->err.text) &&
           left->told.length == right->told.length &&
           !memcmp(left->told.bytes, right->told.bytes, left->told.length) &&
           left->totals.type == right->totals.type &&
           left->totals.series == right->totals.series &&
           left->totals.samples == right->totals.samples &&
           left->totals.histograms == right->totals.histograms &&
           left->totals.notes == right->totals.notes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct matrix_record whole = matrix_record_decode(text, size, size + 1);
    const size_t pieces[] = {1, 2 + size % 61, 1 + size / 2};

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct matrix_record split =
            matrix_record_decode(text, size, pieces[i]);

        if (!is_same(&whole, &split))
            abort();
        buf_clear(&split.told);
    }
    buf_clear(&whole.told);
    return 0;
}
