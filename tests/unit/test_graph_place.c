/* test_graph_place.c - where graphs end, in cells and in time. */
#include "tests/test.h"

#include "tests/support/graph_fixture.h"

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

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, graph_setup, graph_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
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
