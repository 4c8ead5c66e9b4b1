/* test_engine_once.c - an engine that asks once: what it asks, and how often in
 * a row. */
#include "tests/test.h"

#include <stdio.h>

#include "model/fact.h"
#include "tests/support/engine_fixture.h"

enum { INGESTION = 0, STORAGE = 2 };

static int rig_setup(void **state)
{
    *state = rig_new(NULL);
    ((struct rig *)*state)->panel = "ingestion";
    return 0;
}

static bool one_panel(const void *owner, const char *id)
{
    const struct rig *rig = owner;

    return !strcmp(id, rig->panel);
}

/* Asks until the panel, and the facts if there are any, are told. */
static void ask(struct rig *rig, size_t panel, unsigned facts)
{
    const struct engine_wants wants = {.owner = rig,
                                       .question = no_question,
                                       .panel = one_panel,
                                       .facts = facts};
    const struct fact *fact = &rig->model->facts[FACT_LAST_WEEK];
    struct err err = {0};

    engine_want_only(rig->engine, &wants);
    assert_int_equal(engine_start(rig->engine, &err), 0);
    for (int turn = 0; turn < TURNS_MAX; turn++) {
        if (rig->model->panels[panel].data != PANEL_WAITING &&
            (!facts || fact->answered_ms >= 0 || fact->error[0]))
            return;
        assert_int_equal(loop_turn(rig->loop, TURN_MS, &err), 0);
    }
    fail_msg("it never came");
}

static bool has_asked(const struct rig *rig, size_t index, const char *words)
{
    return index < rig->fake.asked_count &&
           strstr(rig->fake.asked[index].expression, words) != NULL;
}

static void want_only_asks_for_one_panel_and_nothing_else(void **state)
{
    struct rig *rig = *state;

    rig->panel = "storage";
    fake_prometheus_know(&rig->fake, "elasticsearch_filesystem", FAKE_TIME);

    ask(rig, STORAGE, 0);

    assert_int_equal(rig->model->panels[STORAGE].data, PANEL_LIVE);
    assert_int_equal(server_requests(rig->server), 1);
}

/* 2 * 4 + 3: alternative 2 has data. */
static void probe_when_the_first_is_empty_asks_the_right_one_next(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "otelcol_receiver", FAKE_TIME);
    rig->fake.vector = "{\"metric\":{\"mark\":\"11\"},\"value\":[1,\"4\"]},"
                       "{\"metric\":{\"mark\":\"13\"},\"value\":[1,\"4\"]}";

    ask(rig, INGESTION, 0);

    assert_int_equal(rig->model->panels[INGESTION].data, PANEL_LIVE);
    assert_int_equal(rig->model->panels[INGESTION].query, 2);
    assert_int_equal(server_requests(rig->server), 3);
}

static void probe_when_the_first_has_data_takes_it(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "traces_saved", FAKE_TIME);
    rig->fake.vector = "{\"metric\":{\"mark\":\"11\"},\"value\":[1,\"4\"]}";

    ask(rig, INGESTION, 0);

    assert_int_equal(rig->model->panels[INGESTION].query, 0);
    assert_int_equal(server_requests(rig->server), 2);
}

static void probe_when_nothing_has_data_asks_no_further(void **state)
{
    struct rig *rig = *state;

    ask(rig, INGESTION, 0);

    assert_int_equal(rig->model->panels[INGESTION].data, PANEL_EMPTY);
    assert_string_equal(rig->model->panels[INGESTION].reason,
                        "no data: metric "
                        "jaeger_collector_traces_saved_by_svc_total does not "
                        "exist here");
    assert_int_equal(server_requests(rig->server), 2);
}

static void probe_when_only_zeros_are_left_takes_them_at_once(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "traces_received", FAKE_ZERO);
    rig->fake.vector = "{\"metric\":{\"mark\":\"6\"},\"value\":[1,\"4\"]}";

    ask(rig, INGESTION, 0);

    assert_int_equal(rig->model->panels[INGESTION].data, PANEL_LIVE);
    assert_int_equal(rig->model->panels[INGESTION].query, 1);
    assert_int_equal(server_requests(rig->server), 3);
}

static void probe_when_the_server_refuses_to_scout_asks_one_by_one(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "otelcol_receiver", FAKE_TIME);
    rig->fake.refuses_instants = true;

    ask(rig, INGESTION, 0);

    assert_int_equal(rig->model->panels[INGESTION].query, 2);
    assert_int_equal(server_requests(rig->server), 4);
}

static void last_week_is_asked_for_before_the_panel_has_a_query(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "traces_saved", FAKE_TIME);
    rig->fake.vector = "{\"metric\":{},\"value\":[1,\"42\"]}";

    ask(rig, INGESTION, 1u << FACT_LAST_WEEK);

    assert_int_equal(rig->fake.asked_count, 3);
    assert_near(rig->model->facts[FACT_LAST_WEEK].value, 42, 1e-9);
    for (size_t i = 0; i < 3; i++)
        assert_true(has_asked(rig, i, "traces_saved") ||
                    has_asked(rig, i, "label_replace"));
}

static void last_week_follows_the_panel_to_another_query(void **state)
{
    struct rig *rig = *state;
    size_t by_first = 0, by_third = 0;

    fake_prometheus_know(&rig->fake, "otelcol_receiver", FAKE_TIME);
    rig->fake.vector = "{\"metric\":{\"mark\":\"11\"},\"value\":[1,\"4\"]}";

    ask(rig, INGESTION, 1u << FACT_LAST_WEEK);

    for (size_t i = 0; i < rig->fake.asked_count; i++)
        if (has_asked(rig, i, "avg_over_time")) {
            by_first += has_asked(rig, i, "traces_saved");
            by_third += has_asked(rig, i, "otelcol_receiver");
        }
    assert_int_equal(by_first, 1);
    assert_int_equal(by_third, 1);
    assert_int_equal(rig->fake.asked_count, 5);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(want_only_asks_for_one_panel_and_nothing_else),
        CASE(probe_when_the_first_is_empty_asks_the_right_one_next),
        CASE(probe_when_the_first_has_data_takes_it),
        CASE(probe_when_nothing_has_data_asks_no_further),
        CASE(probe_when_only_zeros_are_left_takes_them_at_once),
        CASE(probe_when_the_server_refuses_to_scout_asks_one_by_one),
        CASE(last_week_is_asked_for_before_the_panel_has_a_query),
        CASE(last_week_follows_the_panel_to_another_query),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
