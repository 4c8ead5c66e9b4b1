/* test_engine_once.c - an engine that asks once: what it asks, and how often in
 * a row. */
#include "tests/test.h"

#include <stdio.h>

#include "engine/engine.h"
#include "model/fact.h"
#include "tests/support/fake_prometheus.h"

struct rig {
    struct loop *loop;
    struct server *server;
    struct fake_prometheus fake;
    struct settings *settings;
    struct engine *engine;
    const struct model *model;
    const char *panel; /* the only one that is wanted */
};

enum { INGESTION = 0, STORAGE = 2, TURNS_MAX = 4000, TURN_MS = 2000 };

static const char *no_environment(const char *name)
{
    return strcmp(name, "HOME") == 0 ? "/nonexistent" : NULL;
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct overrides overrides = {0};
    struct err err = {0};

    rig->loop = loop_new(&err);
    rig->server = server_new(rig->loop);
    fake_prometheus_init(&rig->fake, rig->server);
    overrides.prometheus = server_url(rig->server, "");
    rig->settings = settings_load(&overrides, no_environment, &err);
    assert_non_null(rig->settings);
    rig->engine = engine_new(rig->loop, rig->settings, NULL, &err);
    assert_non_null(rig->engine);
    rig->model = engine_model(rig->engine);
    rig->panel = "ingestion";
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    engine_free(rig->engine);
    settings_free(rig->settings);
    server_free(rig->server);
    fake_prometheus_clear(&rig->fake);
    loop_free(rig->loop);
    free(rig);
    return 0;
}

static bool no_question(const void *owner, enum component_id id,
                        const char *name)
{
    (void)owner;
    (void)id;
    (void)name;
    return false;
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
