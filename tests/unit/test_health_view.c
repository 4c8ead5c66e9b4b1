/* test_health_view.c - the Health view as drawn, and what its keys do. */
#include "tests/test.h"

#include <stdio.h>

#include "model/desk.h"
#include "panels/health_view.h"
#include "runbook/guide.h"
#include "tests/golden.h"
#include "tests/support/check_fixture.h"

static const char guide_text[] = "# Guide\n\n## Runbook: Kafka lag "
                                 "high\n\n**Alert**: `JaegerKafkaLagHigh`\n\n"
                                 "```sh\ntrue\n```\n";

struct scene {
    struct check_fixture fixture;
    struct guide guide;
    struct desk desk;
    struct view *view;
};

static void open_scene(struct scene *scene)
{
    struct err err = {0};

    check_fixture_init(&scene->fixture);
    assert_int_equal(guide_parse(&scene->guide, "guide.md", guide_text,
                                 sizeof(guide_text) - 1, &err),
                     0);
    scene->desk = (struct desk){.guide = &scene->guide};
    scene->fixture.base.model.desk = &scene->desk;
    scene->fixture.kafka.lag = 131000;
    scene->fixture.pods[0].status = "CrashLoopBackOff";
    scene->fixture.pods[0].harm = KUBERNETES_SICK;
    scene->fixture.pods[0].ready = 0;
    scene->fixture.pods[0].restarts = 7;
    scene->fixture.pods[0].restarted_ms = FIXTURE_NOW_MS - 240000;
    scene->view = view_open("health", "", &scene->fixture.base.model, &err);
    assert_non_null(scene->view);
}

static void close_scene(struct scene *scene)
{
    view_free(scene->view);
    guide_clear(&scene->guide);
    check_fixture_clear(&scene->fixture);
}

static void compare(int columns, int rows, const char *golden)
{
    struct grid *grid = grid_new(rows, columns);
    struct scene scene = {0};
    struct frame frame;

    open_scene(&scene);
    frame = model_fixture_frame(&scene.fixture.base, scene.view, GRAPH_BRAILLE);
    frame_paint(&frame, grid);

    assert_golden(golden, grid);

    close_scene(&scene);
    grid_free(grid);
}

static void health_at_each_size_looks_as_drawn(void **state)
{
    (void)state;
    compare(80, 24, "health_80x24");
    compare(120, 40, "health_120x40");
    compare(200, 60, "health_200x60");
}

/* Presses a key of the list so many times; returns the last request. */
static struct view_request press(struct scene *scene, enum command_id command,
                                 int times)
{
    const struct binding binding = {.command = command, .argument = ""};
    struct view_request request = {{0}};
    struct view_input input = {.model = &scene->fixture.base.model,
                               .keymap = scene->fixture.base.keymap,
                               .now = scene->fixture.base.model.now,
                               .rows = 22,
                               .columns = 80,
                               .search = ""};

    for (int i = 0; i < times; i++)
        (void)scene->view->ops->command(scene->view, &input, &binding,
                                        &request);
    return request;
}

static void health_enter_opens_the_runbook_of_the_line(void **state)
{
    struct scene scene = {0};
    struct view_request request;

    (void)state;
    open_scene(&scene);
    request = press(&scene, COMMAND_ENTER, 1);
    assert_string_equal(request.line, ""); /* pods: not in this guide */

    for (int i = 0; i < 40 && !request.line[0]; i++) {
        (void)press(&scene, COMMAND_DOWN, 1);
        request = press(&scene, COMMAND_ENTER, 1);
    }

    assert_string_equal(request.line, "runbook kafka-lag-high");
    close_scene(&scene);
}

static void health_when_scrolled_stays_within_its_lines(void **state)
{
    struct scene scene = {0};
    struct grid *grid = grid_new(24, 80);
    struct frame frame;

    (void)state;
    open_scene(&scene);
    (void)press(&scene, COMMAND_PAGE_DOWN, 50);
    frame = model_fixture_frame(&scene.fixture.base, scene.view, GRAPH_BRAILLE);
    frame_paint(&frame, grid);

    assert_golden("health_end_80x24", grid);

    close_scene(&scene);
    grid_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(health_at_each_size_looks_as_drawn),
        cmocka_unit_test(health_enter_opens_the_runbook_of_the_line),
        cmocka_unit_test(health_when_scrolled_stays_within_its_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
