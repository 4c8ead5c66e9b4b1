/* names.h - a list of names that Jaeger answers: services, operations.
 *
 * Layer: source. {"data": ["a", "b"]}, or objects with a `name`.
 */
#ifndef TRACETOP_SOURCE_NAMES_H
#define TRACETOP_SOURCE_NAMES_H

#include <stddef.h>

#include "base/err.h"

struct names {
    char **items; /* sorted, each once */
    size_t count;
    size_t left_out; /* beyond the most */
};

struct names_reader; /* private to names.c */

/* Begins a list of at most `most` names. Owns: the caller frees it. */
struct names_reader *names_reader_new(int status, size_t most);

/* Takes a piece. Fails: -1 and `err`. */
int names_reader_feed(struct names_reader *reader, const char *bytes,
                      size_t length, struct err *err);

/* Ends the list and gives it away: names_free() ends it.
 * Fails: -1 and `err` as jaeger_answer_finish(); nothing is given then. */
int names_reader_finish(struct names_reader *reader, const char *content_type,
                        struct names *out, struct err *err);

/* Frees the reader. NULL is fine. */
void names_reader_free(struct names_reader *reader);

/* Frees a list. NULL is fine. */
void names_free(char **items, size_t count);

#endif
