/* fuzz_json.c - JSON told whole and told in pieces must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STRING_LIMIT = 40 };

struct teller {
    struct buf told;
    struct json_reader *reader;
};

/* Keys that begin with 's' are passed over. */
static int tell(void *owner, enum json_event event, const char *text,
                size_t length, struct err *err)
{
    struct teller *teller = owner;
    (void)err;

    (void)buf_printf(&teller->told, "%d:%zu:%zu:", (int)event, length,
                     json_reader_depth(teller->reader));
    (void)buf_add(&teller->told, text, length);
    if (event == JSON_EVENT_KEY && length && *text == 's')
        json_reader_skip(teller->reader);
    return 0;
}

static struct buf read_pieces(const uint8_t *data, size_t size, size_t piece)
{
    struct teller teller;
    struct err err = {0};
    int rc = 0;

    buf_init(&teller.told, (size_t)1 << 26);
    teller.reader = json_reader_new(tell, &teller, STRING_LIMIT);
    for (size_t at = 0; at < size && rc == 0; at += piece) {
        size_t part = size - at < piece ? size - at : piece;
        char *bytes = xmalloc(part);

        memcpy(bytes, data + at, part);
        rc = json_reader_feed(teller.reader, bytes, part, &err);
        free(bytes);
    }
    rc = json_reader_finish(teller.reader, &err);
    (void)buf_printf(&teller.told, "%d:%d:%s", rc, (int)err.kind, err.text);
    json_reader_free(teller.reader);
    return teller.told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole = read_pieces(data, size, size + 1);
    const size_t pieces[] = {1, 2 + size % 11, 1 + size / 2};

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct buf split = read_pieces(data, size, pieces[i]);

        if (split.length != whole.length ||
            memcmp(split.bytes, whole.bytes, whole.length) != 0)
            abort();
        buf_clear(&split);
    }
    buf_clear(&whole);
    return 0;
}
