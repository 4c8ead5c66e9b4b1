/* test_expression.c - what is plainly no expression. */
#include "tests/test.h"

#include "alert/expression.h"

static void expression_check_of_expressions_is_fine(void **state)
{
    static const char *const texts[] = {
        "up",
        "or",
        "sum by (le) (rate(x{a=\"(\", b='}\\'', c=`\\`}[5m])) > 0.5",
        "a # ( not looked at\n + b # +",
        "up == 0 or absent(up{job=~\"(.+[-/])?j\"} == 1)\n",
        "my_or",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_int_equal(expression_check(texts[i], NULL), 0);
}

static void expression_check_of_others_says_why(void **state)
{
    static const struct {
        const char *text, *why;
        int line;
    } cases[] = {
        {"test +", "parse error: nothing behind '+'", 1},
        {"a\n or", "parse error: nothing behind 'or'", 2},
        {"sum(rate(x[5m])", "parse error: '(' is not closed", 1},
        {"a\n)", "parse error: unexpected ')'", 2},
        {"a{b=\"c}", "parse error: unterminated quoted string", 1},
        {"a[5m)", "parse error: unexpected ')'", 1},
        {" # x", "parse error: no expression found in input", 1},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = {0};

        assert_int_equal(expression_check(cases[i].text, &err), -1);
        assert_string_equal(err.text, cases[i].why);
        assert_int_equal(err.code, cases[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expression_check_of_expressions_is_fine),
        cmocka_unit_test(expression_check_of_others_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
