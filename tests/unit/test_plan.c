/* test_plan.c - what will run, with what environment, at what risk. */
#include "tests/support/plan_fixture.h"

static void command_without_placeholder_stays_as_it_is(void **state)
{
    struct plan plan;

    plan_with(&plan, *state, "echo \"$HOME\"  'a b'\n\techo <<<x", NULL);

    assert_null(plan.refusal);
    assert_string_equal(plan.command, "echo \"$HOME\"  'a b'\n\techo <<<x");
    assert_false(plan.is_edited);
    plan_clear(&plan);
}

static void variable_without_value_is_refused(void **state)
{
    struct plan plan;

    plan_with(&plan, *state, "curl -fsS \"$ES_URL/_cat\"", NULL);

    assert_string_equal(
        plan.refusal,
        "$ES_URL has no value: context 'prod-eu' needs elasticsearch.url");
    plan_clear(&plan);
}

static void variable_that_the_text_sets_is_its_own_affair(void **state)
{
    static const char *const commands[] = {
        "DIR=/x; ls \"$DIR\"",
        "for POD in a b; do echo $POD; done",
        "echo a | while read -r LINE; do echo \"$LINE\"; done",
        "echo \"${NOT_THERE:-x}\"",
        "echo '$NOT_THERE'",
        "echo $PWD $RANDOM",
        "awk 'END { print $NF }' x",
    };

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        struct plan plan;

        plan_with(&plan, *state, commands[i], NULL);

        assert_null(plan.refusal);
        plan_clear(&plan);
    }
}

static void variable_that_nobody_sets_is_refused(void **state)
{
    struct plan plan;

    plan_with(&plan, *state, "rm -r \"${TRACETOP_NOT_THERE}\"/x", NULL);

    assert_string_equal(plan.refusal, "$TRACETOP_NOT_THERE has no value");
    plan_clear(&plan);
}

static void context_goes_into_the_environment(void **state)
{
    struct fixture *fixture = *state;
    struct plan plan;

    fixture->context.elasticsearch.url =
        (char *)(size_t) "http://es:9200/$(touch BOMB)";
    plan_with(&plan, fixture, "echo \"$ES_URL\" -n \"$NAMESPACE\"", NULL);

    assert_string_equal(plan_run(fixture, &plan, "bash"),
                        "http://es:9200/$(touch BOMB) -n observability\n");
    assert_false(has_bomb(fixture));
    plan_clear(&plan);
}

static void context_may_name_what_the_charts_call_otherwise(void **state)
{
    struct fixture *fixture = *state;
    struct label_setting variables[] = {
        {(char *)(size_t) "QUERY_DEPLOYMENT", (char *)(size_t) "jaeger"},
        {(char *)(size_t) "TEAM", (char *)(size_t) "a b"}};
    struct plan plan;

    fixture->context.variables = variables;
    fixture->context.variable_count = 2;
    plan_with(&plan, fixture,
              "echo \"$COLLECTOR_DEPLOYMENT $QUERY_DEPLOYMENT $TEAM\"", NULL);

    assert_string_equal(plan_run(fixture, &plan, "bash"),
                        "jaeger-collector jaeger a b\n");
    plan_clear(&plan);
}

static void held_back_step_runs_only_edited(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    struct plan plan;

    fixture->step.command = "# kubectl delete ns x";
    fixture->step.is_held_back = true;
    plan_make(&plan, &input);
    assert_non_null(plan.refusal);
    plan_clear(&plan);
    input.command = "kubectl delete ns x";
    plan_make(&plan, &input);

    assert_null(plan.refusal);
    assert_true(plan.is_edited);
    assert_int_equal(plan.risk, RISK_DESTRUCTIVE);
    plan_clear(&plan);
}

static void edited_text_is_judged_again_but_never_below_the_guide(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    struct plan plan;

    fixture->step.command = "kubectl get pods";
    fixture->step.risk = RISK_CHANGE;
    fixture->step.reason = "the guide says so";
    input.command = "kubectl get pods -A";
    plan_make(&plan, &input);

    assert_int_equal(plan.risk, RISK_CHANGE);
    assert_string_equal(plan.reason, "the guide says so");
    plan_clear(&plan);
}

static void dry_run_asks_the_server_where_the_verb_knows_it(void **state)
{
    static const struct {
        const char *command, *dry; /* NULL: it is only printed */
    } rows[] = {
        {"kubectl apply -f x.yaml", "kubectl apply --dry-run=server -f x.yaml"},
        {"kubectl -n obs scale deployment/x --replicas=2",
         "kubectl -n obs scale --dry-run=server deployment/x --replicas=2"},
        {"kubectl delete pod x; kubectl get pods",
         "kubectl delete --dry-run=server pod x; kubectl get pods"},
        {"kubectl set env deployment/x A=b",
         "kubectl set --dry-run=server env deployment/x A=b"},
        {"kubectl rollout restart deployment/x", NULL},
        {"kubectl delete pod x && rm -rf /tmp/x", NULL},
        {"curl -X DELETE http://x/y", NULL},
        {"some-tool", NULL},
        {"kubectl 2>delete delete pod x", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct fixture *fixture = *state;
        struct plan_input input = fixture_input(fixture);
        struct plan plan;

        fixture->step.command = rows[i].command;
        fixture->step.risk = RISK_DESTRUCTIVE;
        input.is_dry_run = true;
        plan_make(&plan, &input);

        assert_null(plan.refusal);
        assert_int_equal(plan.is_dry_run, rows[i].dry != NULL);
        assert_int_equal(plan.is_printed, rows[i].dry == NULL);
        assert_string_equal(plan.command,
                            rows[i].dry ? rows[i].dry : rows[i].command);
        if (rows[i].dry)
            assert_int_equal(plan.risk, RISK_READ);
        plan_clear(&plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(command_without_placeholder_stays_as_it_is),
        ACTION_TEST(variable_without_value_is_refused),
        ACTION_TEST(variable_that_the_text_sets_is_its_own_affair),
        ACTION_TEST(variable_that_nobody_sets_is_refused),
        ACTION_TEST(context_goes_into_the_environment),
        ACTION_TEST(context_may_name_what_the_charts_call_otherwise),
        ACTION_TEST(held_back_step_runs_only_edited),
        ACTION_TEST(edited_text_is_judged_again_but_never_below_the_guide),
        ACTION_TEST(dry_run_asks_the_server_where_the_verb_knows_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
