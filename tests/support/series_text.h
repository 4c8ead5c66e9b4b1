/* series_text.h - series as promtool's unit tests write them.
 *
 * For tests only. `up{job="a"}` and, of its values, `0+10x5 _ _x3 stale 7`.
 * Source: Prometheus docs, unit testing for rules, series.
 */
#ifndef TRACETOP_TESTS_SUPPORT_SERIES_TEXT_H
#define TRACETOP_TESTS_SUPPORT_SERIES_TEXT_H

#include <stddef.h>

#include "base/err.h"
#include "data/labels.h"

/* The most values of one series. */
enum { SERIES_VALUES_MAX = 200000 };

enum series_value_kind {
    SERIES_MISSING,   /* _ */
    SERIES_NUMBER,    /* also NaN and infinities */
    SERIES_STALE,     /* stale */
    SERIES_HISTOGRAM, /* {{...}}: a native one, not read */
};

struct series_value {
    enum series_value_kind kind;
    double value;
};

/* Returns the labels of `name{label="value",...}`, __name__ among them; a
 * name or braces may be left out. Owns: one reference.
 * Fails: NULL and `err`. */
const struct labels *series_text_labels(struct symtab *table, const char *text,
                                        struct err *err);

/* Expands values; the one at `index` belongs to that many intervals after the
 * start. Owns: the caller frees `*values`. Fails: -1 and `err`. */
int series_text_values(const char *text, struct series_value **values,
                       size_t *count, struct err *err);

#endif
