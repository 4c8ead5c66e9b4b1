/* test_labels.c - interned label sets. */
#include "tests/test.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "data/labels.h"

#define PAIR(name, value)                                                      \
    {                                                                          \
        (name), sizeof(name) - 1, (value), sizeof(value) - 1                   \
    }
#define INTERN(table, ...)                                                     \
    labels_intern((table), (const struct label_text[]){__VA_ARGS__},           \
                  sizeof((const struct label_text[]){__VA_ARGS__}) /           \
                      sizeof(struct label_text))

static void assert_format(const struct labels *labels, const char *expected)
{
    struct buf out;

    buf_init(&out, 1000);
    labels_format(labels, &out);
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void labels_intern_of_equal_pairs_in_any_order_is_one_set(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *first, *second;
    (void)state;

    first = INTERN(table, PAIR("pod", "a"), PAIR("job", "b"));
    second = INTERN(table, PAIR("job", "b"), PAIR("pod", "a"));

    assert_ptr_equal(first, second);
    assert_int_equal(labels_count(first), 2);
    assert_string_equal(labels_name(first, 0), "job");
    assert_string_equal(labels_value(first, 0), "b");
    assert_string_equal(labels_name(first, 1), "pod");
    labels_unref(table, first);
    assert_string_equal(labels_get(second, "pod"), "a");
    assert_null(labels_get(second, "po"));
    labels_unref(table, second);
    symtab_free(table);
}

static void labels_intern_leaves_out_empty_and_keeps_the_last_of_equal(void **s)
{
    struct symtab *table = symtab_new();
    const struct labels *labels, *plain;
    (void)s;

    labels = INTERN(table, PAIR("b", "1"), PAIR("a", ""), PAIR("b", "2"));
    plain = INTERN(table, PAIR("b", "2"));

    assert_ptr_equal(labels, plain);
    labels_unref(table, plain);
    labels_unref(table, labels);
    symtab_free(table);
}

static void labels_intern_of_nothing_is_the_empty_set(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *labels = labels_intern(table, NULL, 0);
    (void)state;

    assert_int_equal(labels_count(labels), 0);
    assert_format(labels, "{}");
    labels_unref(table, labels);
    symtab_free(table);
}

static void labels_intern_tells_values_with_nul_bytes_apart(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *left = INTERN(table, PAIR("a", "x\0y"));
    const struct labels *right = INTERN(table, PAIR("a", "x\0z"));
    (void)state;

    assert_ptr_not_equal(left, right);
    assert_true(labels_compare(left, right) < 0);
    assert_format(left, "{a=\"x\\x00y\"}");
    labels_unref(table, left);
    labels_unref(table, right);
    symtab_free(table);
}

static void labels_unref_of_the_last_frees_the_strings(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *kept = INTERN(table, PAIR("job", "x"));
    const struct labels *churn[300];
    size_t before = symtab_bytes(table);
    (void)state;

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 300; i++) {
            char pod[16];
            int length = snprintf(pod, sizeof(pod), "pod-%d-%d", round, i);

            churn[i] = INTERN(table, PAIR("job", "x"),
                              {"pod", 3, pod, (size_t)length});
        }
        assert_true(symtab_bytes(table) > before + sizeof(churn) * 2);
        for (int i = 0; i < 300; i++)
            labels_unref(table, churn[i]);
    }

    /* All that stays is room: for two pairs and a few slots. */
    assert_true(symtab_bytes(table) <= before + 200);
    labels_unref(table, labels_ref(kept));
    labels_unref(table, kept);
    labels_unref(table, NULL);
    symtab_free(table);
    symtab_free(NULL);
}

static void labels_compare_orders_as_prometheus_does(void **state)
{
    struct symtab *table = symtab_new(), *other = symtab_new();
    const struct labels *sets[] = {
        labels_intern(table, NULL, 0),
        INTERN(table, PAIR("a", "1")),
        INTERN(other, PAIR("a", "1"), PAIR("b", "1")),
        INTERN(table, PAIR("a", "1"), PAIR("b", "10")),
        INTERN(other, PAIR("a", "1"), PAIR("b", "2")),
        INTERN(table, PAIR("a", "1"), PAIR("c", "0")),
        INTERN(table, PAIR("a", "2")),
        INTERN(table, PAIR("ab", "0")),
    };
    size_t count = sizeof(sets) / sizeof(sets[0]);
    (void)state;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int order = labels_compare(sets[i], sets[j]);

            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }

    for (size_t i = 0; i < count; i++)
        labels_unref(i == 2 || i == 4 ? other : table, sets[i]);
    symtab_free(table);
    symtab_free(other);
}

static void labels_hash_is_equal_across_tables(void **state)
{
    struct symtab *table = symtab_new(), *other = symtab_new();
    const struct labels *left, *right, *swapped;
    (void)state;

    left = INTERN(table, PAIR("a", "b"), PAIR("c", "a value over 8 bytes"));
    right = INTERN(other, PAIR("c", "a value over 8 bytes"), PAIR("a", "b"));
    swapped = INTERN(other, PAIR("a", "a value over 8 bytes"), PAIR("c", "b"));

    assert_true(labels_hash(left) == labels_hash(right));
    assert_true(labels_hash(left) != labels_hash(swapped));
    assert_int_equal(labels_compare(left, right), 0);
    labels_unref(table, left);
    labels_unref(other, right);
    labels_unref(other, swapped);
    symtab_free(table);
    symtab_free(other);
}

static void labels_format_prints_as_prometheus_does(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *sets[] = {
        INTERN(table, PAIR("__name__", "up")),
        INTERN(table, PAIR("job", "up"), PAIR("__name__", "up")),
        INTERN(table, PAIR("a", "x\"y\\z\n\x01"), PAIR("B", "\xc3\xa9")),
        INTERN(table, PAIR("__name__", "my.metric"), PAIR("a.b", "1")),
        INTERN(table, PAIR("__name__", "a:b"), PAIR("c:d", "1")),
    };
    const char *expected[] = {
        "up",
        "up{job=\"up\"}",
        "{B=\"\xc3\xa9\",a=\"x\\\"y\\\\z\\n\\x01\"}",
        "{\"my.metric\",\"a.b\"=\"1\"}",
        "a:b{\"c:d\"=\"1\"}",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        assert_format(sets[i], expected[i]);
        labels_unref(table, sets[i]);
    }
    symtab_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_intern_of_equal_pairs_in_any_order_is_one_set),
        cmocka_unit_test(
            labels_intern_leaves_out_empty_and_keeps_the_last_of_equal),
        cmocka_unit_test(labels_intern_of_nothing_is_the_empty_set),
        cmocka_unit_test(labels_intern_tells_values_with_nul_bytes_apart),
        cmocka_unit_test(labels_unref_of_the_last_frees_the_strings),
        cmocka_unit_test(labels_compare_orders_as_prometheus_does),
        cmocka_unit_test(labels_hash_is_equal_across_tables),
        cmocka_unit_test(labels_format_prints_as_prometheus_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
