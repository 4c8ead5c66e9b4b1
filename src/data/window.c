/* window.c - plans the next stretch of time to ask for. */
#include "data/window.h"

#include <assert.h>

static int64_t round_down(int64_t at_ms, int64_t step_ms);
static int64_t whole_start(int64_t end_ms, int64_t step_ms, size_t capacity);

#define SECONDS(count) (INT64_C(1000) * (count))
#define MINUTES(count) (SECONDS(60) * (count))
#define HOURS(count) (MINUTES(60) * (count))

const struct zoom zoom_table[] = {
    {MINUTES(15), SECONDS(15), "15m"}, {HOURS(1), SECONDS(15), "1h"},
    {HOURS(6), MINUTES(1), "6h"},      {HOURS(24), MINUTES(5), "24h"},
    {HOURS(168), MINUTES(30), "7d"},
};

const size_t zoom_count = sizeof(zoom_table) / sizeof(zoom_table[0]);

size_t zoom_for_range(int64_t range_ms)
{
    for (size_t i = 0; i + 1 < zoom_count; i++)
        if (zoom_table[i].range_ms >= range_ms)
            return i;
    return zoom_count - 1;
}

struct window window_next(const struct coverage *coverage, int64_t now_ms,
                          int64_t step_ms, size_t capacity)
{
    int64_t end_ms = round_down(now_ms, step_ms);
    int64_t start_ms = whole_start(end_ms, step_ms, capacity);
    struct window live = {now_ms, now_ms, step_ms, true};
    bool is_back = end_ms < coverage->asked_ms;

    assert(step_ms > 0 && capacity > 0);
    if (end_ms == coverage->asked_ms)
        return live;
    if (coverage->settled_ms >= start_ms && !is_back)
        start_ms = coverage->settled_ms + step_ms;
    if (start_ms > end_ms)
        return live;
    return (struct window){start_ms, end_ms, step_ms, false};
}

void window_answered(struct coverage *coverage, const struct window *window,
                     int64_t now_ms)
{
    int64_t settled_ms;

    if (window->is_live)
        return;
    settled_ms = round_down(now_ms - WINDOW_SETTLE_MS, window->step_ms);
    if (settled_ms > window->end_ms)
        settled_ms = window->end_ms;
    if (coverage->settled_ms > window->end_ms)
        coverage->settled_ms = -1; /* the clock went back */
    if (settled_ms >= window->start_ms && settled_ms > coverage->settled_ms)
        coverage->settled_ms = settled_ms;
    coverage->asked_ms = window->end_ms;
}

struct coverage coverage_none(void)
{
    return (struct coverage){.settled_ms = -1, .asked_ms = -1};
}

static int64_t round_down(int64_t at_ms, int64_t step_ms)
{
    return at_ms < 0 ? -1 : at_ms - at_ms % step_ms;
}

static int64_t whole_start(int64_t end_ms, int64_t step_ms, size_t capacity)
{
    size_t points = capacity < WINDOW_MAX_POINTS ? capacity : WINDOW_MAX_POINTS;
    int64_t start_ms = end_ms - (int64_t)(points - 1) * step_ms;

    return start_ms < 0 ? 0 : start_ms;
}
