/* test_table.c - widths of columns, painted rows, scrolling. */
#include "tests/test.h"

#include "ui/table.h"
#include "ui/text.h"

static const struct table_column alert_columns[] = {
    {"alert", 10, 2, 0, 0},
    {"summary", 8, 1, 2, TEXT_CUT_END},
    {"since", 6, 0, 1, TEXT_RIGHT},
};

static struct table table;
static struct grid *grid;
static struct canvas canvas;

static int make_grid(void **state)
{
    (void)state;
    grid = grid_new(2, 40);
    canvas = canvas_of(grid, false);
    return 0;
}

static int drop_grid(void **state)
{
    (void)state;
    grid_free(grid);
    return 0;
}

static const char *row_text(int row)
{
    static char text[400];
    size_t length = 0;

    for (int column = 0; column < grid_columns(grid); column++) {
        const struct cell *cell = grid_at(grid, row, column);

        memcpy(text + length, cell->text, cell->length);
        length += cell->length;
    }
    while (length > 0 && text[length - 1] == ' ')
        length--;
    text[length] = '\0';
    return text;
}

static void table_layout_shares_the_spare_cells(void **state)
{
    (void)state;

    /* 1 for the mark, 2 blanks, 37 for columns of 10 + 8 + 6: 13 to share */
    table_layout(&table, alert_columns, 3, 40);

    assert_int_equal(table.widths[0], 19);
    assert_int_equal(table.widths[1], 12);
    assert_int_equal(table.widths[2], 6);
    assert_int_equal(table.starts[0], 1);
    assert_int_equal(table.starts[1], 21);
    assert_int_equal(table.starts[2], 34);
}

static void table_layout_drops_the_largest_rank_first(void **state)
{
    (void)state;

    table_layout(&table, alert_columns, 3, 20);

    assert_int_equal(table.widths[1], 0);
    assert_int_equal(table.widths[2], 6);
    assert_int_equal(table.widths[0], 12);
    assert_int_equal(table.starts[2], 14);
}

static void table_layout_without_room_shrinks_what_stays(void **state)
{
    (void)state;

    table_layout(&table, alert_columns, 3, 6);
    assert_int_equal(table.widths[0], 5);
    assert_int_equal(table.widths[2], 0);
    table_layout(&table, alert_columns, 3, 1);
    assert_int_equal(table.widths[0], 0);
    table_layout(&table, alert_columns, 3, -7);
    assert_int_equal(table.widths[0], 0);
}

static void table_row_aligns_its_cells(void **state)
{
    const struct table_cell cells[] = {
        {"✗ ElasticsearchDiskUsageHigh", ROLE_CRITICAL},
        {"disk is nearly full", ROLE_TEXT},
        {"14m", ROLE_DIM},
    };
    (void)state;
    table_layout(&table, alert_columns, 3, 40);

    table_header(&table, &canvas, 0);
    table_row(&table, &canvas, 1, cells, false);

    assert_string_equal(row_text(0),
                        " alert               summary       since");
    assert_string_equal(row_text(1),
                        " ✗ Elasticsear…eHigh disk is nea…    14m");
    assert_int_equal(grid_at(grid, 1, 1)->role, ROLE_CRITICAL);
    assert_int_equal(grid_at(grid, 1, 39)->role, ROLE_DIM);
}

static void table_row_selected_has_a_mark_and_one_role(void **state)
{
    const struct table_cell cells[] = {
        {"a", ROLE_CRITICAL}, {NULL, ROLE_TEXT}, {"1s", ROLE_DIM}};
    (void)state;
    table_layout(&table, alert_columns, 3, 40);

    table_row(&table, &canvas, 0, cells, true);

    assert_int_equal(grid_at(grid, 0, 0)->text[0], '>');
    for (int column = 0; column < 40; column++)
        assert_int_equal(grid_at(grid, 0, column)->role, ROLE_SELECTED);
}

static void table_scroll_moves_no_more_than_it_must(void **state)
{
    (void)state;

    assert_int_equal(table_scroll(0, 3, 20, 5), 0);
    assert_int_equal(table_scroll(0, 5, 20, 5), 1);
    assert_int_equal(table_scroll(4, 3, 20, 5), 3);
    assert_int_equal(table_scroll(4, 6, 20, 5), 4);
    assert_int_equal(table_scroll(18, 19, 20, 5), 15);
    assert_int_equal(table_scroll(9, 2, 3, 5), 0);
    assert_int_equal(table_scroll(9, 99, 20, 5), 15);
    assert_int_equal(table_scroll(0, 2, 5, 0), 2);
    assert_int_equal(table_scroll(3, 0, 0, 5), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_grid, drop_grid)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(table_layout_shares_the_spare_cells),
        CASE(table_layout_drops_the_largest_rank_first),
        CASE(table_layout_without_room_shrinks_what_stays),
        CASE(table_row_aligns_its_cells),
        CASE(table_row_selected_has_a_mark_and_one_role),
        CASE(table_scroll_moves_no_more_than_it_must),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
