/* test_alert_list.c - what is told of alerts, joined, ordered and kept. */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "alert/alert_list.h"
#include "base/buf.h"

enum { NOW_MS = 1000000, LABELS_MOST = 12 };

/* An alert in short: "alertname=A,pod=x". */
struct short_alert {
    const char *labels;
    enum alert_state state;
    const char *fingerprint, *silence_id, *inhibited_by;
};

struct fixture {
    struct alert_list *list;
    struct panel_defs panels;
    struct ack_book *acks;
    size_t prometheus, alertmanager, other;
};

static int64_t respond_by(void *owner, enum severity severity, int64_t fired_ms)
{
    (void)owner;
    return severity == SEVERITY_CRITICAL ? fired_ms : fired_ms + 1800000;
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct alert_list_world world = {.panels = &fixture->panels,
                                     .respond_by = respond_by};

    fixture->acks = ack_book_new(NULL, NULL);
    world.acks = fixture->acks;
    fixture->list = alert_list_new(&world);
    fixture->prometheus =
        alert_list_add_source(fixture->list, "prom", ALERT_FROM_PROMETHEUS);
    fixture->alertmanager =
        alert_list_add_source(fixture->list, "am", ALERT_FROM_ALERTMANAGER);
    fixture->other =
        alert_list_add_source(fixture->list, "am 2", ALERT_FROM_ALERTMANAGER);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    alert_list_free(fixture->list);
    ack_book_free(fixture->acks);
    free(fixture);
    return 0;
}

static size_t split(const char *text, struct label_text *pairs)
{
    size_t count = 0;

    while (*text && count < LABELS_MOST) {
        size_t name = strcspn(text, "=");
        size_t value = strcspn(text + name + 1, ",");

        pairs[count++] =
            (struct label_text){text, name, text + name + 1, value};
        text += name + 1 + value;
        text += *text == ',';
    }
    return count;
}

static void tell(struct fixture *fixture, size_t source,
                 enum alert_origin origin, const struct short_alert *alerts,
                 size_t count)
{
    struct told_batch *batch =
        told_batch_new(alert_list_symbols(fixture->list), origin);
    struct told_sink sink = told_batch_sink(batch);
    const struct told_rule rule = {.name = "A",
                                   .expression = "up == 0",
                                   .health = "ok",
                                   .error = "",
                                   .for_ms = 60000};
    const struct told_group group = {.name = "g", .file = "f"};

    for (size_t i = 0; i < count; i++) {
        const struct short_alert *brief = &alerts[i];
        struct label_text pairs[LABELS_MOST];
        struct told_alert alert = {
            .labels = pairs,
            .label_count = split(brief->labels, pairs),
            .state = brief->state,
            .since_ms = 500000,
            .value = 2,
            .fingerprint = brief->fingerprint ? brief->fingerprint : "",
            .silence_id = brief->silence_id ? brief->silence_id : "",
            .inhibited_by = brief->inhibited_by ? brief->inhibited_by : ""};

        sink.alert(sink.owner, &alert);
    }
    if (origin == ALERT_FROM_PROMETHEUS) {
        sink.rule(sink.owner, &rule);
        sink.group(sink.owner, &group);
    }
    alert_list_take(fixture->list, source, batch);
}

#define TELL_PROMETHEUS(fixture, ...)                                          \
    tell(fixture, (fixture)->prometheus, ALERT_FROM_PROMETHEUS,                \
         (const struct short_alert[]){__VA_ARGS__},                            \
         sizeof((const struct short_alert[]){__VA_ARGS__}) /                   \
             sizeof(struct short_alert))
#define TELL_ALERTMANAGER(fixture, source, ...)                                \
    tell(fixture, (fixture)->source, ALERT_FROM_ALERTMANAGER,                  \
         (const struct short_alert[]){__VA_ARGS__},                            \
         sizeof((const struct short_alert[]){__VA_ARGS__}) /                   \
             sizeof(struct short_alert))

static const struct alerts *build(struct fixture *fixture, int64_t now_ms)
{
    alert_list_begin(fixture->list, now_ms);
    while (alert_list_step(fixture->list, 3))
        ;
    return alert_list_get(fixture->list);
}

/* The list in short: a line for each alert. */
static void assert_list(const struct alerts *alerts, const char *expected)
{
    struct buf out;

    buf_init(&out, 65536);
    for (size_t i = 0; i < alerts->count; i++) {
        const struct alert *alert = &alerts->items[i];

        labels_format(alert->labels, &out);
        (void)buf_printf(&out, " %s %u\n", alert_state_name(alert->state),
                         alert->origins);
    }
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void list_without_an_answer_is_not_known(void **state)
{
    const struct alerts *alerts = build(*state, NOW_MS);

    assert_false(alerts->is_known);
    assert_int_equal(alerts->count, 0);
    assert_string_equal(alerts->error, "");
}

static void list_joins_alerts_that_have_external_labels(void **state)
{
    struct fixture *fixture = *state;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=A,pod=x"},
                    {.labels = "alertname=A,pod=y"},
                    {.labels = "alertname=A,cluster=own,pod=z"},
                    {.labels = "alertname=B,pod=x", .state = ALERT_PENDING});
    TELL_ALERTMANAGER(
        fixture, alertmanager,
        {.labels = "alertname=A,cluster=lab,pod=x",
         .fingerprint = "f1",
         .state = ALERT_SILENCED,
         .silence_id = "s1"},
        {.labels = "alertname=A,cluster=lab,pod=y",
         .fingerprint = "f2",
         .state = ALERT_INHIBITED,
         .inhibited_by = "f3"},
        {.labels = "alertname=A,cluster=own,pod=z", .fingerprint = "f3"},
        {.labels = "alertname=C,pod=x"});

    assert_list(build(fixture, NOW_MS),
                "{alertname=\"A\",cluster=\"own\",pod=\"z\"} firing 3\n"
                "{alertname=\"C\",pod=\"x\"} firing 2\n"
                "{alertname=\"B\",pod=\"x\"} pending 1\n"
                "{alertname=\"A\",pod=\"x\"} silenced 3\n"
                "{alertname=\"A\",pod=\"y\"} inhibited 3\n");
}

static void list_tells_who_silences_and_what_inhibits(void **state)
{
    struct fixture *fixture = *state;
    struct silence_list *silences = silence_list_new();
    const struct alerts *alerts;

    silence_list_add(silences, &(struct silence){.id = "s1",
                                                 .comment = "disk",
                                                 .created_by = "ann",
                                                 .ends_ms = 1795379440000});
    silence_list_end(silences);
    alert_list_take_silences(fixture->list, fixture->alertmanager, silences);
    TELL_ALERTMANAGER(fixture, alertmanager,
                      {.labels = "alertname=A",
                       .fingerprint = "f1",
                       .state = ALERT_SILENCED,
                       .silence_id = "s1"},
                      {.labels = "alertname=B",
                       .fingerprint = "f2",
                       .state = ALERT_INHIBITED,
                       .inhibited_by = "f1"});

    alerts = build(fixture, NOW_MS);

    assert_string_equal(alerts->items[0].silenced_by,
                        "ann until 2026-11-22T20:30:40Z");
    assert_int_equal(alerts->items[0].silenced_until_ms, 1795379440000);
    assert_string_equal(alerts->items[0].silence_id, "s1");
    assert_string_equal(alerts->items[1].inhibited_by, "A");
    assert_int_equal(alert_list_silences(fixture->list)->count, 1);
}

static void list_of_two_alertmanagers_has_each_alert_once(void **state)
{
    struct fixture *fixture = *state;

    TELL_ALERTMANAGER(fixture, alertmanager,
                      {.labels = "alertname=A",
                       .fingerprint = "f1",
                       .state = ALERT_SILENCED,
                       .silence_id = "s1"},
                      {.labels = "alertname=B", .fingerprint = "f2"});
    TELL_ALERTMANAGER(fixture, other,
                      {.labels = "alertname=A", .fingerprint = "f1"},
                      {.labels = "alertname=C", .fingerprint = "f3"});

    assert_list(build(fixture, NOW_MS), "{alertname=\"A\"} firing 2\n"
                                        "{alertname=\"B\"} firing 2\n"
                                        "{alertname=\"C\"} firing 2\n");
}

static void list_works_out_clocks(void **state)
{
    struct fixture *fixture = *state;
    const struct alerts *alerts;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=A,severity=critical"},
                    {.labels = "alertname=B"},
                    {.labels = "alertname=C", .state = ALERT_PENDING});
    alerts = build(fixture, NOW_MS);

    assert_int_equal(alerts->items[0].respond_by_ms, 560000);
    assert_int_equal(alerts->items[1].respond_by_ms, 560000 + 1800000);
    assert_int_equal(alerts->items[2].respond_by_ms, -1);
    assert_int_equal(alerts->items[2].fires_at_ms, 560000);
    assert_int_equal(alerts->items[1].fires_at_ms, -1);
    assert_string_equal(alerts->items[0].expression, "up == 0");
}

static void list_keeps_what_vanished_for_an_hour(void **state)
{
    struct fixture *fixture = *state;
    const struct alerts *alerts;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=A"},
                    {.labels = "alertname=B", .state = ALERT_PENDING});
    (void)build(fixture, NOW_MS);
    tell(fixture, fixture->prometheus, ALERT_FROM_PROMETHEUS, NULL, 0);

    alerts = build(fixture, NOW_MS + 5000);
    assert_list(alerts, "{alertname=\"A\"} resolved 1\n");
    assert_int_equal(alerts->items[0].resolved_ms, NOW_MS + 5000);
    assert_int_equal(alerts->items[0].respond_by_ms, -1);
    assert_string_equal(alerts->items[0].expression, "up == 0");

    alerts = build(fixture, NOW_MS + 5000 + ALERT_LIST_RESOLVED_MS);
    assert_int_equal(alerts->count, 1);
    alerts = build(fixture, NOW_MS + 5001 + ALERT_LIST_RESOLVED_MS);
    assert_int_equal(alerts->count, 0);
}

static void list_forgets_the_end_of_what_came_back(void **state)
{
    struct fixture *fixture = *state;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=A"});
    (void)build(fixture, NOW_MS);
    tell(fixture, fixture->prometheus, ALERT_FROM_PROMETHEUS, NULL, 0);
    (void)build(fixture, NOW_MS + 5000);
    TELL_PROMETHEUS(fixture, {.labels = "alertname=A"});

    assert_list(build(fixture, NOW_MS + 9000), "{alertname=\"A\"} firing 1\n");
}

static void list_when_a_source_fails_keeps_what_it_told(void **state)
{
    struct fixture *fixture = *state;
    const struct alerts *alerts;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=A"});
    (void)build(fixture, NOW_MS);
    alert_list_failed(fixture->list, fixture->prometheus, "no answer");
    alerts = build(fixture, NOW_MS + 5000);

    assert_list(alerts, "{alertname=\"A\"} firing 1\n");
    assert_string_equal(alerts->error, "prom: no answer");
}

/* Prometheus is back after its alerts were told by Alertmanager alone. */
static void list_does_not_resolve_what_another_source_takes_over(void **state)
{
    struct fixture *fixture = *state;

    TELL_ALERTMANAGER(fixture, alertmanager,
                      {.labels = "alertname=A,cluster=lab"});
    (void)build(fixture, NOW_MS);
    TELL_PROMETHEUS(fixture, {.labels = "alertname=A"});

    assert_list(build(fixture, NOW_MS), "{alertname=\"A\"} firing 3\n");
}

static void list_tells_who_acknowledged_until_it_comes_back(void **state)
{
    struct fixture *fixture = *state;
    const struct alerts *alerts;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=A"});
    alerts = build(fixture, NOW_MS);
    assert_int_equal(ack_book_add(fixture->acks, alerts->items[0].labels, "ann",
                                  600000, NULL),
                     0);
    alerts = build(fixture, NOW_MS);
    assert_string_equal(alerts->items[0].acknowledged_by, "ann");
    assert_int_equal(alerts->items[0].acknowledged_ms, 600000);

    assert_int_equal(ack_book_add(fixture->acks, alerts->items[0].labels, "ann",
                                  499999, NULL),
                     0);
    alerts = build(fixture, NOW_MS);
    assert_string_equal(alerts->items[0].acknowledged_by, "");
}

/* As many as are kept of one alert, and what follows them in the answer. */
static struct short_alert *many(char (*labels)[40], const char *pairs,
                                size_t more)
{
    struct short_alert *alerts =
        calloc(TOLD_BATCH_MOST + more, sizeof(*alerts));

    for (size_t i = 0; i < TOLD_BATCH_MOST; i++) {
        (void)snprintf(labels[i], sizeof(labels[i]), "%s,n=%zu", pairs, i);
        alerts[i].labels = labels[i];
    }
    return alerts;
}

static void list_keeps_the_most_urgent_past_the_bound(void **state)
{
    struct fixture *fixture = *state;
    char(*labels)[40] = calloc(TOLD_BATCH_MOST, sizeof(*labels));
    struct short_alert *alerts = many(labels, "alertname=A", 4);
    const struct alerts *list;

    alerts[7].state = ALERT_PENDING;
    alerts[TOLD_BATCH_MOST] = (struct short_alert){
        .labels = "alertname=B,severity=critical", .state = ALERT_FIRING};
    alerts[TOLD_BATCH_MOST + 1] = (struct short_alert){
        .labels = "alertname=C,severity=info", .state = ALERT_FIRING};
    alerts[TOLD_BATCH_MOST + 2] = (struct short_alert){
        .labels = "alertname=D,severity=critical", .state = ALERT_PENDING};
    alerts[TOLD_BATCH_MOST + 3] = (struct short_alert){
        .labels = "alertname=E,severity=critical", .state = ALERT_FIRING};
    tell(fixture, fixture->prometheus, ALERT_FROM_PROMETHEUS, alerts,
         TOLD_BATCH_MOST + 4);
    list = build(fixture, NOW_MS);

    assert_int_equal(list->count, ALERT_LIST_MOST);
    assert_int_equal(list->left_out, 4);
    assert_string_equal(list->items[0].name, "B");
    assert_string_equal(list->items[1].name, "E");
    assert_string_equal(list->items[1].expression, "up == 0");
    assert_string_equal(list->items[2].name, "A");
    assert_string_equal(list->items[list->count - 1].name, "A");
    assert_int_equal(list->items[list->count - 1].state, ALERT_FIRING);
    free(labels);
    free(alerts);
}

static void
list_says_of_nothing_that_it_is_over_when_some_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    char(*labels)[40] = calloc(TOLD_BATCH_MOST, sizeof(*labels));
    struct short_alert *alerts =
        many(labels, "alertname=A,severity=critical", 1);
    const struct alerts *list;

    TELL_PROMETHEUS(fixture, {.labels = "alertname=W", .state = ALERT_FIRING});
    (void)build(fixture, NOW_MS);
    alerts[TOLD_BATCH_MOST] =
        (struct short_alert){.labels = "alertname=W", .state = ALERT_FIRING};
    tell(fixture, fixture->prometheus, ALERT_FROM_PROMETHEUS, alerts,
         TOLD_BATCH_MOST + 1);
    list = build(fixture, NOW_MS + 5000);

    assert_int_equal(list->left_out, 1);
    assert_string_equal(list->items[list->count - 1].name, "A");
    free(labels);
    free(alerts);
}

static void list_of_two_sources_keeps_the_most_urgent_of_both(void **state)
{
    struct fixture *fixture = *state;
    char(*labels)[40] = calloc(TOLD_BATCH_MOST, sizeof(*labels));
    struct short_alert *alerts = many(labels, "alertname=A", 0);
    const struct alerts *list;

    tell(fixture, fixture->prometheus, ALERT_FROM_PROMETHEUS, alerts,
         TOLD_BATCH_MOST);
    TELL_ALERTMANAGER(fixture, alertmanager,
                      {.labels = "alertname=B,severity=critical",
                       .state = ALERT_FIRING,
                       .fingerprint = "f1"});
    list = build(fixture, NOW_MS);

    assert_int_equal(list->count, ALERT_LIST_MOST);
    assert_int_equal(list->left_out, 1);
    assert_string_equal(list->items[0].name, "B");
    free(labels);
    free(alerts);
}

static void list_shows_a_rule_with_an_error_as_broken(void **state)
{
    struct fixture *fixture = *state;
    struct told_batch *batch = told_batch_new(alert_list_symbols(fixture->list),
                                              ALERT_FROM_PROMETHEUS);
    struct told_sink sink = told_batch_sink(batch);
    const struct alerts *alerts;

    sink.rule(sink.owner, &(struct told_rule){.name = "Bad",
                                              .expression = "a * b",
                                              .health = "err",
                                              .error = "many-to-many"});
    sink.group(sink.owner, &(struct told_group){.name = "g", .file = "f"});
    alert_list_take(fixture->list, fixture->prometheus, batch);
    alerts = build(fixture, NOW_MS);

    assert_int_equal(alerts->broken_count, 1);
    assert_string_equal(alerts->broken[0].name, "Bad");
    assert_string_equal(alerts->broken[0].group, "g");
    assert_string_equal(alerts->broken[0].error, "many-to-many");
    assert_true(alerts->is_known);
}

#define LIST_CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIST_CASE(list_without_an_answer_is_not_known),
        LIST_CASE(list_joins_alerts_that_have_external_labels),
        LIST_CASE(list_tells_who_silences_and_what_inhibits),
        LIST_CASE(list_of_two_alertmanagers_has_each_alert_once),
        LIST_CASE(list_works_out_clocks),
        LIST_CASE(list_keeps_what_vanished_for_an_hour),
        LIST_CASE(list_forgets_the_end_of_what_came_back),
        LIST_CASE(list_when_a_source_fails_keeps_what_it_told),
        LIST_CASE(list_does_not_resolve_what_another_source_takes_over),
        LIST_CASE(list_tells_who_acknowledged_until_it_comes_back),
        LIST_CASE(list_keeps_the_most_urgent_past_the_bound),
        LIST_CASE(list_says_of_nothing_that_it_is_over_when_some_are_left_out),
        LIST_CASE(list_of_two_sources_keeps_the_most_urgent_of_both),
        LIST_CASE(list_shows_a_rule_with_an_error_as_broken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
