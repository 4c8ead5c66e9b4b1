/* fuzz_rules_api.c - an answer told whole and in pieces must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "source/rules_api.h"
#include "tests/support/told_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    int rc;
    struct err err;
    struct buf told;
    struct rules_totals totals;
};

static struct outcome decode(const char *bytes, size_t length, size_t piece)
{
    struct outcome outcome = {0};
    struct rules_decoder *decoder;
    struct told_sink sink;

    buf_init(&outcome.told, 1 << 20);
    sink = told_record_sink(&outcome.told);
    decoder = rules_decoder_new(&sink);
    for (size_t at = 0; at < length && outcome.rc == 0; at += piece)
        outcome.rc = rules_decoder_feed(
            decoder, bytes + at, length - at < piece ? length - at : piece,
            &outcome.err);
    if (outcome.rc == 0)
        outcome.rc =
            rules_decoder_finish(decoder, &outcome.totals, &outcome.err);
    rules_decoder_free(decoder);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome whole = decode((const char *)data, size, size + 1);
    struct outcome split = decode((const char *)data, size, 1 + size % 17);

    if (whole.rc != split.rc || strcmp(whole.err.text, split.err.text) != 0 ||
        whole.told.length != split.told.length ||
        memcmp(whole.told.bytes, split.told.bytes, whole.told.length) != 0 ||
        whole.totals.alerts != split.totals.alerts)
        abort();
    buf_clear(&split.told);
    buf_clear(&whole.told);
    return 0;
}
