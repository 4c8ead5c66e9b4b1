/* bench_screen.c - what a frame costs in bytes and in time.
 *
 * Paints something like the overview (a header with a clock, five graphs, a
 * list) in the dark theme on a pseudo-terminal of 80x24 and of 200x60.
 * usage: bench_screen [TERM]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "ui/screen.h"
#include "ui/theme.h"

enum { GRAPHS = 5, REPEATS = 2000 };

struct stage {
    int outer, inner;
    struct term *term;
    struct screen *screen;
    struct theme *theme;
    struct grid *grid;
};

static int open_stage(struct stage *stage, const char *name, int rows,
                      int columns);
static void close_stage(struct stage *stage);
static void measure(struct stage *stage, int rows, int columns);
static void paint(struct stage *stage, int second, int level);
static void paint_graph(const struct canvas *canvas, struct rect area,
                        int level);
static size_t show(struct stage *stage);
static void report_time(struct stage *stage, const char *what, bool is_whole);

int main(int argc, char **argv)
{
    static const int sizes[][2] = {{24, 80}, {60, 200}};
    const char *name = argc > 1 ? argv[1] : "xterm-256color";

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct stage stage = {0};

        if (open_stage(&stage, name, sizes[i][0], sizes[i][1]) < 0)
            return 1;
        measure(&stage, sizes[i][0], sizes[i][1]);
        close_stage(&stage);
    }
    return 0;
}

static int open_stage(struct stage *stage, const char *name, int rows,
                      int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    struct term_options options = {
        .term = name, .is_utf8 = true, .has_color = true};
    struct err err = {0};

    stage->outer = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (stage->outer < 0 || grantpt(stage->outer) < 0 ||
        unlockpt(stage->outer) < 0)
        return -1;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    stage->inner = open(ptsname(stage->outer), O_RDWR | O_NOCTTY);
    (void)ioctl(stage->inner, TIOCSWINSZ, &size);
    options.in_fd = options.out_fd = stage->inner;
    stage->term = term_open(&options, &err);
    stage->theme = theme_load("dark", NULL, &err);
    if (!stage->term || !stage->theme) {
        (void)fprintf(stderr, "bench_screen: %s\n", err.text);
        return -1;
    }
    stage->screen = screen_new(stage->term);
    stage->grid = grid_new(rows, columns);
    return 0;
}

static void close_stage(struct stage *stage)
{
    grid_free(stage->grid);
    screen_free(stage->screen);
    theme_free(stage->theme);
    term_close(stage->term);
    (void)close(stage->inner);
    (void)close(stage->outer);
}

static void measure(struct stage *stage, int rows, int columns)
{
    size_t first, jump, tick, graphs, both;

    paint(stage, 7, 3);
    first = show(stage);
    paint(stage, 8, 3);
    jump = show(stage);
    paint(stage, 9, 3);
    tick = show(stage);
    paint(stage, 9, 5);
    graphs = show(stage);
    paint(stage, 11, 2);
    both = show(stage);
    printf("%dx%d bytes: first frame %zu; clock, cursor elsewhere %zu, there "
           "%zu; last column of %d graphs %zu, with the clock %zu\n",
           columns, rows, first, jump, tick, GRAPHS, graphs, both);
    report_time(stage, "unchanged frame", false);
    report_time(stage, "whole repaint", true);
}

/* Paints a frame at a second, with the newest column of each graph at a
 * level.*/
static void paint(struct stage *stage, int second, int level)
{
    struct canvas canvas = canvas_of(stage->grid, false);
    int rows = canvas_rows(&canvas), columns = canvas_columns(&canvas);
    int height = (rows - 12) / 2;

    grid_clear(stage->grid);
    canvas_fill(&canvas, (struct rect){0, 0, 1, columns}, ROLE_HEADER);
    (void)canvas_text(&canvas, 0, 1, ROLE_BANNER, "PROD prod-eu");
    (void)canvas_printf(&canvas, 0, columns - 10, ROLE_HEADER, "21:14:%02dZ",
                        second);
    for (int i = 0; i < GRAPHS; i++) {
        int width = i < 2 ? columns / 2 : columns / 3;
        struct rect area = {i < 2 ? 1 : 2 + height,
                            i < 2 ? i * width : (i - 2) * width, height + 1,
                            width - 1};

        paint_graph(&canvas, area, level + i % 2);
    }
    for (int row = 3 + 2 * height; row < rows - 1; row++)
        (void)canvas_text(&canvas, row, 1, row % 3 ? ROLE_TEXT : ROLE_CRITICAL,
                          "✗ ElasticsearchDiskUsageHigh  es-master-0 93 %");
    (void)canvas_text(&canvas, rows - 1, 1, ROLE_HINT, "Enter detail  ? help");
}

static void paint_graph(const struct canvas *canvas, struct rect area,
                        int level)
{
    (void)canvas_text(canvas, area.row, area.column, ROLE_TITLE, "1 Ingestion");
    for (int column = 12; column < area.columns; column++)
        (void)canvas_text(canvas, area.row, area.column + column, ROLE_RULE,
                          "─");
    for (int column = 5; column < area.columns; column++) {
        int top = column == area.columns - 1 ? level : column % 7 / 2;

        for (int row = 0; row < area.rows - 1 && row <= top; row++)
            (void)canvas_text(canvas, area.row + area.rows - 1 - row,
                              area.column + column, ROLE_GRAPH,
                              row == top ? "⣤" : "⣿");
    }
}

/* Shows the grid; returns the bytes that it took. */
static size_t show(struct stage *stage)
{
    size_t before = screen_bytes(stage->screen);
    char bytes[65536];

    (void)screen_show(stage->screen, stage->grid, stage->theme, NULL);
    do {
        (void)term_flush(stage->term, NULL);
        while (read(stage->outer, bytes, sizeof(bytes)) > 0)
            continue;
    } while (term_pending(stage->term) > 0);
    return screen_bytes(stage->screen) - before;
}

static void report_time(struct stage *stage, const char *what, bool is_whole)
{
    int64_t start, spent = 0;

    for (int i = 0; i < REPEATS; i++) {
        if (is_whole)
            screen_forget(stage->screen);
        start = clock_mono_us();
        (void)screen_show(stage->screen, stage->grid, stage->theme, NULL);
        spent += clock_mono_us() - start;
        (void)show(stage);
    }
    printf("  %s: %.3f ms\n", what, (double)spent / REPEATS / 1000);
}
