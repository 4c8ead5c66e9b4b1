/* test_rule_names.c - the user's names in the built-in rules, escaped. */
#include "tests/test.h"

#include <stdio.h>

#include "alert/rule_file.h"
#include "alert/rule_names.h"
#include "alert/rules_load.h"
#include "base/buf.h"
#include "config/embedded.h"
#include "data/promql_text.h"

enum { NAMESPACES = 5, GROUPS = 4 }; /* places in rules/tracing.yaml */

static void load(struct rule_set *set)
{
    const struct embedded *file = embedded_find("rules/tracing.yaml");
    struct rule_findings findings = {0};

    assert_non_null(file);
    assert_int_equal(
        rule_file_parse(set, file->path, file->bytes, file->length, &findings),
        0);
    rule_findings_clear(&findings);
}

static size_t count_of(const struct rule_set *set, const char *text)
{
    size_t count = 0;

    for (size_t i = 0; i < set->group_count; i++)
        for (size_t k = 0; k < set->groups[i].rule_count; k++)
            for (const char *at = set->groups[i].rules[k].expression;
                 (at = strstr(at, text)) != NULL; at += strlen(text))
                count++;
    return count;
}

static void rule_names_apply_of_the_usual_names_changes_nothing(void **state)
{
    const struct rule_names names = {"observability", "jaeger-ingester"};
    const struct rule_names none = {NULL, ""};
    struct rule_set set = {0};

    (void)state;
    load(&set);

    assert_int_equal(rule_names_apply(&set, &names), 0);
    assert_int_equal(rule_names_apply(&set, &none), 0);

    assert_int_equal(count_of(&set, "\"jaeger-ingester|otel-collector\""),
                     GROUPS);
    rule_set_clear(&set);
}

static void rule_names_apply_puts_the_names_everywhere(void **state)
{
    const struct rule_names names = {"tracing-prod", "spans.v2"};
    struct rule_set set = {0};

    (void)state;
    load(&set);

    assert_int_equal(rule_names_apply(&set, &names), NAMESPACES + GROUPS);

    assert_int_equal(count_of(&set, "observability"), 0);
    assert_int_equal(count_of(&set, "jaeger-ingester"), 0);
    assert_int_equal(count_of(&set, "namespace=\"tracing-prod\""), NAMESPACES);
    assert_int_equal(count_of(&set, "consumergroup=~\"spans\\\\.v2\""), GROUPS);
    rule_set_clear(&set);
}

/* A name that looks like the other's place stays what it is. */
static void rule_names_apply_never_reads_its_own_names(void **state)
{
    const struct rule_names names = {
        "x", "namespace=\"observability\"|jaeger-ingester|otel-collector"};
    struct rule_set set = {0};

    (void)state;
    load(&set);

    assert_int_equal(rule_names_apply(&set, &names), NAMESPACES + GROUPS);

    assert_int_equal(
        count_of(&set, "consumergroup=~\"namespace=\\\"observability\\\"\\\\|"
                       "jaeger-ingester\\\\|otel-collector\""),
        GROUPS);
    rule_set_clear(&set);
}

static void rule_names_apply_of_hostile_names_makes_good_rules(void **state)
{
    static const char *const hostile[] = {
        "\"",
        "\\",
        "\\\"} or vector(1) #",
        "a\nb",
        "{}",
        "}",
        "((((",
        "[a-",
        "*+?",
        "$1^|.",
        "'`",
        "#",
        "{{ $labels.x }}",
        "\xc3\xa9\xe2\x82\xac",
        "\t\r\x01\x7f",
        ": - &a *b !c |",
    };

    (void)state;

    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
        const struct rule_names names = {hostile[i], hostile[i]};
        struct rule_set set = {0}, again = {0};
        struct rule_findings findings = {0};
        struct buf first, second;

        load(&set);
        assert_int_equal(rule_names_apply(&set, &names), NAMESPACES + GROUPS);
        buf_init(&first, 1 << 20);
        buf_init(&second, 1 << 20);
        rule_set_write(&set, &first);

        /* Written, read back and checked, each expression is the same. */
        assert_int_equal(rule_file_parse(&again, "again", first.bytes,
                                         first.length, &findings),
                         0);
        rule_set_write(&again, &second);
        assert_string_equal(second.bytes, first.bytes);
        assert_int_equal(findings.count, 0);

        buf_clear(&first);
        buf_clear(&second);
        rule_findings_clear(&findings);
        rule_set_clear(&set);
        rule_set_clear(&again);
    }
}

static void assert_text(void (*add)(struct buf *out, const char *text),
                        const char *text, const char *expected)
{
    struct buf out;

    buf_init(&out, 1 << 16);
    add(&out, text);
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void promql_text_add_escapes_what_ends_a_string(void **state)
{
    (void)state;

    assert_text(promql_text_add, "", "");
    assert_text(promql_text_add, "a.b|c", "a.b|c");
    assert_text(promql_text_add, "a\"b\\c\nd", "a\\\"b\\\\c\\nd");
}

static void promql_text_add_regex_escapes_what_means_more(void **state)
{
    (void)state;

    assert_text(promql_text_add_regex, "jaeger-ingester", "jaeger-ingester");
    assert_text(promql_text_add_regex, "a.b|c", "a\\\\.b\\\\|c");
    assert_text(promql_text_add_regex, "\\\"\n", "\\\\\\\\\\\"\\n");
    assert_text(promql_text_add_regex, "+*?()[]{}^$",
                "\\\\+\\\\*\\\\?\\\\(\\\\)\\\\[\\\\]\\\\{\\\\}\\\\^\\\\$");
}

static const char *no_variable(const char *name)
{
    (void)name;
    return NULL;
}

static void load_by_config(struct rule_set *set, const char *text)
{
    char path[] = "/tmp/test_rule_names.XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    const struct overrides overrides = {.config = path};
    struct rule_findings findings = {0};
    struct err err = {0};
    struct settings *settings;

    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
    settings = settings_load(&overrides, no_variable, &err);
    (void)remove(path);
    assert_non_null(settings);
    assert_int_equal(rules_load(set, settings, &findings), 0);
    settings_free(settings);
    rule_findings_clear(&findings);
}

static void rules_load_takes_the_names_of_the_context_in_force(void **state)
{
    struct rule_set set = {0};

    (void)state;

    load_by_config(&set, "context: b\n"
                         "contexts:\n"
                         "  a: {namespace: of-a}\n"
                         "  b: {namespace: of-b, kafka: {group: 'b\"(x)'}}\n");

    assert_int_equal(count_of(&set, "namespace=\"of-b\""), NAMESPACES);
    assert_int_equal(count_of(&set, "consumergroup=~\"b\\\"\\\\(x\\\\)\""),
                     GROUPS);
    rule_set_clear(&set);
}

static void rules_load_without_a_context_keeps_the_usual_names(void **state)
{
    struct rule_set set = {0};

    (void)state;

    load_by_config(&set, "refresh: 5s\n");

    assert_int_equal(count_of(&set, "namespace=\"observability\""), NAMESPACES);
    assert_int_equal(count_of(&set, "\"jaeger-ingester|otel-collector\""),
                     GROUPS);
    rule_set_clear(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_names_apply_of_the_usual_names_changes_nothing),
        cmocka_unit_test(rule_names_apply_puts_the_names_everywhere),
        cmocka_unit_test(rule_names_apply_never_reads_its_own_names),
        cmocka_unit_test(rule_names_apply_of_hostile_names_makes_good_rules),
        cmocka_unit_test(promql_text_add_escapes_what_ends_a_string),
        cmocka_unit_test(promql_text_add_regex_escapes_what_means_more),
        cmocka_unit_test(rules_load_takes_the_names_of_the_context_in_force),
        cmocka_unit_test(rules_load_without_a_context_keeps_the_usual_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
