/* target.h - what there is to scrape, and the labels it ends up with.
 *
 * Layer: sim. One table for all three who must agree: the server's paths, the
 * scrape configuration of Prometheus, and the final labels of a back-fill.
 */
#ifndef TRACETOP_SIM_TARGET_H
#define TRACETOP_SIM_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "sim/metrics.h"

struct exposition;
struct model;

struct target {
    const char *path;     /* on the simulator's port */
    const char *job;      /* targets of one job stand together in the table */
    const char *instance; /* address it would have in the cluster */
    const char *pod;      /* NULL: the job's own labels are kept as they are
                             (honor_labels), and it has none */
    int index;            /* replica, for `write` */
    metrics_fn *write;
};

/* Returns the target, or NULL past the last one. */
const struct target *target_at(size_t index);

/* Returns the target with that path, or NULL. */
const struct target *target_find(const char *path);

/* Says whether its process answers. */
bool target_is_up(const struct target *target, const struct model *model);

/* Adds the labels that Prometheus would: `instance="...",job="..."` and pod
 * and namespace where the target has them. */
void target_add_labels(const struct target *target, struct buf *out);

/* Adds a scrape configuration for all targets behind `address` (host:port). */
void target_add_scrape_config(struct buf *out, const char *address,
                              const char *interval);

/* Returns the name of a gateway's pod. */
const char *target_gateway_pod(int index);

#endif
