/* jaeger_answer.h - an answer of Jaeger's query API as it arrives.
 *
 * Layer: source. The envelope is {"data": .., "errors": [{"code", "msg"}]};
 * failures carry it too, as text/plain. A page instead of JSON, 200 or not,
 * is a wrong base path or a login in front. Jaeger v2 still serves this API
 * (/api/...) beside its v3, so it does for both.
 * Source: Jaeger 1.20 to 2.20, query HTTP API.
 */
#ifndef TRACETOP_SOURCE_JAEGER_ANSWER_H
#define TRACETOP_SOURCE_JAEGER_ANSWER_H

#include <stddef.h>

#include "base/err.h"
#include "source/wanted.h"

struct jaeger_answer; /* private to jaeger_answer.c */

/* Slots of the envelope, and the paths that every table of wants begins with.
 */
enum { JAEGER_SLOT_CODE = 1000, JAEGER_SLOT_MESSAGE };
#define JAEGER_ENVELOPE                                                        \
    {"errors/?/code", JAEGER_SLOT_CODE},                                       \
        {"errors/?/msg", JAEGER_SLOT_MESSAGE},                                 \
    {                                                                          \
        "error/message", JAEGER_SLOT_MESSAGE                                   \
    }

/* Begins an answer; `sink` gets what is in `data`.
 * Owns: jaeger_answer_free() ends it. */
struct jaeger_answer *jaeger_answer_new(int status, const struct wanted *wants,
                                        size_t count,
                                        const struct wanted_sink *sink);

/* Takes a piece. Fails: -1 and `err`: what is not JSON, of a good status. */
int jaeger_answer_feed(struct jaeger_answer *answer, const char *bytes,
                       size_t length, struct err *err);

/* Ends it. Fails: -1 and `err`: ERR_REFUSED in Jaeger's own words when it has
 * errors and no data, ERR_FORMAT for what is not Jaeger's. */
int jaeger_answer_finish(struct jaeger_answer *answer, const char *content_type,
                         struct err *err);

/* Returns what it said beside the data it gave; "" for nothing. Borrowed. */
const char *jaeger_answer_message(const struct jaeger_answer *answer);

/* Frees it. NULL is fine. */
void jaeger_answer_free(struct jaeger_answer *answer);

#endif
