/* matrix.c - a Prometheus query answer, decoded as its bytes arrive.
 *
 * The shape of an answer is fixed, so the decoder is a table: a place in the
 * envelope and the next JSON event give the next place and what to do; what
 * has no row is not such an answer. Elements of `result` go to series_reader.
 *
 * `data` may come before `status` and `result` before `resultType`: samples go
 * to the sink at once, and whether they meant anything is said at the end.
 */
#include "source/matrix.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/xalloc.h"
#include "source/series_reader.h"

enum { TEXT_MAX = 1 << 20, WORD_MAX = 64, ERROR_MAX = 512 };

enum place {
    PLACE_START,
    PLACE_TOP,
    PLACE_STATUS,
    PLACE_ERROR_TYPE,
    PLACE_ERROR,
    PLACE_NOTES,
    PLACE_NOTE,
    PLACE_DATA,
    PLACE_DATA_KEY,
    PLACE_RESULT_TYPE,
    PLACE_RESULT,
    PLACE_ELEMENT,
    PLACE_COUNT,
};

enum verdict { VERDICT_NONE, VERDICT_SUCCESS, VERDICT_ERROR, VERDICT_OTHER };

struct matrix_decoder {
    struct json_reader *json;
    struct matrix_sink sink;
    struct matrix_totals totals;
    enum place place;
    enum verdict verdict;
    bool has_result;
    bool is_info;      /* the notes being read are infos */
    bool is_bare_told; /* the scalar or string is with the sink */
    int bare_count;    /* parts of a scalar or string that came */
    int64_t bare_ms;
    struct buf bare; /* its value */
    struct buf result_type;
    struct buf error_type;
    struct buf error;
    struct series_reader series;
};

typedef int act_fn(struct matrix_decoder *decoder, const char *text,
                   size_t length, struct err *err);

struct rule {
    act_fn *act;     /* NULL: the event may not come here */
    enum place next; /* the act may change it again */
};

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err);
static act_fn at_nothing, at_key, at_status, at_error_type, at_error, at_note;
static act_fn at_data, at_result_type, at_result;
static act_fn at_series, at_bare_time, at_bare_value, at_result_end;
static void keep_start(struct buf *buf, const char *text, size_t length);
static int check_shape(const struct matrix_decoder *decoder, struct err *err);
static int tell_bare(struct matrix_decoder *decoder, struct err *err);
static int not_an_answer(const char *why, struct err *err);

static const struct rule rules[PLACE_COUNT][JSON_EVENT_COUNT] = {
    [PLACE_START][JSON_EVENT_OBJECT] = {at_nothing, PLACE_TOP},
    [PLACE_TOP][JSON_EVENT_KEY] = {at_key, PLACE_TOP},
    [PLACE_TOP][JSON_EVENT_OBJECT_END] = {at_nothing, PLACE_TOP},
    [PLACE_STATUS][JSON_EVENT_STRING] = {at_status, PLACE_TOP},
    [PLACE_ERROR_TYPE][JSON_EVENT_STRING] = {at_error_type, PLACE_TOP},
    [PLACE_ERROR_TYPE][JSON_EVENT_NULL] = {at_error_type, PLACE_TOP},
    [PLACE_ERROR][JSON_EVENT_STRING] = {at_error, PLACE_TOP},
    [PLACE_ERROR][JSON_EVENT_NULL] = {at_error, PLACE_TOP},
    [PLACE_NOTES][JSON_EVENT_ARRAY] = {at_nothing, PLACE_NOTE},
    [PLACE_NOTES][JSON_EVENT_NULL] = {at_nothing, PLACE_TOP},
    [PLACE_NOTE][JSON_EVENT_STRING] = {at_note, PLACE_NOTE},
    [PLACE_NOTE][JSON_EVENT_ARRAY_END] = {at_nothing, PLACE_TOP},
    [PLACE_DATA][JSON_EVENT_OBJECT] = {at_data, PLACE_DATA_KEY},
    [PLACE_DATA][JSON_EVENT_NULL] = {at_data, PLACE_TOP},
    [PLACE_DATA_KEY][JSON_EVENT_KEY] = {at_key, PLACE_DATA_KEY},
    [PLACE_DATA_KEY][JSON_EVENT_OBJECT_END] = {at_nothing, PLACE_TOP},
    [PLACE_RESULT_TYPE][JSON_EVENT_STRING] = {at_result_type, PLACE_DATA_KEY},
    [PLACE_RESULT][JSON_EVENT_ARRAY] = {at_result, PLACE_ELEMENT},
    [PLACE_RESULT][JSON_EVENT_NULL] = {at_result, PLACE_DATA_KEY},
    [PLACE_ELEMENT][JSON_EVENT_OBJECT] = {at_series, PLACE_ELEMENT},
    [PLACE_ELEMENT][JSON_EVENT_NUMBER] = {at_bare_time, PLACE_ELEMENT},
    [PLACE_ELEMENT][JSON_EVENT_STRING] = {at_bare_value, PLACE_ELEMENT},
    [PLACE_ELEMENT][JSON_EVENT_ARRAY_END] = {at_result_end, PLACE_DATA_KEY},
};

/* What should be at a place, for the words of a failure. */
static const char *const wanted[PLACE_COUNT] = {
    [PLACE_START] = "an object",
    [PLACE_STATUS] = "the text of \"status\"",
    [PLACE_ERROR_TYPE] = "the text of \"errorType\"",
    [PLACE_ERROR] = "the text of \"error\"",
    [PLACE_NOTES] = "the array of warnings or infos",
    [PLACE_NOTE] = "the text of a warning or info",
    [PLACE_DATA] = "the object of \"data\"",
    [PLACE_RESULT_TYPE] = "the text of \"resultType\"",
    [PLACE_RESULT] = "the array of \"result\"",
    [PLACE_ELEMENT] = "a series",
};

static const struct {
    const char *name;
    enum matrix_type type;
} types[] = {
    {"vector", MATRIX_VECTOR},
    {"matrix", MATRIX_MATRIX},
    {"scalar", MATRIX_SCALAR},
    {"string", MATRIX_STRING},
};

struct matrix_decoder *matrix_decoder_new(const struct matrix_sink *sink)
{
    struct matrix_decoder *decoder = xcalloc(1, sizeof(*decoder));

    decoder->sink = *sink;
    decoder->place = PLACE_START;
    decoder->json = json_reader_new(on_event, decoder, TEXT_MAX);
    series_reader_init(&decoder->series, decoder->json, &decoder->sink,
                       &decoder->totals);
    buf_init(&decoder->bare, TEXT_MAX);
    buf_init(&decoder->result_type, WORD_MAX);
    buf_init(&decoder->error_type, WORD_MAX);
    buf_init(&decoder->error, ERROR_MAX);
    return decoder;
}

void matrix_decoder_free(struct matrix_decoder *decoder)
{
    if (!decoder)
        return;
    json_reader_free(decoder->json);
    series_reader_clear(&decoder->series);
    buf_clear(&decoder->bare);
    buf_clear(&decoder->result_type);
    buf_clear(&decoder->error_type);
    buf_clear(&decoder->error);
    free(decoder);
}

int matrix_decoder_feed(struct matrix_decoder *decoder, const char *bytes,
                        size_t length, struct err *err)
{
    return json_reader_feed(decoder->json, bytes, length, err);
}

int matrix_decoder_finish(struct matrix_decoder *decoder,
                          struct matrix_totals *totals, struct err *err)
{
    if (json_reader_finish(decoder->json, err) < 0)
        return -1;
    if (decoder->verdict == VERDICT_ERROR)
        return err_set(err, ERR_REFUSED, 0, "%s: %s",
                       decoder->error_type.length ? decoder->error_type.bytes
                                                  : "error",
                       decoder->error.bytes);
    if (decoder->verdict == VERDICT_NONE)
        return not_an_answer("no \"status\"", err);
    if (decoder->verdict == VERDICT_OTHER)
        return not_an_answer("\"status\" is neither success nor error", err);
    if (!decoder->has_result)
        return not_an_answer("no \"result\"", err);
    if (check_shape(decoder, err) < 0 || tell_bare(decoder, err) < 0)
        return -1;
    *totals = decoder->totals;
    return 0;
}

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err)
{
    struct matrix_decoder *decoder = owner;
    const struct rule *rule = &rules[decoder->place][event];

    if (series_reader_is_open(&decoder->series))
        return series_reader_event(&decoder->series, event, text, length, err);
    if (!rule->act)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: %s where %s should be",
                       json_event_name(event), wanted[decoder->place]);
    decoder->place = rule->next;
    return rule->act(decoder, text, length, err);
}

static int at_nothing(struct matrix_decoder *decoder, const char *text,
                      size_t length, struct err *err)
{
    (void)decoder;
    (void)text;
    (void)length;
    (void)err;
    return 0;
}

static int at_key(struct matrix_decoder *decoder, const char *text,
                  size_t length, struct err *err)
{
    static const struct {
        const char *key;
        enum place parent;
        enum place place;
    } keys[] = {
        {"status", PLACE_TOP, PLACE_STATUS},
        {"data", PLACE_TOP, PLACE_DATA},
        {"errorType", PLACE_TOP, PLACE_ERROR_TYPE},
        {"error", PLACE_TOP, PLACE_ERROR},
        {"warnings", PLACE_TOP, PLACE_NOTES},
        {"infos", PLACE_TOP, PLACE_NOTES},
        {"resultType", PLACE_DATA_KEY, PLACE_RESULT_TYPE},
        {"result", PLACE_DATA_KEY, PLACE_RESULT},
    };
    (void)err;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (keys[i].parent != decoder->place || strlen(keys[i].key) != length ||
            memcmp(keys[i].key, text, length) != 0)
            continue;
        decoder->is_info = *text == 'i';
        decoder->place = keys[i].place;
        return 0;
    }
    json_reader_skip(decoder->json);
    return 0;
}

static int at_status(struct matrix_decoder *decoder, const char *text,
                     size_t length, struct err *err)
{
    (void)err;
    decoder->verdict = VERDICT_OTHER;
    if (length == 7 && !memcmp(text, "success", 7))
        decoder->verdict = VERDICT_SUCCESS;
    else if (length == 5 && !memcmp(text, "error", 5))
        decoder->verdict = VERDICT_ERROR;
    return 0;
}

static int at_error_type(struct matrix_decoder *decoder, const char *text,
                         size_t length, struct err *err)
{
    (void)err;
    keep_start(&decoder->error_type, text, length);
    return 0;
}

static int at_error(struct matrix_decoder *decoder, const char *text,
                    size_t length, struct err *err)
{
    (void)err;
    keep_start(&decoder->error, text, length);
    return 0;
}

static int at_note(struct matrix_decoder *decoder, const char *text,
                   size_t length, struct err *err)
{
    (void)err;
    decoder->totals.notes++;
    if (decoder->sink.note)
        decoder->sink.note(decoder->sink.owner, text, length, decoder->is_info);
    return 0;
}

/* Samples of an earlier one would be with the sink: the last cannot win. */
static int at_data(struct matrix_decoder *decoder, const char *text,
                   size_t length, struct err *err)
{
    (void)text;
    (void)length;
    return decoder->has_result ? not_an_answer("\"data\" twice", err) : 0;
}

static int at_result_type(struct matrix_decoder *decoder, const char *text,
                          size_t length, struct err *err)
{
    (void)err;
    keep_start(&decoder->result_type, text, length);
    decoder->totals.type = MATRIX_NONE;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strlen(types[i].name) == length &&
            !memcmp(types[i].name, text, length))
            decoder->totals.type = types[i].type;
    return 0;
}

/* Null comes from servers written in Go, for none. */
static int at_result(struct matrix_decoder *decoder, const char *text,
                     size_t length, struct err *err)
{
    (void)text;
    (void)length;
    if (decoder->has_result)
        return not_an_answer("\"result\" twice", err);
    decoder->has_result = true;
    return 0;
}

static int at_series(struct matrix_decoder *decoder, const char *text,
                     size_t length, struct err *err)
{
    (void)text;
    (void)length;
    if (decoder->bare_count)
        return not_an_answer("a series in a scalar", err);
    series_reader_begin(&decoder->series);
    return 0;
}

static int at_bare_time(struct matrix_decoder *decoder, const char *text,
                        size_t length, struct err *err)
{
    if (decoder->bare_count++ != 0 || decoder->totals.series)
        return not_an_answer("a number where it may not be", err);
    if (!decimal_parse_ms(text, length, &decoder->bare_ms))
        return not_an_answer("a time out of range", err);
    return 0;
}

static int at_bare_value(struct matrix_decoder *decoder, const char *text,
                         size_t length, struct err *err)
{
    if (decoder->bare_count++ != 1)
        return not_an_answer("a text where it may not be", err);
    (void)buf_add(&decoder->bare, text, length);
    return 0;
}

static int at_result_end(struct matrix_decoder *decoder, const char *text,
                         size_t length, struct err *err)
{
    (void)text;
    (void)length;
    if (decoder->bare_count == 1)
        return not_an_answer("a time without a value", err);
    return 0;
}

/* Keeps the start of a text that is only ever shown. */
static void keep_start(struct buf *buf, const char *text, size_t length)
{
    buf_reset(buf);
    if (length > buf->limit) {
        length = buf->limit;
        while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    (void)buf_add(buf, text, length);
}

/* Fails: -1 when the elements are not those of the type. */
static int check_shape(const struct matrix_decoder *decoder, struct err *err)
{
    const struct series_reader *series = &decoder->series;
    enum matrix_type type = decoder->totals.type;
    bool is_bare = type == MATRIX_SCALAR || type == MATRIX_STRING;

    if (type == MATRIX_NONE)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: resultType \"%s\"",
                       decoder->result_type.bytes);
    if ((decoder->bare_count == 2) != is_bare ||
        (series->has_seen_point && type != MATRIX_VECTOR) ||
        (series->has_seen_points && type != MATRIX_MATRIX))
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: the result is no %s",
                       decoder->result_type.bytes);
    return 0;
}

/* Only resultType tells a scalar from a string, and it may come last. */
static int tell_bare(struct matrix_decoder *decoder, struct err *err)
{
    const struct matrix_sink *sink = &decoder->sink;
    const struct buf *text = &decoder->bare;
    double value;

    if (!decoder->bare_count || decoder->is_bare_told)
        return 0;
    if (decoder->totals.type == MATRIX_STRING) {
        decoder->is_bare_told = true;
        if (sink->string)
            sink->string(sink->owner, decoder->bare_ms, text->bytes,
                         text->length);
        return 0;
    }
    if (!decimal_parse(text->bytes, text->length, &value))
        return not_an_answer("a value that is no number", err);
    decoder->is_bare_told = true;
    sink->series(sink->owner, NULL, 0);
    sink->sample(sink->owner, decoder->bare_ms, value);
    decoder->totals.series = 1;
    decoder->totals.samples = 1;
    return 0;
}

static int not_an_answer(const char *why, struct err *err)
{
    return err_set(err, ERR_FORMAT, 0, "not a Prometheus answer: %s", why);
}
