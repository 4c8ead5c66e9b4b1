/* test_err.c - one failure, told in one printable line. */
#include "tests/test.h"

#include "base/err.h"

static void err_set_records_kind_code_and_text(void **state)
{
    struct err err = {.kind = ERR_LIMIT, .code = 9, .text = "old"};
    (void)state;

    assert_int_equal(err_set(&err, ERR_STATUS, 503, "GET %s", "/x"), -1);

    assert_int_equal(err.kind, ERR_STATUS);
    assert_int_equal(err.code, 503);
    assert_string_equal(err.text, "GET /x");
}

static void err_set_with_control_bytes_makes_them_question_marks(void **state)
{
    struct err err = {0};
    (void)state;

    (void)err_set(&err, ERR_FORMAT, 1, "a\nb\x1b[\x7f.é");

    assert_string_equal(err.text, "a?b?[?.é");
}

static void err_set_of_a_long_text_is_cut(void **state)
{
    struct err err = {0};
    char text[500];
    (void)state;

    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    (void)err_set(&err, ERR_FORMAT, 1, "%s", text);

    assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

static void err_within_puts_the_context_in_front(void **state)
{
    struct err err = {0};
    (void)state;

    (void)err_set(&err, ERR_FORMAT, 7, "no colon");
    assert_int_equal(err_within(&err, "line %d", 7), -1);
    assert_int_equal(err_within(&err, "theme '%s'", "dark"), -1);

    assert_string_equal(err.text, "theme 'dark': line 7: no colon");
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_int_equal(err.code, 7);
}

static void err_within_too_much_context_cuts_the_end(void **state)
{
    struct err err = {0};
    char text[500];
    (void)state;

    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    (void)err_set(&err, ERR_FORMAT, 7, "no colon");
    (void)err_within(&err, "%s", text);
    assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
    assert_int_equal(err.text[sizeof(err.text) - 2], 'x');
    (void)err_within(&err, "short");

    assert_memory_equal(err.text, "short: xxx", 10);
    assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

static void err_set_of_null_still_fails(void **state)
{
    (void)state;

    assert_int_equal(err_set(NULL, ERR_FORMAT, 0, "x"), -1);
    assert_int_equal(err_within(NULL, "x"), -1);
    err_clear(NULL);
}

static void err_clear_forgets(void **state)
{
    struct err err = {0};
    (void)state;

    (void)err_set(&err, ERR_SYSTEM, 2, "x");
    err_clear(&err);

    assert_int_equal(err.kind, ERR_NONE);
    assert_int_equal(err.code, 0);
    assert_string_equal(err.text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err_set_records_kind_code_and_text),
        cmocka_unit_test(err_set_with_control_bytes_makes_them_question_marks),
        cmocka_unit_test(err_set_of_a_long_text_is_cut),
        cmocka_unit_test(err_within_puts_the_context_in_front),
        cmocka_unit_test(err_within_too_much_context_cuts_the_end),
        cmocka_unit_test(err_set_of_null_still_fails),
        cmocka_unit_test(err_clear_forgets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
