/* bench_graph.c - measures the painting of an overview's five graphs.
 *
 * usage: bench_graph [ROWS COLUMNS]   (60 200 without them)
 *
 * Prints the best of many frames in ms, for each style: two graphs in the upper
 * half, three in the lower one, an hour at 15 s.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "data/ring.h"
#include "ui/canvas.h"
#include "ui/graph.h"

enum { STEP_MS = 15000, SLOTS = 240, FRAMES = 300 };

static const int64_t now_ms = 1795382047000;

static struct ring *make_ring(void);
static void paint(struct grid *grid, const struct ring *ring,
                  enum graph_style style);
static double now(void);

int main(int argc, char **argv)
{
    static const char *const names[] = {"braille", "block", "ascii"};
    int rows = argc > 2 ? (int)strtol(argv[1], NULL, 10) : 60;
    int columns = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 200;
    struct grid *grid = grid_new(rows, columns);
    struct ring *ring = make_ring();

    for (int style = GRAPH_BRAILLE; style <= GRAPH_ASCII; style++) {
        double best = 1e9;

        for (int frame = 0; frame < FRAMES; frame++) {
            double start = now();
            double took;

            grid_clear(grid);
            paint(grid, ring, (enum graph_style)style);
            took = now() - start;
            best = took < best ? took : best;
        }
        printf("%s_ms %.3f\n", names[style], best);
    }
    ring_free(ring);
    grid_free(grid);
    return 0;
}

static struct ring *make_ring(void)
{
    struct ring *ring = ring_new(STEP_MS, SLOTS + 8);

    for (int i = SLOTS; i >= 0; i--)
        (void)ring_put(ring, now_ms - (int64_t)i * STEP_MS,
                       50 + (double)(i * 7919 % 41));
    return ring;
}

static void paint(struct grid *grid, const struct ring *ring,
                  enum graph_style style)
{
    const struct graph_line line = {ring, ROLE_GRAPH, true};
    const struct graph_threshold limit = {.limit = 80, .is_above = true};
    const struct graph_request request = {
        .from_ms = now_ms - 3600000,
        .to_ms = now_ms,
        .lines = &line,
        .line_count = 1,
        .thresholds = &limit,
        .threshold_count = 1,
        .unit = "%",
        .crosshair_ms = -1,
        .style = style,
        .has_time_axis = true,
    };
    struct canvas all = canvas_of(grid, style == GRAPH_ASCII);
    int rows = grid_rows(grid) / 2;

    for (int i = 0; i < 5; i++) {
        int count = i < 2 ? 2 : 3;
        int place = i < 2 ? i : i - 2;
        int columns = grid_columns(grid) / count;
        struct rect area = {i < 2 ? 0 : rows, place * columns, rows, columns};
        struct canvas part = canvas_cut(&all, area);

        (void)graph_draw(&request, &part);
    }
}

static double now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}
