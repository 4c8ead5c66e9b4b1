/* graph.c - a plot with its axes, thresholds, markers and crosshair. */
#include "ui/graph.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "ui/graph_axis.h"
#include "ui/graph_mark.h"
#include "ui/graph_plot.h"

static void lay_out(struct drawing *drawing);
static void set_span(struct drawing *drawing);
static int64_t slot_step(const struct graph_request *request);
static int64_t round_up(int64_t at_ms, int64_t step_ms);
static struct scale choose_scale(const struct graph_request *request, int rows);
static struct extent with_thresholds(const struct graph_request *request,
                                     struct extent extent);
static bool is_lines_only(const struct graph_request *request);
static bool near_zero(struct extent extent);

/* The time axis is the first to go when rows are few. */
enum { TIME_AXIS_FROM_ROWS = 3, LEAST_STEPS = 4, MOST_STEPS = 6 };

/* A threshold further above the values than this would press them flat. */
static const double threshold_reach = 5;

void graph_span(int64_t end_ms, int64_t range_ms, int64_t step_ms, int columns,
                int64_t *from_ms, int64_t *to_ms)
{
    int64_t dots = 2 * (int64_t)(columns > 0 ? columns : 1);
    int64_t dot_ms = range_ms > 0 ? (range_ms - 1) / dots + 1 : 1;

    end_ms = round_up(end_ms, step_ms > 0 ? step_ms : 1);
    *to_ms = round_up(end_ms, 2 * dot_ms);
    *from_ms = *to_ms - dots * dot_ms;
}

struct graph_layout graph_draw(const struct graph_request *request,
                               const struct canvas *canvas)
{
    struct drawing drawing = {.request = request, .canvas = canvas};

    if (canvas_rows(canvas) <= 0 || canvas_columns(canvas) <= 0)
        return drawing.layout;
    lay_out(&drawing);
    drawing.raster =
        raster_new(drawing.layout.plot.rows, drawing.layout.plot.columns,
                   (enum raster_style)request->style);
    drawing.taken =
        xcalloc((size_t)drawing.layout.plot.columns, sizeof(*drawing.taken));

    axis_draw_ticks(&drawing);
    axis_draw_thresholds(&drawing);
    mark_crosshair_line(&drawing);
    plot_lines(&drawing);
    raster_paint(drawing.raster, &drawing.plot);
    axis_draw_threshold_labels(&drawing);
    mark_crosshair_color(&drawing);
    mark_draw_markers(&drawing);
    axis_draw_times(&drawing);

    free(drawing.taken);
    raster_free(drawing.raster);
    return drawing.layout;
}

int64_t graph_time_at(const struct graph_layout *layout, int column)
{
    return layout->from_ms + column * layout->column_ms;
}

int graph_column_of(const struct graph_layout *layout, int64_t at_ms)
{
    int64_t start_ms = layout->from_ms - layout->column_ms;

    if (layout->column_ms <= 0 || at_ms <= start_ms || at_ms > layout->to_ms)
        return -1;
    return (int)((at_ms - start_ms - 1) / layout->column_ms);
}

double graph_value_at(const struct graph_layout *layout,
                      const struct ring *ring, int64_t at_ms)
{
    int column = graph_column_of(layout, at_ms);
    int64_t to_ms = graph_time_at(layout, column);

    if (column < 0)
        return NAN;
    return plot_bucket(ring, to_ms - layout->column_ms, to_ms).max;
}

size_t graph_ticks(double *low, double *high, double *ticks, size_t room)
{
    int steps = room > 2 ? (int)room - 1 : 1;
    struct scale scale = scale_make(*low, *high, 0, steps, "");
    size_t count = scale_tick_count(&scale);

    if (count > room)
        count = room;
    for (size_t i = 0; i < count; i++)
        ticks[i] = scale_tick(&scale, i);
    *low = scale.low;
    *high = scale.high;
    return count;
}

static void lay_out(struct drawing *drawing)
{
    struct graph_layout *layout = &drawing->layout;
    int rows = canvas_rows(drawing->canvas);
    int columns = canvas_columns(drawing->canvas);

    if (drawing->request->has_time_axis && rows >= TIME_AXIS_FROM_ROWS)
        rows--;
    drawing->scale = choose_scale(drawing->request, rows);
    layout->low = drawing->scale.low;
    layout->high = drawing->scale.high;
    layout->plot = (struct rect){.rows = rows};
    layout->plot.column = axis_columns(drawing, rows);
    layout->plot.columns = columns - layout->plot.column;
    drawing->plot = canvas_cut(drawing->canvas, layout->plot);
    set_span(drawing);
}

static void set_span(struct drawing *drawing)
{
    const struct graph_request *request = drawing->request;
    struct graph_layout *layout = &drawing->layout;
    int64_t from_ms, to_ms;

    graph_span(request->to_ms, request->to_ms - request->from_ms,
               slot_step(request), layout->plot.columns, &from_ms, &to_ms);
    layout->column_ms = (to_ms - from_ms) / layout->plot.columns;
    layout->from_ms = from_ms + layout->column_ms;
    layout->to_ms = to_ms;
}

static int64_t slot_step(const struct graph_request *request)
{
    int64_t step_ms = 1;

    for (size_t i = 0; i < request->line_count; i++)
        if (ring_step_ms(request->lines[i].ring) > step_ms)
            step_ms = ring_step_ms(request->lines[i].ring);
    return step_ms;
}

static int64_t round_up(int64_t at_ms, int64_t step_ms)
{
    int64_t rest = at_ms % step_ms;

    return rest > 0 ? at_ms - rest + step_ms : at_ms - rest;
}

static struct scale choose_scale(const struct graph_request *request, int rows)
{
    struct extent extent = with_thresholds(request, plot_extent(request));
    int steps = rows / 3 < LEAST_STEPS  ? LEAST_STEPS
                : rows / 3 > MOST_STEPS ? MOST_STEPS
                                        : rows / 3;
    unsigned fixed = 0;

    /* An area's height means its value, so it stands on zero. Lines may come
     * closer when they would be a flat bundle high up. */
    if (!is_lines_only(request) || near_zero(extent))
        extent.min = fmin(extent.min, 0);
    if (request->has_minimum && isfinite(request->minimum)) {
        extent.min = request->minimum;
        fixed |= SCALE_FIXED_LOW;
    }
    if (request->has_maximum && isfinite(request->maximum) &&
        !(fixed && request->maximum <= extent.min)) {
        extent.max = request->maximum;
        fixed |= SCALE_FIXED_HIGH;
    }
    return scale_make(extent.min, extent.max, fixed, steps,
                      request->unit ? request->unit : "");
}

/* A limit belongs in the picture when values come near it, or when there is
 * nothing else to tell how high is high. */
static struct extent with_thresholds(const struct graph_request *request,
                                     struct extent extent)
{
    struct extent with = extent;

    for (size_t i = 0; i < request->threshold_count; i++) {
        double limit = request->thresholds[i].limit;
        bool is_empty = !(extent.max > 0);

        if (!isfinite(limit) || limit <= 0)
            continue;
        if (is_empty || limit <= threshold_reach * extent.max)
            with.max = fmax(with.max, limit);
    }
    return with;
}

static bool is_lines_only(const struct graph_request *request)
{
    for (size_t i = 0; i < request->line_count; i++)
        if (request->lines[i].is_area)
            return false;
    return request->line_count > 0;
}

static bool near_zero(struct extent extent)
{
    double range = extent.max - extent.min;

    return !(range > 0 && range <= fabs(extent.max) / 2);
}
