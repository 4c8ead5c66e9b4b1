/* test_plan_placeholder.c - values that arrive whole and run nothing. */
#include "tests/support/plan_fixture.h"

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

            plan_with(&plan, *state, places[i].command, HOSTILE "e");

            assert_string_equal(plan_run(*state, &plan, shells[k]), expected);
            assert_false(has_bomb(*state));
            free(expected);
            plan_clear(&plan);
        }
}

static void placeholder_in_dollar_quotes_arrives_whole(void **state)
{
    struct plan plan;

    plan_with(&plan, *state, "printf '%s\\n' $'a\\t<pod>\\n'", HOSTILE "e");

    assert_string_equal(plan_run(*state, &plan, "bash"), "a\t" HOSTILE "e\n\n");
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

        plan_with(&plan, *state, commands[i], "plain");

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

        plan_with(&plan, *state, commands[i], "jaeger-collector-0.x");
        assert_null(plan.refusal);
        plan_clear(&plan);
        plan_with(&plan, *state, commands[i], "x;touch BOMB");
        assert_non_null(plan.refusal);
        plan_clear(&plan);
        plan_with(&plan, *state, commands[i], "x[$(touch BOMB)]");
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

        plan_with(&plan, *state, "echo <pod>", values[i]);

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
    plan_with(&plan, *state, "echo <pod>", value);
    assert_null(plan.refusal);
    plan_clear(&plan);
    value[PLAN_VALUE_MAX] = 'a';
    value[PLAN_VALUE_MAX + 1] = '\0';
    plan_with(&plan, *state, "echo <pod>", value);

    assert_non_null(plan.refusal);
    plan_clear(&plan);
}

static void missing_values_are_named_once(void **state)
{
    struct plan plan;

    plan_with(&plan, *state, "echo <pod> <name> <pod> # <not>", NULL);

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

    assert_string_equal(plan_run(fixture, &plan, "bash"), "1 2 1\n");
    plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTION_TEST(placeholder_in_every_place_arrives_whole),
        ACTION_TEST(placeholder_in_dollar_quotes_arrives_whole),
        ACTION_TEST(placeholder_where_it_is_not_safe_is_refused),
        ACTION_TEST(placeholder_read_twice_takes_plain_names_only),
        ACTION_TEST(value_that_cannot_be_seen_is_refused),
        ACTION_TEST(value_of_a_thousand_bytes_is_the_longest),
        ACTION_TEST(missing_values_are_named_once),
        ACTION_TEST(two_placeholders_of_one_name_have_two_variables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
