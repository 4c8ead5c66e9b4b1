/* question_program.c - runs the command line of a question. */
#include "engine/question_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/xalloc.h"

enum { WORDS_MAX = 64, TIMEOUT_LEAST_MS = 30000 };

struct question_program {
    struct loop *loop;
    struct question_program_order order;
    struct child *child;
    int64_t started_ms; /* monotonic */
};

static bool on_output(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct child_end *end,
                    const struct err *err);

struct question_program *
question_program_start(struct loop *loop,
                       const struct question_program_order *order,
                       struct err *err)
{
    struct question_program *program = xcalloc(1, sizeof(*program));
    const struct child_sink sink = {
        .owner = program, .output = on_output, .done = on_done};
    const char *words[WORDS_MAX + 1];
    const struct child_order child = {
        .words = words,
        .timeout_ms = order->timeout_ms > TIMEOUT_LEAST_MS ? order->timeout_ms
                                                           : TIMEOUT_LEAST_MS,
        .output_limit = order->output_limit,
        .dies_with_us = true,
    };
    size_t count = 0;

    for (size_t at = 0; at < order->words->length && count < WORDS_MAX;
         at += strlen(order->words->bytes + at) + 1)
        words[count++] = order->words->bytes + at;
    words[count] = NULL;
    program->loop = loop;
    program->order = *order;
    program->started_ms = loop_now(loop).mono_ms;
    program->child = child_start(loop, &child, &sink, err);
    if (program->child)
        return program;
    free(program);
    return NULL;
}

void question_program_cancel(struct question_program *program)
{
    if (!program)
        return;
    child_cancel(program->child);
    free(program);
}

static bool on_output(void *owner, const char *bytes, size_t length)
{
    struct question_program *program = owner;

    return program->order.output(program->order.owner, bytes, length);
}

static void on_done(void *owner, const struct child_end *end,
                    const struct err *err)
{
    struct question_program *program = owner;
    const struct moment now = loop_now(program->loop);
    const struct question_answer answer = {
        .status = err ? -1 : end->status,
        .content_type = "",
        .latency_ms = now.mono_ms - program->started_ms,
        .now_ms = now.wall_ms,
    };

    if (!err && end->status != 0 && *end->complaint) {
        (void)on_output(program, "\n", 1);
        (void)on_output(program, end->complaint, strlen(end->complaint));
    }
    program->order.done(program->order.owner, &answer, err);
    free(program);
}
