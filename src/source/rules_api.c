/* rules_api.c - Prometheus' answer to /api/v1/rules, told as it arrives. */
#include "source/rules_api.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/xalloc.h"
#include "source/record.h"
#include "source/shape.h"

enum { TEXT_MAX = 65536 };

enum { ID_ANSWER, ID_DATA, ID_GROUP, ID_RULE, ID_ALERT };

/* Slots of the four records, each counted from its own first. */
enum record_index { OF_ANSWER, OF_GROUP, OF_RULE, OF_ALERT, RECORDS };
enum {
    ANSWER_STATUS = OF_ANSWER * RECORD_SLOTS,
    ANSWER_ERROR_TYPE,
    ANSWER_ERROR,
    GROUP_NAME = OF_GROUP * RECORD_SLOTS,
    GROUP_FILE,
    GROUP_INTERVAL,
    RULE_NAME = OF_RULE * RECORD_SLOTS,
    RULE_QUERY,
    RULE_TYPE,
    RULE_HEALTH,
    RULE_ERROR,
    RULE_FOR,
    RULE_KEEP,
    RULE_LABELS = OF_RULE * RECORD_SLOTS,
    RULE_ANNOTATIONS,
    ALERT_STATE_TEXT = OF_ALERT * RECORD_SLOTS,
    ALERT_ACTIVE_AT,
    ALERT_VALUE,
    ALERT_LABELS = OF_ALERT * RECORD_SLOTS,
    ALERT_ANNOTATIONS,
};
/* Sets of pairs, likewise. */
enum { SET_LABELS, SET_ANNOTATIONS };

struct rules_decoder {
    struct shape_reader *reader;
    struct told_sink sink;
    struct record records[RECORDS];
    struct rules_totals totals;
    bool has_data;
};

static void on_begin(void *owner, int id);
static void on_text(void *owner, int slot, const char *text, size_t length);
static void on_pair(void *owner, int slot, const struct label_text *pair);
static int on_end(void *owner, int id, struct err *err);
static void tell_group(struct rules_decoder *decoder);
static void tell_rule(struct rules_decoder *decoder);
static void tell_alert(struct rules_decoder *decoder);
static struct record *record_of(struct rules_decoder *decoder, int slot);
static int64_t seconds(const struct record *record, int slot);

static const struct shape_field alert_fields[] = {
    {"labels", SHAPE_PAIRS, ALERT_LABELS, NULL},
    {"annotations", SHAPE_PAIRS, ALERT_ANNOTATIONS, NULL},
    {"state", SHAPE_TEXT, ALERT_STATE_TEXT, NULL},
    {"activeAt", SHAPE_TEXT, ALERT_ACTIVE_AT, NULL},
    {"value", SHAPE_TEXT, ALERT_VALUE, NULL},
};
static const struct shape alert_shape = {
    ID_ALERT, alert_fields, sizeof(alert_fields) / sizeof(alert_fields[0])};

static const struct shape_field rule_fields[] = {
    {"name", SHAPE_TEXT, RULE_NAME, NULL},
    {"query", SHAPE_TEXT, RULE_QUERY, NULL},
    {"type", SHAPE_TEXT, RULE_TYPE, NULL},
    {"health", SHAPE_TEXT, RULE_HEALTH, NULL},
    {"lastError", SHAPE_TEXT, RULE_ERROR, NULL},
    {"duration", SHAPE_TEXT, RULE_FOR, NULL},
    {"keepFiringFor", SHAPE_TEXT, RULE_KEEP, NULL},
    {"labels", SHAPE_PAIRS, RULE_LABELS, NULL},
    {"annotations", SHAPE_PAIRS, RULE_ANNOTATIONS, NULL},
    {"alerts", SHAPE_LIST, 0, &alert_shape},
};
static const struct shape rule_shape = {
    ID_RULE, rule_fields, sizeof(rule_fields) / sizeof(rule_fields[0])};

static const struct shape_field group_fields[] = {
    {"name", SHAPE_TEXT, GROUP_NAME, NULL},
    {"file", SHAPE_TEXT, GROUP_FILE, NULL},
    {"interval", SHAPE_TEXT, GROUP_INTERVAL, NULL},
    {"rules", SHAPE_LIST, 0, &rule_shape},
};
static const struct shape group_shape = {
    ID_GROUP, group_fields, sizeof(group_fields) / sizeof(group_fields[0])};

static const struct shape_field data_fields[] = {
    {"groups", SHAPE_LIST, 0, &group_shape},
};
static const struct shape data_shape = {ID_DATA, data_fields, 1};

static const struct shape_field answer_fields[] = {
    {"status", SHAPE_TEXT, ANSWER_STATUS, NULL},
    {"errorType", SHAPE_TEXT, ANSWER_ERROR_TYPE, NULL},
    {"error", SHAPE_TEXT, ANSWER_ERROR, NULL},
    {"data", SHAPE_OBJECT, 0, &data_shape},
};
static const struct shape answer_shape = {
    ID_ANSWER, answer_fields, sizeof(answer_fields) / sizeof(answer_fields[0])};
static const struct shape_field root = {"rules", SHAPE_OBJECT, 0,
                                        &answer_shape};

struct rules_decoder *rules_decoder_new(const struct told_sink *sink)
{
    struct rules_decoder *decoder = xcalloc(1, sizeof(*decoder));
    const struct shape_sink shape_sink = {.owner = decoder,
                                          .api = "Prometheus",
                                          .begin = on_begin,
                                          .text = on_text,
                                          .pair = on_pair,
                                          .end = on_end};

    decoder->sink = *sink;
    decoder->reader = shape_reader_new(&root, &shape_sink);
    for (int i = 0; i < RECORDS; i++)
        record_init(&decoder->records[i]);
    return decoder;
}

void rules_decoder_free(struct rules_decoder *decoder)
{
    if (!decoder)
        return;
    shape_reader_free(decoder->reader);
    for (int i = 0; i < RECORDS; i++)
        record_clear(&decoder->records[i]);
    free(decoder);
}

int rules_decoder_feed(struct rules_decoder *decoder, const char *bytes,
                       size_t length, struct err *err)
{
    return shape_reader_feed(decoder->reader, bytes, length, err);
}

int rules_decoder_finish(struct rules_decoder *decoder,
                         struct rules_totals *totals, struct err *err)
{
    const struct record *answer = &decoder->records[OF_ANSWER];
    const char *status = record_get(answer, ANSWER_STATUS);
    const char *type = record_get(answer, ANSWER_ERROR_TYPE);

    if (shape_reader_finish(decoder->reader, err) < 0)
        return -1;
    if (!strcmp(status, "error"))
        return err_set(err, ERR_REFUSED, 0, "%s: %s", *type ? type : "error",
                       record_get(answer, ANSWER_ERROR));
    if (strcmp(status, "success") != 0)
        return err_set(err, ERR_FORMAT, 0,
                       "not an answer of Prometheus: no \"status\"");
    if (!decoder->has_data)
        return err_set(err, ERR_FORMAT, 0,
                       "not an answer of Prometheus: no \"data\"");
    *totals = decoder->totals;
    for (int i = 0; i < RECORDS; i++)
        totals->cut += decoder->records[i].cut;
    return 0;
}

static void on_begin(void *owner, int id)
{
    struct rules_decoder *decoder = owner;

    if (id == ID_GROUP)
        record_begin(&decoder->records[OF_GROUP]);
    else if (id == ID_RULE)
        record_begin(&decoder->records[OF_RULE]);
    else if (id == ID_ALERT)
        record_begin(&decoder->records[OF_ALERT]);
}

static void on_text(void *owner, int slot, const char *text, size_t length)
{
    record_text(record_of(owner, slot), slot, text, length, TEXT_MAX);
}

static void on_pair(void *owner, int slot, const struct label_text *pair)
{
    int set = slot % RECORD_SLOTS;

    record_pair(record_of(owner, slot), set, pair,
                set == SET_LABELS ? TEXT_MAX : RULES_ANNOTATION_MAX);
}

static int on_end(void *owner, int id, struct err *err)
{
    struct rules_decoder *decoder = owner;

    (void)err;
    if (id == ID_DATA)
        decoder->has_data = true;
    else if (id == ID_GROUP)
        tell_group(decoder);
    else if (id == ID_RULE)
        tell_rule(decoder);
    else if (id == ID_ALERT)
        tell_alert(decoder);
    return 0;
}

static void tell_group(struct rules_decoder *decoder)
{
    const struct record *record = &decoder->records[OF_GROUP];
    const struct told_group group = {
        .name = record_get(record, GROUP_NAME),
        .file = record_get(record, GROUP_FILE),
        .interval_ms = seconds(record, GROUP_INTERVAL),
    };

    decoder->totals.groups++;
    if (decoder->sink.group)
        decoder->sink.group(decoder->sink.owner, &group);
}

static void tell_rule(struct rules_decoder *decoder)
{
    struct record *record = &decoder->records[OF_RULE];
    struct told_rule rule = {
        .name = record_get(record, RULE_NAME),
        .expression = record_get(record, RULE_QUERY),
        .health = record_get(record, RULE_HEALTH),
        .error = record_get(record, RULE_ERROR),
        .for_ms = seconds(record, RULE_FOR),
        .keep_firing_ms = seconds(record, RULE_KEEP),
    };

    if (!strcmp(record_get(record, RULE_TYPE), "recording"))
        return;
    rule.labels = record_pairs(record, SET_LABELS, &rule.label_count);
    rule.annotations =
        record_pairs(record, SET_ANNOTATIONS, &rule.annotation_count);
    decoder->totals.rules++;
    if (decoder->sink.rule)
        decoder->sink.rule(decoder->sink.owner, &rule);
}

static void tell_alert(struct rules_decoder *decoder)
{
    struct record *record = &decoder->records[OF_ALERT];
    const char *state = record_get(record, ALERT_STATE_TEXT);
    const char *value = record_get(record, ALERT_VALUE);
    struct told_alert alert = {
        .state = !strcmp(state, "pending") ? ALERT_PENDING : ALERT_FIRING,
        .since_ms = -1,
        .value = NAN,
        .fingerprint = "",
        .silence_id = "",
        .inhibited_by = "",
    };

    if (!strcmp(state, "inactive"))
        return;
    (void)clock_parse_rfc3339(record_get(record, ALERT_ACTIVE_AT),
                              &alert.since_ms);
    (void)decimal_parse(value, strlen(value), &alert.value);
    alert.labels = record_pairs(record, SET_LABELS, &alert.label_count);
    alert.annotations =
        record_pairs(record, SET_ANNOTATIONS, &alert.annotation_count);
    decoder->totals.alerts++;
    decoder->sink.alert(decoder->sink.owner, &alert);
}

static struct record *record_of(struct rules_decoder *decoder, int slot)
{
    return &decoder->records[slot / RECORD_SLOTS];
}

/* Durations are seconds as a JSON number; 0 when they make no sense. */
static int64_t seconds(const struct record *record, int slot)
{
    const char *text = record_get(record, slot);
    int64_t ms = 0;

    if (!decimal_parse_ms(text, strlen(text), &ms) || ms < 0)
        return 0;
    return ms;
}
