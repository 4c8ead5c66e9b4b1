/* noise.h - repeatable unrest: the same seed, key and time, the same value.
 *
 * Layer: sim. Values are functions of absolute time, so a history that was
 * written earlier and a live value that follows it agree.
 */
#ifndef TRACETOP_SIM_NOISE_H
#define TRACETOP_SIM_NOISE_H

#include <stdint.h>

/* Returns a smooth curve between -1 and 1 that turns about once a period.
 * Different keys give curves that have nothing to do with each other. */
double noise_smooth(uint64_t seed, uint64_t key, int64_t at_ms,
                    int64_t period_ms);

/* Returns two of them laid over each other, a slow one (5 minutes) and a
 * quick one (20 s): between -1 and 1. */
double noise_traffic(uint64_t seed, uint64_t key, int64_t at_ms);

/* Returns the time of day as a wave: 1 at 14:00 UTC, -1 at 02:00 UTC. */
double noise_daily(int64_t at_ms);

#endif
