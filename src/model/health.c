/* health.c - the state of a number against its thresholds. */
#include "model/health.h"

#include <math.h>

/* What one threshold says of the newest value. */
struct verdict {
    const struct panel_threshold *threshold;
    int64_t since_ms;
    int64_t fires_at_ms;
    int rank; /* see rank_of(); 0: no breach worth telling */
};

static void tell(struct health *health, const struct verdict *verdict);
static int64_t newest_value(const struct ring *ring, double *value);
static struct verdict judge(const struct ring *ring,
                            const struct panel_threshold *threshold,
                            int64_t slot_ms, int64_t now_ms);
static int rank_of(enum severity severity, bool has_fired);
static bool outranks(const struct verdict *left, const struct verdict *right);
static bool is_breach(const struct panel_threshold *threshold, double value);
static int64_t run_start(const struct ring *ring,
                         const struct panel_threshold *threshold,
                         int64_t slot_ms);
static int64_t earlier(int64_t left_ms, int64_t right_ms);

/* What matters more: what has fired, by severity; only an info, which is never
 * unwell, yields to a breach that is still to fire. */
enum { RANK_NONE, RANK_INFO, RANK_PENDING, RANK_WARNING, RANK_CRITICAL };

struct health health_of(const struct ring *ring,
                        const struct panel_threshold *thresholds, size_t count,
                        int64_t now_ms, int64_t stale_ms)
{
    struct health health = {.state = HEALTH_UNKNOWN,
                            .value = NAN,
                            .value_ms = -1,
                            .since_ms = -1,
                            .fires_at_ms = -1};
    struct verdict worst = {.rank = RANK_NONE};
    int64_t slot_ms = newest_value(ring, &health.value);

    if (slot_ms < 0)
        return health;
    /* A live value lies in the slot that ends its step, ahead of now. */
    health.value_ms = earlier(slot_ms, now_ms);
    if (now_ms - slot_ms > stale_ms)
        return health;
    health.state = HEALTH_OK;
    for (size_t i = 0; i < count; i++) {
        struct verdict verdict = judge(ring, &thresholds[i], slot_ms, now_ms);

        if (outranks(&verdict, &worst))
            worst = verdict;
    }
    if (worst.rank != RANK_NONE)
        tell(&health, &worst);
    return health;
}

const char *health_name(enum health_state state)
{
    static const char *const names[] = {"ok", "warning", "critical", "unknown"};

    return names[state];
}

static void tell(struct health *health, const struct verdict *verdict)
{
    health->breached = verdict->threshold;
    health->since_ms = verdict->since_ms;
    if (verdict->rank == RANK_CRITICAL)
        health->state = HEALTH_CRITICAL;
    else if (verdict->rank == RANK_WARNING)
        health->state = HEALTH_WARNING;
    health->is_pending = verdict->rank == RANK_PENDING;
    if (health->is_pending)
        health->fires_at_ms = verdict->fires_at_ms;
}

/* Returns the slot of the newest value that is not a gap, or -1. */
static int64_t newest_value(const struct ring *ring, double *value)
{
    struct ring_stats stats =
        ring_summary(ring, ring_oldest_ms(ring), ring_newest_ms(ring));

    *value = stats.last;
    return stats.count > 0 ? stats.last_ms : -1;
}

static struct verdict judge(const struct ring *ring,
                            const struct panel_threshold *threshold,
                            int64_t slot_ms, int64_t now_ms)
{
    struct verdict verdict = {.threshold = threshold, .rank = RANK_NONE};

    if (!is_breach(threshold, ring_at(ring, slot_ms)))
        return verdict;
    verdict.since_ms = earlier(run_start(ring, threshold, slot_ms), now_ms);
    verdict.fires_at_ms = verdict.since_ms + threshold->for_ms;
    verdict.rank = rank_of(threshold->severity, now_ms >= verdict.fires_at_ms);
    return verdict;
}

/* An info threshold that is not due yet announces nothing. */
static int rank_of(enum severity severity, bool has_fired)
{
    switch (severity) {
    case SEVERITY_CRITICAL:
        return has_fired ? RANK_CRITICAL : RANK_PENDING;
    case SEVERITY_WARNING:
        return has_fired ? RANK_WARNING : RANK_PENDING;
    case SEVERITY_INFO:
        break;
    }
    return has_fired ? RANK_INFO : RANK_NONE;
}

/* Of two that are as bad, the one that began first says since when; of two
 * that are pending, the next to fire is the one to expect. */
static bool outranks(const struct verdict *left, const struct verdict *right)
{
    if (left->rank != right->rank)
        return left->rank > right->rank;
    if (left->rank == RANK_PENDING)
        return left->fires_at_ms < right->fires_at_ms;
    return left->rank != RANK_NONE && left->since_ms < right->since_ms;
}

static bool is_breach(const struct panel_threshold *threshold, double value)
{
    return threshold->is_above ? value > threshold->limit
                               : value < threshold->limit;
}

/* Returns the first slot of the unbroken run of breaches up to `slot_ms`; a
 * gap is no breach. */
static int64_t run_start(const struct ring *ring,
                         const struct panel_threshold *threshold,
                         int64_t slot_ms)
{
    int64_t step_ms = ring_step_ms(ring);
    int64_t oldest_ms = ring_oldest_ms(ring);

    while (slot_ms - step_ms >= oldest_ms &&
           is_breach(threshold, ring_at(ring, slot_ms - step_ms)))
        slot_ms -= step_ms;
    return slot_ms;
}

static int64_t earlier(int64_t left_ms, int64_t right_ms)
{
    return left_ms < right_ms ? left_ms : right_ms;
}
