/* graph_plot.c - the values of a graph as dots. */
#include "ui/graph_plot.h"

#include <math.h>

/* One line while it is drawn from left to right. */
struct pen {
    const struct drawing *drawing;
    const struct graph_line *line;
    int column;
    int previous; /* dot row of the column before, -1 after a gap */
};

static void include(struct extent *extent, double value);
static int64_t round_down(int64_t at_ms, int64_t step_ms);
static void draw_line(struct pen *pen);
static void draw_dots(struct pen *pen, const struct extent *bucket);
static void raise_breach(const struct pen *pen, struct raster_run run,
                         const struct extent *bucket);

struct extent plot_bucket(const struct ring *ring, int64_t after_ms,
                          int64_t to_ms)
{
    struct extent extent = {NAN, NAN};
    int64_t step_ms = ring_step_ms(ring);
    int64_t oldest_ms = ring_oldest_ms(ring);
    int64_t at_ms = round_down(after_ms, step_ms) + step_ms;

    if (oldest_ms < 0)
        return extent;
    if (at_ms > to_ms)
        to_ms = at_ms;
    /* The ring bounds the loop, whatever stretch was asked for. */
    if (at_ms < oldest_ms)
        at_ms = oldest_ms;
    if (to_ms > ring_newest_ms(ring))
        to_ms = ring_newest_ms(ring);
    for (; at_ms <= to_ms; at_ms += step_ms)
        include(&extent, ring_at(ring, at_ms));
    return extent;
}

struct extent plot_extent(const struct graph_request *request)
{
    struct extent extent = {NAN, NAN};

    for (size_t i = 0; i < request->line_count; i++) {
        const struct ring *ring = request->lines[i].ring;
        int64_t step_ms = ring_step_ms(ring);
        int64_t at_ms = round_down(request->from_ms, step_ms) + step_ms;
        int64_t to_ms = ring_newest_ms(ring);

        if (at_ms < ring_oldest_ms(ring))
            at_ms = ring_oldest_ms(ring);
        if (to_ms > request->to_ms && to_ms - request->to_ms >= step_ms)
            to_ms = round_down(request->to_ms, step_ms) + step_ms;
        for (; at_ms >= 0 && at_ms <= to_ms; at_ms += step_ms) {
            double value = ring_at(ring, at_ms);

            if (isfinite(value))
                include(&extent, value);
        }
    }
    return extent;
}

int plot_dot_row(const struct drawing *drawing, double value)
{
    int top = raster_dot_rows(drawing->raster) - 1;

    return (int)lround(scale_fraction(&drawing->scale, value) * top);
}

int plot_row(const struct drawing *drawing, double value)
{
    return raster_row_of(drawing->raster, plot_dot_row(drawing, value));
}

void plot_lines(const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->request->line_count; i++) {
        struct pen pen = {
            .drawing = drawing,
            .line = &drawing->request->lines[i],
            .previous = -1,
        };

        draw_line(&pen);
    }
}

bool plot_has_time_row(const struct drawing *drawing)
{
    return drawing->layout.plot.rows < canvas_rows(drawing->canvas);
}

static void include(struct extent *extent, double value)
{
    if (isnan(value))
        return;
    if (!(extent->min <= value))
        extent->min = value;
    if (!(extent->max >= value))
        extent->max = value;
}

static int64_t round_down(int64_t at_ms, int64_t step_ms)
{
    int64_t rest = at_ms % step_ms;

    return at_ms - (rest < 0 ? rest + step_ms : rest);
}

static void draw_line(struct pen *pen)
{
    const struct graph_layout *layout = &pen->drawing->layout;
    int columns = raster_dot_columns(pen->drawing->raster);
    int64_t dot_ms, after_ms = layout->from_ms - layout->column_ms;

    if (layout->plot.columns <= 0)
        return;
    dot_ms = layout->column_ms * layout->plot.columns / columns;
    for (; pen->column < columns; pen->column++, after_ms += dot_ms) {
        struct extent bucket =
            plot_bucket(pen->line->ring, after_ms, after_ms + dot_ms);

        if (isnan(bucket.max))
            pen->previous = -1;
        else
            draw_dots(pen, &bucket);
    }
}

static void draw_dots(struct pen *pen, const struct extent *bucket)
{
    const struct graph_line *line = pen->line;
    int row = plot_dot_row(pen->drawing, bucket->max);
    struct raster_run run = {.column = pen->column, .bottom = row, .top = row};

    if (line->is_area) {
        run.bottom = 0;
        raster_area(pen->drawing->raster, run, line->role);
    } else {
        struct raster_step step = {pen->column, pen->previous, row};

        raster_line(pen->drawing->raster, step, line->role);
        if (pen->previous >= 0 && pen->previous < row)
            run.bottom = pen->previous;
        if (pen->previous > row)
            run.top = pen->previous;
    }
    pen->previous = row;
    if (line->role == ROLE_GRAPH)
        raise_breach(pen, run, bucket);
}

static void raise_breach(const struct pen *pen, struct raster_run run,
                         const struct extent *bucket)
{
    for (size_t i = 0; i < pen->drawing->request->threshold_count; i++) {
        const struct graph_threshold *limit =
            &pen->drawing->request->thresholds[i];
        enum role role =
            limit->is_critical ? ROLE_GRAPH_CRITICAL : ROLE_GRAPH_WARNING;
        struct raster_run part = run;

        if (isnan(limit->limit))
            continue;
        if (limit->is_above && bucket->max > limit->limit) {
            int from = plot_dot_row(pen->drawing, limit->limit);

            part.bottom = from > run.bottom ? from : run.bottom;
            raster_raise(pen->drawing->raster, part, role);
        } else if (!limit->is_above && bucket->min < limit->limit) {
            raster_raise(pen->drawing->raster, part, role);
        }
    }
}
