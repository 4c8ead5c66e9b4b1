/* view_fixture.c - views over a made-up model: their pictures, their keys. */
#include "tests/support/view_fixture.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "tests/golden.h"

static struct view *open_view(const struct model_fixture *fixture,
                              const char *name);

void assert_view_golden(const struct model_fixture *fixture, const char *name,
                        int columns, int rows, const char *golden)
{
    struct grid *grid = grid_new(rows, columns);
    struct view *view = open_view(fixture, name);
    struct frame frame = model_fixture_frame(fixture, view, GRAPH_BRAILLE);

    frame_paint(&frame, grid);
    assert_golden(golden, grid);
    view_free(view);
    grid_free(grid);
}

void assert_view_paints(const struct model_fixture *fixture, const char *name)
{
    struct view *view = open_view(fixture, name);
    struct frame frame = model_fixture_frame(fixture, view, GRAPH_ASCII);

    for (int rows = 1; rows < 70; rows += 3) {
        for (int columns = 1; columns < 230; columns += 7) {
            struct grid *grid = grid_new(rows, columns);

            frame_paint(&frame, grid);
            assert_int_not_equal(grid_at(grid, 0, 0)->length, 0);
            grid_free(grid);
        }
    }
    view_free(view);
}

struct view_rig *view_rig_new(const char *name, int columns, int rows)
{
    struct view_rig *rig = xcalloc(1, sizeof(*rig));

    model_fixture_init(&rig->fixture, FIXTURE_ALERTS);
    rig->view = open_view(&rig->fixture, name);
    rig->input = (struct view_input){.model = &rig->fixture.model,
                                     .keymap = rig->fixture.keymap,
                                     .now = {.wall_ms = FIXTURE_NOW_MS},
                                     .rows = rows,
                                     .columns = columns,
                                     .search = ""};
    return rig;
}

static struct view *open_view(const struct model_fixture *fixture,
                              const char *name)
{
    struct err err = {0};
    struct view *view = view_open(name, "", &fixture->model, &err);

    if (!view)
        fail_msg("%s", err.text);
    return view;
}

int view_rig_teardown(void **state)
{
    struct view_rig *rig = *state;

    view_free(rig->view);
    model_fixture_clear(&rig->fixture);
    free(rig);
    return 0;
}

void press(struct view_rig *rig, enum command_id command)
{
    const struct binding binding = {.command = command, .argument = ""};
    struct view_request request = {0};

    assert_true(
        rig->view->ops->command(rig->view, &rig->input, &binding, &request));
}

void assert_chosen(const struct view_rig *rig, const char *words)
{
    struct buf out;

    buf_init(&out, 4096);
    rig->view->ops->copy(rig->view, &rig->input, &out);
    assert_non_null(strstr(out.bytes, words));
    buf_clear(&out);
}

void put_last_first(struct view_rig *rig, struct alerts *alerts,
                    struct alert items[FIXTURE_ALERTS_MAX])
{
    *alerts = rig->fixture.alerts;
    for (size_t i = 0; i < alerts->count; i++)
        items[(i + 1) % alerts->count] = alerts->items[i];
    alerts->items = items;
    rig->fixture.model.alerts = alerts;
    rig->fixture.model.generation++;
}
