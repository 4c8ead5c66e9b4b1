/* overview_layout.c - rows of panels over a list. */
#include "panels/overview_layout.h"

enum {
    ROW_PANELS = 3,
    MIN_ROWS = 15,
    MIN_COLUMNS = 60,
    MIN_PANEL_ROWS = 4,  /* a rule and three rows of graph */
    MOST_LIST_ROWS = 18, /* the rest of a high terminal goes to graphs */
    TIME_AXIS_ROWS = 9,  /* a panel as high as this has a time axis */
};

static size_t row_count(size_t panels);
static size_t row_length(size_t panels, size_t row);

bool overview_layout_make(struct overview_layout *layout, size_t panel_count,
                          int rows, int columns)
{
    size_t lines, placed = 0;
    int graph_rows, row = 0;

    *layout = (struct overview_layout){0};
    if (panel_count > OVERVIEW_PANELS_MAX)
        panel_count = OVERVIEW_PANELS_MAX;
    lines = row_count(panel_count);
    if (rows < MIN_ROWS || columns < MIN_COLUMNS || !lines ||
        rows < (int)lines * MIN_PANEL_ROWS + 4)
        return false;
    graph_rows = rows - rows * 9 / 20;
    if (rows - graph_rows > MOST_LIST_ROWS)
        graph_rows = rows - MOST_LIST_ROWS;
    if (graph_rows < (int)lines * MIN_PANEL_ROWS)
        graph_rows = (int)lines * MIN_PANEL_ROWS;
    for (size_t line = 0; line < lines; line++) {
        size_t length = row_length(panel_count, line);
        int left = 0;
        int height = (graph_rows - row) / (int)(lines - line);

        /* What does not divide goes to the first, wider panels. */
        if ((graph_rows - row) % (int)(lines - line))
            height++;
        for (size_t i = 0; i < length; i++) {
            int right = columns * (int)(i + 1) / (int)length;

            layout->panels[placed++] =
                (struct rect){row, left, height, right - left};
            left = right;
        }
        row += height;
    }
    layout->panel_count = placed;
    layout->list = (struct rect){row, 0, rows - row, columns};
    layout->has_legend = columns >= 120;
    layout->has_time_axis = graph_rows / (int)lines >= TIME_AXIS_ROWS;
    return true;
}

size_t overview_layout_neighbour(size_t panel_count, size_t panel,
                                 bool is_below)
{
    size_t start = 0, row = 0, place, length, other;

    while (panel >= start + row_length(panel_count, row))
        start += row_length(panel_count, row++);
    place = panel - start;
    length = row_length(panel_count, row);
    if (is_below && row + 1 == row_count(panel_count))
        return panel_count; /* on to the list */
    if (!is_below && row == 0)
        return panel;
    other = row_length(panel_count, is_below ? row + 1 : row - 1);
    start = is_below ? start + length : start - other;
    place = place * other / length;
    return start + (place < other ? place : other - 1);
}

static size_t row_count(size_t panels)
{
    return (panels + ROW_PANELS - 1) / ROW_PANELS;
}

static size_t row_length(size_t panels, size_t row)
{
    size_t rows = row_count(panels);
    size_t longer = panels % rows; /* rows with one panel more, at the end */

    return panels / rows + (row >= rows - longer ? 1 : 0);
}
