/* graph_mark.c - markers and the crosshair. */
#include "ui/graph_mark.h"

#include "ui/text.h"

static int crosshair_column(const struct drawing *drawing);

void mark_crosshair_line(const struct drawing *drawing)
{
    int column = crosshair_column(drawing);
    int rows = drawing->layout.plot.rows;

    if (column < 0)
        return;
    if (plot_has_time_row(drawing))
        canvas_glyph(drawing->canvas, rows,
                     drawing->layout.plot.column + column, ROLE_CROSSHAIR, "╎",
                     '|');
    canvas_repeat(&drawing->plot, (struct rect){0, column, rows, 1},
                  ROLE_CROSSHAIR, "╎", '|');
}

void mark_crosshair_color(const struct drawing *drawing)
{
    int column = crosshair_column(drawing);

    if (column >= 0)
        canvas_paint(&drawing->plot,
                     (struct rect){0, column, drawing->layout.plot.rows, 1},
                     ROLE_CROSSHAIR);
}

/* The newest marker goes first: where two meet, the older one gives way. */
void mark_draw_markers(const struct drawing *drawing)
{
    const struct graph_request *request = drawing->request;
    const struct rect *plot = &drawing->layout.plot;
    int row = plot_has_time_row(drawing) ? plot->rows : plot->rows - 1;

    for (size_t i = request->marker_count; i-- > 0;) {
        const struct graph_marker *marker = &request->markers[i];
        int at = graph_column_of(&drawing->layout, marker->at_ms);
        int width = text_width(marker->symbol);
        int text = text_width(marker->text);
        int column = plot->column + at;

        if (at < 0 || at + width > plot->columns ||
            !mark_is_free(drawing, at, width))
            continue;
        if (at + width + text > plot->columns ||
            !mark_is_free(drawing, at + width, text))
            text = 0;
        canvas_text(drawing->canvas, row, column, marker->role, marker->symbol);
        if (text)
            canvas_text(drawing->canvas, row, column + width, marker->role,
                        marker->text);
        for (int taken = at; taken < at + width + text; taken++)
            drawing->taken[taken] = true;
    }
}

bool mark_is_free(const struct drawing *drawing, int column, int columns)
{
    int end = column + columns;

    if (end > drawing->layout.plot.columns)
        end = drawing->layout.plot.columns;
    for (int i = column < 0 ? 0 : column; i < end; i++)
        if (drawing->taken[i])
            return false;
    return true;
}

static int crosshair_column(const struct drawing *drawing)
{
    int64_t at_ms = drawing->request->crosshair_ms;

    return at_ms < 0 ? -1 : graph_column_of(&drawing->layout, at_ms);
}
