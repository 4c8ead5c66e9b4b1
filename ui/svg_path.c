/* svg_path.c - shapes of many cells as few lines of path data. */
#include "ui/svg_path.h"

#include "base/buf.h"
#include "ui/svg_shape.h"

/* A run of cells while it grows, in units; empty when it ends at its start. */
struct run {
    int start, end;
};

/* The cells of one direction: the lines of a text or its columns. */
struct sweep {
    const struct svg_cells *cells;
    bool is_down, is_dashed;
};

static void add_blocks(const struct svg_cells *cells, int row, struct buf *out);
static void add_mask(int row, struct run run, unsigned mask, struct buf *out);
static void add_lines(const struct sweep *sweep, int across, struct buf *out);
static struct run line_part(const struct sweep *sweep, int across, int along);
static int steps_along(const struct sweep *sweep);

bool svg_has(const struct svg_cells *cells, const struct cell *cell)
{
    return cell->role == cells->role && cell->attributes == cells->attributes;
}

void svg_path_blocks(const struct svg_cells *cells, struct buf *out)
{
    for (int row = 0; row < grid_rows(cells->grid); row++)
        add_blocks(cells, row, out);
}

void svg_path_lines(const struct svg_cells *cells, bool is_down, bool is_dashed,
                    struct buf *out)
{
    const struct sweep sweep = {cells, is_down, is_dashed};
    int count = is_down ? grid_columns(cells->grid) : grid_rows(cells->grid);

    for (int across = 0; across < count; across++)
        add_lines(&sweep, across, out);
}

/* Half cell by half cell, since braille has two columns of dots. */
static void add_blocks(const struct svg_cells *cells, int row, struct buf *out)
{
    const int half_width = SVG_CELL_WIDTH / 2;
    int halves = 2 * grid_columns(cells->grid);
    struct run run = {0, 0};
    unsigned mask = 0;

    for (int i = 0; i < halves; i++) {
        const struct cell *cell = grid_at(cells->grid, row, i / 2);
        unsigned next = svg_has(cells, cell) ? shape_mask(cell, i % 2) : 0;

        if (next != mask) {
            add_mask(row, run, mask, out);
            run.start = i * half_width;
            mask = next;
        }
        run.end = (i + 1) * half_width;
    }
    add_mask(row, run, mask, out);
}

/* Adds a rectangle for each stretch of bits, an eighth of a cell each. */
static void add_mask(int row, struct run run, unsigned mask, struct buf *out)
{
    const int eighth = SVG_CELL_HEIGHT / 8;
    int width = run.end - run.start;

    for (int bit = 0; bit < 8; bit++) {
        int from = bit;

        while (bit < 8 && mask >> bit & 1)
            bit++;
        if (bit > from)
            buf_printf(out, "M%d %dh%dv%dh-%dz", run.start,
                       (row + 1) * SVG_CELL_HEIGHT - bit * eighth, width,
                       (bit - from) * eighth, width);
    }
}

/* One step past the last cell ends the run that is open. */
static void add_lines(const struct sweep *sweep, int across, struct buf *out)
{
    int middle = sweep->is_down
                     ? across * SVG_CELL_WIDTH + SVG_CELL_WIDTH / 2
                     : across * SVG_CELL_HEIGHT + SVG_CELL_HEIGHT / 2;
    struct run run = {0, 0};

    for (int along = 0; along <= steps_along(sweep); along++) {
        struct run part = line_part(sweep, across, along);

        if (part.end > part.start && part.start == run.end) {
            run.end = part.end;
            continue;
        }
        if (run.end > run.start)
            buf_printf(out, sweep->is_down ? "M%d %dv%d" : "M%d %dh%d",
                       sweep->is_down ? middle : run.start,
                       sweep->is_down ? run.start : middle,
                       run.end - run.start);
        run = part;
    }
}

/* What one cell adds to the line through its middle. */
static struct run line_part(const struct sweep *sweep, int across, int along)
{
    int length = sweep->is_down ? SVG_CELL_HEIGHT : SVG_CELL_WIDTH;
    struct run part = {along * length + length / 2,
                       along * length + length / 2};
    const struct cell *cell;
    unsigned arms;

    if (along >= steps_along(sweep))
        return part;
    cell = grid_at(sweep->cells->grid, sweep->is_down ? along : across,
                   sweep->is_down ? across : along);
    arms = svg_has(sweep->cells, cell) ? shape_arms(cell) : 0;
    if (((arms & SHAPE_DASHED) != 0) != sweep->is_dashed)
        return part;
    if (arms & (sweep->is_down ? SHAPE_UP : SHAPE_LEFT))
        part.start = along * length;
    if (arms & (sweep->is_down ? SHAPE_DOWN : SHAPE_RIGHT))
        part.end = (along + 1) * length;
    return part;
}

static int steps_along(const struct sweep *sweep)
{
    return sweep->is_down ? grid_rows(sweep->cells->grid)
                          : grid_columns(sweep->cells->grid);
}
