/* test_graph.c - how graphs look: areas, lines, thresholds, marks. */
#include "tests/test.h"

#include "tests/support/graph_fixture.h"

static void graph_draw_of_an_area_fills_it_down_to_the_axis(void **state)
{
    (void)state;
    fill_hill(8420);

    graph_draw(&request, &canvas);

    assert_golden("graph_area", grid);
}

static void graph_draw_of_thresholds_dots_them_behind_the_area(void **state)
{
    const struct graph_threshold limits[] = {
        {.limit = 85, .is_above = true},
        {.limit = 95, .is_above = true, .is_critical = true, .label = "flood"},
    };
    (void)state;
    fill_hill(92);
    request.unit = "%";
    request.has_maximum = request.has_minimum = true;
    request.maximum = 100;
    request.minimum = 70;
    request.thresholds = limits;
    request.threshold_count = 2;
    resize(12, 60);

    graph_draw(&request, &canvas);

    assert_golden("graph_threshold", grid);
}

static void graph_draw_above_a_threshold_takes_its_role(void **state)
{
    const struct graph_threshold limits[] = {
        {.limit = 50, .is_above = true},
        {.limit = 75, .is_above = true, .is_critical = true},
    };
    (void)state;
    fill(100);
    request.has_maximum = request.has_minimum = true;
    request.maximum = 100;
    request.has_time_axis = false;
    request.thresholds = limits;
    request.threshold_count = 2;
    resize(8, 30);

    graph_draw(&request, &canvas);

    assert_role(0, 20, ROLE_GRAPH_CRITICAL);
    assert_role(1, 20, ROLE_GRAPH_CRITICAL);
    assert_role(2, 20, ROLE_GRAPH_CRITICAL);
    assert_role(3, 20, ROLE_GRAPH_WARNING);
    assert_role(4, 20, ROLE_GRAPH);
    assert_role(7, 20, ROLE_GRAPH);
}

static void graph_draw_below_a_threshold_takes_the_whole_column(void **state)
{
    const struct graph_threshold limit = {.limit = 50};
    (void)state;
    fill(100);
    ring_put(ring, slot(0), 10);
    request.has_time_axis = false;
    request.thresholds = &limit;
    request.threshold_count = 1;
    resize(8, 30);

    graph_draw(&request, &canvas);

    assert_role(7, 29, ROLE_GRAPH_WARNING);
    assert_role(7, 28, ROLE_GRAPH);
}

static void graph_draw_of_lines_joins_neighbours(void **state)
{
    struct ring *other = ring_new(STEP, SLOTS + 8);
    struct graph_line lines[2] = {
        {.ring = ring, .role = ROLE_SERIES_1},
        {.ring = other, .role = ROLE_SERIES_2},
    };
    (void)state;
    fill_hill(1.2);
    for (int back = SLOTS - 1; back >= 0; back--)
        ring_put(other, slot(back), back < 80 ? 0.9 : 0.2);
    request.lines = lines;
    request.line_count = 2;
    request.unit = "s";

    graph_draw(&request, &canvas);

    assert_golden("graph_lines", grid);
    ring_free(other);
}

static void graph_draw_of_high_lines_leaves_zero_out(void **state)
{
    struct graph_layout layout;
    (void)state;
    fill(90);
    ring_put(ring, slot(0), 97);

    line.is_area = false;
    layout = graph_draw(&request, &canvas);
    assert_near(layout.low, 90, 1e-9);
    assert_near(layout.high, 98, 1e-9);
    line.is_area = true;
    layout = graph_draw(&request, &canvas);
    assert_near(layout.low, 0, 0);
}

static void graph_draw_in_blocks_has_eighths(void **state)
{
    (void)state;
    fill_hill(8420);
    request.style = GRAPH_BLOCK;

    graph_draw(&request, &canvas);

    assert_golden("graph_block", grid);
}

static void graph_draw_in_ascii_has_half_rows(void **state)
{
    const struct graph_threshold limit = {.limit = 9000, .is_above = true};
    (void)state;
    fill_hill(8420);
    request.style = GRAPH_ASCII;
    request.thresholds = &limit;
    request.threshold_count = 1;
    canvas.is_ascii = true;

    graph_draw(&request, &canvas);

    assert_golden("graph_ascii", grid);
}

static void graph_draw_of_lines_in_other_styles_joins_them_too(void **state)
{
    struct canvas upper = canvas, lower = canvas;
    (void)state;
    resize(16, 60);
    upper = canvas_of(grid, false);
    lower = canvas_cut(&upper, (struct rect){8, 0, 8, 60});
    upper = canvas_cut(&upper, (struct rect){0, 0, 8, 60});
    fill_hill(1.2);
    for (int back = 60; back >= 20; back--)
        ring_put(ring, slot(back), 0.3);
    line.is_area = false;

    request.style = GRAPH_BLOCK;
    graph_draw(&request, &upper);
    request.style = GRAPH_ASCII;
    lower.is_ascii = true;
    graph_draw(&request, &lower);

    assert_golden("graph_line_styles", grid);
}

static void graph_draw_of_a_gap_leaves_it_blank(void **state)
{
    (void)state;
    for (int back = SLOTS - 1; back >= 0; back--) {
        bool is_gap = back > 100 && back < 140;

        ring_put(ring, slot(back), is_gap ? NAN : 50 + 40 * ripple(back));
    }
    ring_put(ring, slot(120), 70);

    graph_draw(&request, &canvas);

    assert_golden("graph_gap", grid);
}

static void graph_draw_of_zeros_is_a_line_at_the_bottom(void **state)
{
    const struct graph_threshold limit = {.limit = 1000, .is_above = true};
    (void)state;
    fill(0);
    request.thresholds = &limit;
    request.threshold_count = 1;

    graph_draw(&request, &canvas);

    assert_golden("graph_zero", grid);
}

static void graph_draw_of_one_sample_shows_it(void **state)
{
    (void)state;
    ring_put(ring, slot(120), 3);

    line.is_area = false;
    graph_draw(&request, &canvas);

    assert_golden("graph_one_sample", grid);
}

static void graph_draw_of_nothing_has_axes_and_thresholds(void **state)
{
    const struct graph_threshold limit = {
        .limit = 0.5, .is_above = true, .label = "slow"};
    (void)state;
    request.thresholds = &limit;
    request.threshold_count = 1;
    request.unit = "s";

    graph_draw(&request, &canvas);

    assert_golden("graph_nothing", grid);
}

static void graph_draw_of_a_short_range_holds_each_slot(void **state)
{
    (void)state;
    for (int back = SLOTS - 1; back >= 0; back--)
        ring_put(ring, slot(back), back % 20 < 10 ? 30 : 60);
    request.from_ms = now - 15 * minute;
    resize(8, 150);

    graph_draw(&request, &canvas);

    assert_golden("graph_hold", grid);
}

static void graph_draw_of_marks_points_at_their_times(void **state)
{
    const struct graph_marker markers[] = {
        {.at_ms = now - 30 * minute, .symbol = "▲", .text = "7"},
        {.at_ms = now - 16 * minute, .symbol = "▲", .text = "18"},
        {.at_ms = now - 14 * minute, .symbol = "▲", .text = "19"},
        {.at_ms = now - 14 * minute, .symbol = "▼", .text = "!"},
        {.at_ms = now - 2 * hour, .symbol = "▲", .text = "old"},
        {.at_ms = now, .symbol = "▲", .text = "new"},
    };
    (void)state;
    fill_hill(8420);
    request.markers = markers;
    request.marker_count = 6;
    request.crosshair_ms = now - 50 * minute;

    graph_draw(&request, &canvas);

    assert_golden("graph_marks", grid);
}

static void graph_draw_without_a_time_row_marks_the_bottom_row(void **state)
{
    const struct graph_marker marker = {.at_ms = now - 30 * minute,
                                        .symbol = "▲",
                                        .text = "7",
                                        .role = ROLE_MARKER};
    struct graph_layout layout;
    (void)state;
    fill(10);
    request.has_time_axis = false;
    request.markers = &marker;
    request.marker_count = 1;

    layout = graph_draw(&request, &canvas);

    int column = layout.plot.column + graph_column_of(&layout, marker.at_ms);
    assert_int_equal(layout.plot.rows, 8);
    assert_role(7, column, ROLE_MARKER);
    assert_role(7, column + 1, ROLE_MARKER);
    assert_role(7, column + 2, ROLE_GRAPH);
}

static void graph_draw_of_a_crosshair_colours_the_area(void **state)
{
    struct graph_layout layout;
    int column;
    (void)state;
    fill(10);
    request.crosshair_ms = now - 30 * minute;

    layout = graph_draw(&request, &canvas);

    column = layout.plot.column + graph_column_of(&layout, now - 30 * minute);
    for (int row = 0; row < 8; row++)
        assert_role(row, column, ROLE_CROSSHAIR);
    assert_role(6, column + 1, ROLE_GRAPH);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, graph_setup, graph_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(graph_draw_of_an_area_fills_it_down_to_the_axis),
        CASE(graph_draw_of_thresholds_dots_them_behind_the_area),
        CASE(graph_draw_above_a_threshold_takes_its_role),
        CASE(graph_draw_below_a_threshold_takes_the_whole_column),
        CASE(graph_draw_of_lines_joins_neighbours),
        CASE(graph_draw_of_high_lines_leaves_zero_out),
        CASE(graph_draw_in_blocks_has_eighths),
        CASE(graph_draw_in_ascii_has_half_rows),
        CASE(graph_draw_of_lines_in_other_styles_joins_them_too),
        CASE(graph_draw_of_a_gap_leaves_it_blank),
        CASE(graph_draw_of_zeros_is_a_line_at_the_bottom),
        CASE(graph_draw_of_one_sample_shows_it),
        CASE(graph_draw_of_nothing_has_axes_and_thresholds),
        CASE(graph_draw_of_a_short_range_holds_each_slot),
        CASE(graph_draw_of_marks_points_at_their_times),
        CASE(graph_draw_without_a_time_row_marks_the_bottom_row),
        CASE(graph_draw_of_a_crosshair_colours_the_area),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
