/* template_value.h - the values that a template works with, as in Go.
 *
 * Layer: alert, private to template*.c.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_VALUE_H
#define TRACETOP_ALERT_TEMPLATE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "data/labels.h"

struct buf;

enum value_kind {
    VALUE_NONE, /* no value at all; also Go's nil */
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STRING,
    VALUE_MAP,
    VALUE_SAMPLE,
    VALUE_VECTOR,
    VALUE_TIME, /* `integer` is ms since the epoch */
    VALUE_ROOT, /* what `.` is at the start: `map` has its fields */
};

struct value_map;

struct value {
    enum value_kind kind;
    bool boolean;
    int64_t integer;
    double number;
    const char *text; /* NUL-ended */
    size_t length;    /* of the text, or items of the vector */
    const struct value_map *map;
    const struct value_sample *samples; /* a sample, or a vector's */
};

struct value_sample {
    const struct value_map *labels;
    double value;
};

struct value_pair {
    const char *key;
    struct value value;
};

struct value_map {
    bool is_labels; /* all strings: a missing key is "" */
    size_t count;
    struct value_pair *pairs; /* by key */
};

struct value value_bool(bool boolean);
struct value value_int(int64_t integer);
struct value value_float(double number);
struct value value_string(const char *text, size_t length); /* borrowed */

/* Returns the map of a label set (NULL: empty) in the pool. */
const struct value_map *value_labels(struct pool *pool,
                                     const struct labels *labels);

/* Returns the value of a key, or what Go has for a missing one. */
struct value value_map_get(const struct value_map *map, const char *key);

/* Says whether Go's `if` takes the value as true. */
bool value_truth(const struct value *value);

/* Returns Go's name of the type: "float64", "map[string]string". */
const char *value_type(const struct value *value);

/* Adds the value as Go's `%v` prints it. */
void value_print(struct buf *out, const struct value *value);

/* Adds a float as `%v` does: the shortest that reads back the same. */
void value_print_float(struct buf *out, double number);

/* Adds a string in double quotes with Go's escapes. */
void value_print_quoted(struct buf *out, const char *text, size_t length);

#endif
