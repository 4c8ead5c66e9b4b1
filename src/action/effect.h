/* effect.h - did it help: a panel's number before a run and some time after.
 *
 * Layer: action. Kept in the action's folder as effect.json, so that another
 * dashboard, or this one after a restart, goes on with it.
 */
#ifndef TRACETOP_ACTION_EFFECT_H
#define TRACETOP_ACTION_EFFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "base/err.h"

enum { EFFECT_POINTS = 2, EFFECT_UNIT_SIZE = 32 };

/* How long after its end a run is looked at: one minute and five. */
extern const int64_t effect_after_ms[EFFECT_POINTS];

struct effect_point {
    bool is_known;
    int64_t at_wall_ms;
    double value;     /* NAN: the panel had none */
    bool knew_alerts; /* somebody told which fire */
    bool was_firing;
};

struct effect {
    char id[ACTION_ID_SIZE];
    char unit[EFFECT_UNIT_SIZE]; /* of the values */
    double before;               /* NAN: the panel had none */
    struct effect_point after[EFFECT_POINTS];
};

/* The effects of some actions, in no order. */
struct effect_list {
    struct effect *items;
    size_t count;
};

/* Returns the effect of an action, or NULL. Borrowed. */
const struct effect *effect_find(const struct effect_list *list,
                                 const char *id);

/* Returns the index of the point that is due at a wall time, -1 for none. One
 * that nobody looked at in time is left out: its moment is gone. */
int effect_due(const struct effect *effect, const struct action *action,
               int64_t wall_ms);

/* Reads what is known. Fails: false when nothing is. */
bool effect_read(struct effect *effect, const char *state_dir, const char *id);

/* Writes it down. Fails: -1 and `err`. */
int effect_write(const struct effect *effect, const char *state_dir,
                 struct err *err);

#endif
