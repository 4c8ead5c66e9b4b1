/* headline.c - sum, worst or chosen value over the series of an answer. */
#include "data/headline.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static bool is_selected(const struct headline *headline,
                        const struct labels *labels);
static void fold(enum headline_kind kind, double *row, const double *values,
                 size_t count);
static double join(enum headline_kind kind, double old, double value);
static char *copy_of(const char *text);
static size_t text_bytes(const char *text);

void headline_init(struct headline *headline, const struct series_spec *spec)
{
    assert(spec->headline != HEADLINE_SELECT ||
           (spec->select && spec->select_value));
    *headline = (struct headline){
        .kind = spec->headline,
        .select = copy_of(spec->select),
        .select_value = copy_of(spec->select_value),
        .ring = ring_new(spec->step_ms, spec->capacity),
        .row = xcalloc(spec->capacity, sizeof(double)),
        .last_ms = -1,
    };
}

void headline_clear(struct headline *headline)
{
    ring_free(headline->ring);
    free(headline->row);
    free(headline->select);
    free(headline->select_value);
}

void headline_begin(struct headline *headline, int64_t first_ms,
                    int64_t last_ms)
{
    size_t capacity = ring_capacity(headline->ring);

    assert(last_ms < first_ms ||
           (last_ms - first_ms) / ring_step_ms(headline->ring) <
               (int64_t)capacity);
    headline->first_ms = first_ms;
    headline->last_ms = last_ms;
    for (size_t i = 0; i < capacity; i++)
        headline->row[i] = NAN;
}

void headline_add(struct headline *headline, const struct labels *labels,
                  const struct ring *ring)
{
    int64_t at_ms = headline->first_ms;
    double *row = headline->row;
    const double *values = NULL;
    size_t count;

    if (!is_selected(headline, labels))
        return;
    while ((count = ring_span(ring, at_ms, headline->last_ms, &values)) > 0) {
        fold(headline->kind, row, values, count);
        row += count;
        at_ms += (int64_t)count * ring_step_ms(ring);
    }
}

void headline_commit(struct headline *headline)
{
    int64_t at_ms = headline->first_ms;
    const double *row = headline->row;

    for (; at_ms <= headline->last_ms; at_ms += ring_step_ms(headline->ring))
        (void)ring_put(headline->ring, at_ms, *row++);
}

size_t headline_bytes(const struct series_spec *spec)
{
    return ring_bytes(spec->capacity) + spec->capacity * sizeof(double) +
           text_bytes(spec->select) + text_bytes(spec->select_value);
}

static bool is_selected(const struct headline *headline,
                        const struct labels *labels)
{
    const char *value;

    if (headline->kind != HEADLINE_SELECT)
        return true;
    value = labels_get(labels, headline->select);
    return value && strcmp(value, headline->select_value) == 0;
}

static void fold(enum headline_kind kind, double *row, const double *values,
                 size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            row[i] = isnan(row[i]) ? values[i] : join(kind, row[i], values[i]);
}

static double join(enum headline_kind kind, double old, double value)
{
    switch (kind) {
    case HEADLINE_SUM:
        return old + value;
    case HEADLINE_MAX:
        return old > value ? old : value;
    case HEADLINE_MIN:
        return old < value ? old : value;
    case HEADLINE_SELECT:
        break;
    }
    return value;
}

static char *copy_of(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

static size_t text_bytes(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}
