/* test_matchers.c - a line of matchers, parsed and applied. */
#include "tests/test.h"

#include "alert/matchers.h"
#include "base/buf.h"

static bool hits(const char *line, const struct labels *labels)
{
    struct matchers matchers;
    struct err err = {0};
    bool is_hit;

    assert_int_equal(matchers_parse(&matchers, line, &err), 0);
    is_hit = matchers_hit(&matchers, labels);
    matchers_clear(&matchers);
    return is_hit;
}

static const struct labels *make_labels(struct symtab *table)
{
    const struct label_text pairs[] = {
        {"alertname", 9, "DiskFull", 8},
        {"pod", 3, "es-\"0\"\\", 7},
    };

    return labels_intern(table, pairs, 2);
}

static void assert_refused(const char *line, const char *text)
{
    struct matchers matchers;
    struct err err = {0};

    assert_int_equal(matchers_parse(&matchers, line, &err), -1);
    assert_string_equal(err.text, text);
}

static void matchers_add_of_quoted_values_reads_back_as_a_hit(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *labels = make_labels(table);
    struct matcher equal[2];
    struct buf line;
    (void)state;

    buf_init(&line, 1000);
    for (size_t i = 0; i < labels_count(labels); i++)
        equal[i] = (struct matcher){.name = labels_name(labels, i),
                                    .value = labels_value(labels, i),
                                    .is_equal = true};
    matchers_add(&line, equal, labels_count(labels));

    assert_string_equal(line.bytes,
                        "alertname=\"DiskFull\", pod=\"es-\\\"0\\\"\\\\\"");
    assert_true(hits(line.bytes, labels));
    buf_clear(&line);
    labels_unref(table, labels);
    symtab_free(table);
}

static void matchers_add_writes_what_matchers_parse_reads(void **state)
{
    static const char text[] =
        "a=\"x\", b!=\"\", c=~\"es-.*|\\\\d\", d!~\"q\\\"\\n\"";
    struct matchers matchers;
    struct err err = {0};
    struct buf line;
    (void)state;

    buf_init(&line, 1000);
    assert_int_equal(matchers_parse(&matchers, text, &err), 0);
    matchers_add(&line, matchers.items, matchers.count);

    assert_string_equal(matchers.items[2].value, "es-.*|\\d");
    assert_string_equal(matchers.items[3].value, "q\"\n");
    assert_string_equal(line.bytes, text);
    matchers_clear(&matchers);
    buf_clear(&line);
}

static void matchers_hit_needs_every_matcher(void **state)
{
    struct symtab *table = symtab_new();
    const struct labels *labels = make_labels(table);
    (void)state;

    assert_true(hits("alertname=\"DiskFull\"", labels));
    assert_true(hits(" alertname =~ \"Disk.*\" , pod!=\"x\"", labels));
    assert_true(hits("missing=\"\"", labels));
    assert_true(hits("alertname!~\"Full\"", labels));
    assert_false(hits("alertname=~\"Disk\"", labels));
    assert_false(hits("alertname=\"DiskFull\", pod=\"x\"", labels));
    assert_false(hits("alertname=~\"(\"", labels));
    labels_unref(table, labels);
    symtab_free(table);
}

static void matchers_parse_of_a_wrong_line_says_where(void **state)
{
    (void)state;

    assert_refused("", "at '' (1): a label name is wanted");
    assert_refused("9a=\"x\"", "at '=\"x\"' (3): a label name is wanted");
    assert_refused("a~\"x\"", "at '~\"x\"' (2): one of = != =~ !~ is wanted");
    assert_refused("a=x", "at 'x' (3): a value in double quotes is wanted");
    assert_refused("a=\"x", "at '' (5): the closing quote is wanted");
    assert_refused("a=\"x\" b", "at 'b' (7): a comma is wanted");
    assert_refused("a=\"x\",", "at '' (7): a label name is wanted");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matchers_add_of_quoted_values_reads_back_as_a_hit),
        cmocka_unit_test(matchers_add_writes_what_matchers_parse_reads),
        cmocka_unit_test(matchers_hit_needs_every_matcher),
        cmocka_unit_test(matchers_parse_of_a_wrong_line_says_where),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
