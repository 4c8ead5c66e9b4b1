/* loop_timer.c - a binary heap of alarms. */
#include "base/loop_timer.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#include "base/xalloc.h"

static const size_t unset = SIZE_MAX;

struct loop_timer {
    struct loop_timers *timers;
    struct loop_timer *next; /* in the list of all */
    struct loop_timer *previous;
    loop_timer_fn *fn;
    void *owner;
    int64_t at_ms;
    uint64_t order; /* parts equal times */
    size_t place;   /* in the heap, or `unset` */
};

static void heap_push(struct loop_timer *timer);
static void heap_remove(struct loop_timer *timer);
static void heap_raise(struct loop_timer *timer, size_t place);
static void heap_lower(struct loop_timer *timer, size_t place);
static void heap_put(struct loop_timer *timer, size_t place);
static bool rings_before(const struct loop_timer *left,
                         const struct loop_timer *right);

void loop_timers_clear(struct loop_timers *timers)
{
    struct loop_timer *timer = timers->first;

    while (timer) {
        struct loop_timer *next = timer->next;

        free(timer);
        timer = next;
    }
    free(timers->heap);
    *timers = (struct loop_timers){0};
}

struct loop_timer *loop_timers_add(struct loop_timers *timers,
                                   loop_timer_fn *fn, void *owner)
{
    struct loop_timer *timer = xcalloc(1, sizeof(*timer));

    assert(fn);
    timer->timers = timers;
    timer->fn = fn;
    timer->owner = owner;
    timer->place = unset;
    timer->next = timers->first;
    if (timer->next)
        timer->next->previous = timer;
    timers->first = timer;
    return timer;
}

void loop_timer_set(struct loop_timer *timer, int64_t at_mono_ms)
{
    struct loop_timers *timers = timer->timers;

    loop_timer_stop(timer);
    /* Past times all mean "now", so that one who keeps asking for the past
     * queues behind everyone else who is due. */
    timer->at_ms = at_mono_ms > timers->now_ms ? at_mono_ms : timers->now_ms;
    timer->order = timers->next_order++;
    heap_push(timer);
}

void loop_timer_stop(struct loop_timer *timer)
{
    if (timer->place != unset)
        heap_remove(timer);
}

bool loop_timer_is_set(const struct loop_timer *timer)
{
    return timer->place != unset;
}

void loop_timer_remove(struct loop_timer *timer)
{
    if (!timer)
        return;
    loop_timer_stop(timer);
    if (timer->previous)
        timer->previous->next = timer->next;
    else
        timer->timers->first = timer->next;
    if (timer->next)
        timer->next->previous = timer->previous;
    free(timer);
}

int loop_timers_wait_ms(const struct loop_timers *timers, int64_t now_ms)
{
    int64_t at_ms;

    if (!timers->count)
        return -1;
    at_ms = timers->heap[0]->at_ms;
    if (at_ms <= now_ms)
        return 0;
    /* both are above zero in life; the test keeps the difference in range */
    if (now_ms < 0 || at_ms - now_ms > INT_MAX)
        return INT_MAX;
    return (int)(at_ms - now_ms);
}

void loop_timers_run(struct loop_timers *timers)
{
    const uint64_t newer = timers->next_order;

    /* Whatever a callback removes or sets goes through the heap, so nothing is
     * held across a call but the heap itself. What it sets is never before
     * `now_ms`, so everything older that is due comes first. */
    while (timers->count && timers->heap[0]->at_ms <= timers->now_ms) {
        struct loop_timer *timer = timers->heap[0];

        if (timer->order >= newer)
            return;
        heap_remove(timer);
        timer->fn(timer->owner);
    }
}

static void heap_push(struct loop_timer *timer)
{
    struct loop_timers *timers = timer->timers;

    if (timers->count == timers->capacity) {
        timers->capacity = timers->capacity ? timers->capacity * 2 : 16;
        timers->heap = xrealloc(timers->heap, timers->capacity,
                                sizeof(struct loop_timer *));
    }
    heap_raise(timer, timers->count++);
}

static void heap_remove(struct loop_timer *timer)
{
    struct loop_timers *timers = timer->timers;
    struct loop_timer *last = timers->heap[--timers->count];
    size_t place = timer->place;

    timer->place = unset;
    if (last == timer)
        return;
    heap_raise(last, place);
    heap_lower(last, last->place);
}

static void heap_raise(struct loop_timer *timer, size_t place)
{
    struct loop_timer **heap = timer->timers->heap;

    while (place > 0 && rings_before(timer, heap[(place - 1) / 2])) {
        heap_put(heap[(place - 1) / 2], place);
        place = (place - 1) / 2;
    }
    heap_put(timer, place);
}

static void heap_lower(struct loop_timer *timer, size_t place)
{
    struct loop_timer **heap = timer->timers->heap;
    size_t count = timer->timers->count;

    for (;;) {
        size_t child = 2 * place + 1;

        if (child + 1 < count && rings_before(heap[child + 1], heap[child]))
            child++;
        if (child >= count || !rings_before(heap[child], timer))
            break;
        heap_put(heap[child], place);
        place = child;
    }
    heap_put(timer, place);
}

static void heap_put(struct loop_timer *timer, size_t place)
{
    timer->timers->heap[place] = timer;
    timer->place = place;
}

static bool rings_before(const struct loop_timer *left,
                         const struct loop_timer *right)
{
    if (left->at_ms != right->at_ms)
        return left->at_ms < right->at_ms;
    return left->order < right->order;
}
