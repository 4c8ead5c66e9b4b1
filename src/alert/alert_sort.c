/* alert_sort.c - a merge sort of alerts that can stop anywhere. */
#include "alert/alert_sort.h"

static bool merge(struct alert_sort *sort, size_t *budget);

void alert_sort_begin(struct alert_sort *sort, struct alert **items,
                      struct alert **scratch, size_t count)
{
    *sort = (struct alert_sort){
        .items = items, .scratch = scratch, .count = count, .width = 1};
}

bool alert_sort_step(struct alert_sort *sort, size_t *budget)
{
    while (sort->width < sort->count) {
        struct alert **swap = sort->items;

        while (sort->run < sort->count)
            if (!merge(sort, budget))
                return true;
        sort->items = sort->scratch;
        sort->scratch = swap;
        sort->width *= 2;
        sort->run = 0;
    }
    return false;
}

/* Places that exchange what they hold make a ring. Where an alert came from is
 * noted as its own place once it is filled, so each ring is walked once. */
void alert_sort_place(struct alert_sort *sort, struct alert *storage,
                      struct alert_keys *keys, size_t index)
{
    struct alert first;
    struct alert_keys first_keys;
    size_t to = index;

    if (sort->items[index] == &storage[index])
        return;
    first = storage[index];
    first_keys = keys[index];
    while (sort->items[to] != &storage[index]) {
        size_t from = (size_t)(sort->items[to] - storage);

        storage[to] = storage[from];
        keys[to] = keys[from];
        sort->items[to] = &storage[to];
        to = from;
    }
    storage[to] = first;
    keys[to] = first_keys;
    sort->items[to] = &storage[to];
}

/* Merges the two runs at `run` into the scratch; false when the budget is
 * gone before that. */
static bool merge(struct alert_sort *sort, size_t *budget)
{
    struct alert **from = sort->items;
    size_t begin = sort->run;
    size_t middle = begin + sort->width;
    size_t end = begin + 2 * sort->width;

    if (middle > sort->count)
        middle = sort->count;
    if (end > sort->count)
        end = sort->count;
    for (; begin + sort->left + sort->right < end; --*budget) {
        size_t left = begin + sort->left;
        size_t right = middle + sort->right;
        bool is_left = right == end;

        if (!*budget)
            return false;
        if (!is_left && left < middle)
            is_left = alert_compare(from[left], from[right]) <= 0;
        sort->scratch[left + sort->right] = from[is_left ? left : right];
        if (is_left)
            sort->left++;
        else
            sort->right++;
    }
    sort->run = end;
    sort->left = sort->right = 0;
    return true;
}
