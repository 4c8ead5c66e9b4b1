/* test_silence_list.c - silences by their id. */
#include "tests/test.h"

#include "alert/silence_list.h"

static void list_finds_by_id_and_leaves_expired_out(void **state)
{
    struct silence_list *list = silence_list_new();
    const struct silence *found;
    (void)state;

    for (int i = 0; i < 3; i++) {
        static const char *const ids[] = {"c", "a", "b"};
        const struct matcher matcher = {"pod", "x", true, false};

        silence_list_add(list,
                         &(struct silence){.id = ids[i],
                                           .state = i == 2 ? SILENCE_EXPIRED
                                                           : SILENCE_ACTIVE,
                                           .comment = "why",
                                           .created_by = "ann",
                                           .ends_ms = 0,
                                           .matchers = &matcher,
                                           .matcher_count = 1});
    }
    silence_list_end(list);
    found = silence_list_find(list, "c");

    assert_int_equal(silence_list_all(list).count, 2);
    assert_null(silence_list_find(list, "b"));
    assert_string_equal(found->comment, "why");
    assert_string_equal(found->matchers[0].value, "x");
    assert_string_equal(silence_list_words(list, found),
                        "ann until 1970-01-01T00:00:00Z");
    silence_list_unref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_finds_by_id_and_leaves_expired_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
