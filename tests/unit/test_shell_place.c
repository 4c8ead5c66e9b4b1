/* test_shell_place.c - where in a shell text each byte stands. */
#include "tests/test.h"

#include "action/shell_place.h"

/* The places of a text, a digit a byte; "lost" when they are not known. */
static const char *map(const char *text)
{
    static const char digits[] = "0123456789";
    static char out[200];
    unsigned char places[sizeof(out)];
    size_t length = strlen(text);

    assert_true(length < sizeof(out));
    if (!shell_place_map(text, length, places))
        return "lost";
    for (size_t i = 0; i < length; i++)
        out[i] = digits[places[i]];
    out[length] = '\0';
    return out;
}

static void shell_place_map_tells_quotes_from_plain_text(void **state)
{
    (void)state;
    assert_int_equal(map("a 'b' \"c\"")[0], '0' + SHELL_PLACE_PLAIN);
    assert_int_equal(map("a 'b' \"c\"")[3], '0' + SHELL_PLACE_SINGLE);
    assert_int_equal(map("a 'b' \"c\"")[7], '0' + SHELL_PLACE_DOUBLE);
}

static void shell_place_map_tells_heredocs_that_expand(void **state)
{
    (void)state;
    assert_int_equal(map("cat <<E\nx\nE\n")[8], '0' + SHELL_PLACE_HEREDOC);
    assert_int_equal(map("cat <<'E'\nx\nE\n")[10], '0' + SHELL_PLACE_LITERAL);
}

static void shell_place_map_of_what_is_never_ended_is_lost(void **state)
{
    static const char *const texts[] = {
        "'a",
        "\"a",
        "a $(b",
        "a ${b",
        "cat <<E\nx\n",
        "cat <<E\nx `",
        "cat <<E\nx $(y\nE\n",
        "cat <<A <<B\n`\nA\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_string_equal(map(texts[i]), "lost");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shell_place_map_tells_quotes_from_plain_text),
        cmocka_unit_test(shell_place_map_tells_heredocs_that_expand),
        cmocka_unit_test(shell_place_map_of_what_is_never_ended_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
