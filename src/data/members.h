/* members.h - the series that a set keeps: found by labels, ranked by value.
 *
 * Layer: data. For series.c. Others see the first `shown` items, by labels;
 * those that came in since wait for members_show().
 */
#ifndef TRACETOP_DATA_MEMBERS_H
#define TRACETOP_DATA_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/hashset.h"
#include "data/labels.h"
#include "data/rank.h"
#include "data/ring.h"
#include "data/series.h"

struct member {
    struct ranked rank;   /* first: the heap hands it back; NAN: no value */
    uint32_t answer;      /* number of the answer that had it last */
    struct series series; /* what others see */
    int64_t value_ms;     /* slot of its newest value, or after it; -1: none */
};

struct members {
    struct symtab *table;
    size_t limit;
    struct member **items;
    size_t count, capacity, shown;
    struct hashset by_labels;
    struct rank rank; /* made when the limit is first met after unrank */
    bool is_ranked;
    bool is_disordered;
};

/* Makes an empty set of at most `limit` members.
 * Owns: the caller ends it with members_clear(). */
void members_init(struct members *members, struct symtab *table, size_t limit);

/* Frees all members and the set's own memory. */
void members_clear(struct members *members);

/* Frees all members. */
void members_reset(struct members *members);

/* Returns the member with these labels, or NULL. Borrowed. */
struct member *members_find(const struct members *members,
                            const struct labels *labels);

/* Says whether the limit is met. */
bool members_is_full(const struct members *members);

/* Returns a new member with the ring and the labels' reference; when the limit
 * is met it takes the place of the one with the smallest score, whose ring is
 * handed out through `ring`, else `*ring` becomes NULL.
 * Fails: NULL, nothing taken, when the smallest is as large as `score`. */
struct member *members_add(struct members *members, const struct labels *labels,
                           struct ring **ring, double score);

/* Changes a member's score. */
void members_score(struct members *members, struct member *member,
                   double score);

/* Forgets the ranking, so that scores may be set directly. */
void members_unrank(struct members *members);

/* Frees one member that the caller takes out of `items`. */
void members_free_one(struct members *members, struct member *member);

/* Puts the members in order of labels and shows them all. */
void members_show(struct members *members);

/* Returns the bytes held, rings not counted; and the most they can become. */
size_t members_bytes(const struct members *members);
size_t members_bytes_bound(size_t limit);

#endif
