/* kafka_group.h - what the consumer-group tool prints, as it arrives.
 *
 * Layer: source. Read by its header line, because columns come and go with
 * versions (GROUP is missing in old ones, --verbose of 4.x adds LEADER-EPOCH).
 * The tool prints "Error: ..." to standard output and exits 0; log lines may
 * stand anywhere.
 * Source: Kafka 2 to 4, ConsumerGroupCommand.
 */
#ifndef TRACETOP_SOURCE_KAFKA_GROUP_H
#define TRACETOP_SOURCE_KAFKA_GROUP_H

#include <stddef.h>

#include "base/err.h"
#include "model/kafka.h"

struct kafka_group; /* private to kafka_group.c */

/* Returns a reader. Owns: the caller frees it. */
struct kafka_group *kafka_group_new(void);

/* Frees it. NULL is fine. */
void kafka_group_free(struct kafka_group *reader);

/* Takes a piece of the output, standard error mixed in. */
void kafka_group_feed(struct kafka_group *reader, const char *bytes,
                      size_t length);

/* Ends the output of a program of this exit status and fills `out` in, whose
 * list is the caller's to free; answered_ms is left alone.
 * Fails: -1 and `err`: ERR_REFUSED in the tool's words, ERR_FORMAT when it said
 * nothing that is known; `out` is untouched. */
int kafka_group_finish(struct kafka_group *reader, int exit_status,
                       struct kafka *out, struct err *err);

#endif
