/* test_frames.c - golden pictures of every view at every size. */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "panels/alerts_view.h"
#include "tests/support/view_fixture.h"

struct size {
    int columns, rows;
};

static const struct size sizes[] = {{80, 24}, {120, 40}, {200, 60}};

static void compare(enum fixture_story story, const char *view,
                    struct size size, const char *golden)
{
    struct model_fixture fixture;

    model_fixture_init(&fixture, story);
    assert_view_golden(&fixture, view, size.columns, size.rows, golden);
    model_fixture_clear(&fixture);
}

static void compare_sizes(enum fixture_story story, const char *view,
                          const char *name)
{
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char golden[80];

        (void)snprintf(golden, sizeof(golden), "%s_%dx%d", name,
                       sizes[i].columns, sizes[i].rows);
        compare(story, view, sizes[i], golden);
    }
}

static void overview_of_each_story_looks_as_drawn(void **state)
{
    (void)state;
    compare_sizes(FIXTURE_WAITING, "overview", "overview_waiting");
    compare_sizes(FIXTURE_HEALTHY, "overview", "overview_healthy");
    compare_sizes(FIXTURE_INCIDENT, "overview", "overview_incident");
    compare_sizes(FIXTURE_DEAD, "overview", "overview_dead");
    compare_sizes(FIXTURE_EMPTY, "overview", "overview_empty");
    compare_sizes(FIXTURE_NOBODY, "overview", "overview_nobody");
}

static void panel_of_each_story_looks_as_drawn(void **state)
{
    (void)state;
    compare_sizes(FIXTURE_INCIDENT, "panel:storage", "panel_storage");
    compare_sizes(FIXTURE_INCIDENT, "panel:ingestion", "panel_ingestion");
    compare_sizes(FIXTURE_EMPTY, "panel:query", "panel_empty");
    compare_sizes(FIXTURE_DEAD, "panel:kafka", "panel_dead");
}

static void help_of_a_panel_looks_as_drawn(void **state)
{
    (void)state;
    compare_sizes(FIXTURE_HEALTHY, "help:panel", "help_panel");
}

/* All seven back ends, in the order of the engine. */
static void seven_lights(struct backend *lights, size_t sick)
{
    static const char *const names[][2] = {
        {"prometheus", "prom"},  {"alertmanager", "am"}, {"kubernetes", "k8s"},
        {"elasticsearch", "es"}, {"jaeger", "jaeger"},   {"otel", "otel"},
        {"kafka", "kafka"}};

    for (size_t i = 0; i < 7; i++) {
        bool is_sick = i >= 7 - sick;

        lights[i] = (struct backend){
            .name = names[i][0],
            .short_name = names[i][1],
            .state = !is_sick ? BACKEND_OK
                     : i % 2  ? BACKEND_SLOW
                              : BACKEND_DOWN,
            .latency_ms = is_sick ? 12345 : 3,
            .answered_ms = FIXTURE_NOW_MS - (is_sick ? 59 * 60000 : 1000),
            .next_try_ms = -1,
        };
        (void)snprintf(lights[i].error, sizeof(lights[i].error), "%s",
                       is_sick ? "timed out after 10s (waiting for the answer) "
                                 "behind an ingress with a very long name"
                               : "");
    }
}

static void compare_lights(size_t sick, int columns, const char *golden)
{
    struct model_fixture fixture;
    struct backend *lights = xcalloc(7, sizeof(*lights));

    model_fixture_init(&fixture, FIXTURE_HEALTHY);
    seven_lights(lights, sick);
    fixture.model.backends = lights;
    fixture.model.backend_count = 7;
    assert_view_golden(&fixture, "overview", columns, 24, golden);
    model_fixture_clear(&fixture);
    free(lights);
}

static void lights_that_do_not_fit_lose_words_before_sick_ones(void **state)
{
    (void)state;
    compare_lights(7, 120, "lights_seven_sick_120x24");
    compare_lights(7, 80, "lights_seven_sick_80x24");
    compare_lights(3, 80, "lights_three_sick_80x24");
    compare_lights(0, 80, "lights_well_80x24");
    compare_lights(2, 48, "lights_two_sick_48x24");
    compare_lights(7, 48, "lights_seven_sick_48x24");
}

static void alerts_stand_worst_first_with_their_clocks(void **state)
{
    (void)state;
    compare_sizes(FIXTURE_ALERTS, "overview", "overview_alerts");
    compare_sizes(FIXTURE_ALERTS, "alerts", "alerts");
}

static void alert_in_detail_shows_every_fact(void **state)
{
    struct model_fixture fixture;
    char identity[24], view[40];
    (void)state;

    model_fixture_init(&fixture, FIXTURE_ALERTS);
    alert_identity(&fixture.alert_items[0], identity, sizeof(identity));
    model_fixture_clear(&fixture);
    (void)snprintf(view, sizeof(view), "alert:%s", identity);

    compare_sizes(FIXTURE_ALERTS, view, "alert_disk");
}

static void overview_of_a_small_terminal_is_a_list_then_a_line(void **state)
{
    (void)state;
    compare(FIXTURE_INCIDENT, "overview", (struct size){40, 10},
            "compact_40x10");
    compare(FIXTURE_INCIDENT, "overview", (struct size){59, 20},
            "compact_59x20");
    compare(FIXTURE_INCIDENT, "overview", (struct size){39, 24}, "line_39x24");
    compare(FIXTURE_HEALTHY, "overview", (struct size){20, 1}, "line_20x1");
}

static void frame_of_any_size_paints_without_a_breach(void **state)
{
    struct model_fixture fixture;
    (void)state;

    model_fixture_init(&fixture, FIXTURE_INCIDENT);

    assert_view_paints(&fixture, "overview");
    assert_view_paints(&fixture, "panel");
    assert_view_paints(&fixture, "help");
    model_fixture_clear(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overview_of_each_story_looks_as_drawn),
        cmocka_unit_test(panel_of_each_story_looks_as_drawn),
        cmocka_unit_test(help_of_a_panel_looks_as_drawn),
        cmocka_unit_test(lights_that_do_not_fit_lose_words_before_sick_ones),
        cmocka_unit_test(alerts_stand_worst_first_with_their_clocks),
        cmocka_unit_test(alert_in_detail_shows_every_fact),
        cmocka_unit_test(overview_of_a_small_terminal_is_a_list_then_a_line),
        cmocka_unit_test(frame_of_any_size_paints_without_a_breach),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
