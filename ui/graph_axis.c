/* graph_axis.c - numbers, threshold lines and clock times. */
#include "ui/graph_axis.h"

#include "data/units.h"
#include "ui/graph_mark.h"
#include "ui/text.h"
#include "ui/time_axis.h"

static size_t tick_stride(const struct drawing *drawing, int rows);
static bool is_crowded(const struct drawing *drawing, int row);
static void draw_number(const struct drawing *drawing, int row, enum role role,
                        const char *text);
static const struct graph_threshold *row_winner(const struct drawing *drawing,
                                                int row);
static void draw_threshold(const struct drawing *drawing,
                           const struct graph_threshold *limit);
static bool is_shown(const struct drawing *drawing,
                     const struct graph_threshold *limit);
static void write_limit(char out[UNITS_MAX], double limit, const char *unit);
static int wider(const char *text, int columns);

enum {
    USUAL_COLUMNS = 4, /* holds most numbers, so that plots line up */
    USUAL_FROM_COLUMNS = 24,
    PLOT_MIN_COLUMNS = 4,
    CROWDED_FROM_ROWS = 8
};

int axis_columns(const struct drawing *drawing, int rows)
{
    const struct graph_request *request = drawing->request;
    size_t stride = tick_stride(drawing, rows);
    int room = canvas_columns(drawing->canvas);
    int columns = room >= USUAL_FROM_COLUMNS ? USUAL_COLUMNS : 1;
    char text[UNITS_MAX];

    for (size_t i = 0; i < scale_tick_count(&drawing->scale); i += stride) {
        units_format_tick(text, scale_tick(&drawing->scale, i),
                          drawing->scale.step, request->unit);
        columns = wider(text, columns);
    }
    for (size_t i = 0; i < request->threshold_count; i++) {
        if (!is_shown(drawing, &request->thresholds[i]))
            continue;
        write_limit(text, request->thresholds[i].limit, request->unit);
        columns = wider(text, columns);
    }
    if (request->axis_columns)
        columns = request->axis_columns;
    return columns < 0 || columns > room - PLOT_MIN_COLUMNS ? 0 : columns;
}

void axis_draw_ticks(const struct drawing *drawing)
{
    size_t stride = tick_stride(drawing, drawing->layout.plot.rows);
    int bottom = drawing->layout.plot.rows - 1;
    char text[UNITS_MAX];

    for (size_t i = 0; i < scale_tick_count(&drawing->scale); i += stride) {
        double tick = scale_tick(&drawing->scale, i);
        int row = plot_row(drawing, tick);

        if (row > 0 && row < bottom && is_crowded(drawing, row))
            continue;
        units_format_tick(text, tick, drawing->scale.step,
                          drawing->request->unit);
        draw_number(drawing, row, ROLE_AXIS, text);
    }
}

/* Painted last wins a row that is shared: the first critical one. */
void axis_draw_thresholds(const struct drawing *drawing)
{
    const struct graph_request *request = drawing->request;

    for (int is_critical = 0; is_critical < 2; is_critical++)
        for (size_t i = request->threshold_count; i-- > 0;)
            if (request->thresholds[i].is_critical == (is_critical == 1))
                draw_threshold(drawing, &request->thresholds[i]);
}

void axis_draw_threshold_labels(const struct drawing *drawing)
{
    const struct graph_request *request = drawing->request;
    int columns = drawing->layout.plot.columns;

    for (size_t i = 0; i < request->threshold_count; i++) {
        const struct graph_threshold *limit = &request->thresholds[i];
        int width, row;

        if (!limit->label || !*limit->label || !is_shown(drawing, limit))
            continue;
        width = text_width(limit->label) + 1;
        row = plot_row(drawing, limit->limit);
        if (width > columns / 2 || row_winner(drawing, row) != limit ||
            !raster_is_blank(drawing->raster, row, columns - width, width))
            continue;
        canvas_text(&drawing->plot, row, columns - width, ROLE_THRESHOLD, " ");
        canvas_text(&drawing->plot, row, columns - width + 1, ROLE_THRESHOLD,
                    limit->label);
    }
}

/* Returns the threshold whose number a row bears: the first critical one, else
 * the first. */
static const struct graph_threshold *row_winner(const struct drawing *drawing,
                                                int row)
{
    const struct graph_request *request = drawing->request;
    const struct graph_threshold *winner = NULL;

    for (size_t i = 0; i < request->threshold_count; i++) {
        const struct graph_threshold *limit = &request->thresholds[i];

        if (is_shown(drawing, limit) &&
            plot_row(drawing, limit->limit) == row &&
            (!winner || (limit->is_critical && !winner->is_critical)))
            winner = limit;
    }
    return winner;
}

void axis_draw_times(const struct drawing *drawing)
{
    const struct graph_layout *layout = &drawing->layout;
    struct time_label labels[TIME_AXIS_MAX_LABELS];
    int crosshair = graph_column_of(layout, drawing->request->crosshair_ms);
    size_t count;

    if (!plot_has_time_row(drawing))
        return;
    count = time_axis_labels(layout->from_ms - layout->column_ms, layout->to_ms,
                             layout->plot.columns, labels);
    for (size_t i = 0; i < count; i++) {
        int width = text_width(labels[i].text);
        int column = graph_column_of(layout, labels[i].at_ms) - width / 2;
        bool meets_crosshair = crosshair >= 0 && crosshair >= column - 1 &&
                               crosshair <= column + width;

        if (meets_crosshair || layout->plot.column + column < 0 ||
            column + width > layout->plot.columns ||
            !mark_is_free(drawing, column - 1, width + 2))
            continue;
        canvas_text(drawing->canvas, layout->plot.rows,
                    layout->plot.column + column, ROLE_AXIS, labels[i].text);
    }
}

/* Returns how many ticks to go on for the next number, so that each has a row
 * of its own; where it can be, the topmost has one too. */
static size_t tick_stride(const struct drawing *drawing, int rows)
{
    size_t steps = scale_tick_count(&drawing->scale);

    if (steps < 2 || rows < 2)
        return 1;
    steps--;
    for (size_t stride = 1; stride <= steps; stride++)
        if (steps % stride == 0 && steps / stride < (size_t)rows)
            return stride;
    return steps;
}

/* Says whether a threshold's number stands right above or below: with rows to
 * spare, that one is enough. */
static bool is_crowded(const struct drawing *drawing, int row)
{
    const struct graph_request *request = drawing->request;

    if (drawing->layout.plot.rows < CROWDED_FROM_ROWS)
        return false;
    for (size_t i = 0; i < request->threshold_count; i++) {
        const struct graph_threshold *limit = &request->thresholds[i];
        int away;

        if (!is_shown(drawing, limit))
            continue;
        away = plot_row(drawing, limit->limit) - row;
        if (away == 1 || away == -1)
            return true;
    }
    return false;
}

static void draw_number(const struct drawing *drawing, int row, enum role role,
                        const char *text)
{
    struct rect area = {row, 0, 1, drawing->layout.plot.column};

    text_draw(drawing->canvas, area, role, text, TEXT_RIGHT | TEXT_CUT_END);
}

static void draw_threshold(const struct drawing *drawing,
                           const struct graph_threshold *limit)
{
    char text[UNITS_MAX];
    int row;

    if (!is_shown(drawing, limit))
        return;
    row = plot_row(drawing, limit->limit);
    canvas_repeat(&drawing->plot,
                  (struct rect){row, 0, 1, drawing->layout.plot.columns},
                  ROLE_THRESHOLD, "┈", '-');
    write_limit(text, limit->limit, drawing->request->unit);
    draw_number(drawing, row, ROLE_THRESHOLD, text);
}

static bool is_shown(const struct drawing *drawing,
                     const struct graph_threshold *limit)
{
    return limit->limit >= drawing->scale.low &&
           limit->limit <= drawing->scale.high;
}

static void write_limit(char out[UNITS_MAX], double limit, const char *unit)
{
    units_format_tick(out, limit, scale_own_step(limit), unit);
}

static int wider(const char *text, int columns)
{
    int width = text_width(text);

    return width > columns ? width : columns;
}
