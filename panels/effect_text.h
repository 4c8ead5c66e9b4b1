/* effect_text.h - a run's effect in words.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_EFFECT_TEXT_H
#define TRACETOP_PANELS_EFFECT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action/effect.h"

/* Writes "88.1 % -> 90.3 % in 5m, DiskFull still fires", or "88.1 % before,
 * looked at again in 42s"; "" when there is nothing to say. */
void effect_format(const struct effect *effect, const struct action *action,
                   int64_t wall_ms, bool is_ascii, char *out, size_t size);

#endif
