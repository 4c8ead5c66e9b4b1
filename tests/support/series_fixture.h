/* series_fixture.h - a set of series by pod, fed by a line. */
#ifndef TRACETOP_TESTS_SUPPORT_SERIES_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_SERIES_FIXTURE_H

#include "tests/test.h"

#include <stdbool.h>
#include <stdio.h>

#include "data/series.h"

#define STEP INT64_C(10)

enum { CAPACITY = 8 };

struct fixture {
    struct symtab *table;
    struct series_set *set;
};

struct fixture fixture_of(enum headline_kind kind, size_t limit);

void fixture_end(struct fixture *f);

void put_pod(struct fixture *f, const char *pod);

/* Feeds one series: values on the grid from `start_ms`. */
void put_series(struct fixture *f, const char *pod, int64_t start_ms,
                const double *values, size_t count);

#define PUT(f, pod, start_ms, ...)                                             \
    put_series((f), (pod), (start_ms), (const double[]){__VA_ARGS__},          \
               sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Feeds a live answer with one value for each pod named a, b, c ... */
void put_live(struct fixture *f, int64_t at_ms, const double *values,
              size_t count);

#define LIVE(f, at_ms, ...)                                                    \
    put_live((f), (at_ms), (const double[]){__VA_ARGS__},                      \
             sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Writes the pods that are kept, in order. */
const char *pods_of(const struct fixture *f);

double value_of(const struct fixture *f, size_t index, int64_t at_ms);

double headline_at(const struct fixture *f, int64_t at_ms);

#endif
