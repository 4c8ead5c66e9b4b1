/* test_panel_def.c - panels out of YAML, the shipped and the user's. */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "config/yaml.h"
#include "model/panel_def.h"
#include "model/panel_yaml.h"

static const struct panel_variables variables = {
    .namespace_name = "observability",
    .kafka_group = "jaeger-ingester",
    .kafka_topic = "jaeger-spans",
};

static const char least[] = "id: x\ntitle: X\nqueries: [{name: n, expr: up}]\n";

struct folder {
    char path[64];
    char file[96];
};

static void folder_make(struct folder *folder, const char *text)
{
    FILE *file;

    (void)snprintf(folder->path, sizeof(folder->path),
                   "/tmp/tracetop-panels-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(folder->file, sizeof(folder->file), "%s/a.yaml",
                   folder->path);
    file = fopen(folder->file, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    (void)fclose(file);
}

static void folder_remove(const struct folder *folder)
{
    (void)unlink(folder->file);
    (void)rmdir(folder->path);
}

static void assert_refused(const char *text, const char *why)
{
    struct folder folder;
    struct panel_defs defs;
    struct err err = {0};
    char message[400];

    folder_make(&folder, text);
    assert_int_equal(panel_defs_load(&defs, folder.path, &variables, &err), -1);
    folder_remove(&folder);

    (void)snprintf(message, sizeof(message), "%s:%s", folder.file, why);
    assert_string_equal(err.text, message);
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_int_equal(defs.count, 0);
}

static void panel_defs_load_gives_the_five_in_order(void **state)
{
    static const char *const ids[] = {"ingestion", "query", "storage",
                                      "collector", "kafka"};
    struct panel_defs defs;
    (void)state;

    assert_int_equal(panel_defs_load(&defs, NULL, &variables, NULL), 0);

    assert_int_equal(defs.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(defs.items[i].id, ids[i]);
    panel_defs_clear(&defs);
}

static void panel_defs_load_reads_every_key_of_the_shipped(void **state)
{
    struct panel_defs defs;
    const struct panel_def *storage, *query, *ingestion;
    (void)state;

    assert_int_equal(panel_defs_load(&defs, NULL, &variables, NULL), 0);
    ingestion = &defs.items[0];
    query = &defs.items[1];
    storage = &defs.items[2];

    assert_string_equal(storage->title, "Storage");
    assert_string_equal(storage->subtitle, "disk used, worst node");
    assert_string_equal(storage->unit, "%");
    assert_string_equal(storage->component, "elasticsearch");
    assert_string_equal(storage->source, "panels/storage.yaml");
    assert_string_equal(storage->legend, "name, path");
    assert_false(storage->has_minimum);
    assert_true(storage->has_maximum);
    assert_near(storage->maximum, 100, 0);
    assert_int_equal(storage->headline.headline, HEADLINE_MAX);
    assert_int_equal(storage->threshold_count, 3);
    assert_int_equal(storage->thresholds[2].severity, SEVERITY_CRITICAL);
    assert_string_equal(storage->thresholds[2].label, "flood stage");
    assert_near(storage->thresholds[2].limit, 95, 0);
    assert_int_equal(storage->thresholds[0].for_ms, 600000);
    assert_int_equal(query->headline.headline, HEADLINE_SELECT);
    assert_string_equal(query->headline.select, "operation");
    assert_string_equal(query->headline.select_value, "all");
    assert_near(query->thresholds[0].limit, 0.5, 0);
    assert_int_equal(ingestion->headline.headline, HEADLINE_SUM);
    assert_string_equal(ingestion->queries[2].unit, "spans/s");
    assert_true(ingestion->queries[1].skip_zero);
    assert_false(ingestion->queries[0].skip_zero);
    assert_null(ingestion->queries[0].note);
    assert_false(ingestion->thresholds[1].is_above);
    assert_int_equal(ingestion->thresholds[1].severity, SEVERITY_INFO);
    panel_defs_clear(&defs);
}

static void panel_def_expand_puts_safe_values_in(void **state)
{
    const struct panel_variables hostile = {
        .namespace_name = "a\"} or vector(1) # \\\n",
        .kafka_group = "g",
        .kafka_topic = "$kafka_group",
    };
    char *text = panel_def_expand("x{n=\"$namespace\",g=\"$kafka_group\","
                                  "t=\"$kafka_topic\",r=~\".*$\"} $1 "
                                  "$namespaces",
                                  &hostile);
    (void)state;

    assert_string_equal(text, "x{n=\"a\\\"} or vector(1) # \\\\\\n\",g=\"g\","
                              "t=\"$kafka_group\",r=~\".*$\"} $1 "
                              "$namespaces");
    free(text);
}

static void panel_defs_load_puts_the_kafka_names_into_the_query(void **state)
{
    struct panel_defs defs;
    (void)state;

    assert_int_equal(panel_defs_load(&defs, NULL, &variables, NULL), 0);

    assert_string_equal(defs.items[4].queries[0].expression,
                        "sum by (partition) "
                        "(clamp_min(kafka_consumergroup_lag{consumergroup="
                        "\"jaeger-ingester\",topic=\"jaeger-spans\"}, 0))");
    panel_defs_clear(&defs);
}

static void panel_defs_load_when_the_user_has_one_more_adds_it(void **state)
{
    struct folder folder;
    struct panel_defs defs;
    const struct panel_def *added;
    (void)state;

    folder_make(&folder, least);
    assert_int_equal(panel_defs_load(&defs, folder.path, &variables, NULL), 0);
    folder_remove(&folder);
    added = &defs.items[5];

    assert_int_equal(defs.count, 6);
    assert_string_equal(added->id, "x");
    assert_string_equal(added->unit, "");
    assert_string_equal(added->component, "x");
    assert_int_equal(added->headline.headline, HEADLINE_SUM);
    assert_int_equal(added->threshold_count, 0);
    panel_defs_clear(&defs);
}

static void panel_defs_load_when_the_user_has_the_same_id_replaces(void **state)
{
    struct folder folder;
    struct panel_defs defs;
    (void)state;

    folder_make(&folder, "id: query\ntitle: Mine\nheadline: min\nmin: -1\n"
                         "queries: [{name: n, expr: up, unit: ''}]\n"
                         "thresholds: [{severity: info, below: -2.5e3}]\n");
    assert_int_equal(panel_defs_load(&defs, folder.path, &variables, NULL), 0);
    folder_remove(&folder);

    assert_int_equal(defs.count, 5);
    assert_string_equal(defs.items[1].title, "Mine");
    assert_int_equal(defs.items[1].order, 2);
    assert_int_equal(defs.items[1].headline.headline, HEADLINE_MIN);
    assert_string_equal(defs.items[1].queries[0].unit, "");
    assert_near(defs.items[1].minimum, -1, 0);
    assert_near(defs.items[1].thresholds[0].limit, -2500, 0);
    assert_int_equal(defs.items[1].thresholds[0].for_ms, 0);
    panel_defs_clear(&defs);
}

static void panel_defs_load_without_the_folder_is_fine(void **state)
{
    struct panel_defs defs;
    (void)state;

    assert_int_equal(
        panel_defs_load(&defs, "/nonexistent/panels", &variables, NULL), 0);

    assert_int_equal(defs.count, 5);
    panel_defs_clear(&defs);
}

static void panel_defs_load_refuses_with_line_key_and_reason(void **state)
{
    (void)state;

    assert_refused("", "1: id: is missing");
    assert_refused("id: x\n", "1: title: is missing");
    assert_refused("- a\n", "1: wants a map of keys, such as 'key: value'");
    assert_refused("id: x\ntitel: X\n",
                   "2: titel: unknown key; did you mean 'title'?");
    assert_refused("id: X Y\n",
                   "1: id: 'X Y' is not an id: a-z, 0-9, _ and -, at most 32");
    assert_refused("id: x\ntitle: X\nqueries: []\n",
                   "3: queries: wants at least 1");
    assert_refused("id: x\ntitle: X\nqueries:\n  - {name: n}\n",
                   "4: expr: is missing");
    assert_refused("id: x\ntitle: X\nqueries: up\n",
                   "3: queries: wants a list, such as [a, b]");
    assert_refused("id: x\ntitle:\n",
                   "2: title: has no value; give one or leave the key out");
    assert_refused("id: x\nmin: 0x10\n", "2: min: '0x10' is not a number");
    assert_refused("id: x\nmin: inf\n", "2: min: 'inf' is not a number");
    assert_refused("id: x\ntitle: \"a\\eb\"\n",
                   "2: title: holds a control character (U+001B)");
}

static void panel_defs_load_refuses_what_does_not_fit_together(void **state)
{
    char text[300];
    static const char *const cases[][2] = {
        {"min: 5\nmax: 5\n", "5: max: is not above min"},
        {"headline: avg\n", "4: headline: 'avg' is not known; known: sum, max, "
                            "min, {select: {LABEL: VALUE}}"},
        {"headline: {select: all}\n", "4: headline: wants sum, max, min or "
                                      "{select: {LABEL: VALUE}}"},
        {"thresholds: [{severity: bad, above: 1}]\n",
         "4: severity: 'bad' is not known; known: info warning critical"},
        {"thresholds: [{severity: info}]\n",
         "4: above: give one of above and below"},
        {"thresholds:\n  - severity: info\n    above: 1\n    below: 2\n",
         "6: above: give one of above and below"},
        {"thresholds: [{severity: info, above: 1, for: 8d}]\n",
         "4: for: '8d' is not within 0s to 1w"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        (void)snprintf(text, sizeof(text), "%s%s", least, cases[i][0]);
        assert_refused(text, cases[i][1]);
    }
}

static void severity_name_names_each(void **state)
{
    (void)state;

    assert_string_equal(severity_name(SEVERITY_INFO), "info");
    assert_string_equal(severity_name(SEVERITY_WARNING), "warning");
    assert_string_equal(severity_name(SEVERITY_CRITICAL), "critical");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panel_defs_load_gives_the_five_in_order),
        cmocka_unit_test(panel_defs_load_reads_every_key_of_the_shipped),
        cmocka_unit_test(panel_def_expand_puts_safe_values_in),
        cmocka_unit_test(panel_defs_load_puts_the_kafka_names_into_the_query),
        cmocka_unit_test(panel_defs_load_when_the_user_has_one_more_adds_it),
        cmocka_unit_test(
            panel_defs_load_when_the_user_has_the_same_id_replaces),
        cmocka_unit_test(panel_defs_load_without_the_folder_is_fine),
        cmocka_unit_test(panel_defs_load_refuses_with_line_key_and_reason),
        cmocka_unit_test(panel_defs_load_refuses_what_does_not_fit_together),
        cmocka_unit_test(severity_name_names_each),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
