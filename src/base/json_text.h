/* json_text.h - one JSON string, unescaped as its bytes arrive.
 *
 * Layer: base; part of json.h's reader. A string that lies in one piece and
 * needs no change is handed out where it stands; any other goes through a
 * buffer with a cap.
 * Source: RFC 8259, section 7.
 */
#ifndef TRACETOP_BASE_JSON_TEXT_H
#define TRACETOP_BASE_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum json_text_state {
    JSON_TEXT_MORE, /* every byte was taken and the string goes on */
    JSON_TEXT_DONE,
    JSON_TEXT_TOO_LONG,
    JSON_TEXT_CONTROL, /* a control character that is not escaped */
    JSON_TEXT_ESCAPE,  /* no such escape */
};

struct json_text {
    const char *bytes; /* the string, once it is done; borrowed */
    size_t length;

    /* private */
    size_t limit;
    bool is_silent; /* only its end is wanted */
    bool is_kept;   /* the string is, at least in part, in `kept` */
    bool is_high;   /* it has bytes past ASCII */
    int escape;     /* 0: none, 1: after the backslash, 2-5: in \u */
    uint32_t code;  /* of the \u being read */
    uint32_t high;  /* high surrogate that waits for its low one, or 0 */
    struct buf kept;
    struct buf clean;
};

/* Makes a text that takes strings of at most `limit` bytes.
 * Owns: the caller ends it with json_text_clear(). */
void json_text_init(struct json_text *text, size_t limit);

/* Frees the buffers. */
void json_text_clear(struct json_text *text);

/* Begins the next string; its opening quote is passed already. A silent one
 * is checked but not kept, and has no limit. */
void json_text_begin(struct json_text *text, bool is_silent);

/* Takes bytes of the string. Returns the place after its closing quote when
 * done, `end` when there is more to come, else the byte that is wrong. */
const char *json_text_feed(struct json_text *text, const char *at,
                           const char *end, enum json_text_state *state);

#endif
