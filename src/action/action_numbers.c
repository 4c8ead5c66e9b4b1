/* action_numbers.c - the numbers of the actions that there are. */
#include "action/action_numbers.h"

#include <stdlib.h>

#include "action/action_folder.h"
#include "base/xalloc.h"

static int newest_first(const void *left, const void *right);

bool action_numbers_add(struct action_numbers *numbers, const char *name)
{
    if (!action_folder_is_id(name))
        return false;
    if (numbers->count == numbers->capacity) {
        numbers->capacity = numbers->capacity ? numbers->capacity * 2 : 64;
        numbers->list =
            xrealloc(numbers->list, numbers->capacity, sizeof(long));
    }
    numbers->list[numbers->count++] = strtol(name, NULL, 10);
    return true;
}

void action_numbers_sort(struct action_numbers *numbers)
{
    if (numbers->count)
        qsort(numbers->list, numbers->count, sizeof(long), newest_first);
}

static int newest_first(const void *left, const void *right)
{
    long a = *(const long *)left;
    long b = *(const long *)right;

    return (a < b) - (a > b);
}

void action_numbers_clear(struct action_numbers *numbers)
{
    free(numbers->list);
    *numbers = (struct action_numbers){0};
}
