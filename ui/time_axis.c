/* time_axis.c - round clock times for the axis below a graph. */
#include "ui/time_axis.h"

#include <stdio.h>
#include <time.h>

static int32_t pick_step(int64_t span_ms, int columns);
static int columns_between(int32_t step_s);
static void write_label(struct time_label *label, int32_t step_s);

enum {
    MINUTE = 60, /* s */
    HOUR = 60 * MINUTE,
    DAY = 24 * HOUR,
    LEAST_GAP = 4, /* columns */
    MOST_LABELS = 6
};

static const int32_t steps_s[] = {
    1,       2,          5,          10,          15,          30,
    MINUTE,  2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
    HOUR,    2 * HOUR,   3 * HOUR,   6 * HOUR,    12 * HOUR,   DAY,
    2 * DAY, 7 * DAY,    14 * DAY,   28 * DAY,
};

size_t time_axis_labels(int64_t from_ms, int64_t to_ms, int columns,
                        struct time_label labels[TIME_AXIS_MAX_LABELS])
{
    int64_t step_ms, at_ms;
    int32_t step_s;
    size_t count = 0;

    if (from_ms < 0)
        from_ms = 0;
    if (to_ms <= from_ms || columns <= 0)
        return 0;
    step_s = pick_step(to_ms - from_ms, columns);
    if (!step_s)
        return 0;
    step_ms = (int64_t)step_s * 1000;
    at_ms = from_ms / step_ms * step_ms + step_ms;
    for (; at_ms <= to_ms && count < TIME_AXIS_MAX_LABELS; at_ms += step_ms) {
        labels[count].at_ms = at_ms;
        write_label(&labels[count++], step_s);
    }
    return count;
}

/* Returns the smallest step whose labels neither touch nor crowd, 0 when even
 * the largest is too small (years on a few columns). */
static int32_t pick_step(int64_t span_ms, int columns)
{
    for (size_t i = 0; i < sizeof(steps_s) / sizeof(*steps_s); i++) {
        double room = steps_s[i] * 1000.0 / (double)span_ms * columns;

        if (room >= columns_between(steps_s[i]) &&
            room * MOST_LABELS >= columns)
            return steps_s[i];
    }
    return 0;
}

/* The widest label of a step, and what parts two of them. */
static int columns_between(int32_t step_s)
{
    if (step_s < MINUTE)
        return 8 + LEAST_GAP;
    return (step_s >= 12 * HOUR ? 6 : 5) + LEAST_GAP;
}

/* From 12 hours on a midnight is told by its day. */
static void write_label(struct time_label *label, int32_t step_s)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
                                       "Thu", "Fri", "Sat"};
    time_t seconds = (time_t)(label->at_ms / 1000);
    struct tm tm = {0};

    (void)gmtime_r(&seconds, &tm);
    if (step_s < MINUTE)
        (void)snprintf(label->text, sizeof(label->text), "%02d:%02d:%02d",
                       tm.tm_hour % 24, tm.tm_min % 60, tm.tm_sec % 61);
    else if (step_s >= 12 * HOUR && tm.tm_hour == 0)
        (void)snprintf(label->text, sizeof(label->text), "%s %d",
                       days[tm.tm_wday % 7], tm.tm_mday % 32);
    else
        (void)snprintf(label->text, sizeof(label->text), "%02d:%02d",
                       tm.tm_hour % 24, tm.tm_min % 60);
}
