/* series_reader.c - one element of a vector or matrix.
 *
 * The shape is fixed, so the reader is a table: a place in the element and the
 * next JSON event give the next place and what to do; what has no row may not
 * come. The pairs of a matrix, nearly all bytes of an answer, are taken ahead
 * of the table by pairs.c.
 */
#include "source/series_reader.h"

#include <string.h>

#include "base/decimal.h"
#include "source/pairs.h"

enum place {
    PLACE_OUTSIDE,
    PLACE_KEY,
    PLACE_METRIC,
    PLACE_LABEL,
    PLACE_LABEL_VALUE,
    PLACE_VALUE,
    PLACE_VALUES,
    PLACE_PAIR,
    PLACE_TIME,
    PLACE_NUMBER,
    PLACE_PAIR_END,
    PLACE_HISTOGRAM,
    PLACE_HISTOGRAMS,
    PLACE_HISTOGRAM_PAIR,
    PLACE_COUNT,
};

typedef int act_fn(struct series_reader *reader, const char *text,
                   size_t length, struct err *err);

struct rule {
    act_fn *act;     /* NULL: the event may not come here */
    enum place next; /* the act may change it again */
};

static act_fn at_nothing, at_key, at_end;
static act_fn at_metric, at_label, at_label_value, at_metric_end;
static act_fn at_value, at_values, at_time, at_number, at_pair_end;
static act_fn at_histogram, at_histograms, at_histogram_pair;
static size_t on_pairs(void *owner, const char *bytes, size_t length);
static int twice(const char *name, struct err *err);

static const struct rule rules[PLACE_COUNT][JSON_EVENT_COUNT] = {
    [PLACE_KEY][JSON_EVENT_KEY] = {at_key, PLACE_KEY},
    [PLACE_KEY][JSON_EVENT_OBJECT_END] = {at_end, PLACE_OUTSIDE},
    [PLACE_METRIC][JSON_EVENT_OBJECT] = {at_metric, PLACE_LABEL},
    [PLACE_LABEL][JSON_EVENT_KEY] = {at_label, PLACE_LABEL_VALUE},
    [PLACE_LABEL][JSON_EVENT_OBJECT_END] = {at_metric_end, PLACE_KEY},
    [PLACE_LABEL_VALUE][JSON_EVENT_STRING] = {at_label_value, PLACE_LABEL},
    [PLACE_VALUE][JSON_EVENT_ARRAY] = {at_value, PLACE_TIME},
    [PLACE_VALUES][JSON_EVENT_ARRAY] = {at_values, PLACE_PAIR},
    [PLACE_PAIR][JSON_EVENT_ARRAY] = {at_nothing, PLACE_TIME},
    [PLACE_PAIR][JSON_EVENT_ARRAY_END] = {at_nothing, PLACE_KEY},
    [PLACE_TIME][JSON_EVENT_NUMBER] = {at_time, PLACE_NUMBER},
    [PLACE_NUMBER][JSON_EVENT_STRING] = {at_number, PLACE_PAIR_END},
    [PLACE_PAIR_END][JSON_EVENT_ARRAY_END] = {at_pair_end, PLACE_KEY},
    [PLACE_HISTOGRAM][JSON_EVENT_ARRAY] = {at_histogram, PLACE_KEY},
    [PLACE_HISTOGRAMS][JSON_EVENT_ARRAY] = {at_histograms,
                                            PLACE_HISTOGRAM_PAIR},
    [PLACE_HISTOGRAM_PAIR][JSON_EVENT_ARRAY] = {at_histogram_pair,
                                                PLACE_HISTOGRAM_PAIR},
    [PLACE_HISTOGRAM_PAIR][JSON_EVENT_ARRAY_END] = {at_nothing, PLACE_KEY},
};

/* What should be at a place, for the words of a failure. */
static const char *const wanted[PLACE_COUNT] = {
    [PLACE_METRIC] = "the object of \"metric\"",
    [PLACE_LABEL_VALUE] = "the text of a label",
    [PLACE_VALUE] = "the pair of \"value\"",
    [PLACE_VALUES] = "the array of \"values\"",
    [PLACE_PAIR] = "a pair of \"values\"",
    [PLACE_TIME] = "the time of a sample",
    [PLACE_NUMBER] = "the text of a sample's value",
    [PLACE_PAIR_END] = "the end of a sample",
    [PLACE_HISTOGRAM] = "the pair of \"histogram\"",
    [PLACE_HISTOGRAMS] = "the array of \"histograms\"",
    [PLACE_HISTOGRAM_PAIR] = "a pair of \"histograms\"",
};

void series_reader_init(struct series_reader *reader, struct json_reader *json,
                        const struct matrix_sink *sink,
                        struct matrix_totals *totals)
{
    reader->json = json;
    reader->sink = sink;
    reader->totals = totals;
    reader->place = PLACE_OUTSIDE;
    reader->has_seen_point = false;
    reader->has_seen_points = false;
    draft_init(&reader->draft, sink, totals);
}

void series_reader_clear(struct series_reader *reader)
{
    draft_clear(&reader->draft);
}

void series_reader_begin(struct series_reader *reader)
{
    reader->place = PLACE_KEY;
    reader->has_value = false;
    reader->has_values = false;
    reader->has_histogram = false;
    draft_begin(&reader->draft);
}

bool series_reader_is_open(const struct series_reader *reader)
{
    return reader->place != PLACE_OUTSIDE;
}

int series_reader_event(struct series_reader *reader, enum json_event event,
                        const char *text, size_t length, struct err *err)
{
    const struct rule *rule = &rules[reader->place][event];

    if (!rule->act)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: %s where %s should be",
                       json_event_name(event), wanted[reader->place]);
    reader->place = rule->next;
    return rule->act(reader, text, length, err);
}

static int at_key(struct series_reader *reader, const char *text, size_t length,
                  struct err *err)
{
    static const struct {
        const char *key;
        enum place place;
    } keys[] = {
        {"metric", PLACE_METRIC},       {"values", PLACE_VALUES},
        {"value", PLACE_VALUE},         {"histograms", PLACE_HISTOGRAMS},
        {"histogram", PLACE_HISTOGRAM},
    };
    (void)err;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strlen(keys[i].key) != length ||
            memcmp(keys[i].key, text, length) != 0)
            continue;
        reader->place = keys[i].place;
        return 0;
    }
    json_reader_skip(reader->json);
    return 0;
}

static int at_nothing(struct series_reader *reader, const char *text,
                      size_t length, struct err *err)
{
    (void)reader;
    (void)text;
    (void)length;
    (void)err;
    return 0;
}

static int at_end(struct series_reader *reader, const char *text, size_t length,
                  struct err *err)
{
    (void)text;
    (void)length;
    if (!reader->has_value && !reader->has_values && !reader->has_histogram)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: a series without values");
    return draft_end(&reader->draft, err);
}

static int at_metric(struct series_reader *reader, const char *text,
                     size_t length, struct err *err)
{
    (void)text;
    (void)length;
    return draft_labels_begin(&reader->draft, err);
}

static int at_label(struct series_reader *reader, const char *text,
                    size_t length, struct err *err)
{
    return draft_label_name(&reader->draft, text, length, err);
}

static int at_label_value(struct series_reader *reader, const char *text,
                          size_t length, struct err *err)
{
    return draft_label_value(&reader->draft, text, length, err);
}

static int at_metric_end(struct series_reader *reader, const char *text,
                         size_t length, struct err *err)
{
    (void)text;
    (void)length;
    (void)err;
    draft_labels_end(&reader->draft);
    return 0;
}

static int at_value(struct series_reader *reader, const char *text,
                    size_t length, struct err *err)
{
    (void)text;
    (void)length;
    if (reader->has_value)
        return twice("value", err);
    reader->has_value = true;
    reader->has_seen_point = true;
    reader->is_in_values = false;
    return 0;
}

static int at_values(struct series_reader *reader, const char *text,
                     size_t length, struct err *err)
{
    (void)text;
    (void)length;
    if (reader->has_values)
        return twice("values", err);
    reader->has_values = true;
    reader->has_seen_points = true;
    reader->is_in_values = true;
    json_reader_bulk(reader->json, on_pairs, reader);
    return 0;
}

/* Samples that must be held are left to the table. */
static size_t on_pairs(void *owner, const char *bytes, size_t length)
{
    struct series_reader *reader = owner;

    if (!draft_tell(&reader->draft))
        return 0;
    return pairs_scan(bytes, length, reader->sink, &reader->totals->samples);
}

static int at_time(struct series_reader *reader, const char *text,
                   size_t length, struct err *err)
{
    if (!decimal_parse_ms(text, length, &reader->at_ms))
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: a time out of range");
    return 0;
}

static int at_number(struct series_reader *reader, const char *text,
                     size_t length, struct err *err)
{
    double value;

    if (!decimal_parse(text, length, &value))
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: a value that is no number");
    return draft_sample(&reader->draft, reader->at_ms, value, err);
}

static int at_pair_end(struct series_reader *reader, const char *text,
                       size_t length, struct err *err)
{
    (void)text;
    (void)length;
    (void)err;
    if (reader->is_in_values)
        reader->place = PLACE_PAIR;
    return 0;
}

static int at_histogram(struct series_reader *reader, const char *text,
                        size_t length, struct err *err)
{
    reader->has_histogram = true;
    reader->has_seen_point = true;
    return at_histogram_pair(reader, text, length, err);
}

static int at_histograms(struct series_reader *reader, const char *text,
                         size_t length, struct err *err)
{
    (void)text;
    (void)length;
    (void)err;
    reader->has_histogram = true;
    reader->has_seen_points = true;
    return 0;
}

static int at_histogram_pair(struct series_reader *reader, const char *text,
                             size_t length, struct err *err)
{
    (void)text;
    (void)length;
    (void)err;
    reader->totals->histograms++;
    json_reader_skip(reader->json);
    return 0;
}

/* Its samples are with the sink: the last cannot win any more. */
static int twice(const char *name, struct err *err)
{
    return err_set(err, ERR_FORMAT, 0,
                   "not a Prometheus answer: \"%s\" twice in a series", name);
}
