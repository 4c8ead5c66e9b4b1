/* json.h - JSON told as it is read, from bytes that arrive in pieces.
 *
 * Layer: base. A reader tells one event for each token to a function of the
 * caller's; there is no tree and what it keeps is one string at most. Strict:
 * one value, nothing after it, no leniency; nesting is capped. What it tells is
 * the same however the bytes are split.
 * Source: RFC 8259.
 */
#ifndef TRACETOP_BASE_JSON_H
#define TRACETOP_BASE_JSON_H

#include <stddef.h>

#include "base/err.h"

enum { JSON_DEPTH_MAX = 64 };

enum json_event {
    JSON_EVENT_OBJECT, /* a "{" */
    JSON_EVENT_OBJECT_END,
    JSON_EVENT_ARRAY, /* a "[" */
    JSON_EVENT_ARRAY_END,
    JSON_EVENT_KEY,    /* text: unescaped */
    JSON_EVENT_STRING, /* text: unescaped */
    JSON_EVENT_NUMBER, /* text: as it stands, a valid JSON number */
    JSON_EVENT_TRUE,
    JSON_EVENT_FALSE,
    JSON_EVENT_NULL,
    JSON_EVENT_COUNT, /* not an event: how many there are */
};

/* Takes an event. `text` is borrowed for the call, not NUL-ended, "" where the
 * event has none; strings are valid UTF-8 (broken bytes and lone surrogates
 * arrive as U+FFFD) and may hold a NUL.
 * Fails: -1 and `err` ends the reading. */
typedef int json_event_fn(void *owner, enum json_event event, const char *text,
                          size_t length, struct err *err);

/* Takes elements of an array ahead of the reader, for hot paths. `bytes` stand
 * at the start of an element. Returns how many bytes it took: whole elements,
 * each with the comma after it; 0 leaves the next element to the reader. It
 * must take only what the reader would have taken, and tell the same. */
typedef size_t json_bulk_fn(void *owner, const char *bytes, size_t length);

struct json_reader; /* private to json.c */

/* Returns a reader. Strings that are told may have at most `text_limit` bytes
 * (before broken UTF-8 is replaced), numbers 1,023. Owns: the caller frees it.
 */
struct json_reader *json_reader_new(json_event_fn *fn, void *owner,
                                    size_t text_limit);

/* Frees the reader. NULL is fine. */
void json_reader_free(struct json_reader *reader);

/* Takes the next piece and tells what is complete in it.
 * Fails: -1 and `err`: ERR_FORMAT with the place for what is not JSON, or the
 * caller's own. After a failure every further call fails the same way. */
int json_reader_feed(struct json_reader *reader, const char *bytes,
                     size_t length, struct err *err);

/* Ends the text and says whether it was whole.
 * Fails: -1 and `err` as json_reader_feed(). */
int json_reader_finish(struct json_reader *reader, struct err *err);

/* Passes over a value, of any size below the depth cap: from inside KEY the
 * value that follows, from inside OBJECT or ARRAY the rest of it. It is still
 * checked, nothing of it is told, its end neither. */
void json_reader_skip(struct json_reader *reader);

/* From inside ARRAY: offers the elements of this array to `fn` first. */
void json_reader_bulk(struct json_reader *reader, json_bulk_fn *fn,
                      void *owner);

/* Returns "an object", "a key", ... for the words of a failure. */
const char *json_event_name(enum json_event event);

/* Returns how many arrays and objects are open. */
size_t json_reader_depth(const struct json_reader *reader);

#endif
