/* matrix_record.c - a matrix sink that writes down what it is told. */
#include "tests/support/matrix_record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct matrix_record *record = owner;

    (void)buf_add_char(&record->told, '{');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            (void)buf_add_char(&record->told, ',');
        (void)buf_add(&record->told, pairs[i].name, pairs[i].name_length);
        (void)buf_add_char(&record->told, '=');
        (void)buf_add(&record->told, pairs[i].value, pairs[i].value_length);
    }
    (void)buf_add_str(&record->told, "} ");
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct matrix_record *record = owner;

    if (isnan(value))
        (void)buf_printf(&record->told, "%lld:NaN ", (long long)at_ms);
    else
        (void)buf_printf(&record->told, "%lld:%.17g ", (long long)at_ms, value);
}

static void on_string(void *owner, int64_t at_ms, const char *text,
                      size_t length)
{
    struct matrix_record *record = owner;

    (void)buf_printf(&record->told, "%lld:'", (long long)at_ms);
    (void)buf_add(&record->told, text, length);
    (void)buf_add_str(&record->told, "' ");
}

static void on_note(void *owner, const char *text, size_t length, int is_info)
{
    struct matrix_record *record = owner;

    (void)buf_add_str(&record->told, is_info ? "info(" : "warning(");
    (void)buf_add(&record->told, text, length);
    (void)buf_add_str(&record->told, ") ");
}

struct matrix_sink matrix_record_sink(struct matrix_record *record)
{
    return (struct matrix_sink){.owner = record,
                                .series = on_series,
                                .sample = on_sample,
                                .string = on_string,
                                .note = on_note};
}

struct matrix_record matrix_record_decode(const char *text, size_t length,
                                          size_t piece)
{
    struct matrix_record record = {0};
    struct matrix_sink sink = matrix_record_sink(&record);
    struct matrix_decoder *decoder = matrix_decoder_new(&sink);

    buf_init(&record.told, (size_t)1 << 26);
    for (size_t at = 0; at < length && record.rc == 0; at += piece) {
        size_t part = length - at < piece ? length - at : piece;
        char *bytes = xmalloc(part); /* so that reading past it is seen */

        memcpy(bytes, text + at, part);
        record.rc = matrix_decoder_feed(decoder, bytes, part, &record.err);
        free(bytes);
    }
    if (record.rc == 0)
        record.rc = matrix_decoder_finish(decoder, &record.totals, &record.err);
    matrix_decoder_free(decoder);
    return record;
}
