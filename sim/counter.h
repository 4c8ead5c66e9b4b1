/* counter.h - counts that grow by a rate, and latency histograms made of them.
 *
 * Layer: sim. Between two steps a count is a straight line, so that reading it
 * at any moment, in any order, gives the same number and never a smaller one.
 */
#ifndef TRACETOP_SIM_COUNTER_H
#define TRACETOP_SIM_COUNTER_H

#include <stddef.h>

struct counter {
    double value; /* at the last step */
    double rate;  /* per second, until the next step */
};

/* Moves the count `dt_s` seconds on; from there it grows by `rate`. */
void counter_step(struct counter *counter, double rate, double dt_s);

/* Returns the count `since_s` seconds after the last step. */
double counter_read(const struct counter *counter, double since_s);

enum { HISTOGRAM_BOUNDS = 11 };

/* Upper bounds of the buckets in seconds; one more bucket has no bound.
 * Source: client_golang, prometheus.DefBuckets. */
extern const double histogram_bounds[HISTOGRAM_BOUNDS];

struct histogram {
    struct counter buckets[HISTOGRAM_BOUNDS + 1]; /* cumulative; last is all */
    struct counter sum;                           /* seconds */
};

/* What a step's observations look like: a log-normal spread of latencies. */
struct latency {
    double per_s;    /* observations a second */
    double median_s; /* half of them are quicker */
    double spread;   /* sigma of the logarithm */
};

/* Moves the histogram `dt_s` on; from there it grows by `latency`. */
void histogram_step(struct histogram *histogram, struct latency latency,
                    double dt_s);

#endif
