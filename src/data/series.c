/* series.c - a bounded set of series that is fed answer by answer.
 *
 * An answer speaks for every slot of its window: a slot for which it has no
 * sample becomes a gap, in known series as in absent ones, so a live value that
 * the grid does not confirm does not stay. The gaps are made as the samples
 * step over them; an answer that breaks off takes nothing away.
 *
 * A new series is fed into a spare ring, because its rank, its latest value, is
 * only known at its end. If it is kept, it keeps that ring; if it pushes
 * another one out, the two swap rings. A series not yet seen in this answer
 * competes with its value of the last one.
 */
#include "data/series.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "data/headline.h"
#include "data/members.h"
#include "data/window.h"

struct answer {
    uint32_t number;
    int64_t start_ms, end_ms;  /* as begun */
    int64_t first_ms, last_ms; /* its slots, as far as rings reach back */
    size_t samples;
    size_t series; /* that had a value */
    bool has_nonzero;
    bool is_open;
    bool is_whole; /* covers all that a ring can hold */
};

/* The series that samples go to now. */
struct feed {
    const struct labels *labels;
    struct member *member; /* NULL: a new one, in the spare ring */
    struct ring *ring;     /* NULL: none */
    int64_t from_ms, to_ms;
    int64_t next_ms;   /* first slot not decided yet */
    double value;      /* newest that is not NAN */
    int64_t sample_ms; /* its time; -1: none yet */
};

struct series_set {
    struct symtab *table;
    int64_t step_ms;
    size_t capacity;
    struct members members;
    struct headline headline;
    struct answer answer, last; /* under way; committed */
    struct feed feed;
    struct ring *spare; /* NULL until needed */
    size_t headline_bytes;
    int64_t newest_ms; /* newest sample */
    int64_t slot_ms;   /* newest slot of any answer */
    size_t left_out;
    bool wants_backfill;
    uint64_t generation;
};

static void begin_window(struct series_set *set);
static void go_back(struct series_set *set, int64_t last_ms);
static bool seek(struct series_set *set, int64_t at_ms);
static void end_series(struct series_set *set);
static void note_newest(struct series_set *set);
static void drop_new(struct series_set *set);
static void close_feed(struct series_set *set);
static void update_member(struct series_set *set, struct member *member);
static int64_t value_ms(const struct feed *feed);
static bool admit(struct series_set *set);
static void settle(struct series_set *set);
static bool has_values(const struct series_set *set, struct member *member);
static void put_gaps(const struct series_set *set, struct ring *ring,
                     int64_t from_ms);

struct series_set *series_set_new(struct symtab *table,
                                  const struct series_spec *spec)
{
    struct series_set *set = xcalloc(1, sizeof(*set));

    set->table = table;
    set->step_ms = spec->step_ms;
    set->capacity = spec->capacity;
    members_init(&set->members, table, spec->limit);
    headline_init(&set->headline, spec);
    set->headline_bytes = headline_bytes(spec);
    set->newest_ms = set->slot_ms = -1;
    close_feed(set);
    return set;
}

void series_set_free(struct series_set *set)
{
    if (!set)
        return;
    series_set_abort(set);
    members_clear(&set->members);
    headline_clear(&set->headline);
    ring_free(set->spare);
    free(set);
}

size_t series_set_bytes_bound(const struct series_spec *spec)
{
    return sizeof(struct series_set) + members_bytes_bound(spec->limit) +
           (spec->limit + 1) * ring_bytes(spec->capacity) +
           headline_bytes(spec);
}

void series_set_reset(struct series_set *set)
{
    series_set_abort(set);
    members_reset(&set->members);
    ring_reset(set->headline.ring);
    set->last = (struct answer){0};
    set->left_out = 0;
    set->wants_backfill = false;
    set->newest_ms = set->slot_ms = -1;
}

void series_set_begin(struct series_set *set, int64_t start_ms, int64_t end_ms)
{
    uint32_t number = set->answer.number + 1;

    assert(start_ms <= end_ms);
    if (set->answer.is_open)
        series_set_abort(set);
    set->answer = (struct answer){.number = number,
                                  .start_ms = start_ms,
                                  .end_ms = end_ms,
                                  .is_open = true};
    begin_window(set);
}

void series_set_series(struct series_set *set, const struct label_text *pairs,
                       size_t count)
{
    struct feed *feed = &set->feed;
    const struct labels *labels;
    struct member *member;

    if (!set->answer.is_open)
        return;
    end_series(set);
    labels = labels_intern(set->table, pairs, count);
    member = members_find(&set->members, labels);
    if (member)
        labels_unref(set->table, labels); /* it holds its own */
    if (member && member->answer == set->answer.number)
        return; /* said twice: the first counts */
    if (!member && !set->spare)
        set->spare = ring_new(set->step_ms, set->capacity);
    feed->labels = labels;
    feed->member = member;
    feed->ring = member ? member->series.ring : set->spare;
    feed->from_ms = set->answer.start_ms;
    feed->to_ms = set->answer.end_ms;
    feed->next_ms = set->answer.first_ms;
}

void series_set_sample(struct series_set *set, int64_t at_ms, double value)
{
    struct feed *feed = &set->feed;
    int64_t slot_ms;

    if (at_ms < feed->from_ms || at_ms > feed->to_ms)
        return;
    if (at_ms != feed->next_ms && !seek(set, at_ms))
        return;
    slot_ms = feed->next_ms;
    feed->next_ms = slot_ms + set->step_ms;
    if (!isnan(value)) {
        feed->value = value;
        feed->sample_ms = at_ms;
        set->answer.samples++;
        if (value != 0)
            set->answer.has_nonzero = true;
    }
    (void)ring_put(feed->ring, slot_ms, value);
}

void series_set_commit(struct series_set *set)
{
    if (!set->answer.is_open)
        return;
    end_series(set);
    members_unrank(&set->members);
    settle(set);
    members_show(&set->members);
    headline_commit(&set->headline);
    if (set->answer.is_whole)
        set->wants_backfill = false;
    set->answer.is_open = false;
    set->last = set->answer;
    set->generation++;
}

void series_set_abort(struct series_set *set)
{
    struct feed *feed = &set->feed;

    if (feed->ring && !feed->member)
        drop_new(set);
    else if (feed->member && value_ms(feed) > feed->member->value_ms)
        feed->member->value_ms = value_ms(feed);
    note_newest(set);
    close_feed(set);
    members_unrank(&set->members);
    members_show(&set->members);
    set->answer.is_open = false;
    set->generation++;
}

size_t series_set_count(const struct series_set *set)
{
    return set->members.shown;
}

const struct series *series_set_at(const struct series_set *set, size_t index)
{
    assert(index < set->members.shown);
    return &set->members.items[index]->series;
}

size_t series_set_left_out(const struct series_set *set)
{
    return set->left_out;
}

const struct ring *series_set_headline(const struct series_set *set)
{
    return set->headline.ring;
}

size_t series_set_answer_samples(const struct series_set *set)
{
    return set->last.samples;
}

bool series_set_answer_all_zero(const struct series_set *set)
{
    return set->last.samples > 0 && !set->last.has_nonzero;
}

bool series_set_wants_backfill(const struct series_set *set)
{
    return set->wants_backfill;
}

int64_t series_set_newest_ms(const struct series_set *set)
{
    return set->newest_ms;
}

uint64_t series_set_generation(const struct series_set *set)
{
    return set->generation;
}

size_t series_set_bytes(const struct series_set *set)
{
    size_t rings = set->members.count + (set->spare ? 1 : 0);

    return sizeof(*set) + members_bytes(&set->members) +
           rings * ring_bytes(set->capacity) + set->headline_bytes;
}

/* Finds the slots of the window, cut to what rings can hold. */
static void begin_window(struct series_set *set)
{
    struct answer *answer = &set->answer;
    int64_t reach_ms = (int64_t)(set->capacity - 1) * set->step_ms;
    int64_t first_ms = ring_slot_ms(set->headline.ring, answer->start_ms);
    int64_t last_ms = ring_slot_ms(set->headline.ring, answer->end_ms);

    answer->is_whole =
        first_ms <= 0 || first_ms <= last_ms - reach_ms ||
        (last_ms - first_ms) / set->step_ms + 1 >= WINDOW_MAX_POINTS;
    /* A live value's slot is one ahead of the grid; more is a jump. */
    if (last_ms < set->slot_ms - set->step_ms)
        go_back(set, last_ms);
    if (set->slot_ms < last_ms)
        set->slot_ms = last_ms;
    if (first_ms < set->slot_ms - reach_ms)
        first_ms = set->slot_ms - reach_ms;
    answer->first_ms = first_ms < 0 ? 0 : first_ms;
    answer->last_ms = last_ms;
    headline_begin(&set->headline, answer->first_ms, last_ms);
}

/* The wall clock went back: what was measured after it is not the future. */
static void go_back(struct series_set *set, int64_t last_ms)
{
    for (size_t i = 0; i < set->members.count; i++)
        ring_forget_after(set->members.items[i]->series.ring, last_ms);
    ring_forget_after(set->headline.ring, last_ms);
    set->slot_ms = last_ms;
    if (set->newest_ms > last_ms)
        set->newest_ms = last_ms;
}

/* Makes the slot of `at_ms` the next one, and gaps of those stepped over.
 * Fails: false when that slot lies before the last one or cannot be held. */
static bool seek(struct series_set *set, int64_t at_ms)
{
    struct feed *feed = &set->feed;
    int64_t slot_ms = ring_slot_ms(feed->ring, at_ms);

    if (slot_ms < set->answer.first_ms ||
        slot_ms < feed->next_ms - set->step_ms)
        return false;
    for (; feed->next_ms < slot_ms; feed->next_ms += set->step_ms)
        (void)ring_put(feed->ring, feed->next_ms, NAN);
    feed->next_ms = slot_ms;
    return true;
}

static void end_series(struct series_set *set)
{
    struct feed *feed = &set->feed;

    if (!feed->ring)
        return;
    put_gaps(set, feed->ring, feed->next_ms);
    headline_add(&set->headline, feed->labels, feed->ring);
    note_newest(set);
    if (feed->sample_ms >= 0)
        set->answer.series++;
    if (feed->member)
        update_member(set, feed->member);
    else if (feed->sample_ms < 0 || !admit(set))
        drop_new(set);
    close_feed(set);
}

static void note_newest(struct series_set *set)
{
    if (set->feed.sample_ms > set->newest_ms)
        set->newest_ms = set->feed.sample_ms;
}

static void drop_new(struct series_set *set)
{
    labels_unref(set->table, set->feed.labels);
    ring_reset(set->spare);
}

static void close_feed(struct series_set *set)
{
    set->feed = (struct feed){.from_ms = 1, /* to 0: nothing comes in */
                              .value = NAN,
                              .sample_ms = -1};
}

static void update_member(struct series_set *set, struct member *member)
{
    const struct feed *feed = &set->feed;

    member->answer = set->answer.number;
    if (feed->sample_ms >= 0 && member->value_ms <= set->answer.last_ms)
        member->value_ms = value_ms(feed);
    members_score(&set->members, member, feed->value);
}

/* Returns the slot of the newest value that was fed, or -1. */
static int64_t value_ms(const struct feed *feed)
{
    return feed->sample_ms < 0 ? -1 : ring_slot_ms(feed->ring, feed->sample_ms);
}

/* Keeps the series in the spare ring, if there is room or it is larger. */
static bool admit(struct series_set *set)
{
    bool is_full = members_is_full(&set->members);
    struct member *member = members_add(&set->members, set->feed.labels,
                                        &set->spare, set->feed.value);

    if (!member)
        return false;
    if (set->spare)
        ring_reset(set->spare);
    update_member(set, member);
    /* It was there before, if others were left out before. */
    if (!set->answer.is_whole && (is_full || set->left_out > 0))
        set->wants_backfill = true;
    return true;
}

/* Gives the series that the answer did not have their gaps, drops those that
 * hold no value any more, and counts those that were left out. */
static void settle(struct series_set *set)
{
    struct members *members = &set->members;
    size_t kept = 0, answered = 0;

    for (size_t i = 0; i < members->count; i++) {
        struct member *member = members->items[i];

        if (member->answer != set->answer.number) {
            put_gaps(set, member->series.ring, set->answer.first_ms);
            member->rank.score = NAN;
        }
        if (!isnan(member->rank.score))
            answered++;
        else if (!has_values(set, member)) {
            members_free_one(members, member);
            continue;
        }
        members->items[kept++] = member;
    }
    members->count = kept;
    set->left_out = set->answer.series - answered;
}

/* Says whether a member that got no value now still holds an older one. */
static bool has_values(const struct series_set *set, struct member *member)
{
    const struct ring *ring = member->series.ring;
    struct ring_stats stats;

    if (member->value_ms < ring_oldest_ms(ring))
        return false;
    if (member->value_ms < set->answer.first_ms)
        return true;
    stats = ring_summary(ring, 0, member->value_ms);
    member->value_ms = stats.last_ms;
    return stats.count > 0;
}

/* Makes gaps of the answer's slots from `from_ms` to its last. */
static void put_gaps(const struct series_set *set, struct ring *ring,
                     int64_t from_ms)
{
    for (; from_ms <= set->answer.last_ms; from_ms += set->step_ms)
        (void)ring_put(ring, from_ms, NAN);
}
