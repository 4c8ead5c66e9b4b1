/* members.c - the kept series of a set. */
#include "data/members.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

static struct member *append(struct members *members);
static struct member *take_over_smallest(struct members *members, double score);
static void rank_all(struct members *members);
static uint64_t hash_of_member(const void *item);
static bool member_matches(const void *item, const void *key);
static int compare_members(const void *left, const void *right);

void members_init(struct members *members, struct symtab *table, size_t limit)
{
    assert(limit > 0 && limit < UINT32_MAX);
    *members = (struct members){.table = table, .limit = limit};
    hashset_init(&members->by_labels, hash_of_member);
    rank_init(&members->rank);
}

void members_clear(struct members *members)
{
    members_reset(members);
    rank_clear(&members->rank);
    free(members->items);
}

void members_reset(struct members *members)
{
    for (size_t i = 0; i < members->count; i++)
        members_free_one(members, members->items[i]);
    members->count = members->shown = 0;
    members->is_ranked = members->is_disordered = false;
}

struct member *members_find(const struct members *members,
                            const struct labels *labels)
{
    return hashset_find(&members->by_labels, labels_hash(labels),
                        member_matches, labels);
}

bool members_is_full(const struct members *members)
{
    return members->count == members->limit;
}

struct member *members_add(struct members *members, const struct labels *labels,
                           struct ring **ring, double score)
{
    struct member *member;
    struct ring *old_ring;

    if (members_is_full(members))
        member = take_over_smallest(members, score);
    else
        member = append(members);
    if (!member)
        return NULL;
    old_ring = member->series.ring;
    member->series = (struct series){.labels = labels, .ring = *ring};
    member->value_ms = -1;
    members_score(members, member, score);
    hashset_add(&members->by_labels, member);
    members->is_disordered = true;
    *ring = old_ring;
    return member;
}

void members_score(struct members *members, struct member *member, double score)
{
    member->rank.score = score;
    if (members->is_ranked)
        rank_update(&members->rank, &member->rank);
}

void members_unrank(struct members *members)
{
    members->is_ranked = false;
}

void members_free_one(struct members *members, struct member *member)
{
    hashset_remove(&members->by_labels, member);
    labels_unref(members->table, member->series.labels);
    ring_free(member->series.ring);
    free(member);
}

void members_show(struct members *members)
{
    if (members->is_disordered)
        qsort(members->items, members->count, sizeof(void *), compare_members);
    members->is_disordered = false;
    members->shown = members->count;
}

size_t members_bytes(const struct members *members)
{
    return members->capacity * sizeof(void *) +
           members->count * sizeof(struct member) +
           hashset_bytes(&members->by_labels) + rank_bytes(&members->rank);
}

size_t members_bytes_bound(size_t limit)
{
    return limit * (sizeof(struct member *) + sizeof(struct member) +
                    sizeof(struct ranked *)) +
           hashset_bytes_bound(limit);
}

static struct member *append(struct members *members)
{
    struct member *member = xcalloc(1, sizeof(*member));

    if (members->count == members->capacity) {
        size_t capacity = members->capacity ? members->capacity * 2 : 8;

        if (capacity > members->limit)
            capacity = members->limit;
        members->items = xrealloc(members->items, capacity, sizeof(void *));
        members->capacity = capacity;
    }
    members->items[members->count++] = member;
    return member;
}

/* Returns the smallest member without its labels, but with its ring; NULL when
 * it is not smaller than `score`. */
static struct member *take_over_smallest(struct members *members, double score)
{
    struct member *member;

    if (!members->is_ranked)
        rank_all(members);
    member = (struct member *)rank_first(&members->rank);
    if (!rank_below(member->rank.score, score))
        return NULL;
    hashset_remove(&members->by_labels, member);
    labels_unref(members->table, member->series.labels);
    return member;
}

static void rank_all(struct members *members)
{
    rank_restart(&members->rank, members->limit);
    for (size_t i = 0; i < members->count; i++)
        rank_add(&members->rank, &members->items[i]->rank);
    members->is_ranked = true;
}

static uint64_t hash_of_member(const void *item)
{
    return labels_hash(((const struct member *)item)->series.labels);
}

static bool member_matches(const void *item, const void *key)
{
    return ((const struct member *)item)->series.labels == key;
}

static int compare_members(const void *left, const void *right)
{
    const struct member *const *l = left;
    const struct member *const *r = right;

    return labels_compare((*l)->series.labels, (*r)->series.labels);
}
