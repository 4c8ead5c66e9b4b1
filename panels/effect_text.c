/* effect_text.c - before, after, and whether the alert still fires. */
#include "panels/effect_text.h"

#include <stdio.h>

#include "data/units.h"

void effect_format(const struct effect *effect, const struct action *action,
                   int64_t wall_ms, bool is_ascii, char *out, size_t size)
{
    char before[UNITS_MAX], value[UNITS_MAX], age[UNITS_MAX];
    const struct effect_point *point = NULL;

    out[0] = '\0';
    units_format(before, effect->before, effect->unit, is_ascii);
    for (int i = 0; i < EFFECT_POINTS; i++)
        if (effect->after[i].is_known)
            point = &effect->after[i];
    if (point) {
        units_format(value, point->value, effect->unit, is_ascii);
        (void)snprintf(
            age, sizeof(age), "%dm",
            (int)((point->at_wall_ms - action->ended_wall_ms) / 60000));
        (void)snprintf(out, size, "%s -> %s in %s%s%s%s", before, value, age,
                       action->alert[0] ? ", " : "", action->alert,
                       !action->alert[0]     ? ""
                       : !point->knew_alerts ? ": nobody tells if it fires"
                       : point->was_firing   ? " still fires"
                                             : " no longer fires");
    } else if (action_is_over(action->state) &&
               wall_ms < action->ended_wall_ms + effect_after_ms[0]) {
        units_format_age(age,
                         action->ended_wall_ms + effect_after_ms[0] - wall_ms);
        (void)snprintf(out, size, "%s before, looked at again in %s", before,
                       age);
    } else if (!action_is_over(action->state)) {
        (void)snprintf(out, size, "%s before", before);
    }
}
