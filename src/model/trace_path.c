/* trace_path.c - the critical path: what the trace had to wait for. */
#include "model/trace_path.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "model/trace.h"

/* A span on the path, and the time up to which it was waited for. */
struct step {
    uint32_t index;
    int64_t until_us;
};

/* A child by the end that counts. */
struct ending {
    int64_t end_us;
    uint32_t index;
};

static size_t gather(const struct trace *trace, const struct step *step,
                     struct ending *endings);
static int compare_end(const void *a, const void *b);
static int64_t end_of(const struct trace_span *span);

void trace_path_mark(struct trace *trace)
{
    struct step *steps = xcalloc(trace->count, sizeof(*steps));
    struct ending *endings = xcalloc(trace->count, sizeof(*endings));
    size_t count = 0;

    steps[count++] =
        (struct step){trace->root, end_of(&trace->spans[trace->root])};
    while (count > 0) {
        struct step step = steps[--count];
        int64_t now_us = step.until_us;
        size_t children = gather(trace, &step, endings);

        trace->spans[step.index].is_critical = true;
        for (size_t i = 0; i < children; i++) {
            const struct trace_span *child = &trace->spans[endings[i].index];

            if (endings[i].end_us > now_us)
                continue; /* at the same time as one that ended later */
            steps[count++] = (struct step){endings[i].index, endings[i].end_us};
            now_us = child->start_us;
        }
    }
    free(endings);
    free(steps);
}

/* The children that could be waited for, last ending first. */
static size_t gather(const struct trace *trace, const struct step *step,
                     struct ending *endings)
{
    const struct trace_span *span = &trace->spans[step->index];
    size_t count = 0;

    for (uint32_t i = span->first_child; i != TRACE_NO_SPAN;
         i = trace->spans[i].next_sibling) {
        const struct trace_span *child = &trace->spans[i];
        int64_t end_us = end_of(child);

        if (child->start_us < step->until_us)
            endings[count++] = (struct ending){
                end_us < step->until_us ? end_us : step->until_us, i};
    }
    if (count > 1)
        qsort(endings, count, sizeof(*endings), compare_end);
    return count;
}

static int compare_end(const void *a, const void *b)
{
    const struct ending *left = a, *right = b;

    if (left->end_us != right->end_us)
        return left->end_us > right->end_us ? -1 : 1;
    return (left->index > right->index) - (left->index < right->index);
}

static int64_t end_of(const struct trace_span *span)
{
    return span->start_us + span->duration_us;
}
