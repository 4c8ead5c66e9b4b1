/* alertmanager_json.c - the JSON of Alertmanager's API v2, both ways. */
#include "source/alertmanager_json.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "source/record.h"
#include "source/refusal.h"
#include "source/shape.h"

enum { TEXT_MAX = 65536, MATCHERS_MAX = 256 };

enum { ID_ALERT, ID_SILENCE, ID_MATCHER, ID_RECEIVER, ID_STATUS, ID_INNER };

/* Slots: the record's own, then those of a matcher, which is read while its
 * silence is. */
enum {
    SLOT_STATE,
    SLOT_STARTS_AT,
    SLOT_ENDS_AT,
    SLOT_FINGERPRINT,
    SLOT_SILENCED_BY,
    SLOT_INHIBITED_BY,
    SLOT_ID,
    SLOT_COMMENT,
    SLOT_CREATED_BY,
    SLOT_NAME,
    SLOT_VERSION,
    SLOT_CLUSTER,
    MATCHER_NAME = RECORD_SLOTS,
    MATCHER_VALUE,
    MATCHER_IS_REGEX,
    MATCHER_IS_EQUAL,
};
enum { SET_LABELS, SET_ANNOTATIONS, SET_MATCHERS = SET_LABELS };

struct alertmanager_decoder {
    struct shape_reader *reader;
    struct alertmanager_sink sink;
    struct record record;
    struct record matcher;
    struct {
        bool is_regex, is_equal;
    } kinds[MATCHERS_MAX]; /* of the matchers, whose texts are a set */
    struct matcher matchers[MATCHERS_MAX];
    struct buf names; /* NUL-ended copies for them */
    bool is_left_out; /* a silence that we would show wrongly */
};

static void on_begin(void *owner, int id);
static void on_text(void *owner, int slot, const char *text, size_t length);
static void on_pair(void *owner, int slot, const struct label_text *pair);
static int on_end(void *owner, int id, struct err *err);
static void tell_alert(struct alertmanager_decoder *decoder);
static void tell_silence(struct alertmanager_decoder *decoder);
static void keep_matcher(struct alertmanager_decoder *decoder);
static size_t make_matchers(struct alertmanager_decoder *decoder);
static int64_t time_of(const struct record *record, int slot);
static json_t *time_json(int64_t ms);

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct shape_field alert_status_fields[] = {
    {"state", SHAPE_TEXT, SLOT_STATE, NULL},
    {"silencedBy", SHAPE_TEXTS, SLOT_SILENCED_BY, NULL},
    {"inhibitedBy", SHAPE_TEXTS, SLOT_INHIBITED_BY, NULL},
};
static const struct shape alert_status = {ID_INNER, alert_status_fields,
                                          COUNT(alert_status_fields)};
static const struct shape_field alert_fields[] = {
    {"labels", SHAPE_PAIRS, SET_LABELS, NULL},
    {"annotations", SHAPE_PAIRS, SET_ANNOTATIONS, NULL},
    {"startsAt", SHAPE_TEXT, SLOT_STARTS_AT, NULL},
    {"fingerprint", SHAPE_TEXT, SLOT_FINGERPRINT, NULL},
    {"status", SHAPE_OBJECT, 0, &alert_status},
};
static const struct shape alert_shape = {ID_ALERT, alert_fields,
                                         COUNT(alert_fields)};

static const struct shape_field matcher_fields[] = {
    {"name", SHAPE_TEXT, MATCHER_NAME, NULL},
    {"value", SHAPE_TEXT, MATCHER_VALUE, NULL},
    {"isRegex", SHAPE_TEXT, MATCHER_IS_REGEX, NULL},
    {"isEqual", SHAPE_TEXT, MATCHER_IS_EQUAL, NULL},
};
static const struct shape matcher_shape = {ID_MATCHER, matcher_fields,
                                           COUNT(matcher_fields)};
static const struct shape_field silence_status_fields[] = {
    {"state", SHAPE_TEXT, SLOT_STATE, NULL},
};
static const struct shape silence_status = {ID_INNER, silence_status_fields, 1};
static const struct shape_field silence_fields[] = {
    {"id", SHAPE_TEXT, SLOT_ID, NULL},
    {"comment", SHAPE_TEXT, SLOT_COMMENT, NULL},
    {"createdBy", SHAPE_TEXT, SLOT_CREATED_BY, NULL},
    {"startsAt", SHAPE_TEXT, SLOT_STARTS_AT, NULL},
    {"endsAt", SHAPE_TEXT, SLOT_ENDS_AT, NULL},
    {"status", SHAPE_OBJECT, 0, &silence_status},
    {"matchers", SHAPE_LIST, 0, &matcher_shape},
};
static const struct shape silence_shape = {ID_SILENCE, silence_fields,
                                           COUNT(silence_fields)};

static const struct shape_field receiver_fields[] = {
    {"name", SHAPE_TEXT, SLOT_NAME, NULL},
};
static const struct shape receiver_shape = {ID_RECEIVER, receiver_fields, 1};

static const struct shape_field version_fields[] = {
    {"version", SHAPE_TEXT, SLOT_VERSION, NULL},
};
static const struct shape version_shape = {ID_INNER, version_fields, 1};
static const struct shape_field cluster_fields[] = {
    {"status", SHAPE_TEXT, SLOT_CLUSTER, NULL},
};
static const struct shape cluster_shape = {ID_INNER, cluster_fields, 1};
static const struct shape_field status_fields[] = {
    {"versionInfo", SHAPE_OBJECT, 0, &version_shape},
    {"cluster", SHAPE_OBJECT, 0, &cluster_shape},
};
static const struct shape status_shape = {ID_STATUS, status_fields,
                                          COUNT(status_fields)};

static const struct shape_field made_fields[] = {
    {"silenceID", SHAPE_TEXT, SLOT_ID, NULL},
};
static const struct shape made_shape = {ID_INNER, made_fields, 1};

static const struct shape_field roots[] = {
    [ALERTMANAGER_ALERTS] = {"alerts", SHAPE_LIST, 0, &alert_shape},
    [ALERTMANAGER_SILENCES] = {"silences", SHAPE_LIST, 0, &silence_shape},
    [ALERTMANAGER_RECEIVERS] = {"receivers", SHAPE_LIST, 0, &receiver_shape},
    [ALERTMANAGER_STATUS] = {"status", SHAPE_OBJECT, 0, &status_shape},
    [ALERTMANAGER_MADE] = {"silenceID", SHAPE_OBJECT, 0, &made_shape},
};

struct alertmanager_decoder *
alertmanager_decoder_new(enum alertmanager_kind kind,
                         const struct alertmanager_sink *sink)
{
    struct alertmanager_decoder *decoder = xcalloc(1, sizeof(*decoder));
    const struct shape_sink shape_sink = {.owner = decoder,
                                          .api = "Alertmanager",
                                          .begin = on_begin,
                                          .text = on_text,
                                          .pair = on_pair,
                                          .end = on_end};

    decoder->sink = *sink;
    decoder->reader = shape_reader_new(&roots[kind], &shape_sink);
    record_init(&decoder->record);
    record_init(&decoder->matcher);
    buf_init(&decoder->names, (size_t)RECORD_BYTES_MAX * 2);
    return decoder;
}

void alertmanager_decoder_free(struct alertmanager_decoder *decoder)
{
    if (!decoder)
        return;
    shape_reader_free(decoder->reader);
    record_clear(&decoder->record);
    record_clear(&decoder->matcher);
    buf_clear(&decoder->names);
    free(decoder);
}

int alertmanager_decoder_feed(struct alertmanager_decoder *decoder,
                              const char *bytes, size_t length, struct err *err)
{
    return shape_reader_feed(decoder->reader, bytes, length, err);
}

int alertmanager_decoder_finish(struct alertmanager_decoder *decoder,
                                struct err *err)
{
    return shape_reader_finish(decoder->reader, err);
}

const char *
alertmanager_decoder_silence_id(const struct alertmanager_decoder *decoder)
{
    return record_get(&decoder->record, SLOT_ID);
}

void alertmanager_words(struct buf *out, const char *body, size_t length)
{
    json_t *root = json_loadb(body, length, JSON_DECODE_ANY, NULL);
    const char *words = json_string_value(root);

    if (!words)
        words = json_string_value(json_object_get(root, "message"));
    if (words)
        refusal_words(out, words, strlen(words));
    else
        refusal_words(out, body, length);
    json_decref(root);
}

void alertmanager_write_silence(struct buf *out,
                                const struct silence_draft *draft)
{
    json_t *root = json_object();
    json_t *matchers = json_array();
    char *text;

    for (size_t i = 0; i < draft->matcher_count; i++) {
        const struct matcher *matcher = &draft->matchers[i];
        json_t *object = json_object();

        json_object_set_new(object, "name", json_string(matcher->name));
        json_object_set_new(object, "value", json_string(matcher->value));
        json_object_set_new(object, "isRegex", json_boolean(matcher->is_regex));
        json_object_set_new(object, "isEqual", json_boolean(matcher->is_equal));
        json_array_append_new(matchers, object);
    }
    if (draft->id && *draft->id)
        json_object_set_new(root, "id", json_string(draft->id));
    json_object_set_new(root, "matchers", matchers);
    json_object_set_new(root, "startsAt", time_json(draft->starts_ms));
    json_object_set_new(root, "endsAt", time_json(draft->ends_ms));
    json_object_set_new(root, "createdBy", json_string(draft->created_by));
    json_object_set_new(root, "comment", json_string(draft->comment));
    text = json_dumps(root, JSON_COMPACT);
    (void)buf_add_str(out, text ? text : "");
    free(text);
    json_decref(root);
}

static void on_begin(void *owner, int id)
{
    struct alertmanager_decoder *decoder = owner;

    if (id == ID_MATCHER)
        record_begin(&decoder->matcher);
    else if (id != ID_INNER)
        record_begin(&decoder->record);
    if (id == ID_SILENCE)
        decoder->is_left_out = false;
}

static void on_text(void *owner, int slot, const char *text, size_t length)
{
    struct alertmanager_decoder *decoder = owner;
    struct record *record =
        slot >= RECORD_SLOTS ? &decoder->matcher : &decoder->record;

    /* Of several that silence or inhibit, the first is told. */
    if ((slot == SLOT_SILENCED_BY || slot == SLOT_INHIBITED_BY) &&
        *record_get(record, slot))
        return;
    record_text(record, slot, text, length, TEXT_MAX);
}

static void on_pair(void *owner, int slot, const struct label_text *pair)
{
    struct alertmanager_decoder *decoder = owner;

    record_pair(&decoder->record, slot, pair,
                slot == SET_LABELS ? TEXT_MAX : ALERTMANAGER_ANNOTATION_MAX);
}

static int on_end(void *owner, int id, struct err *err)
{
    struct alertmanager_decoder *decoder = owner;
    const struct record *record = &decoder->record;
    const struct alertmanager_sink *sink = &decoder->sink;

    (void)err;
    if (id == ID_ALERT && sink->alert)
        tell_alert(decoder);
    else if (id == ID_SILENCE && sink->silence)
        tell_silence(decoder);
    else if (id == ID_MATCHER)
        keep_matcher(decoder);
    else if (id == ID_RECEIVER && sink->receiver)
        sink->receiver(sink->owner, record_get(record, SLOT_NAME));
    else if (id == ID_STATUS && sink->status)
        sink->status(sink->owner, record_get(record, SLOT_VERSION),
                     record_get(record, SLOT_CLUSTER));
    return 0;
}

static void tell_alert(struct alertmanager_decoder *decoder)
{
    struct record *record = &decoder->record;
    struct told_alert alert = {
        .state = ALERT_FIRING,
        .since_ms = time_of(record, SLOT_STARTS_AT),
        .value = NAN,
        .fingerprint = record_get(record, SLOT_FINGERPRINT),
        .silence_id = record_get(record, SLOT_SILENCED_BY),
        .inhibited_by = record_get(record, SLOT_INHIBITED_BY),
    };

    if (*alert.silence_id)
        alert.state = ALERT_SILENCED;
    else if (*alert.inhibited_by ||
             !strcmp(record_get(record, SLOT_STATE), "suppressed"))
        alert.state = ALERT_INHIBITED;
    alert.labels = record_pairs(record, SET_LABELS, &alert.label_count);
    alert.annotations =
        record_pairs(record, SET_ANNOTATIONS, &alert.annotation_count);
    decoder->sink.alert(decoder->sink.owner, &alert);
}

static void tell_silence(struct alertmanager_decoder *decoder)
{
    const struct record *record = &decoder->record;
    const char *state = record_get(record, SLOT_STATE);
    struct silence silence = {
        .id = record_get(record, SLOT_ID),
        .state = SILENCE_ACTIVE,
        .comment = record_get(record, SLOT_COMMENT),
        .created_by = record_get(record, SLOT_CREATED_BY),
        .starts_ms = time_of(record, SLOT_STARTS_AT),
        .ends_ms = time_of(record, SLOT_ENDS_AT),
        .matchers = decoder->matchers,
    };

    if (decoder->is_left_out)
        return;
    if (!strcmp(state, "pending"))
        silence.state = SILENCE_PENDING;
    else if (!strcmp(state, "expired"))
        silence.state = SILENCE_EXPIRED;
    silence.matcher_count = make_matchers(decoder);
    decoder->sink.silence(decoder->sink.owner, &silence);
}

/* The texts go to the silence's record, as a pair; what a matcher left out or
 * cut would say is not what the silence does. */
static void keep_matcher(struct alertmanager_decoder *decoder)
{
    const struct record *matcher = &decoder->matcher;
    const char *name = record_get(matcher, MATCHER_NAME);
    const char *value = record_get(matcher, MATCHER_VALUE);
    const struct label_text pair = {name, strlen(name), value, strlen(value)};
    size_t index = decoder->record.sets[SET_MATCHERS].count;

    if (index == MATCHERS_MAX) {
        decoder->is_left_out = true;
        return;
    }
    decoder->kinds[index].is_regex =
        !strcmp(record_get(matcher, MATCHER_IS_REGEX), "true");
    /* Before 0.22 there was no isEqual: every matcher was. */
    decoder->kinds[index].is_equal =
        strcmp(record_get(matcher, MATCHER_IS_EQUAL), "false") != 0;
    record_pair(&decoder->record, SET_MATCHERS, &pair, TEXT_MAX);
}

static size_t make_matchers(struct alertmanager_decoder *decoder)
{
    struct buf *names = &decoder->names;
    size_t count;
    const struct label_text *pairs =
        record_pairs(&decoder->record, SET_MATCHERS, &count);
    size_t offset = 0;

    buf_reset(names);
    for (size_t i = 0; i < count; i++) {
        (void)buf_add(names, pairs[i].name, pairs[i].name_length);
        (void)buf_add_char(names, '\0');
        (void)buf_add(names, pairs[i].value, pairs[i].value_length);
        (void)buf_add_char(names, '\0');
    }
    for (size_t i = 0; i < count; i++) {
        decoder->matchers[i] = (struct matcher){
            .name = names->bytes + offset,
            .value = names->bytes + offset + pairs[i].name_length + 1,
            .is_regex = decoder->kinds[i].is_regex,
            .is_equal = decoder->kinds[i].is_equal,
        };
        offset += pairs[i].name_length + pairs[i].value_length + 2;
    }
    return count;
}

static int64_t time_of(const struct record *record, int slot)
{
    int64_t ms = -1;

    (void)clock_parse_rfc3339(record_get(record, slot), &ms);
    return ms;
}

/* With its milliseconds: a silence whose start moved would get a new id. */
static json_t *time_json(int64_t ms)
{
    char text[32];
    size_t length;

    clock_format_rfc3339(text, sizeof(text), ms);
    length = strlen(text);
    if (length == 20)
        (void)snprintf(text + 19, sizeof(text) - 19, ".%03dZ",
                       (int)((ms % 1000 + 1000) % 1000));
    return json_string(text);
}
