/* test_facts_feed.c - single numbers, asked of a made-up Prometheus at once. */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/fact.h"
#include "tests/support/engine_fixture.h"

#define SAMPLE(labels, value)                                                  \
    "{\"metric\":{" labels "},\"value\":[1000,\"" value "\"]}"

static int rig_setup(void **state)
{
    *state = rig_new(NULL);
    return 0;
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
    const struct fact *fact = &rig->model->facts[id];

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
    assert_int_equal(rig->model->facts[FACT_TARGETS].answered_ms, -1);
    assert_string_equal(rig->model->facts[FACT_TARGETS].error, "");
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
    assert_near(rig->model->facts[FACT_TARGETS].value, 12, 0);
    assert_near(rig->model->facts[FACT_TARGETS_UP].value, 11, 0);
    assert_near(rig->model->facts[FACT_PODS].value, NAN, 0);
    assert_true(rig->model->facts[FACT_PODS].answered_ms >= 0);
    assert_string_equal(rig->model->facts[FACT_PODS].error, "");
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

    assert_non_null(
        strstr(rig->model->facts[FACT_TARGETS].error, "parse error"));
    assert_near(rig->model->facts[FACT_TARGETS].value, NAN, 0);
    assert_int_equal(rig->model->facts[FACT_TARGETS].answered_ms, -1);
}

static void facts_of_a_prometheus_that_is_away_say_so(void **state)
{
    struct rig *rig = *state;

    rig->fake.is_away = true;
    want(rig, 1u << FACT_TARGETS | 1u << FACT_CONSUMERS);
    wait_told(rig, FACT_CONSUMERS);

    assert_true(rig->model->facts[FACT_CONSUMERS].error[0] != '\0');
    assert_string_equal(rig->model->facts[FACT_TARGETS].error,
                        rig->model->facts[FACT_CONSUMERS].error);
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
