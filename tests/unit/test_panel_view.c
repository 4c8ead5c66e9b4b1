/* test_panel_view.c - the crosshair, and the line of the legend chosen. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "model/change.h"
#include "model/component.h"
#include "tests/support/model_fixture.h"
#include "ui/export.h"

enum { ROWS = 22, COLUMNS = 110 };

struct rig {
    struct model_fixture fixture;
    struct changes changes;
    struct components components;
    struct view *view;
    struct view_input input;
    struct grid *grid;
    struct buf text;
};

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct err err = {0};

    model_fixture_init(&rig->fixture, FIXTURE_HEALTHY);
    rig->components.changes = &rig->changes;
    rig->fixture.model.components = &rig->components;
    rig->view = view_open("panel", "storage", &rig->fixture.model, &err);
    assert_non_null(rig->view);
    rig->input = (struct view_input){.model = &rig->fixture.model,
                                     .keymap = rig->fixture.keymap,
                                     .now = {.wall_ms = FIXTURE_NOW_MS},
                                     .rows = ROWS,
                                     .columns = COLUMNS,
                                     .search = ""};
    rig->grid = grid_new(ROWS, COLUMNS);
    buf_init(&rig->text, 1 << 16);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    view_free(rig->view);
    changes_clear(&rig->changes);
    model_fixture_clear(&rig->fixture);
    grid_free(rig->grid);
    buf_clear(&rig->text);
    free(rig);
    return 0;
}

static bool press(struct rig *rig, enum command_id command)
{
    const struct binding binding = {.command = command, .argument = ""};
    struct view_request request = {{0}};

    return rig->view->ops->command(rig->view, &rig->input, &binding, &request);
}

static bool shows(struct rig *rig, const char *words)
{
    struct canvas canvas = canvas_of(rig->grid, false);

    grid_clear(rig->grid);
    rig->view->ops->draw(rig->view, &rig->input, &canvas);
    buf_reset(&rig->text);
    export_text(rig->grid, &rig->text);
    return strstr(rig->text.bytes, words) != NULL;
}

static void panel_view_crosshair_on_a_mark_says_what_it_is(void **state)
{
    struct rig *rig = *state;
    struct change change = {.at_ms = FIXTURE_NOW_MS - 60000,
                            .kind = CHANGE_RESTART,
                            .what = "pod/jaeger-collector-1"};
    bool is_told = false;

    assert_true(changes_add(&rig->changes, &change, "1"));
    assert_false(shows(rig, "restart of pod/jaeger-collector-1"));
    for (int i = 0; i < 8 && !is_told; i++) {
        assert_true(press(rig, COMMAND_LEFT));
        is_told = shows(rig, "restart of pod/jaeger-collector-1");
    }

    assert_true(is_told);
}

static void panel_view_crosshair_that_is_left_behind_is_none(void **state)
{
    struct rig *rig = *state;

    press(rig, COMMAND_LEFT);
    assert_true(shows(rig, "at crosshair"));
    rig->fixture.model.end_ms = FIXTURE_NOW_MS - 7200000;

    assert_false(shows(rig, "at crosshair"));
    assert_false(press(rig, COMMAND_BACK)); /* nothing to take away first */
}

static void panel_view_says_how_many_series_are_out_of_sight(void **state)
{
    struct rig *rig = *state;

    assert_true(shows(rig, "3 of 3 series · newest"));
    rig->input.rows = 11;
    assert_true(shows(rig, "3 of 3 series · 1 more by Down · newest"));
}

static void panel_view_in_a_narrow_column_keeps_names_apart(void **state)
{
    struct rig *rig = *state;

    rig->input.columns = 60;
    grid_free(rig->grid);
    rig->grid = grid_new(ROWS, 60);

    assert_true(shows(rig, "es-master-0  "));
    assert_true(shows(rig, "es-master-1  "));
}

static void panel_view_only_shows_the_line_that_was_chosen(void **state)
{
    struct rig *rig = *state;
    struct view_request request = {{0}};

    assert_true(press(rig, COMMAND_DOWN));
    assert_true(press(rig, COMMAND_ONLY));

    assert_true(shows(rig, ">● es-master-1 "));
    assert_true(shows(rig, " ○ es-master-0 "));
    rig->view->ops->click(rig->view, &rig->input, 19, 5, &request);
    assert_true(shows(rig, ">○ es-master-2 "));
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(panel_view_crosshair_on_a_mark_says_what_it_is),
        CASE(panel_view_crosshair_that_is_left_behind_is_none),
        CASE(panel_view_says_how_many_series_are_out_of_sight),
        CASE(panel_view_in_a_narrow_column_keeps_names_apart),
        CASE(panel_view_only_shows_the_line_that_was_chosen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
