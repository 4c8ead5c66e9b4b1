/* test_plan_label.c - labels of alerts, which strangers write. */
#include "tests/support/plan_fixture.h"

static void label_arrives_whole_and_runs_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    const char *hostile = HOSTILE "\n\x1b]0;owned\x07\x1b[2J\nx";
    const struct plan_pair labels[] = {{"pod", hostile},
                                       {"unused", "not passed"}};
    struct plan plan;
    char *expected = xasprintf("<%s>", hostile);

    fixture->step.command = "printf '<%s>' \"$TRACETOP_LABEL_POD\"";
    input.labels = labels;
    input.label_count = 2;
    plan_make(&plan, &input);

    assert_string_equal(plan_run(fixture, &plan, "bash"), expected);
    assert_false(has_bomb(fixture));
    for (size_t i = 0; i < plan.variable_count; i++)
        assert_string_not_equal(plan.variables[i].value, "not passed");
    assert_int_equal(plan.variables[plan.variable_count - 1].origin,
                     PLAN_FROM_LABEL);
    free(expected);
    plan_clear(&plan);
}

static void label_that_could_do_more_is_refused(void **state)
{
    static const struct {
        const char *command, *value;
    } rows[] = {
        {"kubectl get pod \"$TRACETOP_LABEL_POD\"", "--all"},
        {"kubectl get pod $TRACETOP_LABEL_POD", "x --all"},
        {"kubectl get pod ${TRACETOP_LABEL_POD}", "*"},
        {"kubectl get pod \"a\"${TRACETOP_LABEL_POD}", "*"},
        {"kubectl get pod \"$(echo $TRACETOP_LABEL_POD)\"", "*"},
        {"sh -c \"ls $TRACETOP_LABEL_POD\"", "x;id"},
        {"eval \"ls $TRACETOP_LABEL_POD\"", "$(id)"},
        {"echo $(( $TRACETOP_LABEL_POD ))", "a[$(id)]"},
        {"[[ \"$TRACETOP_LABEL_POD\" -gt 1 ]]", "a[$(id)]"},
        {"awk \"/$TRACETOP_LABEL_POD/\" x", "x/{system(\"id\")}/"},
        {"echo \"$TRACETOP_LABEL_POD\"", "\xff"},
        {"echo \"$TRACETOP_LABEL_POD\"", ""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct plan_pair label = {"pod", rows[i].value};
        struct plan plan;

        plan_with_label(&plan, *state, rows[i].command, &label);

        assert_non_null(plan.refusal);
        plan_clear(&plan);
    }
}

static void label_that_is_a_plain_name_may_stand_anywhere(void **state)
{
    static const char *const commands[] = {
        "echo $TRACETOP_LABEL_POD",
        "echo ${TRACETOP_LABEL_POD}",
        "sh -c \"echo $TRACETOP_LABEL_POD\"",
        "echo \"${TRACETOP_LABEL_POD}\"",
    };

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        const struct plan_pair label = {"pod", "jaeger-query-5d7f/x:1"};
        struct plan plan;

        plan_with_label(&plan, *state, commands[i], &label);

        assert_string_equal(plan_run(*state, &plan, "bash"),
                            "jaeger-query-5d7f/x:1\n");
        plan_clear(&plan);
    }
}

static void label_cannot_take_the_place_of_a_placeholder(void **state)
{
    const struct plan_pair label = {"<pod>", "evil"};
    struct plan plan;

    plan_with_label(&plan, *state, "echo <pod>", &label);

    assert_int_equal(plan.missing_count, 1);
    plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(label_arrives_whole_and_runs_nothing),
        ACTION_TEST(label_that_could_do_more_is_refused),
        ACTION_TEST(label_that_is_a_plain_name_may_stand_anywhere),
        ACTION_TEST(label_cannot_take_the_place_of_a_placeholder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
