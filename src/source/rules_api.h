/* rules_api.h - Prometheus' answer to /api/v1/rules, told as it arrives.
 *
 * Layer: source. Rules in the order of the answer, each after its alerts, each
 * group after its rules: whatever order the keys have, nothing needs to be
 * held. Recording rules are passed over. Annotations are kept up to 4 KiB.
 * Source: Prometheus docs, HTTP API, rules (2.42 to 3.x).
 */
#ifndef TRACETOP_SOURCE_RULES_API_H
#define TRACETOP_SOURCE_RULES_API_H

#include <stddef.h>

#include "base/err.h"
#include "model/told.h"
#include "source/prometheus.h"

enum { RULES_ANNOTATION_MAX = 4096 };

/* What to ask a server for. */
#define RULES_API_PATH "/api/v1/rules?type=alert"

struct rules_totals {
    size_t groups, rules, alerts;
    size_t cut; /* texts longer than we keep */
};

struct rules_decoder; /* private to rules_api.c */

/* Returns a decoder that tells `sink`. Owns: the caller frees it. */
struct rules_decoder *rules_decoder_new(const struct told_sink *sink);

/* Frees it. NULL is fine. */
void rules_decoder_free(struct rules_decoder *decoder);

/* Takes the next piece of an answer. Fails: -1 and `err` (ERR_FORMAT). */
int rules_decoder_feed(struct rules_decoder *decoder, const char *bytes,
                       size_t length, struct err *err);

/* Ends the answer; what was told counts only when it was whole and good.
 * Fails: -1 and `err`: ERR_FORMAT, or ERR_REFUSED with the server's words. */
int rules_decoder_finish(struct rules_decoder *decoder,
                         struct rules_totals *totals, struct err *err);

#endif
