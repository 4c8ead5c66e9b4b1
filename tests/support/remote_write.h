/* remote_write.h - samples as Prometheus takes them over the network.
 *
 * For tests only. A WriteRequest in protobuf, packed as snappy without
 * compression. What a backfill cannot: stale markers, and any time.
 * Source: Prometheus remote-write specification 1.0; snappy format
 * description.
 */
#ifndef TRACETOP_TESTS_SUPPORT_REMOTE_WRITE_H
#define TRACETOP_TESTS_SUPPORT_REMOTE_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "data/labels.h"

/* The bits of a stale marker; a double would not keep them for sure. */
#define REMOTE_WRITE_STALE UINT64_C(0x7ff0000000000002)

struct written {
    int64_t at_ms;
    uint64_t bits; /* of the double */
};

/* Returns the bits of a value. */
uint64_t remote_write_bits(double value);

/* Adds a series with its samples, oldest first, to a request's plain form. */
void remote_write_add(struct buf *plain, const struct labels *labels,
                      const struct written *samples, size_t count);

/* Adds the request as it is sent. */
void remote_write_pack(struct buf *out, const struct buf *plain);

#endif
