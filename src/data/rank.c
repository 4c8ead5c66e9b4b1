/* rank.c - a binary min-heap of borrowed items. */
#include "data/rank.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

static void sift_up(struct rank *rank, struct ranked *item);
static void sift_down(struct rank *rank, struct ranked *item);
static void set_place(struct rank *rank, struct ranked *item, size_t place);

void rank_init(struct rank *rank)
{
    *rank = (struct rank){0};
}

void rank_clear(struct rank *rank)
{
    free(rank->items);
    rank_init(rank);
}

void rank_restart(struct rank *rank, size_t capacity)
{
    rank->count = 0;
    if (capacity <= rank->capacity)
        return;
    rank->items = xrealloc(rank->items, capacity, sizeof(struct ranked *));
    rank->capacity = capacity;
}

void rank_add(struct rank *rank, struct ranked *item)
{
    assert(rank->count < rank->capacity && rank->count < UINT32_MAX);
    set_place(rank, item, rank->count++);
    sift_up(rank, item);
}

struct ranked *rank_first(const struct rank *rank)
{
    return rank->count > 0 ? rank->items[0] : NULL;
}

void rank_update(struct rank *rank, struct ranked *item)
{
    assert(item->place < rank->count && rank->items[item->place] == item);
    sift_up(rank, item);
    sift_down(rank, item);
}

bool rank_below(double left, double right)
{
    return isnan(left) ? !isnan(right) : left < right;
}

size_t rank_bytes(const struct rank *rank)
{
    return rank->capacity * sizeof(struct ranked *);
}

static void sift_up(struct rank *rank, struct ranked *item)
{
    size_t place = item->place;

    while (place > 0) {
        struct ranked *parent = rank->items[(place - 1) / 2];

        if (!rank_below(item->score, parent->score))
            break;
        set_place(rank, parent, place);
        place = (place - 1) / 2;
    }
    set_place(rank, item, place);
}

static void sift_down(struct rank *rank, struct ranked *item)
{
    size_t place = item->place;

    for (;;) {
        size_t child = 2 * place + 1;

        if (child >= rank->count)
            break;
        if (child + 1 < rank->count && rank_below(rank->items[child + 1]->score,
                                                  rank->items[child]->score))
            child++;
        if (!rank_below(rank->items[child]->score, item->score))
            break;
        set_place(rank, rank->items[child], place);
        place = child;
    }
    set_place(rank, item, place);
}

static void set_place(struct rank *rank, struct ranked *item, size_t place)
{
    rank->items[place] = item;
    item->place = (uint32_t)place;
}
