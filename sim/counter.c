/* counter.c - counts and histograms as straight lines between steps. */
#include "sim/counter.h"

#include <math.h>

static double share_below(double bound_s, struct latency latency);

const double histogram_bounds[HISTOGRAM_BOUNDS] = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
};

void counter_step(struct counter *counter, double rate, double dt_s)
{
    counter->value += counter->rate * dt_s;
    counter->rate = rate;
}

double counter_read(const struct counter *counter, double since_s)
{
    return counter->value + counter->rate * since_s;
}

void histogram_step(struct histogram *histogram, struct latency latency,
                    double dt_s)
{
    double mean_s = latency.median_s * exp(latency.spread * latency.spread / 2);

    for (size_t i = 0; i < HISTOGRAM_BOUNDS; i++)
        counter_step(&histogram->buckets[i],
                     latency.per_s * share_below(histogram_bounds[i], latency),
                     dt_s);
    counter_step(&histogram->buckets[HISTOGRAM_BOUNDS], latency.per_s, dt_s);
    counter_step(&histogram->sum, latency.per_s * mean_s, dt_s);
}

static double share_below(double bound_s, struct latency latency)
{
    double score = log(bound_s / latency.median_s) / latency.spread;

    return 0.5 * (1 + erf(score / sqrt(2)));
}
