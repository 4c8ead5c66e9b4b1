/* ask.h - a question's reader, fed by hand. */
#ifndef TRACETOP_TESTS_SUPPORT_ASK_H
#define TRACETOP_TESTS_SUPPORT_ASK_H

#include <stddef.h>
#include <stdint.h>

#include "source/question.h"

struct told {
    int status; /* 0: 200 */
    const char *content_type;
    const char *body;
    size_t length; /* 0: strlen(body) */
    size_t piece;  /* bytes fed at a time; 0: all at once */
    int64_t now_ms;
};

/* Returns the question of that name; it must be there. */
const struct question *ask_question(const struct question *questions,
                                    size_t count, const char *name);

/* Writes the question's path, "" when it is left out; cut to the size. */
void ask_path(const struct question *question, void *component, char *out,
              size_t size);

/* Feeds it an answer as the engine does. Returns what `finish` says, -1 when
 * `feed` failed. */
int ask_tell(const struct question *question, void *component,
             const struct told *told, struct err *err);

/* Returns the contents of a file as a NUL-ended text, NULL if there is none.
 * Owns: the caller frees it. */
char *ask_file(const char *folder, const char *name, size_t *length);

#endif
