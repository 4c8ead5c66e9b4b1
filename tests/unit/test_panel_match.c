/* test_panel_match.c - rules beside the panels they belong to. */
#include "tests/test.h"

#include "alert/panel_match.h"

static struct panel_query spans[] = {
    {.expression = (char[]){"rate(spans_total[5m])"}}};

static struct panel_def items[] = {
    {.id = (char[]){"collector"},
     .title = (char[]){"Collectors"},
     .component = (char[]){"otel_collector"}},
    {.id = (char[]){"ingestion"},
     .title = (char[]){"Ingestion"},
     .component = (char[]){"jaeger"},
     .queries = spans,
     .query_count = 1},
    {.id = (char[]){"query"},
     .title = (char[]){"Query"},
     .component = (char[]){"jaeger"}},
};

static const struct panel_defs panels = {.items = items, .count = 3};

static void panel_match_with_shared_metric_goes_by_it(void **state)
{
    (void)state;

    assert_string_equal(panel_match(&panels, "QuerySlow",
                                    "sum(spans_total) > 1", "otel-collector"),
                        "ingestion");
}

static void panel_match_with_component_puts_it_before_the_name(void **state)
{
    (void)state;

    assert_string_equal(
        panel_match(&panels, "JaegerCollectorReplicaDown", "up == 0", "jaeger"),
        "ingestion");
}

static void panel_match_within_a_component_goes_by_the_name(void **state)
{
    (void)state;

    assert_string_equal(
        panel_match(&panels, "JaegerQuerySlow", "up == 0", "jaeger"), "query");
}

static void panel_match_with_unknown_component_goes_by_the_name(void **state)
{
    (void)state;

    assert_string_equal(panel_match(&panels, "CollectorDown", "up == 0", "x"),
                        "collector");
    assert_string_equal(panel_match(&panels, "CollectorDown", "up == 0", NULL),
                        "collector");
}

static void panel_match_without_any_sign_names_none(void **state)
{
    (void)state;

    assert_string_equal(panel_match(&panels, "Down", "up == 0", NULL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panel_match_with_shared_metric_goes_by_it),
        cmocka_unit_test(panel_match_with_component_puts_it_before_the_name),
        cmocka_unit_test(panel_match_within_a_component_goes_by_the_name),
        cmocka_unit_test(panel_match_with_unknown_component_goes_by_the_name),
        cmocka_unit_test(panel_match_without_any_sign_names_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
