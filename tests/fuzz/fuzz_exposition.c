/* fuzz_exposition.c - a page told whole and in pieces must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "source/exposition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(void *owner, const struct exposition_sample *sample)
{
    struct buf *out = owner;

    buf_add(out, sample->name, sample->name_length);
    for (size_t i = 0; i < sample->label_count; i++) {
        buf_add(out, sample->labels[i].name, sample->labels[i].name_length);
        buf_add(out, sample->labels[i].value, sample->labels[i].value_length);
    }
    buf_add(out, &sample->value, sizeof(sample->value));
}

static int decode(const char *bytes, size_t length, size_t piece,
                  struct buf *out, struct err *err)
{
    struct exposition_reader *reader = exposition_reader_new(tell, out);
    int rc = 0;

    for (size_t at = 0; at < length && rc == 0; at += piece)
        rc = exposition_reader_feed(
            reader, bytes + at, length - at < piece ? length - at : piece, err);
    if (rc == 0)
        rc = exposition_reader_finish(reader, err);
    exposition_reader_free(reader);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole, split;
    struct err first = {0}, second = {0};
    int rc;

    buf_init(&whole, 1 << 22);
    buf_init(&split, 1 << 22);
    rc = decode((const char *)data, size, size + 1, &whole, &first);
    if (rc !=
            decode((const char *)data, size, 1 + size % 17, &split, &second) ||
        strcmp(first.text, second.text) != 0 || whole.length != split.length ||
        memcmp(whole.bytes, split.bytes, whole.length) != 0)
        abort();
    buf_clear(&whole);
    buf_clear(&split);
    return 0;
}
