/* action_numbers.h - the numbers of the actions that there are.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_ACTION_NUMBERS_H
#define TRACETOP_ACTION_ACTION_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

struct action_numbers {
    long *list;
    size_t count, capacity;
};

/* Adds the number of a folder that is an action's; says whether it is. */
bool action_numbers_add(struct action_numbers *numbers, const char *name);

/* Puts the newest first. */
void action_numbers_sort(struct action_numbers *numbers);

/* Frees the list. A zeroed struct is fine. */
void action_numbers_clear(struct action_numbers *numbers);

#endif
