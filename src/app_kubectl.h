/* app_kubectl.h - asks kubectl which context is current.
 *
 * One short process, never waited for: at most two seconds, then it is ended
 * and the answer is "not known".
 */
#ifndef TRACETOP_APP_KUBECTL_H
#define TRACETOP_APP_KUBECTL_H

#include <stddef.h>

#include "base/child.h"
#include "base/loop.h"

enum { KUBECTL_WAIT_MS = 2000, KUBECTL_NAME_MOST = 255 };

/* `context` is "" when kubectl did not say. Comes once, from the loop. */
typedef void kubectl_told_fn(void *owner, const char *context);

/* Zeroed: nothing is asked. */
struct kubectl_question {
    struct child *child;
    char answer[KUBECTL_NAME_MOST + 1];
    size_t length;
    kubectl_told_fn *told;
    void *owner;
};

/* Asks; ends a question that was still open, whose `told` does not come.
 * Fails: -1 when kubectl cannot be started; nothing comes. */
int kubectl_ask(struct kubectl_question *question, struct loop *loop,
                const char *kubectl, kubectl_told_fn *told, void *owner);

/* Ends the question; `told` does not come. A zeroed struct is fine. */
void kubectl_cancel(struct kubectl_question *question);

#endif
