/* effect_look.h - what a run's panel and alert say right now.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_EFFECT_LOOK_H
#define TRACETOP_PANELS_EFFECT_LOOK_H

#include <stdint.h>

#include "action/effect.h"
#include "model/model.h"

/* Makes the effect of a run that just began: its panel's value is the one
 * before. */
void effect_begin(struct effect *effect, const struct model *model,
                  const struct action *action);

/* Fills in a point. A value that is stale, and alerts that nobody tells of,
 * are not known rather than good. */
void effect_look(struct effect *effect, int point, const struct model *model,
                 const struct action *action, int64_t wall_ms);

#endif
