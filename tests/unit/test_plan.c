/* test_plan.c - values that must arrive whole and must not run. */
#include "tests/unit/action_fixture.h"

#include <sys/wait.h>

#include "action/plan.h"

/* Every byte that means something to a shell, a terminal or a line reader. */
#define HOSTILE                                                                \
    "a'b\"c`touch BOMB`$(touch BOMB);touch BOMB\\\\|&<>*?[x]{1,2}~#!%n "       \
    "${IFS} $$ "

static void make(struct plan *plan, struct fixture *fixture,
                 const char *command, const char *value)
{
    struct plan_input input = fixture_input(fixture);
    const struct plan_pair pair = {.name = "<pod>", .value = value};

    fixture->step.command = command;
    input.placeholders = &pair;
    input.placeholder_count = value ? 1 : 0;
    plan_make(plan, &input);
}

/* Runs the plan's shell in the fixture's folder; returns what it wrote. */
static char *run(const struct fixture *fixture, const struct plan *plan,
                 const char *shell)
{
    static char out[65536];
    size_t used = 0;
    int ends[2];
    int status;
    ssize_t got;
    pid_t child;

    assert_null(plan->refusal);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (chdir(fixture->dir) < 0 || dup2(ends[1], 1) < 0)
            _exit(1);
        (void)close(ends[0]);
        (void)close(ends[1]);
        for (size_t i = 0; i < plan->variable_count; i++)
            (void)setenv(plan->variables[i].name, plan->variables[i].value, 1);
        (void)execlp(shell, shell, "-c", plan->command, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    while ((got = read(ends[0], out + used, sizeof(out) - 1 - used)) > 0)
        used += (size_t)got;
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    out[used] = '\0';
    return out;
}

static bool has_bomb(const struct fixture *fixture)
{
    char *path = xasprintf("%s/BOMB", fixture->dir);
    bool is_there = access(path, F_OK) == 0;

    free(path);
    return is_there;
}

static void command_without_placeholder_stays_as_it_is(void **state)
{
    struct plan plan;

    make(&plan, *state, "echo \"$HOME\"  'a b'\n\techo <<<x", NULL);

    assert_null(plan.refusal);
    assert_string_equal(plan.command, "echo \"$HOME\"  'a b'\n\techo <<<x");
    assert_false(plan.is_edited);
    plan_clear(&plan);
}

static void placeholder_in_every_place_arrives_whole(void **state)
{
    static const struct {
        const char *command, *before, *behind;
    } places[] = {
        {"printf '%s\\n' <pod>", "", "\n"},
        {"printf '%s\\n' x-<pod>-y", "x-", "-y\n"},
        {"printf '%s\\n' \"<pod>\"", "", "\n"},
        {"printf '%s\\n' \"a <pod> b\"", "a ", " b\n"},
        {"printf '%s\\n' '<pod>'", "", "\n"},
        {"printf '%s\\n' 'a <pod> b'", "a ", " b\n"},
        {"printf '%s\\n' \"$(printf '%s' '<pod>')\"", "", "\n"},
        {"printf '%s\\n' \"$(printf '%s' \"<pod>\")\"", "", "\n"},
        {"cat <<EOF\nit is <pod>.\nEOF", "it is ", ".\n"},
        {"cat <<-EOF\n\tit is <pod>.\n\tEOF", "it is ", ".\n"},
        {"X=<pod>; printf '%s\\n' \"$X\"", "", "\n"},
        {"# not <pod>'s\nprintf '%s\\n' <pod>", "", "\n"},
        {"(printf '%s\\n' <pod>)", "", "\n"},
        {"{ printf '%s\\n' <pod>; } | cat", "", "\n"},
        {"if true; then printf '%s\\n' <pod>; fi", "", "\n"},
    };
    static const char *const shells[] = {"bash", "sh"};

    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
            struct plan plan;
            char *expected = xasprintf("%s%s%s", places[i].before, HOSTILE "e",
                                       places[i].behind);

            make(&plan, *state, places[i].command, HOSTILE "e");

            assert_string_equal(run(*state, &plan, shells[k]), expected);
            assert_false(has_bomb(*state));
            free(expected);
            plan_clear(&plan);
        }
}

static void placeholder_in_dollar_quotes_arrives_whole(void **state)
{
    struct plan plan;

    make(&plan, *state, "printf '%s\\n' $'a\\t<pod>\\n'", HOSTILE "e");

    assert_string_equal(run(*state, &plan, "bash"), "a\t" HOSTILE "e\n\n");
    assert_false(has_bomb(*state));
    plan_clear(&plan);
}

static void placeholder_where_it_is_not_safe_is_refused(void **state)
{
    static const char *const commands[] = {
        "cat <<'EOF'\n<pod>\nEOF",
        "cat <<\\EOF\n<pod>\nEOF",
        "cat <<EOF\n$(echo <pod>)\nEOF",
        "cat <<EOF\n\\<pod>\nEOF",
        "echo `echo <pod>`",
        "echo ${X:-<pod>}",
        "echo ${X:-'<pod>'}",
        "echo $(( <pod> + 1 ))",
        "(( <pod> + 1 ))",
        "echo \\<pod>",
        "echo \"\\<pod>\"",
        "a[<pod>]=1",
        "echo $(case x in x) echo <pod>;; esac)",
    };

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        struct plan plan;

        make(&plan, *state, commands[i], "plain");

        assert_non_null(plan.refusal);
        plan_clear(&plan);
    }
}

static void placeholder_read_twice_takes_plain_names_only(void **state)
{
    static const char *const commands[] = {
        "sh -c 'echo <pod>'",
        "bash -c \"echo <pod>\"",
        "eval echo <pod>",
        "echo 'echo <pod>' | sh",
        "kubectl exec x -- sh -c 'ls <pod>'",
        "ssh host ls <pod>",
        "echo <pod> | xargs rm",
        "awk '/<pod>/ { print }' x",
        "[[ <pod> -gt 1 ]]",
        "N=<pod>; (( N > 1 ))",
        "N=<pod>; echo $((N + 1))",
        "N=<pod>; T=abc; echo ${T:N}",
        "N=<pod>; a=(1 2); echo ${a[N]}",
        "test -v <pod>",
        "[ -v <pod> ]",
        "printf -v <pod> x",
    };

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        struct plan plan;

        make(&plan, *state, commands[i], "jaeger-collector-0.x");
        assert_null(plan.refusal);
        plan_clear(&plan);
        make(&plan, *state, commands[i], "x;touch BOMB");
        assert_non_null(plan.refusal);
        plan_clear(&plan);
        make(&plan, *state, commands[i], "x[$(touch BOMB)]");
        assert_non_null(plan.refusal);
        plan_clear(&plan);
    }
}

static void value_that_cannot_be_seen_is_refused(void **state)
{
    static const char *const values[] = {
        "", "a\nb", "a\tb", "\x1b[31m", "a\xff", "a\xe2\x80\xae.", "-rf",
    };

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct plan plan;

        make(&plan, *state, "echo <pod>", values[i]);

        assert_non_null(plan.refusal);
        plan_clear(&plan);
    }
}

static void value_of_a_thousand_bytes_is_the_longest(void **state)
{
    char value[PLAN_VALUE_MAX + 2];
    struct plan plan;

    memset(value, 'a', sizeof(value));
    value[PLAN_VALUE_MAX] = '\0';
    make(&plan, *state, "echo <pod>", value);
    assert_null(plan.refusal);
    plan_clear(&plan);
    value[PLAN_VALUE_MAX] = 'a';
    value[PLAN_VALUE_MAX + 1] = '\0';
    make(&plan, *state, "echo <pod>", value);

    assert_non_null(plan.refusal);
    plan_clear(&plan);
}

static void missing_values_are_named_once(void **state)
{
    struct plan plan;

    make(&plan, *state, "echo <pod> <name> <pod> # <not>", NULL);

    assert_int_equal(plan.missing_count, 2);
    assert_string_equal(plan.missing[0], "<pod>");
    assert_string_equal(plan.missing[1], "<name>");
    assert_string_equal(plan.refusal, "it needs a value for <pod>, <name>");
    plan_clear(&plan);
}

static void two_placeholders_of_one_name_have_two_variables(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    const struct plan_pair pairs[] = {{"<a-b>", "1"}, {"<a_b>", "2"}};
    struct plan plan;

    fixture->step.command = "echo <a-b> <a_b> <a-b>";
    input.placeholders = pairs;
    input.placeholder_count = 2;
    plan_make(&plan, &input);

    assert_string_equal(run(fixture, &plan, "bash"), "1 2 1\n");
    plan_clear(&plan);
}

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

    assert_string_equal(run(fixture, &plan, "bash"), expected);
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
        struct fixture *fixture = *state;
        struct plan_input input = fixture_input(fixture);
        const struct plan_pair label = {"pod", rows[i].value};
        struct plan plan;

        fixture->step.command = rows[i].command;
        input.labels = &label;
        input.label_count = 1;
        plan_make(&plan, &input);

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
        struct fixture *fixture = *state;
        struct plan_input input = fixture_input(fixture);
        const struct plan_pair label = {"pod", "jaeger-query-5d7f/x:1"};
        struct plan plan;

        fixture->step.command = commands[i];
        input.labels = &label;
        input.label_count = 1;
        plan_make(&plan, &input);

        assert_string_equal(run(fixture, &plan, "bash"),
                            "jaeger-query-5d7f/x:1\n");
        plan_clear(&plan);
    }
}

static void label_cannot_take_the_place_of_a_placeholder(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    const struct plan_pair label = {"<pod>", "evil"};
    struct plan plan;

    fixture->step.command = "echo <pod>";
    input.labels = &label;
    input.label_count = 1;
    plan_make(&plan, &input);

    assert_int_equal(plan.missing_count, 1);
    plan_clear(&plan);
}

static void variable_without_value_is_refused(void **state)
{
    struct plan plan;

    make(&plan, *state, "curl -fsS \"$ES_URL/_cat\"", NULL);

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

        make(&plan, *state, commands[i], NULL);

        assert_null(plan.refusal);
        plan_clear(&plan);
    }
}

static void variable_that_nobody_sets_is_refused(void **state)
{
    struct plan plan;

    make(&plan, *state, "rm -r \"${TRACETOP_NOT_THERE}\"/x", NULL);

    assert_string_equal(plan.refusal, "$TRACETOP_NOT_THERE has no value");
    plan_clear(&plan);
}

static void context_goes_into_the_environment(void **state)
{
    struct fixture *fixture = *state;
    struct plan plan;

    fixture->context.elasticsearch.url =
        (char *)(size_t) "http://es:9200/$(touch BOMB)";
    make(&plan, fixture, "echo \"$ES_URL\" -n \"$NAMESPACE\"", NULL);

    assert_string_equal(run(fixture, &plan, "bash"),
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
    make(&plan, fixture,
         "echo \"$COLLECTOR_DEPLOYMENT $QUERY_DEPLOYMENT $TEAM\"", NULL);

    assert_string_equal(run(fixture, &plan, "bash"),
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

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(command_without_placeholder_stays_as_it_is),
        TEST(placeholder_in_every_place_arrives_whole),
        TEST(placeholder_in_dollar_quotes_arrives_whole),
        TEST(placeholder_where_it_is_not_safe_is_refused),
        TEST(placeholder_read_twice_takes_plain_names_only),
        TEST(value_that_cannot_be_seen_is_refused),
        TEST(value_of_a_thousand_bytes_is_the_longest),
        TEST(missing_values_are_named_once),
        TEST(two_placeholders_of_one_name_have_two_variables),
        TEST(label_arrives_whole_and_runs_nothing),
        TEST(label_that_could_do_more_is_refused),
        TEST(label_that_is_a_plain_name_may_stand_anywhere),
        TEST(label_cannot_take_the_place_of_a_placeholder),
        TEST(variable_without_value_is_refused),
        TEST(variable_that_the_text_sets_is_its_own_affair),
        TEST(variable_that_nobody_sets_is_refused),
        TEST(context_goes_into_the_environment),
        TEST(context_may_name_what_the_charts_call_otherwise),
        TEST(held_back_step_runs_only_edited),
        TEST(edited_text_is_judged_again_but_never_below_the_guide),
        TEST(dry_run_asks_the_server_where_the_verb_knows_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
