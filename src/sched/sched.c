/* sched.c - intervals, jitter, back-off, no overlap. */
#include "sched/sched.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct job {
    unsigned group;
    int64_t interval_ms;
    int64_t booked_ms; /* INT64_MIN: due at once */
    unsigned failures; /* in a row */
    bool is_enabled;
    bool is_in_flight;
    bool is_kicked; /* due even while paused */
};

struct sched {
    uint64_t seed;
    bool is_paused;
    size_t count;
    struct job *jobs;
};

static bool may_start(const struct sched *sched, const struct job *job);
static int64_t next_tick(const struct sched *sched, const struct job *job,
                         int64_t now_ms);
static int64_t backoff(const struct sched *sched, const struct job *job);
static uint64_t mix(uint64_t value);

struct sched *sched_new(uint64_t seed)
{
    struct sched *sched = xcalloc(1, sizeof(*sched));

    sched->seed = seed;
    return sched;
}

void sched_free(struct sched *sched)
{
    if (!sched)
        return;
    free(sched->jobs);
    free(sched);
}

size_t sched_add(struct sched *sched, unsigned group, int64_t interval_ms)
{
    assert(interval_ms > 0);
    sched->jobs = xrealloc(sched->jobs, sched->count + 1, sizeof(*sched->jobs));
    sched->jobs[sched->count] = (struct job){
        .group = group,
        .interval_ms = interval_ms,
        .booked_ms = INT64_MIN,
        .is_enabled = true,
    };
    return sched->count++;
}

void sched_set_interval(struct sched *sched, size_t job, int64_t interval_ms,
                        int64_t now_ms)
{
    struct job *slot = &sched->jobs[job];
    int64_t tick;

    assert(interval_ms > 0);
    if (slot->interval_ms == interval_ms)
        return;
    slot->interval_ms = interval_ms;
    if (slot->failures || slot->booked_ms == INT64_MIN)
        return;
    tick = next_tick(sched, slot, now_ms);
    if (tick < slot->booked_ms)
        slot->booked_ms = tick;
}

void sched_enable(struct sched *sched, size_t job, bool is_enabled)
{
    struct job *slot = &sched->jobs[job];

    if (is_enabled && !slot->is_enabled)
        slot->booked_ms = INT64_MIN;
    slot->is_enabled = is_enabled;
}

void sched_kick(struct sched *sched, size_t job)
{
    sched->jobs[job].booked_ms = INT64_MIN;
    sched->jobs[job].is_kicked = true;
}

void sched_kick_all(struct sched *sched)
{
    for (size_t i = 0; i < sched->count; i++) {
        sched->jobs[i].failures = 0;
        if (sched->jobs[i].is_enabled)
            sched_kick(sched, i);
    }
}

void sched_pause(struct sched *sched, bool is_paused)
{
    sched->is_paused = is_paused;
}

size_t sched_due(const struct sched *sched, int64_t now_ms)
{
    size_t due = SCHED_NONE;

    for (size_t i = 0; i < sched->count; i++) {
        const struct job *job = &sched->jobs[i];

        if (!may_start(sched, job) || job->booked_ms > now_ms)
            continue;
        if (due == SCHED_NONE || job->booked_ms < sched->jobs[due].booked_ms)
            due = i;
    }
    return due;
}

int64_t sched_next_ms(const struct sched *sched)
{
    int64_t next = INT64_MAX;

    for (size_t i = 0; i < sched->count; i++)
        if (may_start(sched, &sched->jobs[i]) &&
            sched->jobs[i].booked_ms < next)
            next = sched->jobs[i].booked_ms;
    if (next == INT64_MAX)
        return -1;
    return next < 0 ? 0 : next;
}

void sched_started(struct sched *sched, size_t job)
{
    assert(!sched->jobs[job].is_in_flight);
    sched->jobs[job].is_in_flight = true;
    sched->jobs[job].is_kicked = false;
    sched->jobs[job].booked_ms = INT64_MAX;
}

void sched_finished(struct sched *sched, size_t job, bool is_ok,
                    int64_t retry_after_ms, int64_t now_ms)
{
    struct job *slot = &sched->jobs[job];

    assert(slot->is_in_flight);
    slot->is_in_flight = false;
    slot->failures = is_ok ? 0 : slot->failures + 1;
    if (slot->is_kicked)
        slot->booked_ms = INT64_MIN;
    else if (is_ok)
        slot->booked_ms = next_tick(sched, slot, now_ms);
    else
        slot->booked_ms = now_ms + backoff(sched, slot);
    if (retry_after_ms > 0 && slot->booked_ms < now_ms + retry_after_ms)
        slot->booked_ms = now_ms + retry_after_ms;
}

int64_t sched_booked_ms(const struct sched *sched, size_t job)
{
    return sched->jobs[job].booked_ms;
}

unsigned sched_failures(const struct sched *sched, size_t job)
{
    return sched->jobs[job].failures;
}

bool sched_is_in_flight(const struct sched *sched, size_t job)
{
    return sched->jobs[job].is_in_flight;
}

static bool may_start(const struct sched *sched, const struct job *job)
{
    return job->is_enabled && !job->is_in_flight &&
           (!sched->is_paused || job->is_kicked);
}

/* Ticks are a pure function of group, interval and number, so the jobs of a
 * group meet again whatever happened to each of them in between. */
static int64_t next_tick(const struct sched *sched, const struct job *job,
                         int64_t now_ms)
{
    int64_t room = job->interval_ms / 10;

    for (int64_t number = now_ms / job->interval_ms;; number++) {
        uint64_t noise =
            mix(sched->seed ^ ((uint64_t)job->group << 48) ^ (uint64_t)number);
        int64_t tick =
            number * job->interval_ms + (int64_t)(noise % (uint64_t)(room + 1));

        /* A late answer waits for a later tick: never twice in a row. */
        if (tick > now_ms + job->interval_ms / 4)
            return tick;
    }
}

static int64_t backoff(const struct sched *sched, const struct job *job)
{
    int64_t cap = job->interval_ms > SCHED_BACKOFF_MAX_MS
                      ? job->interval_ms
                      : SCHED_BACKOFF_MAX_MS;
    int64_t wait = job->interval_ms > SCHED_BACKOFF_MIN_MS
                       ? job->interval_ms
                       : SCHED_BACKOFF_MIN_MS;

    for (unsigned i = 1; i < job->failures && wait < cap; i++)
        wait *= 2;
    if (wait > cap)
        wait = cap;
    /* Spread by a tenth, the same for jobs of a group that failed together. */
    return wait - (int64_t)(mix(sched->seed ^ job->group ^
                                ((uint64_t)job->failures << 32)) %
                            (uint64_t)(wait / 10 + 1));
}

/* The finaliser of splitmix64. Source: Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014. */
static uint64_t mix(uint64_t value)
{
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}
