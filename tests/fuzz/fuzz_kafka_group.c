/* fuzz_kafka_group.c - output read whole and in pieces must mean the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "source/kafka_group.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int decode(const char *bytes, size_t length, size_t piece,
                  struct kafka *out, struct err *err)
{
    struct kafka_group *reader = kafka_group_new();
    int rc;

    for (size_t at = 0; at < length; at += piece)
        kafka_group_feed(reader, bytes + at,
                         length - at < piece ? length - at : piece);
    rc = kafka_group_finish(reader, 0, out, err);
    kafka_group_free(reader);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kafka whole = {0}, split = {0};
    struct err first = {0}, second = {0};
    int rc = decode((const char *)data, size, size + 1, &whole, &first);

    if (rc !=
            decode((const char *)data, size, 1 + size % 17, &split, &second) ||
        strcmp(first.text, second.text) != 0 || whole.lag != split.lag ||
        whole.count != split.count || whole.members != split.members ||
        whole.idle_members > whole.members + whole.idle_members)
        abort();
    free(whole.partitions);
    free(split.partitions);
    return 0;
}
