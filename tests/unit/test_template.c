/* test_template.c - annotations as Prometheus expands them. */
#include "tests/test.h"

#include <jansson.h>
#include <stdio.h>

#include "alert/template.h"
#include "base/buf.h"

struct fixture {
    struct symtab *table;
    const struct labels *labels, *other, *external;
};

static const struct labels *make(struct symtab *table, const char *a,
                                 const char *b)
{
    const struct label_text pairs[] = {{"__name__", 8, "m", 1},
                                       {"a", 1, a, strlen(a)},
                                       {"b", 1, b, strlen(b)}};

    return labels_intern(table, pairs, 3);
}

static int setup(void **state)
{
    static struct fixture fixture;
    const struct label_text cluster = {"cluster", 7, "eu", 2};

    fixture.table = symtab_new();
    fixture.labels = make(fixture.table, "x\"y", "\xc3\xa9");
    fixture.other = make(fixture.table, "b", "");
    fixture.external = labels_intern(fixture.table, &cluster, 1);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    labels_unref(fixture->table, fixture->labels);
    labels_unref(fixture->table, fixture->other);
    labels_unref(fixture->table, fixture->external);
    symtab_free(fixture->table);
    return 0;
}

/* What the queries of the vectors answered when they were recorded. */
static int answer(void *context, const char *expression,
                  struct template_sample **samples, size_t *count,
                  struct err *err)
{
    const struct fixture *fixture = context;

    *samples = calloc(2, sizeof(**samples));
    (*samples)[0] = (struct template_sample){fixture->labels, 7};
    (*samples)[1] = (struct template_sample){fixture->other, 8};
    *count = 2;
    if (!strcmp(expression, "m{a=\"x\\\"y\"}"))
        *count = 1;
    else if (!strcmp(expression, "nope"))
        *count = 0;
    else if (!strcmp(expression, "count(m)"))
        (*samples)[0] = (struct template_sample){NULL, 2}, *count = 1;
    else if (strcmp(expression, "m") != 0) {
        free(*samples);
        return err_set(err, ERR_FORMAT, 0, "no answer to %s", expression);
    }
    return 0;
}

static char *expand(const struct fixture *fixture, const char *alert,
                    const char *text, double value)
{
    const struct template_context context = {
        .alert = alert,
        .labels = fixture->labels,
        .value = value,
        .now_ms = 1643114203000,
        .query = answer,
        .query_context = (void *)(uintptr_t)fixture,
    };
    struct buf out;
    char *made;

    buf_init(&out, TEMPLATE_MAX_BYTES);
    (void)template_expand(text, &context, &out, NULL);
    made = buf_take(&out);
    buf_clear(&out);
    return made;
}

static void assert_expands(const struct fixture *fixture, const char *text,
                           const char *expected)
{
    char *made = expand(fixture, "B", text, 7);

    if (strcmp(made, expected) != 0)
        fail_msg("%s gave\n  %s\nand not\n  %s", text, made, expected);
    free(made);
}

static json_t *load_vectors(void)
{
    const char *shared = test_shared_dir();
    json_error_t error;
    char path[1000];
    json_t *root;

    if (!shared) {
        print_message("TRACETOP_SHARED is not set: no vectors\n");
        return NULL;
    }
    (void)snprintf(path, sizeof(path),
                   "%s/promql/vectors/template-vectors-242.json", shared);
    root = json_load_file(path, 0, &error);
    if (!root)
        print_message("%s: %s\n", path, error.text);
    return root;
}

static void template_expand_of_each_number_equals_promtool(void **state)
{
    json_t *root = load_vectors(), *results;
    const char *number, *name;
    json_t *result;
    size_t count = 0;

    if (!root)
        skip();
    json_object_foreach(json_object_get(root, "values"), number, results)
    {
        json_object_foreach(results, name, result)
        {
            const char *text = json_string_value(
                json_object_get(json_object_get(root, "templates"), name));
            char *made = expand(*state, "A", text, strtod(number, NULL));

            if (strcmp(made, json_string_value(result)) != 0)
                fail_msg("%s of %s gave\n  %s\nand not\n  %s", text, number,
                         made, json_string_value(result));
            free(made);
            count++;
        }
    }
    assert_int_equal(count, 34 * 17);
    json_decref(root);
}

/* One differs on purpose: where promtool 2.42 tells of its own crash for want
 * of an external URL, we say what is missing. */
static void template_expand_of_each_shape_equals_promtool(void **state)
{
    json_t *root = load_vectors(), *shape;
    size_t index;

    if (!root)
        skip();
    json_array_foreach(json_object_get(root, "shapes"), index, shape)
    {
        const char *name = json_string_value(json_object_get(shape, "name"));
        const char *text =
            json_string_value(json_object_get(shape, "template"));
        const char *expected =
            json_string_value(json_object_get(shape, "result"));

        if (!strcmp(name, "ext"))
            expected = "<error expanding template: error executing template "
                       "__alert_B: template: __alert_B:1:147: executing "
                       "\"__alert_B\" at <externalURL>: error calling "
                       "externalURL: the external URL is not known here>";
        assert_expands(*state, text, expected);
    }
    assert_int_equal(index, 37);
    json_decref(root);
}

static void template_expand_when_run_gives_what_go_gives(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"plain } text", "plain } text"},
        {"{{ $value }} on {{ $labels.a }}", "7 on x\"y"},
        {"{{ if and (gt $value 5.0) (lt $value 8.0) }}in{{ end }}", "in"},
        {"{{ if false }}a{{ else if $labels.b }}b{{ else }}c{{ end }}", "b"},
        {"{{ if false }}a{{ else if false }}b{{ else }}c{{ end }}!", "c!"},
        {"{{ if true }}{{ if false }}x{{ else if true }}y{{ end }}z{{ end }}",
         "yz"},
        {"{{ with $x := 5 }}{{ $x }}{{ . }}{{ end }}", "55"},
        {"{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}", "2"},
        {"{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ end }}{{ $x }}", "1"},
        {"{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ end }}",
         "__name__=m a=x\"y b=\xc3\xa9 "},
        {"{{ range query \"m\" }}{{ if eq .Value 8.0 }}{{ break }}{{ end }}"
         "{{ .Value }}{{ end }}",
         "7"},
        {"{{ range query \"m\" }}{{ if eq .Value 7.0 }}{{ continue }}{{ end }}"
         "{{ .Value }}{{ end }}",
         "8"},
        {"{{ $.Value }}{{ with $labels }}{{ $.Labels.a }}{{ end }}", "7x\"y"},
        {"{{ printf \"%5.1f|%-6s|%05d|%+d|%x|%t|%c\" 3.14159 \"ab\" 42 7 255 "
         "true 65 }}",
         "  3.1|ab    |00042|+7|ff|true|A"},
        {"{{ printf \"%d %s\" 1 }}", "1 %!s(MISSING)"},
        {"{{ printf \"%d\" 1 2 }}", "1%!(EXTRA int=2)"},
        {"{{ printf \"100%\" }}", "100%!(NOVERB)"},
        {"{{ printf \"%q\" \"a\\n\\\"\" }}", "\"a\\n\\\"\""},
        {"{{ printf \"%v %v\" $labels true }}",
         "map[__name__:m a:x\"y b:\xc3\xa9] true"},
        {"{{ printf \"%.3s\" \"\xc3\xa9t\xc3\xa9s\" }}", "\xc3\xa9t\xc3\xa9"},
        {"{{ 'a' }} {{ 0x1F }} {{ 1e3 }} {{ -2 }}", "97 31 1000 -2"},
        {"{{ \"\\u00e9\\x41\\101\" }}", "\xc3\xa9\x41\x41"},
        {"{{ \"3.5\" | humanize }} {{ humanizePercentage 0.5 }}", "3.5 50%"},
        {"{{ (query \"m\" | first).Value }}", "7"},
        {"{{ index (query \"m\") 1 | value }}", "8"},
        {"{{ reReplaceAll \"(?P<x>[a-z])-\" \"${x}$$\" \"a-b-\" }}", "a$b$"},
        {"{{ reReplaceAll \"x*\" \"-\" \"ab\" }}", "-a-b-"},
        {"{{ tmpl \"t\" 3 }}{{ define \"t\" }}<{{ . }}>{{ end }}", "<3>"},
        {"{{ block \"b\" 4 }}[{{ . }}]{{ end }}", "[4]"},
        {"{{ .Nobody }}",
         "<error expanding template: error executing template __alert_B: "
         "template: __alert_B:1:115: executing \"__alert_B\" at <.Nobody>: "
         "can't evaluate field Nobody in type struct { Labels "
         "map[string]string; ExternalLabels map[string]string; ExternalURL "
         "string; Value float64 }>"},
        {"{{ $labels.nope.deeper }}",
         "<error expanding template: error executing template __alert_B: "
         "template: __alert_B:1:115: executing \"__alert_B\" at "
         "<$labels.nope.deeper>: can't evaluate field deeper in type string>"},
        {"{{ or }}",
         "<error expanding template: error executing template __alert_B: "
         "template: __alert_B:1:115: executing \"__alert_B\" at <or>: wrong "
         "number of args for or: want at least 1 got 0>"},
        {"{{ toUpper 1 }}",
         "<error expanding template: error executing template __alert_B: "
         "template: __alert_B:1:115: executing \"__alert_B\" at <toUpper 1>: "
         "wrong type for value; expected string; got int>"},
        {"a\n {{ gt $value 1 }}",
         "<error expanding template: error executing template __alert_B: "
         "template: __alert_B:2:4: executing \"__alert_B\" at <gt $value 1>: "
         "error calling gt: incompatible types for comparison>"},
        {"{{ query \"other\" }}",
         "<error expanding template: error executing template __alert_B: "
         "template: __alert_B:1:115: executing \"__alert_B\" at <query "
         "\"other\">: error calling query: no answer to other>"},
        {"{{ nope }}",
         "<error expanding template: error parsing template __alert_B: "
         "template: __alert_B:1: function \"nope\" not defined>"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_expands(*state, cases[i].text, cases[i].expected);
}

static void template_expand_without_a_querier_says_so(void **state)
{
    const struct template_context context = {.alert = "A", .value = 1};
    struct buf out;
    struct err err = {0};
    (void)state;

    buf_init(&out, 1000);
    assert_int_equal(
        template_expand("{{ query \"up\" }}", &context, &out, &err), -1);

    assert_non_null(strstr(out.bytes, "error calling query: not available "
                                      "here>"));
    assert_non_null(strstr(err.text, "not available here"));
    buf_clear(&out);
}

static void template_expand_gives_external_labels_and_url(void **state)
{
    const struct fixture *fixture = *state;
    const struct template_context context = {
        .alert = "A",
        .external_labels = fixture->external,
        .external_url = "http://p.example/prom",
    };
    struct buf out;

    buf_init(&out, 1000);
    assert_int_equal(
        template_expand("{{ $externalLabels.cluster }} {{ externalURL }} "
                        "{{ pathPrefix }} {{ .ExternalURL }}",
                        &context, &out, NULL),
        0);

    assert_string_equal(out.bytes, "eu http://p.example/prom /prom "
                                   "http://p.example/prom");
    buf_clear(&out);
}

static void template_check_when_it_does_not_parse_says_why(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"{{ $value", "template: __alert_X:1: unclosed action"},
        {"a\n{{ $nope }}",
         "template: __alert_X:2: undefined variable \"$nope\""},
        {"{{ if true }}", "template: __alert_X:1: unexpected EOF"},
        {"{{ end }}", "template: __alert_X:1: unexpected {{end}}"},
        {"{{ else }}", "template: __alert_X:1: unexpected {{else}}"},
        {"{{ }}", "template: __alert_X:1: missing value for command"},
        {"{{ $value | }}", "template: __alert_X:1: missing value for command"},
        {"{{ humanise $value }}",
         "template: __alert_X:1: function \"humanise\" not defined"},
        {"{{ \"abc }}", "template: __alert_X:1: unterminated quoted string"},
        {"{{ $value | 3 }}", "template: __alert_X:1: non executable command "
                             "in pipeline stage 2"},
        {"{{ ( $value }}", "template: __alert_X:1: unexpected \"}}\" in "
                           "parenthesized pipeline"},
        {"{{ break }}", "template: __alert_X:1: {{break}} outside {{range}}"},
        {"{{ 1x }}", "template: __alert_X:1: bad number syntax: \"1x\""},
        {"{{ $labels.a% }}", "template: __alert_X:1: bad character U+0025"},
        {"{{/* a }}", "template: __alert_X:1: unclosed comment"},
        {"{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}",
         "template: __alert_X:1: undefined variable \"$x\""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = {0};

        assert_int_equal(template_check("X", cases[i].text, &err), -1);
        assert_string_equal(err.text, cases[i].why);
        assert_int_equal(err.kind, ERR_FORMAT);
    }
}

static void template_expand_when_hostile_ends(void **state)
{
    static const char *const texts[] = {
        "{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}",
        "{{ define \"t\" }}{{ template \"t\" . }}{{ template \"t\" . }}"
        "{{ end }}{{ template \"t\" 1 }}",
        "{{ $x := \"aaaaaaaaaaaaaaaa\" }}{{ range query \"m\" }}"
        "{{ range query \"m\" }}{{ range query \"m\" }}{{ range query \"m\" }}"
        "{{ range query \"m\" }}{{ range query \"m\" }}{{ range query \"m\" }}"
        "{{ $x = print $x $x }}{{ $x = print $x $x }}{{ $x = print $x $x }}"
        "{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}",
        "{{ match \"(a+)+$\" \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\" }}",
    };
    struct buf deep;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char *made = expand(*state, "A", texts[i], 1);

        assert_memory_equal(made, "<error expanding template: ", 27);
        free(made);
    }
    buf_init(&deep, 1 << 20);
    buf_add_str(&deep, "{{ ");
    for (int i = 0; i < 10000; i++)
        buf_add_char(&deep, '(');
    buf_add_str(&deep, " }}");
    assert_int_equal(template_check("A", deep.bytes, NULL), -1);
    buf_clear(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(template_expand_of_each_number_equals_promtool),
        cmocka_unit_test(template_expand_of_each_shape_equals_promtool),
        cmocka_unit_test(template_expand_when_run_gives_what_go_gives),
        cmocka_unit_test(template_expand_without_a_querier_says_so),
        cmocka_unit_test(template_expand_gives_external_labels_and_url),
        cmocka_unit_test(template_check_when_it_does_not_parse_says_why),
        cmocka_unit_test(template_expand_when_hostile_ends),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
