/* fake_prometheus.h - answers query_range with made-up series.
 *
 * For tests only. Knows a few metrics; an expression that holds one of them
 * gets that metric's series, another expression an empty answer. The value of
 * a sample is its time in seconds, so a test can tell every slot.
 */
#ifndef TRACETOP_TESTS_SUPPORT_FAKE_PROMETHEUS_H
#define TRACETOP_TESTS_SUPPORT_FAKE_PROMETHEUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tests/support/server.h"

enum { FAKE_METRICS_MAX = 8, FAKE_ASKED_MAX = 256 };

enum fake_kind { FAKE_TIME, FAKE_ZERO, FAKE_NAN, FAKE_REFUSED, FAKE_HANGS };

struct fake_asked {
    char expression[400];
    int64_t start_ms, end_ms, step_ms;
};

struct fake_prometheus {
    struct {
        const char *name;
        enum fake_kind kind;
    } metrics[FAKE_METRICS_MAX];
    size_t metric_count;
    bool is_away;          /* closes every connection without a byte */
    const char *vector;    /* the samples of an instant query; NULL: none */
    bool refuses_instants; /* as a bad expression */
    struct fake_asked asked[FAKE_ASKED_MAX];
    size_t asked_count;
    struct buf body;
};

/* Begins without metrics and puts it behind a server. */
void fake_prometheus_init(struct fake_prometheus *fake, struct server *server);

/* Frees it. */
void fake_prometheus_clear(struct fake_prometheus *fake);

/* Lets it know a metric. */
void fake_prometheus_know(struct fake_prometheus *fake, const char *name,
                          enum fake_kind kind);

#endif
