/* kubernetes_answer.h - gives a Kubernetes source an answer in a test. */
#ifndef TRACETOP_TESTS_KUBERNETES_ANSWER_H
#define TRACETOP_TESTS_KUBERNETES_ANSWER_H

#include <string.h>

#include "source/kubernetes.h"

static inline const struct question *kubernetes_question(const char *name)
{
    for (size_t i = 0; i < KUBERNETES_QUESTIONS; i++)
        if (!strcmp(kubernetes_questions[i].name, name))
            return &kubernetes_questions[i];
    return NULL;
}

/* Answers a question in pieces of `piece` bytes; returns what finish() does,
 * or -2 when a piece is refused. */
static inline int kubernetes_answer(struct kubernetes_source *source,
                                    const char *name, int status,
                                    const char *body, struct err *err)
{
    const struct question *question = kubernetes_question(name);
    const struct question_answer answer = {.status = status,
                                           .content_type = "application/json",
                                           .now_ms = 1700000000000};
    const size_t length = strlen(body);
    void *reader = question->begin(source, status);

    for (size_t at = 0; at < length; at += 1000) {
        const size_t left = length - at;

        if (question->feed(reader, body + at, left < 1000 ? left : 1000, err) <
            0) {
            question->drop(reader);
            return -2;
        }
    }
    return question->finish(reader, &answer, err);
}

#endif
