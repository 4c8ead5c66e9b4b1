/* test_graph.c - pictures of values over time; tests/golden/graph_*.txt. */
#include "tests/test.h"

#include <float.h>

#include "tests/golden.h"
#include "ui/graph.h"

enum { STEP = 15000, SLOTS = 240 };
static const int64_t minute = 60000, hour = 3600000;

/* Sunday 2026-11-22 21:14:07 UTC */
static const int64_t now = 1795382047000;

static struct grid *grid;
static struct canvas canvas;
static struct ring *ring;
static struct graph_line line;
static struct graph_request request;

static int make_graph(void **state)
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

static int drop_graph(void **state)
{
    (void)state;
    ring_free(ring);
    grid_free(grid);
    return 0;
}

static void resize(int rows, int columns)
{
    grid_resize(grid, rows, columns);
    canvas = canvas_of(grid, false);
}

/* The grid time of a slot, counted back from the running one. */
static int64_t slot(int back)
{
    return (now / STEP + 1 - back) * STEP;
}

/* Fills the hour with a hill, from 0 up to `height` in its middle. */
static void fill_hill(double height)
{
    for (int back = SLOTS - 1; back >= 0; back--) {
        double from_middle = (back - SLOTS / 2.0) / (SLOTS / 2.0);

        ring_put(ring, slot(back), height * (1 - from_middle * from_middle));
    }
}

static void fill(double value)
{
    for (int back = SLOTS - 1; back >= 0; back--)
        ring_put(ring, slot(back), value);
}

/* A ripple that is the same on every machine. */
static double ripple(int index)
{
    return (double)(index * 7919 % 31) / 31;
}

static void assert_role(int row, int column, enum role role)
{
    assert_int_equal(grid_at(grid, row, column)->role, role);
}

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

static void graph_draw_with_axis_columns_keeps_to_them(void **state)
{
    struct graph_layout layout;
    (void)state;
    fill(10);

    request.axis_columns = 9;
    layout = graph_draw(&request, &canvas);
    assert_int_equal(layout.plot.column, 9);
    assert_int_equal(layout.plot.columns, 51);
    request.axis_columns = -1;
    layout = graph_draw(&request, &canvas);
    assert_int_equal(layout.plot.column, 0);
}

static void graph_draw_of_infinities_and_wild_values_stays_inside(void **state)
{
    const double values[] = {INFINITY, -INFINITY, DBL_MAX, -DBL_MAX, 5e-324,
                             NAN,      1,         -1e300,  1e300,    0};
    const struct graph_threshold limits[] = {
        {.limit = NAN, .is_above = true},
        {.limit = INFINITY, .is_above = true},
        {.limit = -INFINITY, .is_critical = true, .label = "low"},
        {.limit = 1e308, .is_above = true, .label = "high"},
    };
    (void)state;
    request.thresholds = limits;
    request.threshold_count = 4;

    for (int style = GRAPH_BRAILLE; style <= GRAPH_ASCII; style++)
        for (size_t skip = 0; skip < 10; skip++)
            for (int is_area = 0; is_area < 2; is_area++) {
                struct graph_layout layout;

                ring_reset(ring);
                for (int back = SLOTS - 1; back >= 0; back--)
                    ring_put(ring, slot(back),
                             values[((size_t)back / 3 + skip) % (10 - skip)]);
                line.is_area = is_area == 1;
                request.style = (enum graph_style)style;
                layout = graph_draw(&request, &canvas);
                assert_true(isfinite(layout.low) && isfinite(layout.high));
                assert_true(layout.low < layout.high);
            }
}

static void graph_draw_at_any_size_stays_inside(void **state)
{
    const struct graph_threshold limit = {
        .limit = 60, .is_above = true, .label = "a long label"};
    const struct graph_marker marker = {
        .at_ms = now - minute, .symbol = "▲", .text = "123456"};
    (void)state;
    fill_hill(100);
    request.thresholds = &limit;
    request.threshold_count = 1;
    request.markers = &marker;
    request.marker_count = 1;
    request.crosshair_ms = now - 20 * minute;

    for (int rows = 0; rows <= 100; rows += rows < 12 ? 1 : 22)
        for (int columns = 0; columns <= 500; columns += columns < 40 ? 1 : 92)
            for (int style = GRAPH_BRAILLE; style <= GRAPH_ASCII; style++) {
                struct graph_layout layout;

                resize(rows, columns);
                request.style = (enum graph_style)style;
                layout = graph_draw(&request, &canvas);
                assert_true(layout.plot.row >= 0 && layout.plot.column >= 0);
                assert_true(layout.plot.row + layout.plot.rows <= rows);
                assert_true(layout.plot.column + layout.plot.columns <=
                            columns);
                if (rows > 0 && columns > 0)
                    assert_true(layout.plot.columns > 0 &&
                                layout.column_ms > 0);
            }
}

static void graph_draw_twice_gives_the_same_cells(void **state)
{
    struct buf first, second;
    (void)state;
    buf_init(&first, GOLDEN_MAX_BYTES);
    buf_init(&second, GOLDEN_MAX_BYTES);
    fill_hill(42);

    graph_draw(&request, &canvas);
    export_text(grid, &first);
    grid_clear(grid);
    graph_draw(&request, &canvas);
    export_text(grid, &second);

    assert_string_equal(first.bytes, second.bytes);
    buf_clear(&first);
    buf_clear(&second);
}

/* Paints the graph as it is at a time into a grid of its own. */
static struct grid *paint_at(int64_t at_ms, struct graph_layout *layout)
{
    struct grid *made = grid_new(8, 60);
    struct canvas on = canvas_of(made, false);

    request.to_ms = at_ms;
    request.from_ms = at_ms - hour;
    *layout = graph_draw(&request, &on);
    return made;
}

/* How many columns at the left of two grids have the same cells. */
static int same_columns(const struct grid *left, const struct grid *right)
{
    for (int column = 0; column < grid_columns(left); column++)
        for (int row = 0; row < grid_rows(left); row++) {
            const struct cell *one = grid_at(left, row, column);
            const struct cell *two = grid_at(right, row, column);

            if (one->length != two->length || one->role != two->role ||
                memcmp(one->text, two->text, one->length) != 0)
                return column;
        }
    return grid_columns(left);
}

static void graph_draw_a_step_later_changes_the_last_column_only(void **state)
{
    struct graph_layout before, after;
    struct grid *shown = NULL;
    int kept = 0, moved = 0;
    (void)state;
    request.has_maximum = true;
    request.maximum = 100;
    for (int back = SLOTS - 1; back >= 0; back--)
        ring_put(ring, slot(back), 50 + 40 * ripple(back));

    shown = paint_at(now, &before);
    for (int step = 1; step <= 40; step++) {
        struct grid *next;

        ring_put(ring, slot(-step), 50 + 40 * ripple(step));
        next = paint_at(now + (int64_t)step * STEP, &after);
        if (after.to_ms == before.to_ms) {
            assert_true(same_columns(shown, next) >= 59);
            kept++;
        } else {
            assert_int_equal(after.to_ms, before.to_ms + before.column_ms);
            moved++;
        }
        grid_free(shown);
        shown = next;
        before = after;
    }

    /* 56 columns for an hour: 64.3 s each, about four steps */
    assert_int_equal(kept + moved, 40);
    assert_int_equal(moved, 9);
    grid_free(shown);
}

static void graph_draw_shows_the_largest_value_of_each_column(void **state)
{
    struct graph_layout layout;
    (void)state;
    fill(1);
    ring_put(ring, slot(0), 1);
    for (int back = 0; back < SLOTS; back++) {
        int column, row = 0;

        ring_reset(ring);
        for (int at = SLOTS - 1; at >= 0; at--)
            ring_put(ring, slot(at), at == back ? 100 : 1);
        grid_clear(grid);
        layout = graph_draw(&request, &canvas);
        column = graph_column_of(&layout, slot(back));
        if (column < 0)
            continue;
        while (grid_at(grid, row, layout.plot.column + column)->text[0] == ' ')
            row++;
        assert_int_equal(row, 0);
        assert_near(graph_value_at(&layout, ring, slot(back)), 100, 0);
    }
}

static void graph_span_is_anchored_and_covers_the_range(void **state)
{
    (void)state;

    for (int columns = 1; columns <= 500; columns += 7)
        for (int64_t range = 15 * minute; range <= 168 * hour; range *= 3) {
            int64_t from, to, column_ms;

            graph_span(now, range, STEP, columns, &from, &to);
            column_ms = (to - from) / columns;
            assert_int_equal(column_ms * columns, to - from);
            assert_int_equal(to % column_ms, 0);
            assert_int_equal(column_ms % 2, 0);
            assert_true(to >= slot(0) && to - slot(0) < column_ms);
            assert_true(to - from >= range);
            assert_true(to - from < range + 2 * (int64_t)columns);
        }
}

static void graph_span_of_odd_arguments_is_a_span(void **state)
{
    int64_t from, to;
    (void)state;

    graph_span(now, 0, 0, 0, &from, &to);
    assert_int_equal(to - from, 2);
    graph_span(-now, -5, -1, -1, &from, &to);
    assert_true(to > from);
}

static void graph_column_of_is_the_reverse_of_graph_time_at(void **state)
{
    struct graph_layout layout;
    (void)state;
    layout = graph_draw(&request, &canvas);

    for (int column = 0; column < layout.plot.columns; column++) {
        int64_t at = graph_time_at(&layout, column);

        assert_int_equal(graph_column_of(&layout, at), column);
        assert_int_equal(graph_column_of(&layout, at - layout.column_ms + 1),
                         column);
    }
    assert_int_equal(graph_time_at(&layout, 0), layout.from_ms);
    assert_int_equal(graph_time_at(&layout, layout.plot.columns - 1),
                     layout.to_ms);
    assert_int_equal(graph_column_of(&layout, layout.to_ms + 1), -1);
    assert_int_equal(
        graph_column_of(&layout, layout.from_ms - layout.column_ms), -1);
    assert_true(isnan(graph_value_at(&layout, ring, layout.to_ms + 1)));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_graph, drop_graph)

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
        CASE(graph_draw_with_axis_columns_keeps_to_them),
        CASE(graph_draw_of_infinities_and_wild_values_stays_inside),
        CASE(graph_draw_at_any_size_stays_inside),
        CASE(graph_draw_twice_gives_the_same_cells),
        CASE(graph_draw_a_step_later_changes_the_last_column_only),
        CASE(graph_draw_shows_the_largest_value_of_each_column),
        CASE(graph_span_is_anchored_and_covers_the_range),
        CASE(graph_span_of_odd_arguments_is_a_span),
        CASE(graph_column_of_is_the_reverse_of_graph_time_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
