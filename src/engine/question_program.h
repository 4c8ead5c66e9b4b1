/* question_program.h - runs the command line of a question.
 *
 * Layer: engine; part of components_feed.c. What the program prints is the
 * answer; when it fails, what it complained of last is a last line of it.
 */
#ifndef TRACETOP_ENGINE_QUESTION_PROGRAM_H
#define TRACETOP_ENGINE_QUESTION_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "source/question.h"

struct buf;
struct question_program; /* private to question_program.c */

struct question_program_order {
    const struct buf *words; /* each ended by a NUL, see question.h */
    int64_t timeout_ms;      /* at least 30 s are given all the same */
    size_t output_limit;
    void *owner;

    /* A piece of the answer. Return false to end the program. */
    bool (*output)(void *owner, const char *bytes, size_t length);

    /* Once, unless it is cancelled; `err` as child.h has it. It is freed after
     * this returns. */
    void (*done)(void *owner, const struct question_answer *answer,
                 const struct err *err);
};

/* Starts it. Owns: the loop's, until `done` or question_program_cancel().
 * Fails: NULL and `err`. */
struct question_program *
question_program_start(struct loop *loop,
                       const struct question_program_order *order,
                       struct err *err);

/* Ends it; nothing more is told. NULL is fine. */
void question_program_cancel(struct question_program *program);

#endif
