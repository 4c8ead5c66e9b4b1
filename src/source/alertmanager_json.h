/* alertmanager_json.h - the JSON of Alertmanager's API v2, both ways.
 *
 * Layer: source; part of alertmanager.h.
 */
#ifndef TRACETOP_SOURCE_ALERTMANAGER_JSON_H
#define TRACETOP_SOURCE_ALERTMANAGER_JSON_H

#include <stddef.h>

#include "base/err.h"
#include "source/alertmanager.h"

struct buf;

enum alertmanager_kind {
    ALERTMANAGER_ALERTS,
    ALERTMANAGER_SILENCES,
    ALERTMANAGER_RECEIVERS,
    ALERTMANAGER_STATUS,
    ALERTMANAGER_MADE, /* a silence: the answer has its id */
    ALERTMANAGER_GONE, /* a silence: there is no answer */
};

struct alertmanager_decoder; /* private to alertmanager_json.c */

/* Returns a decoder for one kind of answer, which tells `sink` (copied).
 * Owns: the caller frees it. */
struct alertmanager_decoder *
alertmanager_decoder_new(enum alertmanager_kind kind,
                         const struct alertmanager_sink *sink);

/* Frees it. NULL is fine. */
void alertmanager_decoder_free(struct alertmanager_decoder *decoder);

/* Takes the next piece. Fails: -1 and `err` (ERR_FORMAT). */
int alertmanager_decoder_feed(struct alertmanager_decoder *decoder,
                              const char *bytes, size_t length,
                              struct err *err);

/* Ends the answer. Fails: -1 and `err` (ERR_FORMAT). */
int alertmanager_decoder_finish(struct alertmanager_decoder *decoder,
                                struct err *err);

/* Returns the id of the silence made, "" when none was told. Borrowed. */
const char *
alertmanager_decoder_silence_id(const struct alertmanager_decoder *decoder);

/* Adds the words of a failure's body: a JSON string, or the message of
 * {"code", "message"}, or the first words of what else it is. */
void alertmanager_words(struct buf *out, const char *body, size_t length);

/* Adds the body of a POST that makes this silence. */
void alertmanager_write_silence(struct buf *out,
                                const struct silence_draft *draft);

#endif
