/* fuzz_jaeger_traces.c - any answer gives whole trees, however it is split. */
#include <stdint.h>
#include <stdlib.h>

#include "source/jaeger_traces.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sums {
    size_t traces, spans, roots, tags, critical;
};

/* A tree: each span below its parent and inside its parent's descendants. */
static void on_trace(void *owner, struct trace *trace)
{
    struct sums *sums = owner;
    size_t below = 0;

    for (uint32_t i = 0; i < trace->count; i++) {
        const struct trace_span *span = &trace->spans[i];

        if (span->parent == TRACE_NO_SPAN)
            below += span->descendants + 1;
        else if (span->parent >= i ||
                 i > span->parent + trace->spans[span->parent].descendants)
            abort();
        sums->critical += span->is_critical;
    }
    if (below != trace->count)
        abort();
    sums->traces++;
    sums->spans += trace->count;
    sums->roots += trace->roots;
    sums->tags += trace->tag_count;
    trace_free(trace);
}

static void decode(const char *bytes, size_t length, size_t piece,
                   struct sums *sums)
{
    struct jaeger_traces *reader = jaeger_traces_new(200, on_trace, sums, true);
    struct err err = {0};
    int rc = 0;

    for (size_t at = 0; at < length && rc == 0; at += piece)
        rc =
            jaeger_traces_feed(reader, bytes + at,
                               length - at < piece ? length - at : piece, &err);
    if (rc == 0)
        (void)jaeger_traces_finish(reader, "application/json", &err);
    jaeger_traces_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sums whole = {0}, split = {0};

    decode((const char *)data, size, size + 1, &whole);
    decode((const char *)data, size, 1 + size % 17, &split);
    if (whole.traces != split.traces || whole.spans != split.spans ||
        whole.roots != split.roots || whole.tags != split.tags ||
        whole.critical != split.critical)
        abort();
    return 0;
}
