/* exposition.h - samples as metrics text, for a scrape or for a back-fill.
 *
 * Layer: sim. One writer serves both: the text format 0.0.4 with TYPE lines for
 * the server, and OpenMetrics with final labels and a time on each line for
 * `promtool tsdb create-blocks-from openmetrics`.
 * Source: Prometheus exposition formats; OpenMetrics 1.0.
 */
#ifndef TRACETOP_SIM_EXPOSITION_H
#define TRACETOP_SIM_EXPOSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct exposition {
    struct buf *out;
    const char *target_labels; /* NULL: a scrape; else `job="x",instance="y"` */
    int64_t at_ms;             /* written with each sample in a back-fill */
    bool has_labels;           /* the sample begun has an open brace */
};

/* Begins a family: HELP and TYPE in a scrape, nothing in a back-fill (blocks
 * keep no metadata). */
void exposition_family(struct exposition *exposition, const char *name,
                       const char *type, const char *help);

/* Begins a sample; labels and then its value follow. */
void exposition_sample(struct exposition *exposition, const char *name);

/* Adds a label, escaped. */
void exposition_label(struct exposition *exposition, const char *name,
                      const char *value);

/* Adds a label whose value is a small number. */
void exposition_label_int(struct exposition *exposition, const char *name,
                          int value);

/* Ends the sample with a measurement. */
void exposition_value(struct exposition *exposition, double value);

/* Ends the sample with a whole count: what is begun is not counted yet. */
void exposition_count(struct exposition *exposition, double value);

#endif
