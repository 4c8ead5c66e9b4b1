/* app_kubectl.c - `kubectl config current-context`, without waiting. */
#include "app_kubectl.h"

#include <string.h>

static bool on_output(void *owner, const char *bytes, size_t length);
static void on_done(void *owner, const struct child_end *end,
                    const struct err *err);

int kubectl_ask(struct kubectl_question *question, struct loop *loop,
                const char *kubectl, kubectl_told_fn *told, void *owner)
{
    const char *const words[] = {kubectl, "config", "current-context", NULL};
    const struct child_order order = {
        .words = words, .timeout_ms = KUBECTL_WAIT_MS, .dies_with_us = true};
    const struct child_sink sink = {
        .owner = question, .output = on_output, .done = on_done};

    kubectl_cancel(question);
    *question = (struct kubectl_question){.told = told, .owner = owner};
    question->child = child_start(loop, &order, &sink, NULL);
    return question->child ? 0 : -1;
}

void kubectl_cancel(struct kubectl_question *question)
{
    child_cancel(question->child);
    question->child = NULL;
}

/* What is longer than any name of a context is none. */
static bool on_output(void *owner, const char *bytes, size_t length)
{
    struct kubectl_question *question = owner;

    if (length > KUBECTL_NAME_MOST - question->length)
        return false;
    memcpy(question->answer + question->length, bytes, length);
    question->length += length;
    return true;
}

static void on_done(void *owner, const struct child_end *end,
                    const struct err *err)
{
    struct kubectl_question *question = owner;

    question->child = NULL;
    question->answer[question->length] = '\0';
    question->answer[strcspn(question->answer, "\r\n")] = '\0';
    question->told(question->owner,
                   err || end->status != 0 ? "" : question->answer);
}
