/* ring.c - values on a step grid.
 *
 * An empty ring is a ring whose newest slot is the one before time 0, so no
 * path but two has to ask whether there is anything. A cursor stays at the slot
 * that was put last: samples arrive in order, and the next grid time is then an
 * addition away; only a jump divides.
 */
#include "data/ring.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

enum { LATEST_SLOTS = 5 }; /* that ring_latest() looks at */

struct ring {
    int64_t step_ms;
    int64_t newest_ms; /* grid time; -step_ms when empty */
    int64_t cursor_ms; /* grid time of the slot put last */
    size_t capacity;
    size_t newest; /* place of the newest slot */
    size_t cursor; /* place of the slot put last */
    double slots[];
};

static void step_cursor(struct ring *ring);
static bool move_cursor(struct ring *ring, int64_t at_ms);
static void advance(struct ring *ring, int64_t slot_ms);
static bool is_held(const struct ring *ring, int64_t slot_ms);
static size_t place_of(const struct ring *ring, int64_t slot_ms);
static size_t next_place(const struct ring *ring, size_t place);
static void add_value(struct ring_stats *stats, int64_t at_ms, double value);

struct ring *ring_new(int64_t step_ms, size_t capacity)
{
    struct ring *ring = xmalloc(ring_bytes(capacity));

    assert(step_ms > 0 && capacity > 0);
    assert((int64_t)capacity < INT64_MAX / 4 / step_ms);
    ring->step_ms = step_ms;
    ring->capacity = capacity;
    ring_reset(ring);
    return ring;
}

void ring_free(struct ring *ring)
{
    free(ring);
}

size_t ring_bytes(size_t capacity)
{
    return sizeof(struct ring) + capacity * sizeof(double);
}

void ring_reset(struct ring *ring)
{
    ring->newest_ms = ring->cursor_ms = -ring->step_ms;
    ring->newest = ring->cursor = 0;
    for (size_t i = 0; i < ring->capacity; i++)
        ring->slots[i] = NAN;
}

bool ring_put(struct ring *ring, int64_t at_ms, double value)
{
    if (at_ms == ring->cursor_ms + ring->step_ms)
        step_cursor(ring);
    else if (!move_cursor(ring, at_ms))
        return false;
    ring->slots[ring->cursor] = value;
    return true;
}

void ring_forget_after(struct ring *ring, int64_t at_ms)
{
    int64_t last_ms = ring_slot_ms(ring, at_ms);

    if (last_ms >= ring->newest_ms)
        return;
    if (!is_held(ring, last_ms)) {
        ring_reset(ring);
        return;
    }
    while (ring->newest_ms > last_ms) {
        ring->slots[ring->newest] = NAN;
        ring->newest = (ring->newest ? ring->newest : ring->capacity) - 1;
        ring->newest_ms -= ring->step_ms;
    }
    ring->cursor = ring->newest;
    ring->cursor_ms = ring->newest_ms;
}

double ring_at(const struct ring *ring, int64_t at_ms)
{
    int64_t slot_ms = ring_slot_ms(ring, at_ms);

    if (slot_ms > ring->newest_ms || !is_held(ring, slot_ms))
        return NAN;
    return ring->slots[place_of(ring, slot_ms)];
}

size_t ring_span(const struct ring *ring, int64_t from_ms, int64_t to_ms,
                 const double **values)
{
    int64_t slot_ms = ring_slot_ms(ring, from_ms);
    size_t place, count;

    if (to_ms > ring->newest_ms)
        to_ms = ring->newest_ms;
    if (slot_ms > to_ms || !is_held(ring, slot_ms))
        return 0;
    place = place_of(ring, slot_ms);
    count = (size_t)((to_ms - slot_ms) / ring->step_ms) + 1;
    *values = &ring->slots[place];
    return count < ring->capacity - place ? count : ring->capacity - place;
}

/* Negative times stay negative; a time past the last grid time that an int64_t
 * holds rounds down. */
int64_t ring_slot_ms(const struct ring *ring, int64_t at_ms)
{
    int64_t over_ms = at_ms % ring->step_ms;

    if (over_ms <= 0)
        return at_ms;
    if (at_ms - over_ms > INT64_MAX - ring->step_ms)
        return at_ms - over_ms;
    return at_ms - over_ms + ring->step_ms;
}

int64_t ring_newest_ms(const struct ring *ring)
{
    return ring->newest_ms < 0 ? -1 : ring->newest_ms;
}

int64_t ring_oldest_ms(const struct ring *ring)
{
    int64_t reach_ms = (int64_t)(ring->capacity - 1) * ring->step_ms;

    if (ring->newest_ms < 0)
        return -1;
    return ring->newest_ms > reach_ms ? ring->newest_ms - reach_ms : 0;
}

int64_t ring_step_ms(const struct ring *ring)
{
    return ring->step_ms;
}

size_t ring_capacity(const struct ring *ring)
{
    return ring->capacity;
}

double ring_latest(const struct ring *ring)
{
    int64_t newest_ms = ring_newest_ms(ring);

    return ring_summary(ring, newest_ms - (LATEST_SLOTS - 1) * ring->step_ms,
                        newest_ms)
        .last;
}

struct ring_stats ring_summary(const struct ring *ring, int64_t from_ms,
                               int64_t to_ms)
{
    struct ring_stats stats = {NAN, NAN, NAN, NAN, 0, 0};
    const double *values = NULL;
    int64_t at_ms = ring_oldest_ms(ring);
    size_t count;

    if (at_ms < 0)
        return stats;
    if (from_ms > at_ms)
        at_ms = ring_slot_ms(ring, from_ms);
    while ((count = ring_span(ring, at_ms, to_ms, &values)) > 0)
        for (size_t i = 0; i < count; i++, at_ms += ring->step_ms)
            add_value(&stats, at_ms, values[i]);
    if (stats.count > 0)
        stats.avg /= (double)stats.count;
    return stats;
}

static void step_cursor(struct ring *ring)
{
    ring->cursor = next_place(ring, ring->cursor);
    if (ring->cursor_ms == ring->newest_ms) {
        ring->newest = ring->cursor;
        ring->newest_ms += ring->step_ms;
    }
    ring->cursor_ms += ring->step_ms;
}

static bool move_cursor(struct ring *ring, int64_t at_ms)
{
    int64_t slot_ms;

    if (at_ms < 0 || at_ms > INT64_MAX / 2)
        return false;
    slot_ms = ring_slot_ms(ring, at_ms);
    if (slot_ms > ring->newest_ms)
        advance(ring, slot_ms);
    else if (!is_held(ring, slot_ms))
        return false;
    ring->cursor = place_of(ring, slot_ms);
    ring->cursor_ms = slot_ms;
    return true;
}

/* Makes `slot_ms` the newest slot and gaps of those stepped over. */
static void advance(struct ring *ring, int64_t slot_ms)
{
    int64_t steps = (slot_ms - ring->newest_ms) / ring->step_ms;

    if (ring->newest_ms >= 0 && steps >= (int64_t)ring->capacity)
        ring_reset(ring);
    else if (ring->newest_ms >= 0)
        for (; steps > 0; steps--) {
            ring->newest = next_place(ring, ring->newest);
            ring->slots[ring->newest] = NAN;
        }
    ring->newest_ms = slot_ms;
}

/* Says whether a grid time up to the newest is within the window. */
static bool is_held(const struct ring *ring, int64_t slot_ms)
{
    return slot_ms >= 0 && ring->newest_ms - slot_ms <=
                               (int64_t)(ring->capacity - 1) * ring->step_ms;
}

static size_t place_of(const struct ring *ring, int64_t slot_ms)
{
    size_t back = (size_t)((ring->newest_ms - slot_ms) / ring->step_ms);

    return ring->newest >= back ? ring->newest - back
                                : ring->newest + ring->capacity - back;
}

static size_t next_place(const struct ring *ring, size_t place)
{
    return place + 1 == ring->capacity ? 0 : place + 1;
}

static void add_value(struct ring_stats *stats, int64_t at_ms, double value)
{
    if (isnan(value))
        return;
    if (stats->count == 0) {
        stats->min = stats->max = value;
        stats->avg = 0;
    }
    if (value < stats->min)
        stats->min = value;
    if (value > stats->max)
        stats->max = value;
    stats->avg += value; /* a sum until the end */
    stats->last = value;
    stats->last_ms = at_ms;
    stats->count++;
}
