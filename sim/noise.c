/* noise.c - smooth curves through hashed points. */
#include "sim/noise.h"

#include <math.h>

enum { DAY_MS = 86400000, PEAK_MS = 14 * 3600000 };

static double point(uint64_t seed, uint64_t key, uint64_t index);

double noise_smooth(uint64_t seed, uint64_t key, int64_t at_ms,
                    int64_t period_ms)
{
    uint64_t index = (uint64_t)(at_ms / period_ms);
    double part = (double)(at_ms % period_ms) / (double)period_ms;
    double left = point(seed, key, index);
    double right = point(seed, key, index + 1);
    double ease = part * part * (3 - 2 * part);

    return left + (right - left) * ease;
}

double noise_traffic(uint64_t seed, uint64_t key, int64_t at_ms)
{
    return 0.65 * noise_smooth(seed, 2 * key, at_ms, 300000) +
           0.35 * noise_smooth(seed, 2 * key + 1, at_ms, 20000);
}

double noise_daily(int64_t at_ms)
{
    const double turn = 6.283185307179586;

    return cos(turn * (double)((at_ms - PEAK_MS) % DAY_MS) / DAY_MS);
}

/* Source: splitmix64, Steele, Lea and Flood 2014. */
static double point(uint64_t seed, uint64_t key, uint64_t index)
{
    uint64_t mixed = seed * UINT64_C(0x9e3779b97f4a7c15) +
                     key * UINT64_C(0xd1342543de82ef95) + index;

    mixed += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    mixed ^= mixed >> 31;
    return (double)(mixed >> 11) / (double)(UINT64_C(1) << 52) - 1;
}
