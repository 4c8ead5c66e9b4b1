/* alert_item.c - a merge sort of alerts that can stop anywhere. */
#include "alert/alert_item.h"

static bool merge(struct alert_sort *sort, size_t *budget);

void alert_sort_begin(struct alert_sort *sort, struct alert_item **items,
                      struct alert_item **scratch, size_t count)
{
    *sort = (struct alert_sort){
        .items = items, .scratch = scratch, .count = count, .width = 1};
}

bool alert_sort_step(struct alert_sort *sort, size_t *budget)
{
    while (sort->width < sort->count) {
        struct alert_item **swap = sort->items;

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

/* Merges the two runs at `run` into the scratch; false when the budget is
 * gone before that. */
static bool merge(struct alert_sort *sort, size_t *budget)
{
    struct alert_item **from = sort->items;
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
            is_left =
                alert_compare(&from[left]->alert, &from[right]->alert) <= 0;
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
