/* graph_fixture.c - one line, its grid and its request. */
#include "tests/support/graph_fixture.h"

struct grid *grid;

struct canvas canvas;

struct ring *ring;

struct graph_line line;

struct graph_request request;

int graph_setup(void **state)
{
    (void)state;
    grid = grid_new(8, 60);
    canvas = canvas_of(grid, false);
    ring = ring_new(STEP, SLOTS + 8);
    line =
        (struct graph_line){.ring = ring, .role = ROLE_GRAPH, .is_area = true};
    request = (struct graph_request){
        .from_ms = now - hour,
        .to_ms = now,
        .lines = &line,
        .line_count = 1,
        .unit = "",
        .crosshair_ms = -1,
        .has_time_axis = true,
    };
    return 0;
}

int graph_teardown(void **state)
{
    (void)state;
    ring_free(ring);
    grid_free(grid);
    return 0;
}

void resize(int rows, int columns)
{
    grid_resize(grid, rows, columns);
    canvas = canvas_of(grid, false);
}

int64_t slot(int back)
{
    return (now / STEP + 1 - back) * STEP;
}

void fill_hill(double height)
{
    for (int back = SLOTS - 1; back >= 0; back--) {
        double from_middle = (back - SLOTS / 2.0) / (SLOTS / 2.0);

        ring_put(ring, slot(back), height * (1 - from_middle * from_middle));
    }
}

void fill(double value)
{
    for (int back = SLOTS - 1; back >= 0; back--)
        ring_put(ring, slot(back), value);
}

double ripple(int index)
{
    return (double)(index * 7919 % 31) / 31;
}

void assert_role(int row, int column, enum role role)
{
    assert_int_equal(grid_at(grid, row, column)->role, role);
}
