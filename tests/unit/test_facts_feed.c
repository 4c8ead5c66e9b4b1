/* test_facts_feed.c - single numbers, asked of a made-up Prometheus at once. */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/engine.h"
#include "model/fact.h"
#include "tests/support/fake_prometheus.h"

struct rig {
    struct loop *loop;
    struct server *server;
    struct fake_prometheus fake;
    struct settings *settings;
    struct engine *engine;
    const struct fact *facts;
};

enum { TURNS_MAX = 4000, TURN_MS = 2000 };

#define SAMPLE(labels, value)                                                  \
    "{\"metric\":{" labels "},\"value\":[1000,\"" value "\"]}"

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
    rig->facts = engine_model(rig->engine)->facts;
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

static bool no_panel(const void *owner, const char *id)
{
    (void)owner;
    (void)id;
    return false;
}

static void want(struct rig *rig, unsigned facts)
{
    const struct engine_wants wants = {.owner = rig,
                                       .question = no_question,
                                       .panel = no_panel,
                                       .facts = facts};
    struct err err = {0};

    engine_want_only(rig->engine, &wants);
    assert_int_equal(engine_start(rig->engine, &err), 0);
}

static void wait_told(struct rig *rig, enum fact_id id)
{
    const struct fact *fact = &rig->facts[id];

    for (int i = 0; i < TURNS_MAX; i++) {
        if (fact->answered_ms >= 0 || fact->error[0])
            return;
        assert_int_equal(loop_turn(rig->loop, TURN_MS, NULL), 0);
    }
    fail_msg("it never came");
}

static void facts_that_nobody_wants_are_not_asked(void **state)
{
    struct rig *rig = *state;

    want(rig, 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(loop_turn(rig->loop, 1, NULL), 0);

    assert_int_equal(server_requests(rig->server), 0);
    assert_int_equal(rig->facts[FACT_TARGETS].answered_ms, -1);
    assert_string_equal(rig->facts[FACT_TARGETS].error, "");
}

static void facts_come_in_one_answer_told_apart_by_a_label(void **state)
{
    struct rig *rig = *state;

    rig->fake.vector = SAMPLE("\"fact\":\"2\"", "11") "," SAMPLE(
        "\"fact\":\"1\",\"job\":\"x\"",
        "12") "," SAMPLE("\"fact\":\"99\"", "5") "," SAMPLE("", "7");
    want(rig, 1u << FACT_TARGETS | 1u << FACT_TARGETS_UP | 1u << FACT_PODS);
    wait_told(rig, FACT_TARGETS);

    assert_int_equal(server_requests(rig->server), 1);
    assert_near(rig->facts[FACT_TARGETS].value, 12, 0);
    assert_near(rig->facts[FACT_TARGETS_UP].value, 11, 0);
    assert_near(rig->facts[FACT_PODS].value, NAN, 0);
    assert_true(rig->facts[FACT_PODS].answered_ms >= 0);
    assert_string_equal(rig->facts[FACT_PODS].error, "");
}

static void facts_are_asked_with_the_contexts_namespace(void **state)
{
    struct rig *rig = *state;
    const char *asked;

    want(rig, 1u << FACT_PODS);
    wait_told(rig, FACT_PODS);

    asked = rig->fake.asked[0].expression;
    assert_non_null(strstr(asked, "label_replace(sum(kube_pod_status_phase{"));
    assert_non_null(strstr(asked, "namespace=\"observability\""));
    assert_non_null(strstr(asked, "\"fact\", \"3\""));
    assert_null(strstr(asked, "count(up)"));
}

static void facts_that_are_refused_say_why(void **state)
{
    struct rig *rig = *state;

    rig->fake.refuses_instants = true;
    want(rig, 1u << FACT_TARGETS);
    wait_told(rig, FACT_TARGETS);

    assert_non_null(strstr(rig->facts[FACT_TARGETS].error, "parse error"));
    assert_near(rig->facts[FACT_TARGETS].value, NAN, 0);
    assert_int_equal(rig->facts[FACT_TARGETS].answered_ms, -1);
}

static void facts_of_a_prometheus_that_is_away_say_so(void **state)
{
    struct rig *rig = *state;

    rig->fake.is_away = true;
    want(rig, 1u << FACT_TARGETS | 1u << FACT_CONSUMERS);
    wait_told(rig, FACT_CONSUMERS);

    assert_true(rig->facts[FACT_CONSUMERS].error[0] != '\0');
    assert_string_equal(rig->facts[FACT_TARGETS].error,
                        rig->facts[FACT_CONSUMERS].error);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(facts_that_nobody_wants_are_not_asked),
        CASE(facts_come_in_one_answer_told_apart_by_a_label),
        CASE(facts_are_asked_with_the_contexts_namespace),
        CASE(facts_that_are_refused_say_why),
        CASE(facts_of_a_prometheus_that_is_away_say_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
