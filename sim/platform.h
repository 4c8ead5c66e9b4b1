/* platform.h - how each part of the platform behaves in one step.
 *
 * Layer: sim. Usual numbers, and what each fault does to them:
 * traces 8,400/s over two collectors with a wave of 10 % over the day; reads
 * with a p99 near 0.25 s, 1.5 s when slow; disks near 63 %, past 85 % when they
 * fill, refusing writes from 95 %; lag below 1,000, 400/s more when ingesters
 * fall behind; gateways at 45 % of two cores.
 */
#ifndef TRACETOP_SIM_PLATFORM_H
#define TRACETOP_SIM_PLATFORM_H

struct model;

/* Fills the parts as after three days of work. */
void platform_start(struct model *model);

/* Moves all parts `dt_s` seconds on to model->at_ms. */
void platform_step(struct model *model, double dt_s);

/* Returns the spans that one trace of the service has, on average. */
double platform_spans_per_trace(int service);

/* Returns the partition's share of all messages; the six add up to 1. */
double platform_partition_share(int partition);

#endif
