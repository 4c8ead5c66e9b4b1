/* window.h - which stretch of time to ask for next.
 *
 * Layer: data. Pure. A query has a coverage per zoom step: what was answered,
 * and up to when it is settled. A slot is settled once it was asked at least
 * WINDOW_SETTLE_MS after its own time, because late scrapes and remote writes
 * (and servers that hold back the newest samples) still change younger ones.
 * Each refresh asks once: for all slots not settled yet when a grid time has
 * passed since the last answer, else for the one value at this moment. So a
 * sleep, a suspend or a lost network leaves no hole that the server can fill.
 */
#ifndef TRACETOP_DATA_WINDOW_H
#define TRACETOP_DATA_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WINDOW_SETTLE_MS = 60000 };

/* Prometheus refuses more points than this for each series. */
enum { WINDOW_MAX_POINTS = 11000 };

/* One zoom: a range that people choose and the step that it is kept at. */
struct zoom {
    int64_t range_ms;
    int64_t step_ms;
    const char *name; /* "15m", "1h", "6h", "24h", "7d" */
};

/* The zooms, shortest first, and how many there are. */
extern const struct zoom zoom_table[];
extern const size_t zoom_count;

/* Returns the zoom that shows `range_ms` best: the first that is as long, or
 * the longest. */
size_t zoom_for_range(int64_t range_ms);

struct coverage {
    int64_t settled_ms; /* newest settled grid time, -1: nothing yet */
    int64_t asked_ms;   /* newest grid time ever answered, -1: nothing yet */
};

struct window {
    int64_t start_ms; /* grid time, or this moment for a live value */
    int64_t end_ms;   /* as start; never before it */
    int64_t step_ms;
    bool is_live; /* one value at `start_ms` = `end_ms` = now */
};

/* Returns what to ask for at wall time `now_ms` so that the newest `capacity`
 * slots end up answered. The answer never has more than WINDOW_MAX_POINTS. A
 * clock that went back yields the whole window again. */
struct window window_next(const struct coverage *coverage, int64_t now_ms,
                          int64_t step_ms, size_t capacity);

/* Notes that `window` was answered in full at wall time `now_ms` (the time at
 * which it was asked). */
void window_answered(struct coverage *coverage, const struct window *window,
                     int64_t now_ms);

/* Returns a coverage of nothing. */
struct coverage coverage_none(void);

#endif
