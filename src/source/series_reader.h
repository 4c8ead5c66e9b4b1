/* series_reader.h - one element of a vector or matrix, from JSON to the sink.
 *
 * Layer: source; part of matrix.h. Takes the events inside an element's object:
 * metric, value, values, histogram, histograms in any order; other members are
 * passed over.
 */
#ifndef TRACETOP_SOURCE_SERIES_READER_H
#define TRACETOP_SOURCE_SERIES_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/json.h"
#include "source/draft.h"
#include "source/matrix.h"

struct series_reader {
    struct json_reader *json;
    struct matrix_totals *totals;
    const struct matrix_sink *sink;
    unsigned place;       /* private; 0 outside an element */
    int64_t at_ms;        /* of the pair being read */
    bool has_value;       /* this one has "value" */
    bool has_values;      /* this one has "values" */
    bool has_histogram;   /* this one has "histogram" or "histograms" */
    bool is_in_values;    /* the pair being read is one of "values" */
    bool has_seen_point;  /* some element had */
    bool has_seen_points; /* some element had */
    struct draft draft;
};

/* Makes a reader that tells `sink` and counts in `totals`; these and `json`
 * outlive it. Owns: the caller ends it with series_reader_clear(). */
void series_reader_init(struct series_reader *reader, struct json_reader *json,
                        const struct matrix_sink *sink,
                        struct matrix_totals *totals);

/* Frees what it holds. */
void series_reader_clear(struct series_reader *reader);

/* Begins an element: its "{" was read. */
void series_reader_begin(struct series_reader *reader);

/* Says whether the next event belongs to it. */
bool series_reader_is_open(const struct series_reader *reader);

/* Takes an event of the element, its end included.
 * Fails: -1 and `err` (ERR_FORMAT). */
int series_reader_event(struct series_reader *reader, enum json_event event,
                        const char *text, size_t length, struct err *err);

#endif
