/* remote_write.c - samples as Prometheus takes them over the network. */
#include "tests/support/remote_write.h"

#include <string.h>

enum {
    LENGTH_DELIMITED = 2,  /* protobuf's wire type of messages and text */
    CHUNK = 65536,         /* most bytes of a literal with a length of 2 */
    LITERAL_TWO = 61 << 2, /* snappy's tag of such a literal */
    MAX_MESSAGE = 64 << 20,
};

static void add_varint(struct buf *out, uint64_t value);
static void add_fixed(struct buf *out, uint64_t value);
static void add_bytes(struct buf *out, unsigned field, const char *bytes,
                      size_t length);

uint64_t remote_write_bits(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

void remote_write_add(struct buf *plain, const struct labels *labels,
                      const struct written *samples, size_t count)
{
    struct buf series, inner;

    buf_init(&series, MAX_MESSAGE);
    buf_init(&inner, MAX_MESSAGE);
    for (size_t i = 0; i < labels_count(labels); i++) {
        const char *name = labels_name(labels, i);
        const char *value = labels_value(labels, i);

        buf_reset(&inner);
        add_bytes(&inner, 1, name, strlen(name));
        add_bytes(&inner, 2, value, strlen(value));
        add_bytes(&series, 1, inner.bytes, inner.length);
    }
    for (size_t i = 0; i < count; i++) {
        buf_reset(&inner);
        (void)buf_add_char(&inner, 1 << 3 | 1); /* value, 64 bits */
        add_fixed(&inner, samples[i].bits);
        (void)buf_add_char(&inner, 2 << 3); /* timestamp, varint */
        add_varint(&inner, (uint64_t)samples[i].at_ms);
        add_bytes(&series, 2, inner.bytes, inner.length);
    }
    add_bytes(plain, 1, series.bytes, series.length);
    buf_clear(&series);
    buf_clear(&inner);
}

void remote_write_pack(struct buf *out, const struct buf *plain)
{
    add_varint(out, plain->length);
    for (size_t at = 0; at < plain->length; at += CHUNK) {
        size_t length = plain->length - at < CHUNK ? plain->length - at : CHUNK;

        (void)buf_add_char(out, (char)LITERAL_TWO);
        (void)buf_add_char(out, (char)((length - 1) & 0xff));
        (void)buf_add_char(out, (char)((length - 1) >> 8));
        (void)buf_add(out, plain->bytes + at, length);
    }
}

static void add_varint(struct buf *out, uint64_t value)
{
    for (; value > 0x7f; value >>= 7)
        (void)buf_add_char(out, (char)(value | 0x80));
    (void)buf_add_char(out, (char)value);
}

static void add_fixed(struct buf *out, uint64_t value)
{
    for (int shift = 0; shift < 64; shift += 8)
        (void)buf_add_char(out, (char)(value >> shift & 0xff));
}

static void add_bytes(struct buf *out, unsigned field, const char *bytes,
                      size_t length)
{
    (void)buf_add_char(out, (char)(field << 3 | LENGTH_DELIMITED));
    add_varint(out, length);
    (void)buf_add(out, bytes, length);
}
