/* waterfall.c - which spans of a trace stand on which lines, and their bars. */
#include "panels/waterfall.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct waterfall {
    const struct trace *trace; /* NULL: none */
    uint64_t serial;
    bool *folded;   /* by span */
    uint32_t *rows; /* spans, top down */
    size_t row_count;
};

static void lay_out(struct waterfall *waterfall);

struct waterfall *waterfall_new(void)
{
    return xcalloc(1, sizeof(struct waterfall));
}

void waterfall_free(struct waterfall *waterfall)
{
    if (!waterfall)
        return;
    free(waterfall->folded);
    free(waterfall->rows);
    free(waterfall);
}

void waterfall_set(struct waterfall *waterfall, const struct trace *trace,
                   uint64_t serial)
{
    if (waterfall->trace == trace && waterfall->serial == serial)
        return;
    free(waterfall->folded);
    free(waterfall->rows);
    *waterfall = (struct waterfall){.trace = trace, .serial = serial};
    if (!trace || trace->count == 0)
        return;
    waterfall->folded = xcalloc(trace->count, sizeof(*waterfall->folded));
    waterfall->rows = xcalloc(trace->count, sizeof(*waterfall->rows));
    lay_out(waterfall);
}

size_t waterfall_rows(const struct waterfall *waterfall)
{
    return waterfall->row_count;
}

uint32_t waterfall_span(const struct waterfall *waterfall, size_t row)
{
    assert(row < waterfall->row_count);
    return waterfall->rows[row];
}

/* The lines are in rising order of their spans. */
size_t waterfall_row(const struct waterfall *waterfall, uint32_t span)
{
    size_t low = 0, high = waterfall->row_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (waterfall->rows[middle] <= span)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

void waterfall_fold(struct waterfall *waterfall, uint32_t span, bool is_folded)
{
    if (!waterfall->trace || waterfall->folded[span] == is_folded)
        return;
    waterfall->folded[span] =
        is_folded && waterfall->trace->spans[span].descendants > 0;
    lay_out(waterfall);
}

bool waterfall_is_folded(const struct waterfall *waterfall, uint32_t span)
{
    return waterfall->folded && waterfall->folded[span];
}

void waterfall_fold_all(struct waterfall *waterfall, bool is_folded)
{
    if (!waterfall->trace)
        return;
    for (size_t i = 0; i < waterfall->trace->count; i++)
        waterfall->folded[i] =
            is_folded && waterfall->trace->spans[i].descendants > 0;
    lay_out(waterfall);
}

void waterfall_reveal(struct waterfall *waterfall, uint32_t span)
{
    uint32_t at = span;

    if (!waterfall->folded)
        return;
    while ((at = waterfall->trace->spans[at].parent) != TRACE_NO_SPAN)
        waterfall->folded[at] = false;
    lay_out(waterfall);
}

uint32_t waterfall_next_error(const struct waterfall *waterfall, uint32_t span,
                              bool is_backwards)
{
    size_t count = waterfall->trace ? waterfall->trace->count : 0;

    for (size_t i = 1; i <= count; i++) {
        size_t at = is_backwards ? span + count - i : span + i;

        at %= count;
        if (waterfall->trace->spans[at].has_error)
            return (uint32_t)at;
    }
    return TRACE_NO_SPAN;
}

struct waterfall_bar waterfall_bar(const struct trace *trace,
                                   const struct trace_span *span, int columns)
{
    double whole = (double)(trace->end_us - trace->start_us);
    double from = (double)(span->start_us - trace->start_us);
    double to = from + (double)span->duration_us;
    struct waterfall_bar bar = {0, columns};
    int end;

    if (columns < 1)
        return (struct waterfall_bar){0, 0};
    if (whole <= 0)
        return bar;
    bar.first = (int)(from / whole * columns);
    end = (int)(to / whole * columns + 0.5);
    if (bar.first > columns - 1)
        bar.first = columns - 1;
    if (end > columns)
        end = columns;
    bar.count = end > bar.first ? end - bar.first : 1;
    return bar;
}

/* A folded span's descendants follow it, so they are jumped over at once. */
static void lay_out(struct waterfall *waterfall)
{
    const struct trace *trace = waterfall->trace;
    size_t at = 0;

    waterfall->row_count = 0;
    while (at < trace->count) {
        waterfall->rows[waterfall->row_count++] = (uint32_t)at;
        at += waterfall->folded[at] ? trace->spans[at].descendants + 1 : 1;
    }
}
